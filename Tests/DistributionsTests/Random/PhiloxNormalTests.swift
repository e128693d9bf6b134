import Distributions
import TestSupport
import Testing

@Suite struct PhiloxNormalTests {
  @Test func normalNumbersAgreeWithNumpys() throws {
    var worst = 16.0
    for entry in try PhiloxReference.load().cases {
      var generator = Philox(seed: entry.seed, stream: entry.stream)
      for (found, wanted) in zip(generator.normals(entry.normals.count), entry.normals) {
        worst = min(worst, digits(of: found, against: wanted))
      }
    }
    print("normal numbers against numpy: worst \(worst) digits")
    #expect(worst > 13)
  }

  // The largest of 400,000 come from the tail and the lowest layers; the last shows that no word
  // more or less was used on the way.
  @Test func aLongRunKeepsStep() throws {
    let run = try PhiloxReference.load().long
    var generator = Philox(seed: run.seed, stream: run.stream)
    let values = generator.normals(run.count)
    for (place, wanted) in zip(run.places, run.values) {
      #expect(digits(of: values[place], against: wanted) > 13)
    }
    #expect(digits(of: values[run.count - 1], against: run.last) > 13)
    #expect(run.values.contains { abs($0) > 3.6541528853610088 })

    // Shares beyond some points, within five binomial standard deviations.
    for point in [-4.0, -2, -1, -0.2, 0, 0.5, 1.5, 3, 3.8] {
      let share = Double(values.count { $0 > point }) / Double(run.count)
      let expected = Normal.standard.survival(point)
      let deviation = (expected * (1 - expected) / Double(run.count)).squareRoot()
      #expect(abs(share - expected) < 5 * deviation, "beyond \(point)")
    }
    let squares = values.reduce(0) { $0 + $1 * $1 } / Double(run.count)
    #expect(abs(squares - 1) < 5 * (2 / Double(run.count)).squareRoot())
  }

  @Test func theStateGoesOnByWords() {
    var first = Philox(seed: 8)
    var second = first
    _ = first.normals(3)
    for _ in 0..<3 { _ = second.normal() }
    #expect(first == second)
    #expect(first.normals(0) == [] && first.normals(-4) == [])
    #expect(first == second)
  }
}

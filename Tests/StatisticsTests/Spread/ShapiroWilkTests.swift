import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct ShapiroWilkTests {
  @Test func agreesWithR() throws {
    var worst = WorstDigits()
    for item in try RankReference.cases("shapiro.json") {
      let values = RankReference.numbers(item["values"])
      let test = try ShapiroWilk(values)
      worst.hold(test.statistic, against: item["statistic"], atLeast: 12, "W of \(values.count)")
      worst.hold(test.pValue, against: item["p"], atLeast: 9, "p of \(values.count)")
    }
    print("digits Shapiro-Wilk: \(worst.worst)")
    #expect(worst.count == 22)
  }

  @Test func unitAndOriginAreFree() throws {
    let values = [1.0, 2, 4, 8, 16, 3, 5, 9, 4.5, 12, 7, 0]
    let plain = try ShapiroWilk(values)
    for (shift, scale) in [(0.0, 1e-300), (0, 1e300), (1_048_576.0, 1.0), (0, -1)] {
      let moved = try ShapiroWilk(values.map { ($0 + shift) * scale })
      #expect(agrees(moved.statistic, plain.statistic, relative: 1e-13), "\(shift) \(scale)")
      #expect(agrees(moved.pValue, plain.pValue, relative: 1e-10))
    }
    #expect(plain.count == 12 && plain.description.contains("Shapiro-Wilk"))
  }

  // The level of 5 % at sizes of pilots, and what it finds of exponential values.
  @Test func levelAndPower() throws {
    var generator = Generator(seed: 12)
    for n in [5, 8, 12, 20, 50] {
      let draws = 1000
      var (normal, skewed) = (0, 0)
      for _ in 0..<draws {
        if try ShapiroWilk(generator.normals(n)).pValue <= 0.05 { normal += 1 }
        let waits = (0..<n).map { _ in -log(1 - generator.uniform()) }
        if try ShapiroWilk(waits).pValue <= 0.05 { skewed += 1 }
      }
      let level = Double(normal) / Double(draws)
      print(
        "Shapiro-Wilk \(n): type I error \(level), power of exponential values \(Double(skewed) / Double(draws))"
      )
      #expect(abs(level - 0.05) < 4 * (0.05 * 0.95 / Double(draws)).squareRoot())
      #expect(skewed > normal)
    }
  }

  @Test func threeValues() throws {
    // Of three values W is 3/4 when two are equal, and 1 when they are evenly spaced.
    let least = try ShapiroWilk([0, 0, 1])
    #expect(agrees(least.statistic, 0.75, relative: 1e-14) && least.pValue < 1e-7)
    let most = try ShapiroWilk([1, 2, 3])
    #expect(most.statistic == 1 && agrees(most.pValue, 1, relative: 1e-7))
  }

  @Test func hostileInputs() throws {
    let end = Double.greatestFiniteMagnitude
    let cases: [([Double], String)] = [
      ([], "tooFew"), ([1, 2], "tooFew"), ([1, 2, .nan], "nonFinite"),
      ([3, 3, 3], "constantColumn"), ([-end, 0, end], "overflow"),
      ((0...5000).map(Double.init), "invalidArgument"),
    ]
    for (values, name) in cases { #expect(thrownCase { try ShapiroWilk(values) } == name) }
    // One value far out: as small a W as there is.
    for n in [4, 11, 12, 300] {
      let test = try ShapiroWilk((0..<n).map { $0 == 0 ? 1e300 : Double($0) * 1e-9 })
      #expect(test.statistic > 0 && test.statistic < 1 && test.pValue < 0.01 && test.pValue > 0)
    }
    let test = try ShapiroWilk([1, 2, 4, 9])
    let data = try JSONEncoder().encode(test)
    #expect(try JSONDecoder().decode(ShapiroWilk.self, from: data) == test)
    for json in [
      #"{"count":2,"statistic":0.9,"pValue":0.5}"#, #"{"count":9,"statistic":1.9,"pValue":0.5}"#,
      #"{"count":9,"statistic":0.9,"pValue":-1}"#,
    ] {
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(ShapiroWilk.self, from: Data(json.utf8))
      }
    }
  }
}

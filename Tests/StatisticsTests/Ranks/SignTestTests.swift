import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct SignTestTests {
  @Test func countsSigns() throws {
    let test = try SignTest(differences: [1, 2, 3, 4, 5, 6, 7, -1, 0, 0])
    #expect(test.above == 7 && test.below == 1)
    // Of 8: two-sided 2 (1 + 8) / 256, one-sided 9 / 256 and 255 / 256.
    #expect(agrees(test.pValue, 18.0 / 256, relative: 1e-14))
    #expect(agrees(test.pValueGreater, 9.0 / 256, relative: 1e-14))
    #expect(agrees(test.pValueLess, 255.0 / 256, relative: 1e-14))
    #expect(test.median == 2.5 && test.description.contains("zero 2"))
    let turned = try SignTest(differences: test.differences.values.map { -$0 })
    #expect(turned.pValue == test.pValue && turned.pValueLess == test.pValueGreater)
  }

  @Test func intervalIsOfOrderStatistics() throws {
    let test = try SignTest(differences: (1...16).map(Double.init))
    #expect(test.interval()?.lower == 4 && test.interval()?.upper == 13)
    #expect(test.interval(level: 0.95, sides: .lower)?.lower == 5)
    let pairs = try SignTest(treated: [2, 2], control: [1, 3])
    #expect(pairs.above == 1 && pairs.below == 1 && pairs.pValue == 1)
  }

  // Without zeros and ties the test rejects a median exactly when the interval leaves it out.
  @Test func intervalAndTestAgree() throws {
    var generator = Generator(seed: 8)
    for n in [6, 12, 33] {
      let d = generator.normals(n)
      let interval = try #require(try SignTest(differences: d).interval())
      for value in d {
        for offset in [-1e-9, 1e-9] {
          let test = try SignTest(differences: d.map { $0 - value - offset })
          #expect((test.pValue > 0.05) == interval.contains(value + offset), "\(n)")
        }
      }
    }
  }

  @Test func hostileInputs() throws {
    #expect(thrownCase { try SignTest(differences: []) } == "tooFew")
    #expect(thrownCase { try SignTest(differences: [.infinity]) } == "nonFinite")
    #expect(thrownCase { try SignTest(treated: [], control: [1]) } == "lengthMismatch")
    let still = try SignTest(differences: [0, 0, 0])
    #expect(still.pValue == 1 && still.pValueLess == 1 && still.pValueGreater == 1)
    let one = try SignTest(differences: [5])
    #expect(
      one.pValue == 1 && agrees(one.pValueGreater, 0.5, relative: 1e-14)
        && one.interval()?.upper == nil)
    for level in [0, 1, .nan] { #expect(one.interval(level: level) == nil) }
    let data = try JSONEncoder().encode(one)
    #expect(try JSONDecoder().decode(SignTest.self, from: data) == one)
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(SignTest.self, from: Data(#"{"differences":{"values":[]}}"#.utf8))
    }
  }
}

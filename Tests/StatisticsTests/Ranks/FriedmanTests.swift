import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct FriedmanTests {
  @Test func agreesWithR() throws {
    var worst = WorstDigits()
    for item in try RankReference.cases("friedman.json") {
      let test = try Friedman(RankReference.groups(item["blocks"]))
      worst.hold(test.statistic, against: item["statistic"], atLeast: 12, "Q")
      worst.hold(test.pValue, against: item["p"], atLeast: 12, "p")
    }
    #expect(worst.count == 6)
  }

  @Test func concordance() throws {
    let alike = try Friedman([[1, 2, 3], [10, 20, 30], [0, 5, 9]])
    #expect(alike.concordance == 1 && alike.statistic == 6 && alike.pValueByF == 0)
    let opposite = try Friedman([[1, 2, 3], [3, 2, 1]])
    #expect(opposite.statistic == 0 && opposite.pValue == 1 && opposite.pValueByF == 1)
    #expect(opposite.degreesOfFreedom == 2 && opposite.description.contains("2 blocks"))
    // Iman and Davenport: F = (b - 1) Q / (b (k - 1) - Q) = 3 * 2 / (8 - 2) on 2 and 6 degrees of
    // freedom is 1.
    let some = try Friedman([[1, 2, 3], [1, 3, 2], [2, 1, 3], [3, 1, 2]])
    #expect((some.pValueByF ?? 0) > 0 && some.pValueByF != some.pValue)
  }

  @Test func hostileInputs() throws {
    let cases: [([[Double]], String)] = [
      ([], "tooFew"), ([[]], "tooFew"), ([[1]], "tooFew"), ([[1, 2], [1]], "lengthMismatch"),
      ([[1, .nan]], "nonFinite"),
    ]
    for (blocks, name) in cases { #expect(thrownCase { try Friedman(blocks) } == name) }
    let flat = try Friedman([[4, 4], [1, 1]])
    #expect(flat.statistic == 0 && flat.pValue == 1 && flat.pValueByF == 1)
    #expect(try Friedman([[1, 2]]).pValueByF == nil)
    let data = try JSONEncoder().encode(flat)
    #expect(try JSONDecoder().decode(Friedman.self, from: data) == flat)
    for json in [#"{"blocks":[[1,2]],"statistic":9,"pValue":0.1}"#, #"{"blocks":[]}"#] {
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(Friedman.self, from: Data(json.utf8))
      }
    }
  }
}

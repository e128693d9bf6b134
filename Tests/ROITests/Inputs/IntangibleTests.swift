import Foundation
import ROI
import Statistics
import Testing

@Suite struct IntangibleTests {
  private func confidence(_ direction: Intangible.Direction = .better) throws -> Intangible {
    try Intangible(
      "confidence to give feedback", direction: direction, evidence: "9 of 12 report it",
      source: "pulse, week 12")
  }

  @Test func isListedAndNeverSummed() throws {
    var dossier = Dossier(try Coaching.businessCase())
    let before = dossier.businessCase.annualised
    #expect(dossier.intangibles.isEmpty)
    dossier.intangibles = [try confidence(), try confidence(.worse)]
    #expect(dossier.businessCase.annualised == before)
    #expect(
      dossier.intangibles[1].description
        == "confidence to give feedback, worse: 9 of 12 report it (pulse, week 12)")
    try expectCoding(dossier, refuses: [("9 of 12 report it", "...")])
  }

  @Test(arguments: hostileWords)
  func wordsAreCompulsory(_ words: String) {
    for place in 0..<3 {
      let texts = (0..<3).map { $0 == place ? words : "said" }
      let error = thrown {
        _ = try Intangible(texts[0], direction: .better, evidence: texts[1], source: texts[2])
      }
      #expect(kind(error) == "invalidArgument", "place \(place)")
    }
  }

  @Test func decodingRefusesUnknownDirections() throws {
    try expectCoding(confidence(), refuses: [(#""better""#, #""best""#), ("pulse, week 12", "")])
  }
}

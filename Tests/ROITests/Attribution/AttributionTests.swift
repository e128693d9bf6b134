import Foundation
import ROI
import Statistics
import Testing

/// Texts in which nothing is said.
let hostileWords = ["", " ", "\n\t", "...", "-", "\u{200B}", "\u{00A0}", "?!"]

@Suite struct AttributionTests {
  @Test func pointIsTheMidpointOfARange() throws {
    let range = try Attribution(
      low: 0.30, high: 0.35, rationale: "surveys agree", author: "B. Analyst",
      date: RecordDate("2026-03-30"), corroboration: .surveys)
    #expect(range.isRange && range.point == ExactRatio(0.325))
    #expect(range.description.contains("30 % to 35 %"))
    #expect(range.description.contains("corroborated by surveys"))
    let point = try Coaching.share(0.2, override: Coaching.override())
    #expect(!point.isRange && point.point == ExactRatio(0.2))
    #expect(point.description.contains("override by A. Sponsor, 2026-03-31"))
    #expect(point.description.split(separator: "\n").count <= 10)
  }

  @Test(arguments: [
    (ExactDecimal(-0.01), ExactDecimal(0.5)), (0.5, 1.01), (0.4, 0.3), (-1, -1), (2, 2),
    (1e300, 1e300),
    (0, 1.0000000001), (-1e-300, 0),
  ])
  func sharesOutsideZeroToOneAreRefused(_ low: ExactDecimal, _ high: ExactDecimal) {
    let error = thrown {
      _ = try Attribution(
        low: low, high: high, rationale: "because", author: "me", date: RecordDate("2026-01-01"))
    }
    #expect(kind(error) == "invalidArgument")
  }

  @Test(arguments: hostileWords)
  func rationaleAuthorAndReasonAreCompulsory(_ words: String) throws {
    let date = try RecordDate("2026-01-01")
    let attempts: [() throws -> Void] = [
      { _ = try Attribution(share: 0.2, rationale: words, author: "me", date: date) },
      { _ = try Attribution(share: 0.2, rationale: "because", author: words, date: date) },
      { _ = try Attribution.Override(reason: words, author: "me", date: date) },
      { _ = try Attribution.Override(reason: "because", author: words, date: date) },
    ]
    for attempt in attempts { #expect(kind(thrown(attempt)) == "invalidArgument") }
  }

  @Test func decodingRefusesWhatTheInitializerRefuses() throws {
    let share = try Coaching.share(override: Coaching.override())
    let data = try JSONEncoder().encode(share)
    #expect(try JSONDecoder().decode(Attribution.self, from: data) == share)
    let text = String(decoding: data, as: UTF8.self)
    let forgeries = [
      (#""high":"0.3""#, #""high":"3""#), (#""author":"B. Analyst""#, #""author":"""#),
      (#""author":"A. Sponsor""#, #""author":" ""#), ("2026-03-30", "2026-02-30"),
      (#""corroboration":"none""#, #""corroboration":"hearsay""#),
    ]
    for (sound, hostile) in forgeries {
      let forged = text.replacingOccurrences(of: sound, with: hostile)
      #expect(forged != text)
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(Attribution.self, from: Data(forged.utf8))
      }
    }
  }
}

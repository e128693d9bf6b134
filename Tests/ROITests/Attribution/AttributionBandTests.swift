import Foundation
import ROI
import Statistics
import Testing

@Suite struct AttributionBandTests {
  /// The table: design, shares without and with corroboration, factor 1, and where the rows come
  /// from.
  static let table: [Row] = [
    Row(.beforeAfter, 0.15, 0.25, 0.15, 0.25, false, .practice, .practice),
    Row(.declared, 0.15, 0.25, 0.15, 0.25, false, .practice, .practice),
    Row(
      .interruptedTimeSeries(controlled: false), 0.15, 0.25, 0.20, 0.35, false, .practice, .practice
    ),
    Row(.interruptedTimeSeries(controlled: true), 0.20, 0.40, 0.20, 0.40, true, .library, .library),
    Row(.matchedCohort, 0.20, 0.40, 0.20, 0.40, true, .library, .library),
    Row(.staggeredRollout, 0.20, 0.40, 0.30, 0.40, true, .library, .practice),
    Row(.randomizedExperiment, 1, 1, 1, 1, true, .library, .library),
  ]

  struct Row: Sendable {
    let design: StudyDesign
    let alone: (ExactDecimal, ExactDecimal, AttributionBand.Origin)
    let corroborated: (ExactDecimal, ExactDecimal, AttributionBand.Origin)
    let admitsOne: Bool

    init(
      _ design: StudyDesign, _ low: ExactDecimal, _ high: ExactDecimal,
      _ corroboratedLow: ExactDecimal,
      _ corroboratedHigh: ExactDecimal, _ admitsOne: Bool, _ origin: AttributionBand.Origin,
      _ corroboratedOrigin: AttributionBand.Origin
    ) {
      self.design = design
      alone = (low, high, origin)
      corroborated = (corroboratedLow, corroboratedHigh, corroboratedOrigin)
      self.admitsOne = admitsOne
    }
  }

  @Test func followsTheTable() throws {
    for row in Self.table {
      for corroboration in Attribution.Corroboration.allCases {
        let band = AttributionBand(for: row.design, corroboration: corroboration)
        let expected = corroboration == .none ? row.alone : row.corroborated
        #expect(band.low == expected.0 && band.high == expected.1 && band.origin == expected.2)
        #expect(band.admits(band.low) && band.admits(band.high))
        #expect(band.admits(1) == row.admitsOne && !band.admits(0.5) && !band.admits(0.1))
        let data = try JSONEncoder().encode(band)
        #expect(try JSONDecoder().decode(AttributionBand.self, from: data) == band)
      }
    }
  }

  @Test func aRangeMayNotReachFromTheBandToOne() throws {
    let band = AttributionBand(for: .matchedCohort)
    func range(_ low: ExactDecimal, _ high: ExactDecimal) throws -> Attribution {
      try Attribution(
        low: low, high: high, rationale: "because", author: "me", date: RecordDate("2026-01-01"))
    }
    #expect(band.admits(try range(0.2, 0.4)))
    #expect(band.admits(try range(1, 1)))
    #expect(!band.admits(try range(0.3, 1)))
    #expect(!band.admits(try range(0.1, 0.3)))
  }

  @Test func edgesAreExact() throws {
    let band = AttributionBand(for: .beforeAfter)
    #expect(!band.admits(try ExactDecimal("0.25000000000000000000000000000000001")))
    #expect(!band.admits(try ExactDecimal("0.14999999999999999999999999999999999")))
  }

  @Test func forgedSharesAreLookedUpAnew() throws {
    let band = AttributionBand(for: .beforeAfter)
    let data = try JSONEncoder().encode(band)
    let forged = String(decoding: data, as: UTF8.self)
      .replacingOccurrences(of: #""high":"0.25""#, with: #""high":"0.99""#)
    #expect(try JSONDecoder().decode(AttributionBand.self, from: Data(forged.utf8)) == band)
  }

  @Test func describesSharesAndOrigin() {
    let staggered = AttributionBand(for: .staggeredRollout, corroboration: .surveys)
    #expect(
      staggered.description
        == "staggered rollout, corroborated: 30 % to 40 %, or 100 % (the estimate as it stands) "
        + "(published practice)")
    let randomised = AttributionBand(for: .randomizedExperiment)
    #expect(randomised.description == "randomised experiment: 100 % (this library's rule)")
  }
}

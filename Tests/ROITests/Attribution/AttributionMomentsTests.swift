import Distributions
import Foundation
import ROI
import Statistics
import TestSupport
import Testing

/// Attributions with a most likely share.
@Suite struct AttributionMomentsTests {
  private func share(
    _ low: ExactDecimal, _ peak: ExactDecimal, _ high: ExactDecimal,
    _ shape: Attribution.Shape = .pert, override: Attribution.Override? = nil
  ) throws -> Attribution {
    try Attribution(
      low: low, mostLikely: peak, high: high, shape: shape, rationale: "interviews",
      author: "B. Analyst", date: RecordDate("2026-03-30"), override: override)
  }

  private func fraction(_ numerator: Int, _ denominator: Int) -> ExactRatio {
    ExactRatio(numerator).divided(by: ExactRatio(denominator)) ?? 0
  }

  @Test func pointIsTheMostLikelyShareAndExpectedTheMean() throws {
    let triangular = try share(0.2, 0.3, 0.5, .triangular)
    #expect(triangular.point == ExactRatio(0.3))
    #expect(triangular.expected == fraction(1, 3))
    let pert = try share(0.2, 0.3, 0.5)
    #expect(pert.point == ExactRatio(0.3) && pert.expected == fraction(19, 60))
    let range = try Attribution(
      low: 0.2, high: 0.5, rationale: "interviews", author: "B. Analyst",
      date: RecordDate("2026-03-30"))
    #expect(range.point == ExactRatio(0.35) && range.expected == range.point)
    #expect(range.mostLikely == nil && range.shape == .range)
    let point = try Coaching.share()
    #expect(point.shape == .point && point.expected == point.point && point.variance == 0)
    #expect(point.standardDeviationConvention == nil)
  }

  /// The exact variances against the distributions' own, and the convention of PERT named.
  @Test func variancesAreThoseOfTheDistributions() throws {
    for (low, peak, high) in [
      (0.2, 0.3, 0.5), (0.0, 0.0, 1.0), (0.15, 0.25, 0.25), (0.1, 0.2, 0.9),
    ] {
      let exact = (try ExactDecimal(low), try ExactDecimal(peak), try ExactDecimal(high))
      let pert = try share(exact.0, exact.1, exact.2)
      let triangular = try share(exact.0, exact.1, exact.2, .triangular)
      let beta = try #require(PERT(lower: low, mode: peak, upper: high))
      let lines = try #require(Triangular(lower: low, mode: peak, upper: high))
      #expect(agrees(pert.variance.value, try #require(beta.variance), relative: 1e-14))
      #expect(agrees(triangular.variance.value, try #require(lines.variance), relative: 1e-14))
      #expect(agrees(pert.standardDeviation, try #require(beta.standardDeviation), relative: 1e-14))
      #expect(agrees(beta.customaryStandardDeviation, (high - low) / 6, relative: 1e-15))
    }
    let pert = try share(0.2, 0.3, 0.5)
    #expect(pert.standardDeviationConvention?.contains("not range / 6") == true)
    let range = try Attribution(
      low: 0.3, high: 0.4, rationale: "band", author: "me", date: RecordDate("2026-01-01"))
    #expect(range.variance == fraction(1, 1_200))
  }

  @Test func threeEqualSharesAreAPoint() throws {
    let point = try share(0.2, 0.2, 0.2, override: Coaching.override())
    #expect(point.shape == .point && point.mostLikely == nil && !point.isRange)
    #expect(
      try point
        == Attribution(
          share: 0.2, rationale: "interviews", author: "B. Analyst", date: RecordDate("2026-03-30"),
          override: Coaching.override()))
  }

  /// The band admits by the ends; the peak plays no part.
  @Test func bandsAdmitByTheEnds() throws {
    let band = AttributionBand(for: .beforeAfter)
    #expect(try band.admits(share(0.15, 0.2, 0.25)))
    #expect(try !band.admits(share(0.15, 0.2, 0.26)))
    #expect(try !band.admits(share(0.14, 0.2, 0.25)))
  }

  @Test func aCaseCreditsThePointAndPrintsTheMean() throws {
    let credited = try share(0.2, 0.3, 0.5, override: Coaching.override())
    let coaching = try Coaching.businessCase(attribution: credited)
    #expect(coaching.annualised.roi == ExactRatio(ExactDecimal(1.4)))
    #expect(coaching.description.contains("point 30 %, expected 31.6667 %"))
    #expect(coaching.description.contains("20 % to 50 %, most likely 30 %"))
    let reading = try #require(coaching.rangeReading)
    #expect(reading.lowShare == 0.2 && reading.highShare == 0.5)
    // The lever of the case still claims the high end.
    #expect(try Lever(coaching, population: "managers").share == 0.5)
  }

  @Test func hostileSharesAreRefused() throws {
    let hostile: [(ExactDecimal, ExactDecimal, ExactDecimal, Attribution.Shape)] = [
      (0.2, 0.1, 0.5, .pert), (0.2, 0.6, 0.5, .triangular), (-0.1, 0.2, 0.5, .pert),
      (0.2, 0.3, 1.1, .pert), (0.5, 0.4, 0.3, .triangular), (0.2, 0.3, 0.5, .range),
      (0.2, 0.3, 0.5, .point),
    ]
    for (low, peak, high, shape) in hostile {
      #expect(kind(thrown { _ = try share(low, peak, high, shape) }) == "invalidArgument")
    }
  }

  @Test func olderCodingsAreRead() throws {
    func decoded(_ fields: String) throws -> Attribution {
      let text =
        "{\(fields), \"rationale\": \"surveys\", \"author\": \"me\", \"date\": \"2026-01-01\", "
        + "\"corroboration\": \"none\"}"
      return try JSONDecoder().decode(Attribution.self, from: Data(text.utf8))
    }
    #expect(try decoded(#""low": "0.2", "high": "0.2""#).shape == .point)
    #expect(try decoded(#""low": "0.2", "high": "0.3""#).shape == .range)
    let peaked = try decoded(#""low": "0.2", "mostLikely": "0.25", "high": "0.3""#)
    #expect(peaked.shape == .triangular && peaked.mostLikely == 0.25)
    for forged in [
      #""low": "0.2", "high": "0.3", "shape": "point""#,
      #""low": "0.2", "high": "0.3", "shape": "pert""#,
      #""low": "0.2", "mostLikely": "0.25", "high": "0.3", "shape": "range""#,
      #""low": "0.2", "mostLikely": "0.5", "high": "0.3", "shape": "pert""#,
      #""low": "0.2", "high": "0.3", "shape": "bell""#,
    ] {
      #expect(throws: (any Error).self) { try decoded(forged) }
    }
    let pert = try share(0.2, 0.3, 0.5)
    let data = try JSONEncoder().encode(pert)
    #expect(try JSONDecoder().decode(Attribution.self, from: data) == pert)
  }
}

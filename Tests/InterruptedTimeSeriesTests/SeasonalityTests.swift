import DataFrames
import Foundation
import InterruptedTimeSeries
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct SeasonalityTests {
  static func fit(_ seasonality: Seasonality, count: Int = 72) throws -> SegmentedRegression {
    try SegmentedRegression(
      MadeSeries.series(count, start: 37),
      specification: SegmentedSpecification(
        interventions: [Intervention(at: 37)], seasonality: seasonality,
        method: .leastSquares(.classical)))
  }

  @Test func columnsOfEachKind() throws {
    #expect(try Self.fit(.none).model.coefficients.count == 4)
    #expect(try Self.fit(.monthly).model.coefficientNames.suffix(2) == ["month11", "month12"])
    #expect(try Self.fit(.dummies(period: 2)).model.coefficientNames.last == "season2")
    #expect(
      try Self.fit(.fourier(period: 12, pairs: 2)).model.coefficientNames.suffix(4)
        == ["sine1", "cosine1", "sine2", "cosine2"])
    // At half the period the sine is zero.
    #expect(try Self.fit(.fourier(period: 12, pairs: 6)).model.coefficients.count == 4 + 11)
    #expect(
      try Self.fit(.fourier(period: 52.18, pairs: 1), count: 120).model.coefficients.count == 6)
  }

  @Test func fullFourierAndDummiesSpanTheSame() throws {
    let dummies = try Self.fit(.monthly)
    let fourier = try Self.fit(.fourier(period: 12, pairs: 6))
    for (one, other) in zip(dummies.model.residuals, fourier.model.residuals) {
      #expect(abs(one - other) < 1e-11)
    }
    #expect(digits(of: fourier.effect.value, against: dummies.effect.value) > 10)
  }

  @Test func aSeasonIsTakenOut() throws {
    // A season of its own added to each month changes the season's coefficients alone.
    let plain = try MadeSeries.series(72, start: 37)
    let waves = (0..<72).map { plain.values[$0] + [0, 3, -2, 5, 1, 1, 8, -9, 2, 2, 0, 4][$0 % 12] }
    func fit(_ values: [Double]) throws -> SegmentedRegression {
      try SegmentedRegression(
        TimeSeries(values),
        specification: SegmentedSpecification(
          interventions: [Intervention(at: 37)], seasonality: .monthly))
    }
    let (before, after) = (try fit(plain.values), try fit(waves))
    #expect(digits(of: after.effect.value, against: before.effect.value) > 9)
    #expect(abs(after.model.coefficients[4] - before.model.coefficients[4] - 3) < 1e-9)
  }

  @Test func hostileInputs() throws {
    let table: [(Seasonality, String)] = [
      (.dummies(period: 1), "invalidArgument"), (.dummies(period: 0), "invalidArgument"),
      (.dummies(period: -5), "invalidArgument"), (.dummies(period: .min), "invalidArgument"),
      (.dummies(period: .max), "tooFew"), (.dummies(period: 70), "tooFew"),
      (.fourier(period: .nan, pairs: 1), "invalidArgument"),
      (.fourier(period: .infinity, pairs: 1), "invalidArgument"),
      (.fourier(period: 1, pairs: 1), "invalidArgument"),
      (.fourier(period: 12, pairs: 0), "invalidArgument"),
      (.fourier(period: 12, pairs: 7), "invalidArgument"),
      (.fourier(period: 1e300, pairs: .max), "tooFew"),
      (.fourier(period: 1e300, pairs: 1), "collinear"),
    ]
    for (seasonality, expected) in table {
      #expect(thrownCase { try Self.fit(seasonality) } == expected, "\(seasonality)")
    }
    #expect("\(Seasonality.fourier(period: 12, pairs: 2))" == "2 Fourier pairs of period 12")
  }
}

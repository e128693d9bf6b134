import Foundation
import InterruptedTimeSeries
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct EffectsTests {
  static func study(
    _ scale: SegmentedSpecification.Scale = .asMeasured,
    comparison: TimeSeries? = nil, model: SegmentedSpecification.ComparisonModel = .stacked
  ) throws -> SegmentedRegression {
    try SegmentedRegression(
      TimeSeries(MadeSeries.column("drivers"), name: "drivers"), comparison: comparison,
      specification: SegmentedSpecification(
        interventions: [Intervention(at: 170)], seasonality: .monthly, scale: scale,
        comparisonModel: model))
  }

  @Test func sumsAndMeansOfSinglePeriods() throws {
    for scale in SegmentedSpecification.Scale.allCases {
      let study = try Self.study(scale)
      let single = try (170...192).map { try study.effect(at: .period($0)).value }
      let sum = single.reduce(0, +)
      #expect(digits(of: try study.cumulativeEffect().value, against: sum) > 11)
      #expect(digits(of: study.effect.value, against: sum / 23) > 11)
      #expect(try study.averageEffect().value == study.effect.value)
      let part = try study.cumulativeEffect(from: .period(180), to: .period(182))
      #expect(digits(of: part.value, against: single[10...12].reduce(0, +)) > 11)
      let ratio = try #require(study.cumulativeEffect().standardError)
      #expect(digits(of: ratio, against: 23 * (try #require(study.effect.standardError))) > 11)
      #expect(try study.effect(at: .period(169)).value == 0)
      #expect(try study.effect(at: .period(100)).standardError == 0)
      #expect(thrownCase { try study.averageEffect(from: .period(500)) } == "tooFew")
      #expect(thrownCase { try study.effect(at: .period(.min)) } == "invalidArgument")
    }
  }

  @Test func logarithmsInTheOwnUnitByTheDeltaMethod() throws {
    let study = try Self.study(.logarithm)
    let table = try study.counterfactual().rows.filter(\.isAfter)
    let mean = table.reduce(0) { $0 + $1.fitted - $1.counterfactual } / 23
    #expect(digits(of: study.effect.value, against: mean) > 10)
    // The derivative by the level change, numerically: every fitted median moves by its own size.
    let relative = try study.relativeEffect()
    let points = try Self.logarithmicStudy().effect
    #expect(digits(of: relative.value, against: expm1(points.value)) > 10)
    let limits = try #require(points.interval(level: 0.9))
    let found = try #require(relative.interval(level: 0.9))
    #expect(digits(of: try #require(found.lower), against: expm1(try #require(limits.lower))) > 10)
    #expect(digits(of: try #require(found.upper), against: expm1(try #require(limits.upper))) > 10)
    // At a single period the delta method is exp(fitted) g - exp(counterfactual) g0.
    let one = try study.effect(at: .period(170))
    #expect(digits(of: one.value, against: table[0].fitted - table[0].counterfactual) > 10)
    #expect(thrownCase { try study.effect(at: .period(1 << 39)) } == "overflow")
  }

  static func logarithmicStudy() throws -> SegmentedRegression {
    try SegmentedRegression(
      MadeSeries.seatBelts(),
      specification: SegmentedSpecification(
        interventions: [Intervention(at: 170)], seasonality: .monthly))
  }

  @Test func ratiosNeedALevel() throws {
    let rear = try TimeSeries(MadeSeries.column("rear"), name: "rear")
    let study = try Self.study(.logarithm, comparison: rear, model: .difference)
    let table = try study.counterfactual().rows.filter(\.isAfter)
    // Observed against what the comparison's level times the old ratio would have been.
    let first = try study.effect(at: .period(170))
    let shrink = 1 - table[0].counterfactual / table[0].fitted
    #expect(digits(of: first.value, against: table[0].observed * shrink) > 9)
    #expect(thrownCase { try study.effect(at: .period(300)) } == "undefined")
    let plain = try Self.study(comparison: rear, model: .difference)
    let rows = try plain.counterfactual().rows.filter(\.isAfter)
    let mean = rows.reduce(0) { $0 + $1.fitted - $1.counterfactual } / 23
    #expect(digits(of: plain.effect.value, against: mean) > 10)
    let level = rows.reduce(0) { $0 + $1.counterfactual } / 23
    #expect(digits(of: try plain.relativeEffect().value, against: mean / level) > 10)
  }

  // MARK: Counterfactual

  @Test func bandsAreNested() throws {
    let study = try Self.study()
    let table = try study.counterfactual(level: 0.9)
    #expect(table.rows.count == 192 && table.rows.filter(\.isAfter).count == 23)
    for row in table.rows {
      let (mean, new) = (row.mean, row.newObservation)
      let low = try #require(mean.lower)
      let high = try #require(mean.upper)
      #expect(low < row.counterfactual && row.counterfactual < high)
      #expect(try #require(new.lower) < low && high < (try #require(new.upper)))
      if !row.isAfter { #expect(abs(row.fitted - row.counterfactual) < 1e-9) }
    }
    // Before the intervention the bands for a new observation hold about their share.
    let before = table.rows.filter { !$0.isAfter }
    let share = Double(before.filter { $0.newObservation.contains($0.observed) }.count) / 169
    #expect(share > 0.82 && share < 0.97)
    #expect(table.description.split(separator: "\n").count <= 10)
    #expect(Tables.csv(table.csv)?.count == 193)
    #expect(table.markdown.split(separator: "\n").count == 194)
    let data = try JSONEncoder().encode(table)
    #expect(try JSONDecoder().decode(CounterfactualTable.self, from: data) == table)
    for level in [0, 1, -0.5, Double.nan] {
      #expect(thrownCase { try study.counterfactual(level: level) } == "invalidArgument")
    }
  }

  @Test func logarithmicBandsArePositive() throws {
    let table = try Self.study(.logarithm).counterfactual()
    #expect(table.rows.allSatisfy { ($0.newObservation.lower ?? -1) > 0 })
  }
}

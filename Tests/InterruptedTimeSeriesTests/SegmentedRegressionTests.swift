import DataFrames
import Foundation
import InterruptedTimeSeries
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct SegmentedRegressionTests {
  static func fit(
    _ values: [Double], periods: [Int]? = nil, _ interventions: [Intervention],
    method: SeriesMethod = .restrictedLikelihood,
    scale: SegmentedSpecification.Scale = .asMeasured
  ) throws -> SegmentedRegression {
    try SegmentedRegression(
      TimeSeries(values, periods: periods),
      specification: SegmentedSpecification(
        interventions: interventions, scale: scale, method: method))
  }

  @Test func datesAndNumbersGiveTheSameStudy() throws {
    let drivers = try MadeSeries.column("drivers")
    let dates = (0..<192).map { CalendarDate(year: 1969 + $0 / 12, month: $0 % 12 + 1, day: 15) }
    let frame = try DataFrame([
      Column("month", dates: dates), Column("drivers", numbers: drivers),
    ])
    let start = try #require(CalendarDate("1983-02-01"))
    let dated = try SegmentedRegression(
      frame, outcome: "drivers", time: "month", timeUnit: .month,
      interventions: [Intervention(on: start)], seasonality: .monthly, unit: "drivers",
      direction: .lowerIsBetter)
    let numbered = try SegmentedRegression(
      TimeSeries(drivers, name: "drivers"),
      specification: SegmentedSpecification(
        interventions: [Intervention(at: 170)], seasonality: .monthly))
    #expect(dated.effect.value == numbered.effect.value)
    #expect(dated.model.coefficients == numbered.model.coefficients)
    #expect(dated.effect.direction == .lowerIsBetter && dated.effect.unit == "drivers")
    #expect(dated.design == .interruptedTimeSeries(controlled: false))
    #expect(try dated.effect(at: .date(start)).method.hasPrefix("effect at 1983-02,"))
    let text = "\(dated)"
    #expect(text.split(separator: "\n").count <= 10)
    #expect(text.contains("169 periods before 1983-02, 23 after"))
    #expect(text.contains("slope 0 at the first period after"))
  }

  @Test func slopeOriginsDifferByOneSlope() throws {
    let series = try MadeSeries.series(60, start: 31, level: 4, slope: 0.5)
    func fit(_ origin: SlopeOrigin) throws -> SegmentedRegression {
      try SegmentedRegression(
        series,
        specification: SegmentedSpecification(
          interventions: [Intervention(at: 31)], slopeOrigin: origin))
    }
    let (zero, one) = (try fit(.zeroAtFirstPeriod), try fit(.oneAtFirstPeriod))
    let slope = try zero.slopeChange().value
    #expect(digits(of: try one.slopeChange().value, against: slope) > 9)
    #expect(
      digits(of: try one.levelChange().value + slope, against: try zero.levelChange().value) > 9)
    // What the origin calls them does not change what happened.
    #expect(digits(of: one.effect.value, against: zero.effect.value) > 10)
    #expect(
      digits(
        of: try #require(one.effect.degreesOfFreedom),
        against: try #require(zero.effect.degreesOfFreedom)) > 8)
    #expect(
      digits(of: try zero.effect(at: .period(31)).value, against: try zero.levelChange().value) > 10
    )
    #expect("\(one)".contains("slope 1 at the first period after"))
  }

  @Test func phaseInsAreLeftOut() throws {
    var series = try MadeSeries.series(60, start: 31, level: 10)
    var values = series.values
    for place in 30..<34 { values[place] = 1e6 }
    series = try TimeSeries(values)
    let study = try SegmentedRegression(
      series,
      specification: SegmentedSpecification(interventions: [Intervention(at: 31, phaseIn: 4)]))
    #expect(study.model.observationCount == 56)
    #expect(study.effect.sampleSizes.map(\.count) == [30, 26])
    #expect(study.startPeriod == 31 && study.countBefore == 30 && study.countAfter == 26)
    // The same series with those periods missing altogether.
    let kept = Array(1...30) + Array(35...60)
    let missing = try SegmentedRegressionTests.fit(
      kept.map { values[$0 - 1] }, periods: kept, [Intervention(at: 35)])
    #expect(digits(of: study.effect.value, against: missing.effect.value) > 11)
    #expect(
      digits(
        of: try #require(study.effect.standardError),
        against: try #require(missing.effect.standardError)) > 11)
  }

  @Test func changesOfOneKind() throws {
    let values = try MadeSeries.series(60, start: 31, level: 5).values
    let level = try Self.fit(values, [Intervention(at: 31, change: .level)])
    #expect(level.model.coefficientNames == ["(Intercept)", "trend", "level change"])
    #expect(digits(of: level.effect.value, against: try level.levelChange().value) > 12)
    #expect(thrownCase { try level.slopeChange() } == "missingColumn")
    let slope = try Self.fit(values, [Intervention(at: 31, change: .slope)])
    #expect(slope.model.coefficientNames.last == "slope change")
    // The average of 0, 1, ... 29 slopes.
    #expect(digits(of: slope.effect.value, against: 14.5 * (try slope.slopeChange().value)) > 11)
    let two = try Self.fit(
      values, [Intervention(at: 20, change: .level), Intervention(at: 40)])
    #expect(
      two.model.coefficientNames.suffix(3)
        == ["level change 1", "level change 2", "slope change 2"])
    #expect(two.effect.sampleSizes.map(\.count) == [19, 41])
    #expect(try two.levelChange(ofIntervention: 2).value == two.model.coefficients[3])
  }

  @Test func differenceRemovesWhatBothShare() throws {
    var generator = Generator(seed: 8)
    let shocks = generator.normals(60).map { 30 * $0 }
    let own = try MadeSeries.series(60, start: 31, level: 5, seed: 9).values
    let other = try MadeSeries.series(60, seed: 10).values
    func fit(_ model: SegmentedSpecification.ComparisonModel) throws -> SegmentedRegression {
      try SegmentedRegression(
        TimeSeries(zip(own, shocks).map { $0 + $1 }),
        comparison: TimeSeries(zip(other, shocks).map { $0 + $1 }),
        specification: SegmentedSpecification(
          interventions: [Intervention(at: 31)], comparisonModel: model))
    }
    let (stacked, difference) = (try fit(.stacked), try fit(.difference))
    let errors = try [stacked, difference].map { try #require($0.effect.standardError) }
    #expect(errors[1] < errors[0] / 5)
    #expect(try #require(difference.effect.interval()).contains(5))
    #expect(stacked.model.coefficientNames.contains("treated:level change"))
    #expect(stacked.design.isControlled && difference.design.isControlled)
  }

  // MARK: Hostile

  @Test func hostileInputs() throws {
    let values = try MadeSeries.series(60).values
    let at = Intervention(at: 31)
    let date = try #require(CalendarDate("2024-01-01"))
    func check(
      _ name: String, _ values: [Double], periods: [Int]? = nil, _ interventions: [Intervention],
      scale: SegmentedSpecification.Scale = .asMeasured, _ expected: String
    ) {
      let found = thrownCase {
        try Self.fit(values, periods: periods, interventions, scale: scale)
      }
      #expect(found == expected, "\(name)")
    }
    check("fine", values, [at], "none")
    check("no interventions", values, [], "tooFew")
    check("out of order", values, [at, Intervention(at: 20)], "invalidArgument")
    check("twice", values, [at, at], "invalidArgument")
    check("before the series", values, [Intervention(at: -5)], "tooFew")
    check("after the series", values, [Intervention(at: 100)], "tooFew")
    check("two before", values, [Intervention(at: 3)], "tooFew")
    check("two after", values, [Intervention(at: 59)], "tooFew")
    check("three after", values, [Intervention(at: 58)], "none")
    check("two between", values, [Intervention(at: 30), Intervention(at: 32)], "tooFew")
    check("farthest", values, [Intervention(at: .max)], "invalidArgument")
    check("a date", values, [Intervention(on: date)], "invalidArgument")
    check("negative phase-in", values, [Intervention(at: 31, phaseIn: -1)], "invalidArgument")
    check("endless phase-in", values, [Intervention(at: 31, phaseIn: .max)], "invalidArgument")
    check("phase-in of all", values, [Intervention(at: 31, phaseIn: 1 << 39)], "tooFew")
    check(
      "into a phase-in", values, [Intervention(at: 20, phaseIn: 10), Intervention(at: 25)],
      "invalidArgument")
    check("many", values, Array(repeating: at, count: 101), "invalidArgument")
    check("a line", (1...60).map { Double($0) }, [at], "undefined")
    check("constant", values.map { _ in 3 }, [at], "undefined")
    check("zeros", values.map { _ in 0 }, [at], "undefined")
    check("huge", values.map { $0 * 1e300 }, [at], "overflow")
    check("tiny", values.map { $0 * 1e-300 }, [at], "undefined")
    check("logarithm", [0] + values.dropFirst(), [at], scale: .logarithm, "invalidValues")
    check("seven", Array(values.prefix(7)), [Intervention(at: 4)], "none")
    check("six", Array(values.prefix(6)), [Intervention(at: 4)], "none")
    check("five", Array(values.prefix(5)), [Intervention(at: 4)], "tooFew")
    check("squares", values, periods: (0..<60).map { $0 * $0 }, [Intervention(at: 900)], "none")
    check(
      "times of all kinds", (0..<200).map { Double($0 % 7) }, periods: (0..<200).map { $0 * $0 },
      [Intervention(at: 10_000)], "invalidArgument")
    let far = (0..<60).map { $0 < 30 ? $0 : 1 << 39 + $0 }
    check("far apart", values, periods: far, [Intervention(at: 31)], "none")
  }

  @Test func comparisonsMustShareTime() throws {
    let series = try MadeSeries.series(60)
    func fit(
      _ other: TimeSeries, _ model: SegmentedSpecification.ComparisonModel
    ) -> String {
      thrownCase {
        try SegmentedRegression(
          series, comparison: other,
          specification: SegmentedSpecification(
            interventions: [Intervention(at: 31)], comparisonModel: model))
      }
    }
    let elsewhere = try TimeSeries(series.values, periods: (1...60).map { $0 + 1000 })
    let dated = try TimeSeries(series.values, periods: Array(1...60), unit: .month)
    let short = try TimeSeries(Array(series.values.prefix(32)))
    #expect(fit(elsewhere, .difference) == "tooFew")
    #expect(fit(elsewhere, .stacked) == "tooFew")
    #expect(fit(dated, .stacked) == "invalidArgument")
    #expect(fit(short, .stacked) == "tooFew")
    #expect(fit(series, .difference) == "undefined")
  }

  // MARK: Coding

  @Test func storedAndRestoredByFittingAgain() throws {
    let drivers = try MadeSeries.seatBelts()
    let study = try SegmentedRegression(
      drivers,
      specification: SegmentedSpecification(
        interventions: [Intervention(at: 170)], seasonality: .monthly), unit: "log drivers")
    let data = try JSONEncoder().encode(study)
    #expect(try JSONDecoder().decode(SegmentedRegression.self, from: data) == study)
    let members = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    var forged = members
    var effect = try #require(members["effect"] as? [String: Any])
    effect["value"] = -5
    forged["effect"] = effect
    let forgery = try JSONSerialization.data(withJSONObject: forged)
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(SegmentedRegression.self, from: forgery)
    }
  }
}

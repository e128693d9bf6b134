import InterruptedTimeSeries
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct SegmentedChecksTests {
  static func check(_ study: SegmentedRegression, _ name: String) throws -> Check {
    try #require(study.checks.first { $0.name == name })
  }

  @Test func shortSeriesAreSaidToBeShort() throws {
    let long = try MadeSeries.fit(MadeSeries.series(24, start: 13), at: 13)
    #expect(try Self.check(long, "enough periods").verdict == .passed)
    let short = try MadeSeries.fit(MadeSeries.series(24, start: 13), at: 14)
    #expect(try Self.check(short, "enough periods").verdict == .inconclusive)
    #expect(try Self.check(short, "enough periods").figure == 11)
    let tiny = try MadeSeries.fit(MadeSeries.series(7, start: 4), at: 4)
    #expect(try Self.check(tiny, "placebo in time").verdict == .inconclusive)
  }

  @Test func aBendBeforeFailsThePlacebo() throws {
    let calm = try MadeSeries.fit(MadeSeries.series(80, start: 41, level: 5), at: 41)
    #expect(try Self.check(calm, "placebo in time").verdict == .passed)
    // Something else happened halfway through the periods before.
    var values = try MadeSeries.series(80, start: 41, level: 5).values
    for place in 20..<80 { values[place] += 15 }
    let broken = try MadeSeries.fit(TimeSeries(values), at: 41)
    #expect(try Self.check(broken, "placebo in time").verdict == .failed)
    let placebo = try broken.placebo(at: .period(21))
    #expect(try #require(placebo.interval()).contains(15))
    #expect(placebo.method.hasPrefix("average effect of 20 periods"))
    #expect(thrownCase { try broken.placebo(at: .period(60)) } == "tooFew")
  }

  @Test func leftAutocorrelationIsSeen() throws {
    let series = try MadeSeries.series(200, start: 101, phi: 0.8)
    let reml = try MadeSeries.fit(series, at: 101)
    #expect(try Self.check(reml, "autocorrelation left").verdict == .passed)
    let plain = try MadeSeries.fit(series, at: 101, .leastSquares(.classical))
    #expect(try Self.check(plain, "autocorrelation left").verdict == .failed)
    let robust = try MadeSeries.fit(series, at: 101, .neweyWest)
    #expect(try Self.check(robust, "autocorrelation left").verdict == .inconclusive)
    #expect(try plain.ljungBox().degreesOfFreedom == 10)
    #expect(try reml.ljungBox().degreesOfFreedom == 9)
  }

  @Test func periodsOfOneSeriesAloneAreCounted() throws {
    let own = try MadeSeries.series(60)
    let other = try TimeSeries(
      MadeSeries.series(60, seed: 2).values, periods: (1...60).map { $0 + 4 })
    let study = try SegmentedRegression(
      own, comparison: other,
      specification: SegmentedSpecification(
        interventions: [Intervention(at: 31)], comparisonModel: .difference))
    #expect(try Self.check(study, "periods in common").figure == 8)
    #expect(study.model.observationCount == 56)
  }
}

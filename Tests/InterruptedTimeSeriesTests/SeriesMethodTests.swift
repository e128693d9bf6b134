import Foundation
import InterruptedTimeSeries
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct SeriesMethodTests {
  static let methods: [SeriesMethod] = [
    .restrictedLikelihood, .maximumLikelihood, .leastSquares(.classical), .leastSquares(.hc3),
    .neweyWest, .praisWinsten(iterated: true), .praisWinsten(iterated: false), .cochraneOrcutt,
  ]

  @Test(arguments: methods) func everyMethodFindsALargeJump(method: SeriesMethod) throws {
    let series = try MadeSeries.series(60, start: 31, level: 20)
    let study = try MadeSeries.fit(series, at: 31, method)
    let interval = try #require(try study.levelChange().interval(level: 0.999))
    #expect(interval.contains(20), "\(method)")
    #expect(!interval.contains(5))
    #expect(study.effect.method.contains(study.model.methodName))
    let data = try JSONEncoder().encode(study)
    #expect(try JSONDecoder().decode(SegmentedRegression.self, from: data) == study)
  }

  @Test func degreesOfFreedomOfEachMethod() throws {
    let series = try MadeSeries.series(60)
    func freedom(_ method: SeriesMethod) throws -> Double? {
      try MadeSeries.fit(series, at: 31, method).effect.degreesOfFreedom
    }
    #expect(try freedom(.maximumLikelihood) == 56)
    #expect(try freedom(.neweyWest) == 56)
    #expect(try freedom(.leastSquares(.neweyWest(.statsmodels(lag: .rule)))) == nil)
    #expect(try freedom(.praisWinsten(iterated: true)) == 56)
    #expect(try freedom(.cochraneOrcutt) == 55)
    let own = try #require(try freedom(.restrictedLikelihood))
    #expect(own > 2 && own < 56)
  }

  /// Prais and Winsten by their own equations: phi from the residuals, coefficients from rows less
  /// phi times the row before.
  @Test func praisWinstenIsAFixedPoint() throws {
    let periods = Array(1...20) + Array(24...50)
    var generator = Generator(seed: 3)
    let all = MadeSeries.values(50, start: 26, level: 1, phi: 0.5, generator: &generator)
    let series = try TimeSeries(periods.map { all[$0 - 1] }, periods: periods)
    for method in [SeriesMethod.praisWinsten(iterated: true), .cochraneOrcutt] {
      let model = try MadeSeries.fit(series, at: 26, method).model
      let e = model.residuals
      var (products, squares) = (0.0, 0.0)
      for place in 1..<e.count where periods[place] - periods[place - 1] == 1 {
        products += e[place] * e[place - 1]
        squares += e[place - 1] * e[place - 1]
      }
      let phi = try #require(model.autocorrelation?.value)
      #expect(abs(phi - products / squares) < 1e-11)
      // Two stretches: two first rows kept, or two dropped.
      let isKept = method != .cochraneOrcutt
      #expect(model.innovations.count == (isKept ? 47 : 45))
      #expect(model.residualDegreesOfFreedom == (isKept ? 43 : 41))
      #expect(model.autocorrelation?.standardError == nil && model.logLikelihood == nil)
    }
  }

  @Test func hostileMethods() throws {
    let series = try MadeSeries.series(60)
    let table: [(SeriesMethod, String)] = [
      (.leastSquares(.clusterCR1(column: "x")), "invalidArgument"),
      (.leastSquares(.clusterCR2(column: "x")), "invalidArgument"),
      (.leastSquares(.neweyWest(.stata(lag: .fixed(60)))), "invalidArgument"),
      (.leastSquares(.neweyWest(.stata(lag: .fixed(-1)))), "invalidArgument"),
    ]
    for (method, expected) in table {
      #expect(thrownCase { try MadeSeries.fit(series, at: 31, method) } == expected, "\(method)")
    }
    // Every second period: no two in a row to see autocorrelation in.
    let sparse = try TimeSeries(series.values, periods: (1...60).map { 2 * $0 })
    #expect(
      thrownCase { try MadeSeries.fit(sparse, at: 62, .praisWinsten(iterated: true)) }
        == "undefined")
    let phi = try MadeSeries.fit(sparse, at: 62).model.autocorrelation?.value
    #expect(try #require(phi) >= 0)
  }

  @Test func namesSayWhatWasDone() {
    #expect("\(SeriesMethod.restrictedLikelihood)" == "REML AR(1), Satterthwaite t")
    #expect(
      "\(SeriesMethod.neweyWest)"
        == "least squares, Newey-West lag by rule, times n/(n-k), t")
    #expect(Set(Self.methods.map(\.description)).count == Self.methods.count)
  }
}

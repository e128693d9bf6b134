import Foundation
import InterruptedTimeSeries
import LinearAlgebra
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct SeriesRegressionTests {
  static func json(_ name: String) throws -> JSONValue {
    try JSONValue(contentsOf: ReferenceRoot.own.appending(path: "series/\(name).json"))["cases"]
  }

  static func study(_ name: String, _ method: SeriesMethod) throws -> SegmentedRegression {
    func logs(_ column: String) throws -> [Double] {
      try MadeSeries.column(column).map { log($0) }
    }
    var treated: TimeSeries
    var comparison: TimeSeries?
    var (starts, origin, season) = ([170], SlopeOrigin.zeroAtFirstPeriod, Seasonality.monthly)
    switch name {
    case "nile":
      treated = try TimeSeries(
        MadeSeries.column("flow", of: "nile.csv"),
        periods: MadeSeries.column("year", of: "nile.csv").map { Int($0) })
      (starts, origin, season) = ([1899], .oneAtFirstPeriod, .none)
    case "gaps":
      let gone: Set<Int> = [10, 11, 12, 50, 100, 101, 102, 103, 150]
      let kept = (1...192).filter { !gone.contains($0) }
      let values = try logs("drivers")
      treated = try TimeSeries(kept.map { values[$0 - 1] }, periods: kept)
    case "fourier":
      treated = try TimeSeries(logs("drivers"))
      (starts, season) = ([72, 170], .fourier(period: 12, pairs: 2))
    default:
      treated = try TimeSeries(logs("front"))
      comparison = try TimeSeries(logs("rear"))
    }
    return try SegmentedRegression(
      treated, comparison: comparison,
      specification: SegmentedSpecification(
        interventions: starts.map { Intervention(at: $0) }, slopeOrigin: origin,
        seasonality: season, method: method))
  }

  /// Exact optima by mpmath, and R's nlme, which stops a little before.
  @Test(arguments: ["nile", "gaps", "fourier", "controlled"])
  func agreesWithExactOptimaAndR(name: String) throws {
    let (exact, nlme) = (try Self.json("exact")[name], try Self.json("nlme")[name])
    for (part, method) in [
      ("ml", SeriesMethod.maximumLikelihood), ("reml", .restrictedLikelihood),
    ] {
      let model = try Self.study(name, method).model
      let truth = exact[part]
      func wanted(_ field: String) -> [Double] { truth[field].array?.compactMap(\.double) ?? [] }
      let phi = try #require(model.autocorrelation?.value)
      var worst = digits(of: phi, against: try #require(truth["phi"].double))
      worst = min(
        worst,
        digits(of: model.errorStandardDeviation, against: try #require(truth["sigma"].double)))
      let value = try #require(model.logLikelihood)
      #expect(digits(of: value, against: try #require(truth["loglik"].double)) > 11.5)
      // Scripts put trend, changes and season in the order of the library's own names.
      #expect(wanted("coefficients").count == model.coefficients.count)
      for (ours, theirs) in zip(model.coefficients, wanted("coefficients")) {
        worst = min(worst, digits(of: ours, against: theirs))
      }
      for (ours, theirs) in zip(model.standardErrors, wanted("errors")) {
        worst = min(worst, digits(of: ours, against: theirs))
      }
      print("digits of AR(1) \(name) \(part): \(worst)")
      #expect(worst > 9, "\(name) \(part)")
      if part == "reml" {
        var freedom = 16.0
        for (name, theirs) in zip(model.coefficientNames, wanted("freedom")) {
          let ours = try #require(try model.estimate(of: name).degreesOfFreedom)
          freedom = min(freedom, digits(of: ours, against: theirs))
        }
        print("digits of Satterthwaite's degrees of freedom \(name): \(freedom)")
        #expect(freedom > 8)
      }
      #expect(abs(phi - (nlme[part]["phi"].double ?? .nan)) < 3e-6)
      #expect(abs(value - (nlme[part]["loglik"].double ?? .nan)) < 1e-7)
    }
  }

  // MARK: Brute force

  /// The restricted log likelihood from dense matrices.
  static func dense(
    _ design: Matrix, _ response: [Double], _ periods: [Int], phi: Double
  ) throws -> (value: Double, coefficients: [Double], covariance: Matrix) {
    let (n, k) = (design.rowCount, design.columnCount)
    var correlation = Matrix(rows: n, columns: n)
    for row in 0..<n {
      for column in 0..<n {
        correlation[row, column] = pow(phi, Double(abs(periods[row] - periods[column])))
      }
    }
    let factor = try #require(Cholesky(correlation))
    let weight = factor.inverse
    let image = try #require(weight.times(design))
    let product = try #require(design.transposed.times(image))
    let inner = try #require(Cholesky(product))
    let inverse = inner.inverse
    let moment = try #require(image.transposed.times(response))
    let coefficients = try #require(inverse.times(moment))
    let residuals = zip(response, try #require(design.times(coefficients))).map { $0 - $1 }
    let squares = try #require(weight.quadraticForm(residuals))
    let variance = squares / Double(n - k)
    func logDeterminant(_ factor: Cholesky) -> Double {
      factor.factor.diagonal.reduce(0) { $0 + 2 * log($1) }
    }
    let value =
      -Double(n - k) / 2 * (log(2 * .pi * variance) + 1)
      - (logDeterminant(factor) + logDeterminant(inner)) / 2
    let covariance = try #require(
      Matrix(rows: k, columns: k, elements: inverse.elements.map { $0 * variance }))
    return (value, coefficients, covariance)
  }

  static func design(_ periods: [Int], start: Int) throws -> DesignMatrix {
    let columns = [
      periods.map { _ in 1.0 }, periods.map { Double($0) }, periods.map { $0 >= start ? 1.0 : 0 },
      periods.map { Double(max(0, $0 - start)) },
    ]
    return DesignMatrix(
      names: ["one", "t", "level", "slope"], matrix: try #require(Matrix(columns: columns)))
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6]) func isTheHighestPointOfTheDenseLikelihood(
    seed: UInt64
  ) throws {
    var generator = Generator(seed: seed)
    let phi = [-0.7, -0.3, 0, 0.3, 0.6, 0.9][Int(seed) - 1]
    let values = MadeSeries.values(40, start: 21, level: 2, phi: phi, generator: &generator)
    let kept = (1...40).filter { $0 % 7 != 3 || seed % 2 == 0 }
    let response = kept.map { values[$0 - 1] }
    let design = try Self.design(kept, start: 21)
    let model = try SeriesRegression(
      design, response: response, order: TimeOrder(periods: kept), outcome: "y",
      method: .restrictedLikelihood)
    let found = try #require(model.autocorrelation)
    let truth = try Self.dense(design.matrix, response, kept, phi: found.value)
    #expect(digits(of: try #require(model.logLikelihood), against: truth.value) > 11)
    for place in 0..<4 {
      #expect(digits(of: model.coefficients[place], against: truth.coefficients[place]) > 9)
      #expect(
        digits(of: model.covariance[place, place], against: truth.covariance[place, place]) > 10)
    }
    for other in stride(from: -0.98, through: 0.98, by: 0.02) {
      #expect(
        try Self.dense(design.matrix, response, kept, phi: other).value <= truth.value + 1e-9)
    }
    // The curvature by differences of the dense likelihood.
    if !found.isAtLimit {
      let h = 1e-4
      let sides = try [-h, h].map {
        try Self.dense(design.matrix, response, kept, phi: found.value + $0).value
      }
      let curvature = (sides[0] + sides[1] - 2 * truth.value) / (h * h)
      let error = try #require(found.standardError)
      #expect(digits(of: error, against: 1 / (-curvature).squareRoot()) > 3.5)
    }
  }

  @Test func innovationsOfLikelihoodsHaveNoAutocorrelationLeft() throws {
    let series = try MadeSeries.series(400, start: 201, phi: 0.7)
    let model = try MadeSeries.fit(series, at: 201).model
    func lagOne(_ values: [Double]) throws -> Double {
      try LjungBox(values, lags: 1).autocorrelations[0]
    }
    #expect(try lagOne(model.residuals) > 0.55)
    #expect(abs(try lagOne(model.innovations)) < 0.12)
    #expect(abs(try #require(model.autocorrelation).value - 0.7) < 0.12)
  }

  // MARK: Invariance

  @Test func unitsAndOriginsDoNotMatter() throws {
    let series = try MadeSeries.series(48, start: 25, level: 3)
    let base = try MadeSeries.fit(series, at: 25)
    for scale in [1e-100, 1e-3, 1e6, 1e100] {
      let scaled = try MadeSeries.fit(TimeSeries(series.values.map { $0 * scale }), at: 25)
      #expect(digits(of: scaled.effect.value / scale, against: base.effect.value) > 9, "\(scale)")
      let (ours, theirs) = (scaled.model.autocorrelation, base.model.autocorrelation)
      #expect(abs(try #require(ours).value - (try #require(theirs)).value) < 1e-9)
    }
    let late = try TimeSeries(series.values, periods: series.periods.map { $0 + 1_000_000 })
    #expect(
      digits(of: try MadeSeries.fit(late, at: 1_000_025).effect.value, against: base.effect.value)
        > 9)
    // Every method finds the same coefficients when errors do not correlate by construction.
    let flipped = try MadeSeries.fit(TimeSeries(series.values.map { -$0 }), at: 25)
    #expect(digits(of: -flipped.effect.value, against: base.effect.value) > 11)
  }

  @Test func aRandomWalkRunsToTheLimitAndSaysSo() throws {
    var generator = Generator(seed: 5)
    var found = 0
    for _ in 0..<40 {
      var level = 0.0
      let values = (0..<30).map { _ -> Double in
        level += generator.normal()
        return level
      }
      let study = try MadeSeries.fit(TimeSeries(values), at: 16)
      guard let phi = study.model.autocorrelation, phi.isAtLimit else { continue }
      found += 1
      #expect(phi.value == 0.999 && phi.standardError == nil)
      #expect(study.openChecks.contains { $0.name == "autocorrelation below its limit" })
      #expect(study.effect.interval() != nil)
    }
    #expect(found > 0)
  }
}

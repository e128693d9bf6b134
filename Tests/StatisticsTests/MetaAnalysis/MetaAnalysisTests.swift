import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct MetaAnalysisTests {
  static func studies(_ effects: [Double], _ errors: [Double]) throws -> [StudyEffect] {
    try zip(effects, errors).enumerated().map {
      try StudyEffect("study \($0.offset + 1)", effect: $0.element.0, standardError: $0.element.1)
    }
  }

  static func pool(
    _ effects: [Double], _ errors: [Double], model: MetaAnalysis.Model = .randomEffects(),
    test: MetaAnalysis.Test = .hartungKnapp()
  ) throws -> MetaAnalysis {
    try MetaAnalysis(
      studies(effects, errors), model: model, test: test, design: .randomizedExperiment)
  }

  // MARK: References

  private static let models: [String: MetaAnalysis.Model] = [
    "EE": .fixedEffect, "DL": .randomEffects(.derSimonianLaird), "PM": .randomEffects(.pauleMandel),
    "REML": .randomEffects(.restrictedMaximumLikelihood),
  ]
  private static let tests: [String: MetaAnalysis.Test] = [
    "z": .wald, "knha": .hartungKnapp(isAtLeastWald: false), "adhoc": .hartungKnapp(),
  ]

  @Test func agreesWithMetafor() throws {
    let file = ReferenceRoot.own.appending(path: "statistics/meta.json")
    let cases = try #require(JSONValue(contentsOf: file)["cases"].array)
    #expect(cases.count == 84)
    var worst = 15.95
    for item in cases {
      let result = try Self.pool(
        (item["y"].array ?? []).compactMap(\.double), (item["se"].array ?? []).compactMap(\.double),
        model: #require(Self.models[item["method"].string ?? ""]),
        test: #require(Self.tests[item["test"].string ?? ""]))
      let interval = try #require(result.effect.interval())
      let tau = result.tauSquaredInterval()
      let share = result.iSquaredInterval()
      let next = result.predictionInterval()
      for (value, name) in [
        (result.effect.value, "effect"), (result.effect.standardError, "error"),
        (result.tauSquared, "tau"), (result.cochranQ, "q"), (result.heterogeneityPValue, "qp"),
        (result.effect.pValue(), "p"), (interval.lower, "lower"), (interval.upper, "upper"),
        (result.iSquared, "i2"), (tau?.lower, "taulower"), (tau?.upper, "tauupper"),
        (share?.lower, "i2lower"), (share?.upper, "i2upper"), (next?.lower, "predictlower"),
        (next?.upper, "predictupper"),
      ] as [(Double?, String)] {
        guard let truth = item[name].double else { continue }
        let value = try #require(value, "\(name)")
        // metafor's own iterations stop near here.
        let relative = ["taulower", "tauupper", "i2lower", "i2upper"].contains(name) ? 1e-5 : 1e-6
        #expect(
          agrees(value, truth, relative: relative, absolute: 1e-8),
          "\(item["set"]) \(item["method"]) \(item["test"]) \(name): \(value) \(truth)")
        if !name.hasPrefix("tau"), !name.hasPrefix("i2"), item["method"].string != "REML",
          abs(truth) > 1e-6
        {
          worst = min(worst, digits(of: value, against: truth))
        }
      }
    }
    print("digits meta-analysis against metafor, REML left out: \(worst)")
  }

  @Test(arguments: [MetaAnalysis.TauEstimator.pauleMandel, .derSimonianLaird])
  func estimatorsSolveTheirEquations(estimator: MetaAnalysis.TauEstimator) throws {
    let (y, se) = ([2.1, 0.4, 3.3, -1, 5], [0.9, 0.5, 1.6, 0.7, 0.4])
    let result = try Self.pool(y, se, model: .randomEffects(estimator), test: .wald)
    func squares(_ tau: Double) -> (squares: Double, weight: Double, second: Double) {
      let weights = se.map { 1 / ($0 * $0 + tau) }
      let sum = weights.reduce(0, +)
      let mean = zip(weights, y).reduce(0) { $0 + $1.0 * $1.1 } / sum
      return (
        zip(weights, y).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }, sum,
        weights.reduce(0) { $0 + $1 * $1 }
      )
    }
    switch estimator {
    case .pauleMandel: #expect(agrees(squares(result.tauSquared).squares, 4, relative: 1e-13))
    default:
      let fixed = squares(0)
      let expected = (fixed.squares - 4) / (fixed.weight - fixed.second / fixed.weight)
      #expect(agrees(result.tauSquared, expected, relative: 1e-13))
      // Both readings of I^2 then agree.
      #expect(agrees(result.iSquared ?? 0, 1 - 4 / result.cochranQ, relative: 1e-13))
    }
    let limits = try #require(result.tauSquaredInterval())
    #expect(agrees(squares(limits.lower ?? 0).squares, 11.143286781877796, relative: 1e-10))
    #expect(agrees(squares(limits.upper ?? 0).squares, 0.48441855708793, relative: 1e-10))
  }

  @Test func restrictedLikelihoodHasItsLargestPeak() throws {
    var generator = Generator(seed: 81)
    for _ in 0..<60 {
      let count = 2 + generator.below(7)
      let se = (0..<count).map { _ in 0.1 + 2 * generator.uniform() }
      let y = se.map { generator.normal() * ($0 + 1) }
      let found = try Self.pool(y, se, test: .wald).tauSquared
      func likelihood(_ tau: Double) -> Double {
        let weights = se.map { 1 / ($0 * $0 + tau) }
        let sum = weights.reduce(0, +)
        let mean = zip(weights, y).reduce(0) { $0 + $1.0 * $1.1 } / sum
        let squares = zip(weights, y).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }
        return 0.5 * (weights.reduce(0) { $0 + log($1) } - log(sum) - squares)
      }
      let own = likelihood(found)
      for step in 0...300 {
        #expect(likelihood(Double(step * step) / 1000) <= own + 1e-10, "\(y) \(se) \(found)")
      }
    }
  }

  // MARK: Properties

  @Test func shiftAndScaleCarryOver() throws {
    let (y, se) = ([2.1, 0.4, 3.3, -1], [0.9, 0.5, 1.6, 0.7])
    for model in Self.models.values {
      for test in Self.tests.values {
        let one = try Self.pool(y, se, model: model, test: test)
        let other = try Self.pool(
          y.map { 1e9 + 1e6 * $0 }, se.map { 1e6 * $0 }, model: model, test: test)
        #expect(agrees(other.effect.value, 1e9 + 1e6 * one.effect.value, relative: 1e-14))
        #expect(agrees(other.tauSquared, 1e12 * one.tauSquared, relative: 1e-11))
        #expect(agrees(other.iSquared ?? 9, one.iSquared ?? 8, relative: 1e-11, absolute: 1e-15))
        #expect(agrees(one.weights.reduce(0, +), 1, relative: 1e-14))
      }
    }
  }

  @Test func smallCasesAreDefined() throws {
    let single = try Self.pool([2], [0.5], test: .wald)
    #expect(
      single.effect.value == 2 && agrees(single.effect.standardError ?? 0, 0.5, relative: 1e-15))
    #expect(single.tauSquared == 0 && single.cochranQ == 0 && single.iSquared == nil)
    #expect(single.tauSquaredInterval() == nil && single.iSquaredInterval() == nil)
    #expect(single.predictionInterval() == nil && single.heterogeneityPValue == nil)
    #expect(single.checks.first?.verdict == .inconclusive && single.weights == [1])
    // Two equal effects: no width of Hartung and Knapp, unless it is kept at Wald's.
    let plain = try Self.pool([2, 2], [0.5, 0.5], test: .hartungKnapp(isAtLeastWald: false))
    #expect(plain.effect.standardError == 0 && plain.effect.pValue() == nil)
    let kept = try Self.pool([2, 2], [0.5, 0.5])
    #expect(agrees(kept.effect.standardError ?? 0, 0.125.squareRoot(), relative: 1e-15))
    #expect(
      kept.effect.degreesOfFreedom == 1 && kept.predictionInterval(reference: .twoFewer) == nil)
    #expect(kept.tauSquaredInterval()?.lower == 0 && kept.tauSquaredInterval()?.upper == 0)
    // A fixed effect predicts nothing about studies with other true effects.
    #expect(try Self.pool([1, 2, 3], [1, 1, 1], model: .fixedEffect).predictionInterval() == nil)
    let three = try Self.pool([1, 2, 9], [1, 1, 1])
    let (near, far) = (
      try #require(three.predictionInterval()),
      try #require(three.predictionInterval(reference: .twoFewer))
    )
    #expect((far.upper ?? 0) > (near.upper ?? 0))
    #expect(three.checks.first?.verdict == .failed)
  }

  @Test func hugeSpreadsStayFinite() throws {
    for (y, se) in [
      ([0.0, 1, 1e60], [1e-60, 1, 1e60]), ([1e70, -1e70], [1e-70, 1e70]),
      ([1, 1, 1], [1e-70, 1, 1e70]),
      ([3, 4], [1e-70, 1e-70]),
    ] as [([Double], [Double])] {
      for model in Self.models.values {
        for test in Self.tests.values {
          let outcome = thrownCase {
            let result = try Self.pool(y, se, model: model, test: test)
            for figure in [result.effect.value, result.tauSquared, result.cochranQ] {
              #expect(figure.isFinite, "\(y) \(se)")
            }
            #expect((0...1).contains(result.iSquared ?? .nan), "\(y) \(se)")
            #expect(result.weights.allSatisfy { (0...1).contains($0) })
            let limits = result.tauSquaredInterval()
            #expect((limits?.lower ?? 0) <= (limits?.upper ?? .infinity))
            return result
          }
          #expect(["none", "overflow"].contains(outcome))
        }
      }
    }
  }

  /// Five studies whose true effects vary: Hartung and Knapp's interval covers near 95 %, Wald's less.
  @Test func coverage() throws {
    var generator = Generator(seed: 83)
    var (knapp, wald) = (0, 0)
    let samples = 800
    for _ in 0..<samples {
      let se = (0..<5).map { _ in 0.3 + 0.4 * generator.uniform() }
      let y = se.map { 1 + 0.5 * generator.normal() + $0 * generator.normal() }
      if try Self.pool(y, se).effect.interval()?.contains(1) == true { knapp += 1 }
      if try Self.pool(y, se, test: .wald).effect.interval()?.contains(1) == true { wald += 1 }
    }
    let shares = (Double(knapp) / Double(samples), Double(wald) / Double(samples))
    print("coverage 5 studies REML: Hartung-Knapp at least Wald \(shares.0), Wald \(shares.1)")
    #expect(shares.0 > 0.935 && shares.1 < shares.0)
  }

  // MARK: Hostile

  @Test func hostileInputs() throws {
    #expect(thrownCase { try Self.pool([], [], test: .wald) } == "tooFew")
    #expect(thrownCase { try Self.pool([1], [1]) } == "tooFew")
    #expect(try Self.pool([1], [1], model: .fixedEffect, test: .wald).effect.value == 1)
    for (effect, error) in [
      (Double.nan, 1.0), (.infinity, 1), (1e71, 1), (1, 0), (1, -1), (1, .nan), (1, .infinity),
      (1, 1e-71), (1, 1e71),
    ] {
      #expect(
        thrownCase { try StudyEffect("a", effect: effect, standardError: error) }
          == "invalidArgument")
    }
    let declared = try Estimate(value: 3, uncertainty: .unknown, method: "declared")
    #expect(thrownCase { try StudyEffect("a", declared) } == "invalidArgument")
    let result = try Self.pool([1, 2, 4], [1, 1, 1])
    for level in [0, 1, -1, .nan] {
      #expect(result.tauSquaredInterval(level: level) == nil)
      #expect(result.iSquaredInterval(level: level) == nil)
      #expect(result.predictionInterval(level: level) == nil)
    }
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    let mean = try Estimate(meanOf: Moments([1, 2, 4]))
    let result = try MetaAnalysis(
      [StudyEffect("Lyon", mean), StudyEffect("Oslo", effect: 1.5, standardError: 0.5)],
      model: .randomEffects(.pauleMandel), design: .beforeAfter, unit: "hours",
      direction: .lowerIsBetter)
    #expect(result.effect.unit == "hours" && result.design == .beforeAfter)
    let data = try JSONEncoder().encode(result)
    #expect(try JSONDecoder().decode(MetaAnalysis.self, from: data) == result)
    #expect(result.description.split(separator: "\n").count <= 10)
    #expect(result.studies[0].description.hasPrefix("Lyon: 2.33333"))
    let text = String(decoding: data, as: UTF8.self)
    for (original, forged) in [
      ("\"standardError\":0.5", "\"standardError\":0.6"),
      ("\"standardError\":0.5", "\"standardError\":0"),
      ("pauleMandel", "derSimonian"), ("\"tauSquared\":0", "\"tauSquared\":1"),
    ] {
      #expect(text.contains(original), "\(original)")
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(
          MetaAnalysis.self, from: Data(text.replacing(original, with: forged).utf8))
      }
    }
  }
}

import Foundation
import ROI
import Statistics
import TestSupport
import Testing

@Suite struct ConfoundingSensitivityTests {
  private typealias Confounder = ConfoundingSensitivity.Confounder

  private static func read() throws -> JSONValue {
    let url = ReferenceRoot.own.appending(path: "roi-risk/confounding.json")
    return try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: url))
  }

  private func darfur(
    _ estimate: Double = 0.09731582, error: Double = 0.02325654, freedom: Double = 783,
    worth: ExactRatio = 100_000, cost: String = "4000.00",
    confounders: [ConfoundingSensitivity.Confounder] = [], alpha: Double = 0.05
  ) throws -> ConfoundingSensitivity {
    try ConfoundingSensitivity(
      estimate: estimate, standardError: error, degreesOfFreedom: freedom, worthOfUnit: worth,
      cost: Money(cost, .usd), confounders: confounders, alpha: alpha)
  }

  // MARK: PySensemakr

  /// PySensemakr loses digits where f is large; its own formula cancels there.
  @Test func robustnessValuesAreSensemakrs() throws {
    for item in try Self.read()["robustness"].elements {
      let value = try #require(
        ConfoundingSensitivity.robustnessValue(
          tStatistic: item["t"].number(), degreesOfFreedom: item["d"].number(),
          q: item["q"].number(), alpha: item["alpha"].number()))
      #expect(agrees(value, try item["rv"].number(), relative: 1e-9, absolute: 1e-15), "\(item)")
      #expect((0...1).contains(value))
    }
  }

  @Test func scenariosAreSensemakrs() throws {
    for item in try Self.read()["scenarios"].elements {
      let confounder = try Confounder(
        "z", outcomeR2: item["outcome"].number(), treatmentR2: item["treatment"].number(),
        hidesEffect: item["hides"].bool ?? false)
      let found = try darfur(
        item["estimate"].number(), error: item["se"].number(), freedom: item["d"].number(),
        confounders: [confounder])
      let scenario = try #require(found.scenarios.first)
      #expect(agrees(scenario.bias, try item["bias"].number(), relative: 1e-13))
      #expect(agrees(scenario.adjustedEstimate, try item["adjusted"].number(), relative: 1e-12))
      #expect(agrees(scenario.adjustedStandardError, try item["error"].number(), relative: 1e-13))
      #expect(agrees(found.partialR2, try item["partialR2"].number(), relative: 1e-13))
    }
  }

  // MARK: Break-even

  /// A confounder as strong as the robustness value takes ROI to 0 exactly.
  @Test func theRobustnessValueBreaksEven() throws {
    let strength = try #require(try darfur().robustnessValueToBreakEven)
    let found = try darfur(
      confounders: [Confounder("z", outcomeR2: strength, treatmentR2: strength)])
    let scenario = try #require(found.scenarios.first)
    #expect(agrees(scenario.adjustedEstimate, 0.04, relative: 1e-12))
    #expect(abs(try #require(scenario.roi).value) < 1e-12)
    let whole = try darfur().robustnessValue
    let gone = try darfur(confounders: [Confounder("z", outcomeR2: whole, treatmentR2: whole)])
    #expect(abs(try #require(gone.scenarios.first).adjustedEstimate) < 1e-15)
    #expect(strength < whole)
    #expect(try #require(found.robustnessValueToBreakEvenAtAlpha) < strength)
  }

  @Test func whatDoesNotPayNeedsNoConfounder() throws {
    for estimate in [0.04, 0.03, -0.09731582, 0] {
      let found = try darfur(estimate)
      #expect(found.robustnessValueToBreakEven == 0)
      #expect(found.description.contains("no confounder is needed"))
    }
    // The strength that takes a harm away is that of the same benefit.
    #expect(try darfur(-0.09731582).robustnessValue == darfur().robustnessValue)
    #expect(try #require(darfur(0.03).proportionToBreakEven) < 0)
    #expect(try darfur(0).proportionToBreakEven == nil)
    let worthless = try darfur(worth: 0)
    #expect(worthless.breakEvenEstimate == nil && worthless.robustnessValueToBreakEven == nil)
    #expect(worthless.description.contains("worth nothing"))
    let free = try darfur(cost: "0.00")
    #expect(free.breakEvenEstimate == 0 && free.proportionToBreakEven == 1)
    #expect(free.robustnessValueToBreakEven == free.robustnessValue)
  }

  @Test func moneyIsPostedFromTheShortestDecimal() throws {
    let found = try darfur(confounders: [Confounder("z", outcomeR2: 0.124, treatmentR2: 0.0091643)])
    let scenario = try #require(found.scenarios.first)
    let exact = ExactRatio(try ExactDecimal(scenario.adjustedEstimate)) * 100_000
    #expect(scenario.attributableValue.exact == exact)
    #expect(scenario.attributableValue.posted == (try Money("7527.71", .usd)))
    #expect(scenario.netBenefit.posted == (try Money("3527.71", .usd)))
  }

  // MARK: Cases

  /// Where lower is better the effect is turned before anything is asked.
  @Test func aCaseIsAskedForItsImprovement() throws {
    let effect = try Estimate(
      value: -2, uncertainty: .t(standardError: 0.5, degreesOfFreedom: 40), method: "Welch t",
      direction: .lowerIsBetter)
    let coaching = try Coaching.businessCase(
      delta: .evidence(effect: effect, design: .beforeAfter, checks: [], units: 1))
    let found = try ConfoundingSensitivity(coaching)
    #expect(found.estimate == 2 && found.tStatistic == 4 && found.degreesOfFreedom == 40)
    #expect(
      agrees(
        try #require(found.breakEvenEstimate),
        try #require(coaching.annualised.breakEven.delta).value,
        relative: 1e-14))
    var dossier = Dossier(coaching)
    dossier.confounding = found
    let data = try JSONEncoder().encode(dossier)
    #expect(try JSONDecoder().decode(Dossier.self, from: data).confounding == found)
    // Degrees of freedom are never made up.
    let normal = try Estimate(
      value: -2, uncertainty: .normal(standardError: 0.5), method: "pooled",
      direction: .lowerIsBetter)
    let pooled = try Coaching.businessCase(
      delta: .evidence(effect: normal, design: .beforeAfter, checks: [], units: 1))
    #expect(kind(thrown { _ = try ConfoundingSensitivity(pooled) }) == "undefined")
    let given = try ConfoundingSensitivity(pooled, degreesOfFreedom: 40)
    #expect(given.robustnessValue == found.robustnessValue)
    let declared = try Coaching.businessCase(delta: .declared(baseline: 10, observed: 8))
    #expect(kind(thrown { _ = try ConfoundingSensitivity(declared) }) == "undefined")
  }

  // MARK: Hostile input

  @Test func hostileFiguresAreRefused() throws {
    let hostile: [() throws -> ConfoundingSensitivity] = [
      { try darfur(.nan) }, { try darfur(.infinity) }, { try darfur(error: 0) },
      { try darfur(error: -1) }, { try darfur(error: .nan) }, { try darfur(freedom: 1) },
      { try darfur(freedom: .nan) }, { try darfur(freedom: 1e300) }, { try darfur(worth: -1) },
      { try darfur(alpha: 0) }, { try darfur(alpha: 1) }, { try darfur(alpha: .nan) },
      { try darfur(1e308, error: 1e-300) },
    ]
    for build in hostile { #expect(kind(thrown { _ = try build() }) == "invalidArgument") }
    for (outcome, treatment) in [(-0.1, 0.1), (1.1, 0.1), (0.1, 1.0), (.nan, 0.1), (0.1, -0.1)] {
      let fault = thrown { _ = try Confounder("z", outcomeR2: outcome, treatmentR2: treatment) }
      #expect(kind(fault) == "invalidArgument")
    }
    #expect(
      kind(thrown { _ = try Confounder(" ", outcomeR2: 0, treatmentR2: 0) }) == "invalidArgument")
    let many = try Array(repeating: Confounder("z", outcomeR2: 0, treatmentR2: 0), count: 101)
    #expect(kind(thrown { _ = try darfur(confounders: many) }) == "invalidArgument")
    for (t, d, q, alpha) in [
      (Double.nan, 9.0, 1.0, 0.05), (2, 1, 1, 0.05), (2, 9, -1, 0.05), (2, 9, 1, 0),
      (2, 9, 1, 1.5), (2, .nan, 1, 0.05), (2, 9, .nan, 0.05),
    ] {
      #expect(
        ConfoundingSensitivity.robustnessValue(
          tStatistic: t, degreesOfFreedom: d, q: q, alpha: alpha) == nil)
    }
    #expect(ConfoundingSensitivity.robustnessValue(tStatistic: .infinity, degreesOfFreedom: 9) == 1)
    #expect(ConfoundingSensitivity.robustnessValue(tStatistic: 0, degreesOfFreedom: 9) == 0)
    let extreme = try darfur(1e150, error: 1e-150)
    #expect(extreme.robustnessValue == 1 && extreme.partialR2 == 1)
    let beyond = thrown {
      _ = try darfur(
        1e150, error: 1e-150, confounders: [Confounder("z", outcomeR2: 1, treatmentR2: 0.999999)])
    }
    #expect(kind(beyond) == "overflow")
  }

  @Test func forgedCodingsAreRefused() throws {
    let found = try darfur(confounders: [Confounder("z", outcomeR2: 0.1, treatmentR2: 0.2)])
    let data = try JSONEncoder().encode(found)
    let text = String(decoding: data, as: UTF8.self)
    #expect(!text.contains("robustness"))
    for (from, to) in [
      ("\"alpha\":0.05", "\"alpha\":5"), ("\"treatmentR2\":0.2", "\"treatmentR2\":2"),
      ("\"degreesOfFreedom\":783", "\"degreesOfFreedom\":0"),
    ] {
      #expect(text.contains(from))
      #expect(throws: EvaluationError.self) {
        try JSONDecoder().decode(
          ConfoundingSensitivity.self,
          from: Data(text.replacingOccurrences(of: from, with: to).utf8))
      }
    }
    #expect(found.description.split(separator: "\n").count <= 10)
  }
}

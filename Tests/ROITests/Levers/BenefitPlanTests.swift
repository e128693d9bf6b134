import Foundation
import ROI
import Statistics
import TestSupport
import Testing

@Suite struct BenefitPlanTests {
  private func lever(
    _ name: String, _ value: ExactDecimal, error: Double? = 10, outcome: String? = nil,
    population: String = "managers", share: ExactDecimal = 1,
    design: StudyDesign = .randomizedExperiment
  ) throws -> Lever {
    try Lever(
      name, outcome: outcome ?? name, population: population, share: share, design: design,
      value: MoneyFigure(ExactRatio(value), in: .usd), source: "a study",
      estimate: error.map {
        try Estimate(value: value.value, uncertainty: .normal(standardError: $0), method: "stated")
      })
  }

  private func overlap(_ first: String, _ second: String, _ share: ExactDecimal) throws
    -> LeverOverlap
  {
    try LeverOverlap(
      countedIn: first, removedFrom: second, share: share, rationale: "the same hours")
  }

  private func three() throws -> [Lever] {
    try [lever("time", 480_000), lever("exits", 72_000), lever("performance", 90_000)]
  }

  // MARK: Totals

  @Test func `posted lines foot and overlaps are removed once`() throws {
    let plan = try BenefitPlan(
      levers: three(), overlaps: [overlap("time", "performance", 0.25)],
      costs: Coaching.costs("455000.00"))
    #expect(plan.grossTotal.posted.amount == "642000.00")
    #expect(plan.deductions.map(\.amount.posted.amount) == ["22500.00"])
    #expect(plan.values.map(\.posted.amount) == ["480000.00", "72000.00", "67500.00"])
    #expect(plan.total.posted.amount == "619500.00")
    #expect(plan.netBenefit.posted.amount == "164500.00")
    #expect(plan.roi == ExactRatio(164_500).divided(by: 455_000))
    #expect(plan.undeclaredPairs.map(\.description) == ["time and exits", "exits and performance"])
  }

  @Test func `random plans foot to the cent`() throws {
    var generator = Generator(seed: 12)
    for _ in 0..<200 {
      let levers = try (0...generator.below(6)).map {
        try lever(
          "lever \($0)", ExactDecimal("\(generator.below(100_000)).\(generator.digits(4))"),
          error: nil)
      }
      var overlaps: [LeverOverlap] = []
      for index in levers.indices.dropFirst() where generator.below(2) == 0 {
        overlaps.append(
          try overlap("lever 0", "lever \(index)", ExactDecimal("0." + generator.digits(3))))
      }
      let plan = try BenefitPlan(levers: levers, overlaps: overlaps, costs: Coaching.costs("12.34"))
      let posted = levers.map(\.value.posted.minorUnits).reduce(0, +)
      let removed = plan.deductions.map(\.amount.posted.minorUnits).reduce(0, +)
      #expect(plan.total.posted.minorUnits == posted - removed)
      #expect(plan.values.map(\.posted.minorUnits).reduce(0, +) == plan.total.posted.minorUnits)
      #expect(plan.netBenefit.posted.minorUnits == plan.total.posted.minorUnits - 1_234)
    }
  }

  // MARK: Guard

  @Test func `claims above all of one improvement are refused`() throws {
    func plan(_ first: ExactDecimal, _ second: ExactDecimal, population: String) throws
      -> BenefitPlan
    {
      try BenefitPlan(
        levers: [
          lever("a", 10, outcome: "exits", share: first),
          lever("b", 10, outcome: "exits", population: population, share: second),
        ], costs: Coaching.costs())
    }
    #expect(try plan(0.6, 0.4, population: "managers").levers.count == 2)
    let error = thrown { _ = try plan(0.6, 0.41, population: "managers") }
    #expect(error?.description.contains("101 %") == true)
    // Other people have an improvement of their own.
    #expect(try plan(1, 1, population: "engineers").undeclaredPairs.isEmpty)
  }

  @Test func `levers that share people need a word on what they share`() throws {
    let open = try BenefitPlan(levers: three(), costs: Coaching.costs())
    #expect(open.undeclaredPairs.count == 3)
    #expect(open.checks.first { $0.name == "overlap of levers" }?.verdict == .failed)
    let declared = try BenefitPlan(
      levers: three(),
      overlaps: [
        overlap("time", "performance", 0.25), overlap("time", "exits", 0),
        overlap("exits", "performance", 0),
      ], costs: Coaching.costs())
    #expect(declared.checks.first { $0.name == "overlap of levers" }?.passed == true)
    #expect(declared.total.posted.amount == "619500.00")
  }

  @Test func `faulty overlaps and levers are refused`() throws {
    let levers = try three()
    let faulty: [[LeverOverlap]] = [
      [try overlap("time", "nothing", 0.1)], [try overlap("nothing", "time", 0.1)],
      [try overlap("time", "exits", 0.1), try overlap("exits", "time", 0.1)],
      [try overlap("time", "performance", 0.6), try overlap("exits", "performance", 0.5)],
    ]
    for overlaps in faulty {
      #expect(throws: EvaluationError.self) {
        try BenefitPlan(levers: levers, overlaps: overlaps, costs: Coaching.costs())
      }
    }
    for (first, second, share): (String, String, ExactDecimal) in [
      ("a", "a", 0.1), ("a", "b", 1.1), ("a", "b", -0.1), ("", "b", 0.1), ("a", " ", 0.1),
    ] {
      #expect(throws: EvaluationError.self) { try overlap(first, second, share) }
    }
    #expect(throws: EvaluationError.self) { try BenefitPlan(levers: [], costs: Coaching.costs()) }
    #expect(throws: EvaluationError.self) {
      try BenefitPlan(levers: levers + levers, costs: Coaching.costs())
    }
    let euros = try CostLedger([], in: .eur)
    #expect(throws: EvaluationError.self) { try BenefitPlan(levers: levers, costs: euros) }
    for level in [0, 1, .nan, -1, 2.0] {
      #expect(throws: EvaluationError.self) {
        try BenefitPlan(levers: levers, costs: Coaching.costs(), headlineLevel: level)
      }
    }
    let other = try Estimate(value: 3, uncertainty: .unknown, method: "another")
    #expect(throws: EvaluationError.self) {
      try Lever(
        "a", outcome: "a", population: "a", share: 1, design: .declared,
        value: MoneyFigure(2, in: .usd), source: "a study", estimate: other)
    }
    #expect(throws: EvaluationError.self) { try lever("a", 1, share: 1.2) }
  }

  // MARK: Bounds

  @Test func `the bounds stand in the order of what is assumed`() throws {
    let plan = try BenefitPlan(levers: three(), costs: Coaching.costs("455000.00"))
    func lower(_ dependence: Dependence) throws -> Double {
      try #require(try plan.limits(level: 0.9, sides: .lower, dependence: dependence)?.lower).value
        .value
    }
    let order = try [
      Dependence.unrestricted, .unknown, .correlated(0.7), .correlated(0.2), .independent,
    ].map(lower)
    #expect(order == order.sorted())
    #expect(agrees(order[4], 642_000 - 1.2815515655446004 * 300.0.squareRoot(), relative: 1e-12))
    #expect(agrees(order[1], 642_000 - 1.2815515655446004 * 30, relative: 1e-12))
    // Bonferroni: each lever at one third of the tail, qnorm(1 - 0.1 / 3).
    #expect(agrees(order[0], 642_000 - 1.8339146358159146 * 30, relative: 1e-12))
    #expect(
      try plan.limits(level: 0.9, sides: .lower, dependence: .correlated(1))?.lower?.value
        == plan.limits(level: 0.9, sides: .lower)?.lower?.value)
    let two = try #require(try plan.limits(level: 0.8))
    #expect(two.lower?.value == plan.headline?.lower?.value)
    #expect((two.upper?.value.value ?? 0) > 642_000)
  }

  /// Simulated: normal errors of each dependence, the bound covers as it says.
  @Test func `the bounds cover as they say`() throws {
    var generator = Generator(seed: 77)
    let errors = [30.0, 20, 10]
    for (dependence, weight) in [(Dependence.independent, 0.0), (.unknown, 1.0)] {
      var covered = 0
      let trials = 1_000
      for _ in 0..<trials {
        let common = generator.normal()
        let levers = try errors.enumerated().map { index, error in
          let noise = weight * common + (1 - weight * weight).squareRoot() * generator.normal()
          let value = try ExactDecimal((100 + error * noise).rounded(toPlaces: 2))
          return try lever("\(index)", value, error: error, population: "\(index)")
        }
        let plan = try BenefitPlan(levers: levers, costs: Coaching.costs())
        let bound = try plan.limits(level: 0.9, sides: .lower, dependence: dependence)?.lower
        if (bound?.value.value ?? .infinity) <= 300 { covered += 1 }
      }
      // Five standard errors of a share of 0.9 among 1,000.
      #expect(abs(Double(covered) / Double(trials) - 0.9) < 0.0475, "\(dependence): \(covered)")
    }
  }

  @Test func `confidence is the level whose bound is the hurdle`() throws {
    let plan = try BenefitPlan(
      levers: [lever("time", 480_000, error: 95_000), lever("exits", 72_000, error: 150_000)],
      costs: Coaching.costs("455000.00"))
    for dependence in [Dependence.independent, .correlated(0.4), .unknown, .unrestricted] {
      for hurdle: ExactDecimal in [-0.2, 0, 0.25] {
        let level = try #require(plan.confidence(thatROIExceeds: hurdle, dependence: dependence))
        // Bonferroni's bound never passes the point, so beyond it nothing is left.
        guard level > 0 else {
          #expect(dependence == .unrestricted && hurdle == 0.25)
          continue
        }
        let bound = try plan.limits(level: level, sides: .lower, dependence: dependence)?.lower
        #expect(abs((bound?.roi?.value ?? .nan) - hurdle.value) < 1e-7, "\(dependence) \(hurdle)")
      }
    }
    #expect(plan.confidence(thatROIExceeds: -20) == 1)
    #expect(plan.confidence(thatROIExceeds: 20) == 0)
    #expect(plan.confidence(thatROIExceeds: 0, dependence: .correlated(.nan)) == nil)
  }

  @Test func `a lever without an interval lifts no bound`() throws {
    let measured = try lever("time", 480_000, error: 1_000)
    let alone = try BenefitPlan(levers: [measured], costs: Coaching.costs())
    let good = try BenefitPlan(
      levers: [measured, lever("declared", 90_000, error: nil, design: .declared)],
      costs: Coaching.costs())
    #expect(good.headline?.lower?.value == alone.headline?.lower?.value)
    #expect(good.total.value == 570_000)
    let bad = try BenefitPlan(
      levers: [measured, lever("declared", -90_000, error: nil, design: .declared)],
      costs: Coaching.costs())
    let gap =
      try #require(alone.headline?.lower).value.value - (bad.headline?.lower?.value.value ?? 0)
    #expect(abs(gap - 90_000) < 0.01)
    #expect(good.checks.filter { !$0.passed }.map(\.name).contains("interval of each lever"))
    let bare = try BenefitPlan(levers: [lever("a", 1, error: nil)], costs: Coaching.costs())
    #expect(bare.headline == nil && bare.confidence(thatROIExceeds: 0) == nil)
    for level in [0, 1, .nan] { #expect(try good.limits(level: level) == nil) }
    for correlation in [-0.1, 1.1, .nan] {
      #expect(throws: EvaluationError.self) {
        try good.limits(dependence: .correlated(correlation))
      }
    }
  }

  // MARK: From cases

  @Test func `levers come from business cases of counts, t and normal`() throws {
    let exits = try Coaching.businessCase()
    let lever = try Lever(exits, population: "ten managers")
    #expect(lever.value == exits.annualised.attributableValue)
    #expect(lever.isDirectional && lever.share == 0.30)
    let plan = try BenefitPlan(levers: [lever], costs: exits.costs)
    let headline = try #require(plan.headline?.lower)
    let own = try #require(exits.annualised.headline?.lower)
    #expect(agrees(headline.roi?.value ?? .nan, own.roi?.value ?? .nan, relative: 1e-12))
    #expect(plan.roi == exits.annualised.roi)
    let declared = try Coaching.businessCase(delta: .declared(baseline: 10, observed: 8))
    #expect(try Lever(declared, population: "managers").estimate == nil)
    #expect(
      try Gate.Verdict.allCases.count == 3
        && BenefitPlan(levers: [lever], costs: exits.costs)
          .confidence(thatROIExceeds: 0).map { abs($0 - 0.4066080224716144) < 1e-9 } == true
    )
  }

  @Test func `a plan survives coding and has at most ten lines`() throws {
    let plan = try BenefitPlan(
      levers: three(), overlaps: [overlap("time", "performance", 0.25)], costs: Coaching.costs())
    let coded = try JSONEncoder().encode(plan)
    #expect(try JSONDecoder().decode(BenefitPlan.self, from: coded) == plan)
    #expect((3...10).contains(plan.description.split(separator: "\n").count))
    let forged = String(decoding: coded, as: UTF8.self).replacing("\"0.25\"", with: "\"1.25\"")
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(BenefitPlan.self, from: Data(forged.utf8))
    }
  }
}

extension Double {
  fileprivate func rounded(toPlaces places: Int) -> Double {
    let power = pow(10, Double(places))
    return (self * power).rounded() / power
  }
}

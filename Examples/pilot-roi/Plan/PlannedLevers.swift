import ProgramEvaluation

/// Further benefits of a pilot's programme as its plan states them.
struct PlannedLevers {
  /// The people among whom the plan's own indicator improved.
  let population: String
  let others: [Lever]
  let overlaps: [LeverOverlap]

  /// How the comparison behind a lever was made.
  private enum Design: String, CaseIterable {
    case declared, beforeAfter, interruptedTimeSeries, controlledTimeSeries, matchedCohort
    case staggeredRollout, randomizedExperiment

    var design: StudyDesign {
      switch self {
      case .declared: .declared
      case .beforeAfter: .beforeAfter
      case .interruptedTimeSeries: .interruptedTimeSeries(controlled: false)
      case .controlledTimeSeries: .interruptedTimeSeries(controlled: true)
      case .matchedCohort: .matchedCohort
      case .staggeredRollout: .staggeredRollout
      case .randomizedExperiment: .randomizedExperiment
      }
    }
  }

  /// nil after a fault.
  init?(_ object: PlanObject, _ currency: Currency?) {
    let population = object.words("population")
    let others = object.objects("others") { Self.lever($0, currency) }
    let overlaps =
      object.has("overlaps") ? object.objects("overlaps", Self.overlap) : [LeverOverlap]()
    guard let population, let others, let overlaps else { return nil }
    self.population = population
    self.others = others
    self.overlaps = overlaps
  }

  private static func lever(_ object: PlanObject, _ currency: Currency?) -> Lever? {
    let name = object.words("name")
    let outcome = object.words("outcome")
    let population = object.words("population")
    let share = object.decimal("share")
    let design: Design? = object.choice("design")
    let value = object.money("value", currency)
    let error = object.has("standardError") ? object.decimal("standardError") : nil
    let source = object.words("source")
    guard let name, let outcome, let population, let share, let design, let value, let source
    else { return nil }
    return object.build { () throws(EvaluationError) in
      var estimate: Estimate?
      if let error {
        estimate = try Estimate(
          value: value.value, uncertainty: .normal(standardError: error.value),
          method: "as the plan states", unit: value.currency.code)
      }
      return try Lever(
        name, outcome: outcome, population: population, share: share, design: design.design,
        value: MoneyFigure(value.exact, in: value.currency), source: source, estimate: estimate)
    }
  }

  private static func overlap(_ object: PlanObject) -> LeverOverlap? {
    let first = object.words("countedIn")
    let second = object.words("removedFrom")
    let share = object.decimal("share")
    let rationale = object.words("rationale")
    guard let first, let second, let share, let rationale else { return nil }
    return object.build { () throws(EvaluationError) in
      try LeverOverlap(countedIn: first, removedFrom: second, share: share, rationale: rationale)
    }
  }

  /// The plan's own case and its further benefits against the plan's costs.
  func benefits(
    of businessCase: BusinessCase, level: Double
  ) throws(EvaluationError) -> BenefitPlan {
    do {
      return try BenefitPlan(
        levers: [Lever(businessCase, population: population)] + others, overlaps: overlaps,
        costs: businessCase.costs, headlineLevel: level)
    } catch {
      throw .invalidPlan(
        path: "$.levers", needed: "benefits that can be added up", found: "\(error)")
    }
  }
}

import Statistics

/// An input of a business case that a sensitivity changes while every other is held as stated.
public enum CaseInput: String, Sendable, Hashable, Codable, CaseIterable, CustomStringConvertible {
  /// The level before or without the programme, as the delta states it.
  case baseline
  /// The level after or with the programme, as the delta states it.
  case observed
  /// The improvement of a year.
  case delta
  /// The share credited.
  case attribution
  /// The worth of a unit, in major units.
  case unitValue
  /// What the programme costs, in major units.
  case cost

  /// The input in words.
  public var description: String {
    switch self {
    case .baseline: "baseline"
    case .observed: "observed level"
    case .delta: "improvement"
    case .attribution: "share credited"
    case .unitValue: "value of a unit"
    case .cost: "cost"
    }
  }
}

/// What a sensitivity is measured in.
public enum CaseMeasure: String, Sendable, Hashable, Codable, CaseIterable {
  /// Value less cost, in major units.
  case netBenefit
  /// Net benefit over cost.
  case roi
}

/// The exact, annualised chain of a case with inputs replaced.
struct CaseChain {
  private let levels: (baseline: ExactRatio, observed: ExactRatio)?
  private let direction: Estimate.Direction
  private let factor: ExactRatio
  let delta: ExactRatio
  let share: ExactRatio
  let unitValue: ExactRatio
  let cost: ExactRatio

  init(_ businessCase: BusinessCase) {
    let stated = businessCase.delta
    levels = stated.baseline.flatMap { baseline in stated.observed.map { (baseline, $0) } }
    direction = businessCase.indicator.direction
    factor = businessCase.time.factor(for: .annualised) * ExactRatio(stated.units)
    delta = businessCase.annualised.delta
    share = businessCase.attribution.point
    unitValue = businessCase.unitValue.amount.exact
    cost = businessCase.costs.total.exact
  }

  /// The input as stated; nil for the levels of a delta that has none.
  func stated(_ input: CaseInput) -> ExactRatio? {
    switch input {
    case .baseline: levels?.baseline
    case .observed: levels?.observed
    case .delta: delta
    case .attribution: share
    case .unitValue: unitValue
    case .cost: cost
    }
  }

  /// Refuses a value that an input cannot have.
  func validate(_ value: ExactRatio, for input: CaseInput) throws(EvaluationError) {
    guard stated(input) != nil else {
      throw .undefined(
        what: "the \(input) of this case", needed: "a delta with levels", found: "an effect alone")
    }
    switch input {
    case .attribution where value < 0 || value > 1:
      throw .invalidArgument(
        name: "a share credited", needed: "from 0 to 1", found: figure(value))
    case .unitValue where value < 0, .cost where value < 0:
      throw .invalidArgument(name: "the \(input)", needed: "not negative", found: figure(value))
    default: return
    }
  }

  /// Value and cost with inputs replaced; a replaced improvement outweighs replaced levels.
  func chain(_ changed: [CaseInput: ExactRatio]) -> (value: ExactRatio, cost: ExactRatio) {
    var improvement = delta
    if let levels, changed[.baseline] != nil || changed[.observed] != nil {
      let change =
        (changed[.observed] ?? levels.observed) - (changed[.baseline] ?? levels.baseline)
      improvement = (direction == .higherIsBetter ? change : -change) * factor
    }
    let value =
      (changed[.delta] ?? improvement) * (changed[.attribution] ?? share)
      * (changed[.unitValue] ?? unitValue)
    return (value, changed[.cost] ?? cost)
  }

  /// The measure with inputs replaced; nil for the ROI of no cost.
  func result(_ changed: [CaseInput: ExactRatio], _ measure: CaseMeasure) -> ExactRatio? {
    let (value, cost) = chain(changed)
    return measure == .roi ? (value - cost).divided(by: cost) : value - cost
  }

  /// Net benefit less a hurdle times the cost: positive where ROI exceeds the hurdle.
  func margin(_ changed: [CaseInput: ExactRatio], over hurdle: ExactDecimal) -> ExactRatio {
    let (value, cost) = chain(changed)
    return value - cost * (ExactRatio(hurdle) + 1)
  }
}

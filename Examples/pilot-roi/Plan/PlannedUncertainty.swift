import ProgramEvaluation

/// What is believed about price and cost beside the delta's own error, and how it is drawn.
struct PlannedUncertainty {
  private let unitValue: UncertainInput?
  private let cost: UncertainInput?
  private let draws: Int
  /// What draws start from unless the run is given another seed.
  let seed: UInt64

  /// nil after a fault.
  init?(_ object: PlanObject) {
    let isValueSaid = object.has("unitValue")
    let unitValue = isValueSaid ? object.object("unitValue", Self.input) : nil
    let isCostSaid = object.has("cost")
    let cost = isCostSaid ? object.object("cost", Self.input) : nil
    let draws = object.has("draws") ? object.integer("draws") : 100_000
    let seed = object.has("seed") ? object.integer("seed") : 1
    if let draws, !(1_000...10_000_000).contains(draws) {
      object.fault("draws", needed: "from 1,000 to 10,000,000", found: "\(draws)")
    }
    if let seed, seed < 0 { object.fault("seed", needed: "0 or more", found: "\(seed)") }
    guard !isValueSaid || unitValue != nil, !isCostSaid || cost != nil, let draws, let seed,
      seed >= 0
    else { return nil }
    self.unitValue = unitValue
    self.cost = cost
    self.draws = draws
    self.seed = UInt64(seed)
  }

  /// Two ends, or three figures with a shape, in major units.
  private static func input(_ object: PlanObject) -> UncertainInput? {
    let low = object.decimal("low")
    let high = object.decimal("high")
    let isPeaked = object.has("mostLikely")
    let peak = isPeaked ? object.decimal("mostLikely") : nil
    let shape: Shape? = object.optionalChoice("shape", default: .triangular)
    if object.has("shape"), !isPeaked {
      object.fault(
        "mostLikely", needed: "a decimal in quotes, for a shape has a peak", found: "nothing")
    }
    let source = object.words("source")
    guard let low, let high, !isPeaked || peak != nil, let shape, let source else { return nil }
    return object.build { () throws(EvaluationError) in
      guard let peak else {
        return try UncertainInput(.uniform(low: low, high: high), source: source)
      }
      let kind: UncertainInput.Kind =
        shape == .pert
        ? .pert(low: low, mostLikely: peak, high: high)
        : .triangular(low: low, mostLikely: peak, high: high)
      return try UncertainInput(kind, source: source)
    }
  }

  private enum Shape: String, CaseIterable { case triangular, pert }

  /// Carries everything into money at once.
  func propagation(
    of businessCase: BusinessCase, seed: UInt64?, progress: (String) -> Void
  ) throws(EvaluationError) -> Propagation {
    progress("propagating the uncertainty")
    do {
      return try Propagation(
        businessCase, unitValue: unitValue, cost: cost, draws: draws, seed: seed ?? self.seed)
    } catch {
      throw .invalidPlan(
        path: "$.uncertainty", needed: "figures that can be propagated", found: "\(error)")
    }
  }
}

import Statistics

/// Everything that a propagation follows from, and all of it that is coded.
struct PropagationInputs: Sendable, Hashable, Codable {
  let delta: UncertainInput
  let attribution: UncertainInput
  let unitValue: UncertainInput
  let cost: UncertainInput
  let factor: ExactRatio
  let currency: Currency
  let hurdles: [ExactDecimal]
  let level: Double
  let headlineLevel: Double
  let significantDigits: Int
  let draws: Int
  let seed: UInt64

  /// What the value is the product of, in the order of their streams.
  var factors: [InputDistribution] {
    [delta.distribution, attribution.distribution, unitValue.distribution]
  }

  /// An input by its name.
  subscript(input: Propagation.Input) -> UncertainInput {
    switch input {
    case .delta: delta
    case .attribution: attribution
    case .unitValue: unitValue
    case .cost: cost
    }
  }

  /// The inputs that are not fixed.
  var uncertain: [Propagation.Input] { Propagation.Input.allCases.filter { !self[$0].isFixed } }

  /// Whether the cost is positive but for a belief of 1e-9, so that a ratio to it has a meaning.
  var definesROI: Bool { cost.distribution.cdf(0) < 1e-9 }

  // MARK: Checks

  func validate() throws(EvaluationError) {
    for level in [level, headlineLevel] where !(level > 0 && level < 1) {
      throw .invalidArgument(
        name: "a confidence level", needed: "above 0 and below 1", found: "\(level)")
    }
    guard (1_000...10_000_000).contains(draws) else {
      throw .invalidArgument(
        name: "the number of draws", needed: "from 1000 to 10000000", found: "\(draws)")
    }
    guard (1...4).contains(significantDigits) else {
      throw .invalidArgument(
        name: "the significant digits", needed: "from 1 to 4", found: "\(significantDigits)")
    }
    guard hurdles.count <= 100 else {
      throw .invalidArgument(name: "the hurdles", needed: "at most 100", found: "\(hurdles.count)")
    }
    guard factor.value.isFinite, hurdles.allSatisfy({ $0.value.isFinite }) else {
      throw .overflow(
        what: "the factor or a hurdle", needed: "the range of Double", found: "infinity")
    }
    try require(attribution, below: 1, as: "the attribution", needed: "between 0 and 1")
    try require(unitValue, as: "the value of a unit", needed: "not negative")
    try require(cost, as: "the cost", needed: "not negative")
  }

  private func require(
    _ input: UncertainInput, below limit: Double = .greatestFiniteMagnitude, as name: String,
    needed: String
  ) throws(EvaluationError) {
    let belief = input.distribution
    // What lies at 0 itself is not below it.
    let outside = belief.cdf(-Double.leastNonzeroMagnitude) + belief.survival(limit)
    guard outside <= 0.001 else {
      throw .invalidArgument(
        name: name, needed: "\(needed) but for a belief of 0.001", found: input.words)
    }
  }
}

// MARK: - Inputs of a case

extension UncertainInput {
  /// An amount as stated, in major units.
  init(money: Money, source: String) throws(EvaluationError) {
    try self.init(
      .fixed(ExactDecimal(money.exact.decimal(places: money.currency.minorDigits))), source: source)
  }

  /// The improvement of a case per unit and for the time that it covers.
  init(deltaOf businessCase: BusinessCase) throws(EvaluationError) {
    let delta = businessCase.delta
    if let effect = delta.effect, effect.uncertainty != .unknown {
      try self.init(.estimate(effect.improvement), source: "\(delta.design)")
      return
    }
    let exact = try delta.improvement(for: businessCase.indicator)
    try self.init(
      .fixed(ExactDecimal(exact.decimal(significantDigits: 38))),
      source: "\(delta.design), taken as certain")
  }
}

extension Propagation {
  /// Whether these are the delta, the attribution, the factor and the currency of a case.
  public func belongs(to businessCase: BusinessCase) -> Bool {
    guard let delta = try? UncertainInput(deltaOf: businessCase),
      let attribution = try? UncertainInput(businessCase.attribution)
    else { return false }
    return delta == inputs.delta && attribution == inputs.attribution
      && businessCase.costs.currency == inputs.currency
      && businessCase.time.factor(for: .annualised) * ExactRatio(businessCase.delta.units)
        == inputs.factor
  }
}

public import ROI
public import Statistics

extension TornadoChart {
  /// What the inputs of a case lead to.
  public enum Measure: String, Sendable, Hashable, Codable, CaseIterable {
    /// Value less cost.
    case netBenefit
    /// Net benefit over cost.
    case roi
  }

  /// What each input of a case does alone, every other held as stated; exact, and annualised.
  ///
  /// The ranges are: the improvement over its interval; the share credited over the band of the
  /// design, widened to what is credited; the value of a unit and the cost by the changes given; and,
  /// where a year is extrapolated, the time from the observed window to the year.
  ///
  /// - Parameters:
  ///   - businessCase: what is drawn.
  ///   - measure: net benefit, or ROI.
  ///   - unitValueChange: how far the value of a unit may be off either way, from 0 to 1.
  ///   - costChange: how far the cost may be off either way, from 0 to below 1.
  /// - Throws: `invalidArgument` for a change outside its range; `undefined` for the ROI of a
  ///   programme that costs nothing; `overflow` when a changed amount does not fit.
  public init(
    _ businessCase: BusinessCase, measure: Measure = .netBenefit,
    unitValueChange: ExactDecimal = 0.2, costChange: ExactDecimal = 0.2
  ) throws(EvaluationError) {
    guard unitValueChange >= 0, unitValueChange <= 1, costChange >= 0, costChange < 1 else {
      throw .invalidArgument(
        name: "a change of the tornado", needed: "a share from 0 to 1 (below 1 for the cost)",
        found: "\(unitValueChange) and \(costChange)")
    }
    let chain = Chain(businessCase, measure)
    guard let base = chain.result() else {
      throw .undefined(
        what: "ROI", needed: "a programme that costs something", found: "a cost of 0")
    }
    var bars = [Self.improvement(of: businessCase, chain)].compactMap { $0 }
    bars.append(try Self.share(of: businessCase, chain))
    bars.append(try Self.unitValue(of: businessCase, chain, change: unitValueChange))
    bars.append(try Self.cost(of: businessCase, chain, change: costChange))
    if let time = try Self.time(of: businessCase, chain) { bars.append(time) }
    let code = businessCase.costs.currency.code
    let label = businessCase.label(of: .annualised)
    try self.init(
      bars: bars, base: base.value,
      baseText: measure == .roi
        ? digits(base) : businessCase.annualised.netBenefit.posted.description,
      unit: measure == .roi ? "ROI (net / cost), \(label)" : "net benefit in \(code), \(label)",
      references: [ReferenceLine("break-even", at: 0, kind: .breakEven)])
  }

  // MARK: Bars

  private static func improvement(of businessCase: BusinessCase, _ chain: Chain) -> Bar? {
    guard let interval = businessCase.annualised.interval else { return nil }
    func end(_ bound: CaseInterval.Bound?) -> End? {
      guard let bound else { return try? End("unbounded", result: nil) }
      return try? chain.end(digits(bound.delta), delta: bound.delta)
    }
    guard let low = end(interval.lower), let high = end(interval.upper) else { return nil }
    return Bar("improvement, \(formatted(interval.level * 100)) % interval", low: low, high: high)
  }

  private static func share(
    of businessCase: BusinessCase, _ chain: Chain
  ) throws(EvaluationError) -> Bar {
    let (band, credited) = (businessCase.band, businessCase.attribution)
    let low = ExactRatio(min(band.low, credited.low))
    let high = ExactRatio(max(band.high, credited.high))
    return Bar(
      "share credited, band",
      low: try chain.end("\(digits(low * 100)) %", share: low),
      high: try chain.end("\(digits(high * 100)) %", share: high))
  }

  private static func unitValue(
    of businessCase: BusinessCase, _ chain: Chain, change: ExactDecimal
  ) throws(EvaluationError) -> Bar {
    let amount = businessCase.unitValue.amount
    func end(_ factor: ExactRatio) throws(EvaluationError) -> End {
      let changed = try Money(posting: amount.exact * factor, in: amount.currency)
      return try chain.end(changed.description, unitValue: changed.exact)
    }
    let change = ExactRatio(change)
    return Bar(
      "value of a unit, ±\(digits(change * 100)) %", low: try end(ExactRatio(1) - change),
      high: try end(ExactRatio(1) + change))
  }

  private static func cost(
    of businessCase: BusinessCase, _ chain: Chain, change: ExactDecimal
  ) throws(EvaluationError) -> Bar {
    let total = businessCase.costs.total
    func end(_ factor: ExactRatio) throws(EvaluationError) -> End {
      let changed = try Money(posting: total.exact * factor, in: total.currency)
      return try chain.end(changed.description, cost: changed.exact)
    }
    let change = ExactRatio(change)
    return Bar(
      "cost, ±\(digits(change * 100)) %", low: try end(ExactRatio(1) - change),
      high: try end(ExactRatio(1) + change))
  }

  /// What was observed alone, against the year that is extrapolated from it.
  private static func time(
    of businessCase: BusinessCase, _ chain: Chain
  ) throws(EvaluationError) -> Bar? {
    let time = businessCase.time
    guard time.isExtrapolated else { return nil }
    return Bar(
      "weeks that it lasts",
      low: try chain.end("\(time.observedWeeks)", delta: businessCase.inWindow.delta),
      high: try chain.end("\(time.weeksPerYear)"))
  }
}

/// The chain from delta to dollars with one input changed.
private struct Chain {
  private let businessCase: BusinessCase
  private let measure: TornadoChart.Measure

  init(_ businessCase: BusinessCase, _ measure: TornadoChart.Measure) {
    self.businessCase = businessCase
    self.measure = measure
  }

  /// The exact result; nil for the ROI of no cost.
  func result(
    delta: ExactRatio? = nil, share: ExactRatio? = nil, unitValue: ExactRatio? = nil,
    cost: ExactRatio? = nil
  ) -> ExactRatio? {
    let value =
      (delta ?? businessCase.annualised.delta) * (share ?? businessCase.attribution.point)
      * (unitValue ?? businessCase.unitValue.amount.exact)
    let spent = cost ?? businessCase.costs.total.exact
    let net = value - spent
    return measure == .roi ? net.divided(by: spent) : net
  }

  func end(
    _ input: String, delta: ExactRatio? = nil, share: ExactRatio? = nil,
    unitValue: ExactRatio? = nil, cost: ExactRatio? = nil
  ) throws(EvaluationError) -> TornadoChart.End {
    try TornadoChart.End(
      input,
      result: result(delta: delta, share: share, unitValue: unitValue, cost: cost)?.value)
  }
}

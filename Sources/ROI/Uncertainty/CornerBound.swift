public import Statistics

/// Every input at its worst end at once, and at its best: the bound that a sceptic asks for.
///
/// value = delta x attribution x value of a unit x factor; the worst corner takes the high cost, the best the
/// low one. Where the lower limit of the delta is negative its worst case takes the *high* attribution and
/// the *high* value of a unit: choosing low ends throughout would understate the loss. All exact. It is wider
/// than the joint bound, for inputs rarely err together.
public struct CornerBound: Sendable, Hashable, Codable, CustomStringConvertible {
  /// One corner: an end of each input, and what they lead to.
  public struct Corner: Sendable, Hashable {
    /// The limit of the delta.
    public let delta: ExactDecimal
    /// The share credited.
    public let attribution: ExactDecimal
    /// The worth of a unit in major units.
    public let unitValue: ExactDecimal
    /// The cost in major units.
    public let cost: ExactDecimal
    /// The value attributed, in major units.
    public let value: ExactRatio
    /// Value less cost.
    public let netBenefit: ExactRatio
    /// Net benefit over cost; nil at a cost of 0.
    public let roi: ExactRatio?
  }

  /// The ends of an input.
  public struct Ends: Sendable, Hashable, Codable {
    /// The low end.
    public let low: ExactDecimal
    /// The high end.
    public let high: ExactDecimal

    /// States two ends.
    public init(_ low: ExactDecimal, _ high: ExactDecimal) {
      self.low = low
      self.high = high
    }
  }

  /// The limits of the delta.
  public let delta: Ends
  /// The ends of the share.
  public let attribution: Ends
  /// The ends of the worth of a unit.
  public let unitValue: Ends
  /// The ends of the cost.
  public let cost: Ends
  /// The constant that the value is multiplied by.
  public let factor: ExactRatio
  /// The level of each limit of the delta, one-sided.
  public let level: Double
  /// Every input at its worst end.
  public let lower: Corner
  /// Every input at its best end.
  public let upper: Corner
  /// The lowest ROI of any corner: that of ``lower``, or, where its value is negative, over the low cost, by
  /// which a loss weighs more; nil at a cost of 0.
  public let lowestROI: ExactRatio?

  /// Multiplies the ends out.
  ///
  /// - Parameters:
  ///   - delta: the limits of the improvement, each one-sided at the level.
  ///   - level: that level, inside (0, 1).
  ///   - attribution: the ends of the share, inside 0 to 1.
  ///   - unitValue: the ends of the worth of a unit, not negative.
  ///   - cost: the ends of the cost, not negative.
  ///   - factor: a constant that the value is multiplied by, such as units or years.
  /// - Throws: `invalidArgument` for ends in the wrong order or outside their limits.
  public init(
    delta: Ends, level: Double, attribution: Ends, unitValue: Ends, cost: Ends,
    factor: ExactRatio = 1
  ) throws(EvaluationError) {
    guard level > 0, level < 1 else {
      throw .invalidArgument(
        name: "a confidence level", needed: "above 0 and below 1", found: "\(level)")
    }
    let named: [(String, Ends)] = [
      ("delta", delta), ("attribution", attribution), ("value of a unit", unitValue),
      ("cost", cost),
    ]
    for (name, ends) in named where ends.low > ends.high {
      throw .invalidArgument(
        name: "the ends of the \(name)", needed: "low to high", found: "\(ends.low) to \(ends.high)"
      )
    }
    for (name, ends) in named.dropFirst() where ends.low < 0 {
      throw .invalidArgument(name: "the \(name)", needed: "not negative", found: "\(ends.low)")
    }
    guard attribution.high <= 1, !factor.isNegative else {
      throw .invalidArgument(
        name: "the attribution or the factor", needed: "a share of at most 1, a factor from 0",
        found: "\(attribution.high) and \(factor)")
    }
    func corner(_ limit: ExactDecimal, takesHigh: Bool, cost: ExactDecimal) -> Corner {
      let share = takesHigh ? attribution.high : attribution.low
      let worth = takesHigh ? unitValue.high : unitValue.low
      let value = ExactRatio(limit) * ExactRatio(share) * ExactRatio(worth) * factor
      let net = value - ExactRatio(cost)
      return Corner(
        delta: limit, attribution: share, unitValue: worth, cost: cost, value: value,
        netBenefit: net, roi: net.divided(by: ExactRatio(cost)))
    }
    self.delta = delta
    self.attribution = attribution
    self.unitValue = unitValue
    self.cost = cost
    self.factor = factor
    self.level = level
    lower = corner(delta.low, takesHigh: delta.low < 0, cost: cost.high)
    upper = corner(delta.high, takesHigh: delta.high >= 0, cost: cost.low)
    lowestROI =
      lower.value.isNegative
      ? (lower.value - ExactRatio(cost.low)).divided(by: ExactRatio(cost.low)) : lower.roi
  }

  /// The corners of a propagation at its headline's level; an input without ends by its own quantiles there.
  init(_ inputs: PropagationInputs) throws(EvaluationError) {
    let level = inputs.headlineLevel
    func ends(_ input: UncertainInput, isDelta: Bool = false) throws(EvaluationError) -> Ends {
      if let ends = input.ends { return Ends(ends.low, ends.high) }
      let (low, high) = (input.quantile(1 - level) ?? 0, input.quantile(level) ?? 0)
      return Ends(
        try ExactDecimal(isDelta ? min(low, high) : max(0, min(low, high))),
        try ExactDecimal(max(low, high)))
    }
    try self.init(
      delta: ends(inputs.delta, isDelta: true), level: level,
      attribution: Self.shares(ends(inputs.attribution)), unitValue: ends(inputs.unitValue),
      cost: ends(inputs.cost), factor: inputs.factor)
  }

  private static func shares(_ ends: Ends) -> Ends { Ends(min(ends.low, 1), min(ends.high, 1)) }

  private enum CodingKeys: String, CodingKey {
    case delta, level, attribution, unitValue, cost, factor
  }

  /// Decodes the ends and multiplies them out anew, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      delta: fields.decode(Ends.self, forKey: .delta),
      level: fields.decode(Double.self, forKey: .level),
      attribution: fields.decode(Ends.self, forKey: .attribution),
      unitValue: fields.decode(Ends.self, forKey: .unitValue),
      cost: fields.decode(Ends.self, forKey: .cost),
      factor: fields.decode(ExactRatio.self, forKey: .factor))
  }

  /// Both corners of net benefit and ROI.
  public var description: String {
    "corner bound: net benefit \(figure(lower.netBenefit)) to \(figure(upper.netBenefit)), ROI "
      + "\(figure(lower.roi)) to \(figure(upper.roi)) (every input at its end, delta at "
      + "\(formatted(level * 100)) % one-sided)"
  }
}

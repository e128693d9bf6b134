public import Statistics

/// What an effect is worth: the figures that turn units into percent and money.
public struct ProgramWorth: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The outcome without the programme, which percentages refer to.
  public let baseline: Double?
  /// What one unit of the outcome is worth for one person (or one treated unit), in money.
  public let valuePerUnit: Double?
  /// The people that the programme reaches, whose outcome the effect changes.
  public let headcount: Double?
  /// What the programme costs for those people.
  public let cost: Double?
  /// The currency, such as `USD`.
  public let currency: String
  /// Which way the outcome is good.
  public let direction: Estimate.Direction

  /// The figures known; an absent one leaves what depends on it out.
  ///
  /// - Parameters:
  ///   - baseline: the outcome without the programme, not zero.
  ///   - valuePerUnit: what one unit of improvement is worth for one person, positive.
  ///   - headcount: the people that the programme reaches, positive.
  ///   - cost: what the programme costs for them, not negative.
  ///   - currency: the currency's name.
  ///   - direction: which way the outcome is good.
  /// - Throws: `invalidArgument` for a figure outside its range.
  public init(
    baseline: Double? = nil, valuePerUnit: Double? = nil, headcount: Double? = nil,
    cost: Double? = nil, currency: String = "USD",
    direction: Estimate.Direction = .higherIsBetter
  ) throws(EvaluationError) {
    if let baseline, !(abs(baseline) >= 1e-150 && abs(baseline) <= 1e150) {
      throw .invalidArgument(name: "the baseline", needed: "finite, not zero", found: "\(baseline)")
    }
    if let valuePerUnit { try Validation.positive(valuePerUnit, "the value of one unit") }
    if let headcount { try Validation.positive(headcount, "the headcount") }
    if let cost, !(cost >= 0 && cost <= 1e150) {
      throw .invalidArgument(
        name: "the cost", needed: "finite and not negative", found: "\(cost)")
    }
    self.baseline = baseline
    self.valuePerUnit = valuePerUnit
    self.headcount = headcount
    self.cost = cost
    self.currency = currency
    self.direction = direction
  }

  /// Decodes the figures, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      baseline: fields.decodeIfPresent(Double.self, forKey: .baseline),
      valuePerUnit: fields.decodeIfPresent(Double.self, forKey: .valuePerUnit),
      headcount: fields.decodeIfPresent(Double.self, forKey: .headcount),
      cost: fields.decodeIfPresent(Double.self, forKey: .cost),
      currency: fields.decode(String.self, forKey: .currency),
      direction: fields.decode(Estimate.Direction.self, forKey: .direction))
  }

  /// The direction in which the programme is meant to move the outcome.
  public var hopedFor: EffectDirection { direction == .higherIsBetter ? .increase : .decrease }

  /// An effect in percent of the baseline, or nil without one.
  public func percent(_ effect: Double) -> Double? {
    baseline.flatMap { finite(effect / abs($0) * 100) }
  }

  /// An effect in money over the whole headcount, positive where it is an improvement; nil without
  /// a value or a headcount.
  public func money(_ effect: Double) -> Double? {
    guard let valuePerUnit, let headcount else { return nil }
    let improvement = direction == .higherIsBetter ? effect : 0 - effect
    return finite(improvement * valuePerUnit * headcount)
  }

  /// The effect at which the value equals the cost: cost / (value of a unit x headcount), with the
  /// sign of an improvement; nil without all three.
  public var breakEven: Double? {
    guard let valuePerUnit, let headcount, let cost else { return nil }
    return finite(cost / valuePerUnit / headcount * hopedFor.sign)
  }

  private func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }

  /// The figures in one line.
  public var description: String {
    var parts: [String] = []
    if let baseline { parts.append("baseline \(formatted(baseline))") }
    if let valuePerUnit {
      parts.append("a unit is worth \(formatted(valuePerUnit)) \(excerpt(currency))")
    }
    if let headcount { parts.append("\(TextTable.grouped(formatted(headcount))) people") }
    if let cost { parts.append("cost \(TextTable.grouped(formatted(cost))) \(excerpt(currency))") }
    return parts.isEmpty ? "no worth stated" : parts.joined(separator: ", ")
  }
}

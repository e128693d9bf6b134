public import Statistics

/// What one unit of the indicator is worth, and who says so.
public struct UnitValue: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The worth of one unit.
  public let amount: Money
  /// Where the figure comes from, such as `replacement cost, Finance, 2025`.
  public let source: String

  /// Values one unit of an improvement.
  ///
  /// - Throws: `invalidArgument` for a negative amount (the indicator's direction says what is
  ///   good) or a blank source.
  public init(_ amount: Money, source: String) throws(EvaluationError) {
    guard !amount.isNegative else {
      throw .invalidArgument(
        name: "the value of a unit",
        needed: "not negative (the indicator's direction says what is good)",
        found: amount.description)
    }
    self.amount = amount
    self.source = try stated(source, as: "the source of the unit's value")
  }

  /// Decodes a value, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(Money.self, forKey: .amount),
      source: fields.decode(String.self, forKey: .source))
  }

  /// Amount and source.
  public var description: String { "\(amount) a unit (\(source))" }
}

public import Statistics

/// What one unit of the indicator is worth, and who says so.
public struct UnitValue: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The worth of one unit.
  public let amount: Money
  /// Where the figure comes from, such as `replacement cost, Finance, 2025`.
  public let source: String
  /// The parts that the amount is made of; nil when it is stated as it is.
  public let conversion: Conversion?

  /// Values one unit of an improvement.
  ///
  /// - Throws: `invalidArgument` for a negative amount (the indicator's direction says what is
  ///   good) or a blank source.
  public init(_ amount: Money, source: String) throws(EvaluationError) {
    try self.init(amount, source: source, conversion: nil)
  }

  /// Values one unit by a conversion; the amount is the posted one.
  ///
  /// - Throws: `invalidArgument` for a conversion of negative value or a blank source.
  public init(_ conversion: Conversion, source: String) throws(EvaluationError) {
    try self.init(conversion.value.posted, source: source, conversion: conversion)
  }

  private init(
    _ amount: Money, source: String, conversion: Conversion?
  ) throws(EvaluationError) {
    guard !amount.isNegative else {
      throw .invalidArgument(
        name: "the value of a unit",
        needed: "not negative (the indicator's direction says what is good)",
        found: amount.description)
    }
    self.amount = amount
    self.source = try stated(source, as: "the source of the unit's value")
    self.conversion = conversion
  }

  /// Decodes a value, refusing what the initializer refuses and an amount that its parts do not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let conversion = try fields.decodeIfPresent(Conversion.self, forKey: .conversion)
    try self.init(
      fields.decode(Money.self, forKey: .amount),
      source: fields.decode(String.self, forKey: .source), conversion: conversion)
    guard conversion.map({ $0.value.posted == amount }) ?? true else {
      throw DecodingError.dataCorruptedError(
        forKey: .amount, in: fields, debugDescription: "needs the amount that its parts give")
    }
  }

  /// Amount and source, with the parts where they are known.
  public var description: String {
    guard let conversion else { return "\(amount) a unit (\(source))" }
    return "\(conversion) (\(source))"
  }
}

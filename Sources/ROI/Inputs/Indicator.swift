public import Statistics

/// The business indicator that a case stands on: its name, unit, and which way is good.
public struct Indicator: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The indicator's name, such as `avoidable exits`.
  public let name: String
  /// What one of it is, such as `exits a year`.
  public let unit: String
  /// Which way it is good.
  public let direction: Estimate.Direction

  /// Names an indicator.
  ///
  /// - Throws: `invalidArgument` when name or unit are blank.
  public init(
    _ name: String, unit: String, direction: Estimate.Direction
  ) throws(EvaluationError) {
    self.name = try stated(name, as: "the indicator's name")
    self.unit = try stated(unit, as: "the indicator's unit")
    self.direction = direction
  }

  /// Decodes an indicator, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(String.self, forKey: .name), unit: fields.decode(String.self, forKey: .unit),
      direction: fields.decode(Estimate.Direction.self, forKey: .direction))
  }

  /// Name, unit and direction.
  public var description: String {
    "\(name), \(unit) (\(direction == .higherIsBetter ? "higher" : "lower") is better)"
  }
}

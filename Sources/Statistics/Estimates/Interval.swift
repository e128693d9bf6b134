/// Which sides of an estimate an interval closes.
public enum Sides: String, Sendable, Hashable, Codable, CaseIterable {
  /// Both limits; each tail holds half of what the level leaves.
  case two
  /// A lower limit alone; the whole remainder lies below it.
  case lower
  /// An upper limit alone; the whole remainder lies above it.
  case upper
}

/// A confidence interval with its level, sides and method.
///
/// A nil limit means unbounded on that side.
public struct Interval: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The confidence level, inside (0, 1).
  public let level: Double
  /// Which sides are closed.
  public let sides: Sides
  /// The lower limit, or nil when unbounded.
  public let lower: Double?
  /// The upper limit, or nil when unbounded.
  public let upper: Double?
  /// The method's name, such as `Welch t` or `MOVER (Garwood)`.
  public let method: String

  /// Builds an interval of a level inside (0, 1); limits that are not finite become nil, which means
  /// unbounded.
  package init(level: Double, sides: Sides = .two, lower: Double?, upper: Double?, method: String) {
    self.level = level
    self.sides = sides
    self.lower = lower.flatMap { $0.isFinite ? $0 : nil }
    self.upper = upper.flatMap { $0.isFinite ? $0 : nil }
    self.method = method
  }

  /// Decodes an interval, refusing a level outside (0, 1) and limits in the wrong order.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      level: fields.decode(Double.self, forKey: .level),
      sides: fields.decode(Sides.self, forKey: .sides),
      lower: fields.decodeIfPresent(Double.self, forKey: .lower),
      upper: fields.decodeIfPresent(Double.self, forKey: .upper),
      method: fields.decode(String.self, forKey: .method))
    guard level > 0, level < 1, lower ?? -.infinity <= upper ?? .infinity else {
      throw DecodingError.dataCorruptedError(
        forKey: .level, in: fields, debugDescription: "needs a level in (0, 1) and lower <= upper")
    }
  }

  /// Whether a value lies inside, limits included.
  public func contains(_ value: Double) -> Bool {
    !value.isNaN && value >= (lower ?? -.infinity) && value <= (upper ?? .infinity)
  }

  /// The interval of `factor` times the quantity; a negative factor exchanges the limits and the
  /// side.
  ///
  /// A factor of zero gives the interval from 0 to 0.
  public func scaled(by factor: Double) -> Interval {
    let low = lower.map { $0 * factor }
    let high = upper.map { $0 * factor }
    if factor == 0 { return Interval(level: level, lower: 0, upper: 0, method: method) }
    guard factor < 0 else {
      return Interval(level: level, sides: sides, lower: low, upper: high, method: method)
    }
    let swapped: Sides =
      switch sides {
      case .two: .two
      case .lower: .upper
      case .upper: .lower
      }
    return Interval(level: level, sides: swapped, lower: high, upper: low, method: method)
  }

  /// The limits to six significant digits with level and method.
  public var description: String {
    let low = lower.map { formatted($0) } ?? "unbounded"
    let high = upper.map { formatted($0) } ?? "unbounded"
    let percent = formatted(level * 100)
    let side =
      switch sides {
      case .two: "two-sided"
      case .lower, .upper: "one-sided"
      }
    return "[\(low), \(high)] (\(percent) % \(side), \(method))"
  }
}

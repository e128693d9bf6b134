/// The values that a distribution can take: an interval, of which an absent end is unbounded.
public struct Support: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The smallest value, or nil when there is none.
  public let lower: Double?
  /// The largest value, or nil when there is none.
  public let upper: Double?

  /// An interval; an end that is not finite becomes nil, which means unbounded.
  public init(lower: Double?, upper: Double?) {
    self.lower = lower.flatMap { $0.isFinite ? $0 : nil }
    self.upper = upper.flatMap { $0.isFinite ? $0 : nil }
  }

  /// Decodes an interval, refusing ends that are not finite or in the wrong order.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let lower = try fields.decodeIfPresent(Double.self, forKey: .lower)
    let upper = try fields.decodeIfPresent(Double.self, forKey: .upper)
    guard lower?.isFinite ?? true, upper?.isFinite ?? true,
      lower ?? -.infinity <= upper ?? .infinity
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .lower, in: fields, debugDescription: "needs finite ends, lower <= upper")
    }
    self.init(lower: lower, upper: upper)
  }

  /// Whether a value lies inside, ends included.
  public func contains(_ value: Double) -> Bool {
    value.isFinite && value >= (lower ?? -.infinity) && value <= (upper ?? .infinity)
  }

  /// The interval, such as `[0, infinity)`.
  public var description: String {
    let left = lower.map { "[\($0)" } ?? "(-infinity"
    let right = upper.map { "\($0)]" } ?? "infinity)"
    return "\(left), \(right)"
  }
}

public import Statistics

/// The limits of the delta carried into money: value, net benefit and ROI at each limit.
///
/// The delta's limits are those of its own method; the attribution is held at its point, the value
/// of a unit and the cost as stated. So the limits speak of the delta's sampling error alone.
public struct CaseInterval: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The figures at one limit of the delta.
  public struct Bound: Sendable, Hashable, Codable {
    /// The limit of the improvement.
    public let delta: ExactRatio
    /// The value attributed to the programme.
    public let attributableValue: MoneyFigure
    /// Value less cost.
    public let netBenefit: MoneyFigure
    /// Net benefit over cost, exact; nil when the programme costs nothing.
    public let roi: ExactRatio?
  }

  /// The confidence level, inside (0, 1).
  public let level: Double
  /// Which sides are closed.
  public let sides: Sides
  /// The method of the delta's limits, such as `MOVER of Garwood limits`.
  public let method: String
  /// The figures at the lower limit, or nil when unbounded.
  public let lower: Bound?
  /// The figures at the upper limit, or nil when unbounded.
  public let upper: Bound?

  init(level: Double, sides: Sides, method: String, lower: Bound?, upper: Bound?) {
    self.level = level
    self.sides = sides
    self.method = method
    self.lower = lower
    self.upper = upper
  }

  /// Decodes limits, refusing a level outside (0, 1) and deltas in the wrong order.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    level = try fields.decode(Double.self, forKey: .level)
    sides = try fields.decode(Sides.self, forKey: .sides)
    method = try fields.decode(String.self, forKey: .method)
    lower = try fields.decodeIfPresent(Bound.self, forKey: .lower)
    upper = try fields.decodeIfPresent(Bound.self, forKey: .upper)
    let isOrdered = lower.flatMap { low in upper.map { low.delta <= $0.delta } } ?? true
    guard level > 0, level < 1, isOrdered else {
      throw DecodingError.dataCorruptedError(
        forKey: .level, in: fields, debugDescription: "needs a level in (0, 1) and lower <= upper")
    }
  }

  /// Level, sides and method in words, such as `90 % one-sided, Welch t`.
  public var label: String {
    "\(formatted(level * 100)) % \(sides == .two ? "two-sided" : "one-sided"), \(method)"
  }

  /// The limits of value and ROI with level, sides and method.
  public var description: String {
    func words(_ text: (Bound) -> String) -> String {
      switch sides {
      case .two:
        "\(lower.map(text) ?? "unbounded") to \(upper.map(text) ?? "unbounded")"
      case .lower: "at least \(lower.map(text) ?? "unbounded")"
      case .upper: "at most \(upper.map(text) ?? "unbounded")"
      }
    }
    let roi = words { figure($0.roi) }
    return "value \(words { $0.attributableValue.description }), ROI \(roi) (\(label))"
  }
}

public import Statistics

/// How one unit of an improvement becomes money, by parts that a reviewer can check.
///
/// | parts | money of a unit |
/// |---|---|
/// | cost avoided | the cost of an event that does not happen |
/// | hours | hours x loaded cost of an hour x realised share |
/// | revenue | revenue x margin |
/// | risk | (probability before - after) x loss |
///
/// The product is exact and posted with one rounding; ``UnitValue`` takes the posted amount, so that a
/// worksheet's price is the price printed.
public struct Conversion: Sendable, Hashable {
  /// What the money of a unit is made of.
  public enum Parts: Sendable, Hashable, Codable {
    /// An event that costs this much does not happen.
    case costAvoided(Money)
    /// Hours are saved; the realised share of them becomes productive.
    case hours(Hours, loadedRate: Money, realisedShare: ExactDecimal)
    /// Revenue is gained; the margin is the share that is left of it.
    case revenue(Money, margin: ExactDecimal)
    /// A loss becomes less probable.
    case risk(before: ExactDecimal, after: ExactDecimal, loss: Money)
  }

  /// The parts.
  public let parts: Parts
  /// How posted money is rounded.
  public let rounding: Rounding
  /// The money of one unit; negative where hours are lost or a risk grows.
  public let value: MoneyFigure

  /// Multiplies the parts.
  ///
  /// - Throws: `invalidArgument` for negative money, or a share, margin or probability outside 0 to 1;
  ///   `overflow` when the product does not fit.
  public init(_ parts: Parts, rounding: Rounding = .halfAwayFromZero) throws(EvaluationError) {
    let (money, factor) = try parts.product()
    self.parts = parts
    self.rounding = rounding
    value = try MoneyFigure(money.exact * factor, in: money.currency, rounding: rounding)
  }
}

// MARK: - Parts

extension Conversion.Parts {
  /// The one amount of money among the parts, and what it is multiplied by.
  fileprivate func product() throws(EvaluationError) -> (Money, ExactRatio) {
    switch self {
    case .costAvoided(let cost):
      try Self.require(cost, as: "the cost of an event")
      return (cost, 1)
    case .hours(let hours, let rate, let share):
      try Self.require(rate, as: "the loaded cost of an hour")
      return (rate, try hours.realised(share: share).exact)
    case .revenue(let revenue, let margin):
      try Self.require(revenue, as: "the revenue of a unit")
      try requireShare(margin, as: "the margin")
      return (revenue, ExactRatio(margin))
    case .risk(let before, let after, let loss):
      try Self.require(loss, as: "the loss")
      try requireShare(before, as: "the probability before")
      try requireShare(after, as: "the probability after")
      return (loss, ExactRatio(before) - ExactRatio(after))
    }
  }

  private static func require(_ money: Money, as name: String) throws(EvaluationError) {
    guard !money.isNegative else {
      throw .invalidArgument(name: name, needed: "not negative", found: "\(money)")
    }
  }

  /// What kind of conversion it is, in words.
  public var name: String {
    switch self {
    case .costAvoided: "cost avoided"
    case .hours: "hours x loaded rate x realised share"
    case .revenue: "revenue x margin"
    case .risk: "risk avoided"
    }
  }
}

extension Conversion {
  /// One part of a conversion as a worksheet shows it.
  public struct Term: Sendable, Hashable {
    /// What it is.
    public let name: String
    /// Its exact value: major units for money.
    public let value: ExactRatio
    /// What it is measured in.
    public let unit: String
  }

  /// The parts in the order of the product; those of a risk are before, after, loss.
  public var terms: [Term] {
    switch parts {
    case .costAvoided(let cost): [Self.money("cost of an event", cost)]
    case .hours(let hours, let rate, let share):
      [
        Term(name: "hours of a unit", value: hours.exact, unit: "h"),
        Self.money("loaded cost of an hour", rate),
        Term(name: "realised share", value: ExactRatio(share), unit: "share"),
      ]
    case .revenue(let revenue, let margin):
      [
        Self.money("revenue of a unit", revenue),
        Term(name: "margin", value: ExactRatio(margin), unit: "share"),
      ]
    case .risk(let before, let after, let loss):
      [
        Term(name: "probability before", value: ExactRatio(before), unit: "probability"),
        Term(name: "probability after", value: ExactRatio(after), unit: "probability"),
        Self.money("loss", loss),
      ]
    }
  }

  private static func money(_ name: String, _ amount: Money) -> Term {
    Term(name: name, value: amount.exact, unit: amount.currency.code)
  }
}

// MARK: - Text

extension Conversion: CustomStringConvertible, Codable {
  /// The product in words and its value.
  public var description: String {
    let product =
      switch parts {
      case .costAvoided(let cost): "\(cost) avoided"
      case .hours(let hours, let rate, let share):
        "\(hours) x \(rate) x \(percentage(share)) realised"
      case .revenue(let revenue, let margin): "\(revenue) revenue x \(percentage(margin)) margin"
      case .risk(let before, let after, let loss):
        "(\(percentage(before)) - \(percentage(after))) x \(loss) loss"
      }
    return "\(product) = \(value) a unit"
  }

  private enum CodingKeys: String, CodingKey { case parts, rounding }

  /// Decodes the parts and multiplies them anew, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(Parts.self, forKey: .parts),
      rounding: fields.decode(Rounding.self, forKey: .rounding))
  }

  /// Encodes the parts; the value follows from them.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(parts, forKey: .parts)
    try fields.encode(rounding, forKey: .rounding)
  }
}

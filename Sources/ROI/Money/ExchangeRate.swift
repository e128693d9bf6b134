public import Statistics

/// The price of one currency in another on a day, with its source.
///
/// Money is never converted without one. The rate is exact, so that a rate and its inverse undo each
/// other but for the one rounding of the posted amount.
///
/// ```swift
/// let rate = try ExchangeRate(
///   from: .eur, to: .usd, 1.0825, date: RecordDate("2026-03-31"), source: "central bank, closing")
/// print(try rate.converted(Money("1000.00", .eur)))  // USD 1,082.50
/// ```
public struct ExchangeRate: Sendable, Hashable {
  /// The currency that is given.
  public let from: Currency
  /// The currency that is received.
  public let to: Currency
  /// How much of ``to`` one unit of ``from`` buys, exactly.
  public let rate: ExactRatio
  /// The day of the rate.
  public let date: RecordDate
  /// Where it comes from.
  public let source: String

  /// States a rate.
  ///
  /// - Throws: `invalidArgument` for a rate that is not above 0, one currency on both sides, or a
  ///   blank source.
  public init(
    from: Currency, to: Currency, _ rate: ExactDecimal, date: RecordDate, source: String
  ) throws(EvaluationError) {
    try self.init(from: from, to: to, exact: ExactRatio(rate), date: date, source: source)
  }

  private init(
    from: Currency, to: Currency, exact rate: ExactRatio, date: RecordDate, source: String
  ) throws(EvaluationError) {
    guard rate > 0 else {
      throw .invalidArgument(
        name: "an exchange rate", needed: "above 0", found: rate.decimal(significantDigits: 6))
    }
    guard from != to else {
      throw .invalidArgument(
        name: "an exchange rate", needed: "between two currencies", found: "\(from) to \(to)")
    }
    self.from = from
    self.to = to
    self.rate = rate
    self.date = date
    self.source = try stated(source, as: "the source of an exchange rate")
  }

  // MARK: Converting

  /// The amount in the other currency, exact and posted with one rounding to its minor unit.
  ///
  /// - Throws: `invalidArgument` for money of another currency than ``from``; `overflow` when it
  ///   does not fit.
  public func figure(
    _ money: Money, rounding: Rounding = .halfAwayFromZero
  ) throws(EvaluationError) -> MoneyFigure {
    try Money.zero(from).requireCurrency(of: money)
    return try MoneyFigure(money.exact * rate, in: to, rounding: rounding)
  }

  /// The amount in the other currency as posted.
  ///
  /// - Throws: `invalidArgument` for money of another currency than ``from``; `overflow` when it
  ///   does not fit.
  ///
  /// **Same as:** a spreadsheet's `ROUND(amount * rate, 2)`.
  public func converted(
    _ money: Money, rounding: Rounding = .halfAwayFromZero
  ) throws(EvaluationError) -> Money {
    try figure(money, rounding: rounding).posted
  }

  /// The rate the other way, exactly 1 / rate, of the same day and source.
  public var inverse: ExchangeRate {
    get throws(EvaluationError) {
      try ExchangeRate(
        from: to, to: from, exact: ExactRatio(1).divided(by: rate) ?? rate, date: date,
        source: source)
    }
  }
}

// MARK: - Text

extension ExchangeRate: CustomStringConvertible, Codable {
  /// The rate with its day and source.
  public var description: String {
    "1 \(from) = \(rate.decimal(significantDigits: 10)) \(to) (\(excerpt(source)), \(date))"
  }

  private enum CodingKeys: String, CodingKey {
    case from, to, rate, date, source
  }

  /// Decodes a rate, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      from: fields.decode(Currency.self, forKey: .from),
      to: fields.decode(Currency.self, forKey: .to),
      exact: fields.decode(ExactRatio.self, forKey: .rate),
      date: fields.decode(RecordDate.self, forKey: .date),
      source: fields.decode(String.self, forKey: .source))
  }
}

public import Statistics

/// An amount of money in whole minor units of one currency: exact, never a `Double`.
///
/// Sums and differences throw on overflow and on a mix of currencies. Products with shares and
/// deltas are made on exact ratios of any size and posted here with one rounding.
///
/// ```swift
/// let cost = try Money("30000.00", .usd)
/// print(cost)            // USD 30,000
/// print(cost.amount)     // 30000.00
/// ```
public struct Money: Sendable, Hashable {
  /// The amount in minor units, such as cents.
  public let minorUnits: Int64
  /// The currency.
  public let currency: Currency

  // MARK: Building

  /// Takes a number of minor units, such as 3,000,000 cents.
  public init(minorUnits: Int64, currency: Currency) {
    self.minorUnits = minorUnits
    self.currency = currency
  }

  /// No money.
  public static func zero(_ currency: Currency) -> Money {
    Money(minorUnits: 0, currency: currency)
  }

  /// Reads an amount such as `72000.00` or `-12.5`, with at most the currency's decimals.
  ///
  /// The whole text counts: no plus sign, blanks, thousands, exponent, symbol or bare point.
  ///
  /// - Throws: `invalidArgument` for any other text or more decimals than the currency has;
  ///   `overflow` beyond 64 bits of minor units.
  public init(_ amount: String, _ currency: Currency) throws(EvaluationError) {
    guard let parts = DecimalText(amount), parts.places <= currency.minorDigits else {
      throw .invalidArgument(
        name: "an amount in \(currency)",
        needed: "digits with at most \(currency.minorDigits) decimals, as "
          + Money(minorUnits: 123_456, currency: currency).amount,
        found: "\"\(excerpt(amount))\"")
    }
    let missing = String(repeating: "0", count: currency.minorDigits - parts.places)
    guard let minorUnits = Int64((parts.isNegative ? "-" : "") + parts.digits + missing) else {
      throw Self.tooLarge("an amount in \(currency)", found: "\"\(excerpt(amount))\"")
    }
    self.init(minorUnits: minorUnits, currency: currency)
  }

  /// Posts an exact amount in major units with one rounding to the minor unit.
  ///
  /// - Throws: `overflow` beyond 64 bits of minor units.
  ///
  /// **Same as:** a spreadsheet's `ROUND(amount, 2)` for a currency of two digits and the default
  /// rounding.
  public init(
    posting amount: ExactRatio, in currency: Currency, rounding: Rounding = .halfAwayFromZero
  ) throws(EvaluationError) {
    let scaled = rounding.quotient(
      amount.numerator * BigInteger.powerOfTen(currency.minorDigits), over: amount.denominator)
    guard let minorUnits = scaled.int64 else {
      throw Self.tooLarge(
        "an amount in \(currency)", found: amount.decimal(significantDigits: 3))
    }
    self.init(minorUnits: minorUnits, currency: currency)
  }

  private static func tooLarge(_ what: String, found: String) -> EvaluationError {
    .overflow(what: what, needed: "it must fit 64 bits of minor units", found: found)
  }

  // MARK: Properties

  /// The exact amount in major units.
  public var exact: ExactRatio {
    ExactRatio(
      BigInteger(minorUnits), over: BigInteger.powerOfTen(currency.minorDigits))
  }

  /// The nearest `Double` of the amount in major units, for charts and statistics.
  public var value: Double { exact.value }

  /// Whether the amount is below zero.
  public var isNegative: Bool { minorUnits < 0 }

  /// Whether the amount is zero.
  public var isZero: Bool { minorUnits == 0 }

  // MARK: Arithmetic

  /// The sum of two amounts of one currency.
  ///
  /// - Throws: `invalidArgument` for two currencies; `overflow` beyond 64 bits.
  public static func + (left: Money, right: Money) throws(EvaluationError) -> Money {
    try left.requireCurrency(of: right)
    let (sum, overflow) = left.minorUnits.addingReportingOverflow(right.minorUnits)
    guard !overflow else { throw tooLarge("a sum", found: "\(left) plus \(right)") }
    return Money(minorUnits: sum, currency: left.currency)
  }

  /// The difference of two amounts of one currency.
  ///
  /// - Throws: `invalidArgument` for two currencies; `overflow` beyond 64 bits.
  public static func - (left: Money, right: Money) throws(EvaluationError) -> Money {
    try left.requireCurrency(of: right)
    let (difference, overflow) = left.minorUnits.subtractingReportingOverflow(right.minorUnits)
    guard !overflow else { throw tooLarge("a difference", found: "\(left) minus \(right)") }
    return Money(minorUnits: difference, currency: left.currency)
  }

  /// The amount with its sign turned.
  ///
  /// - Throws: `overflow` for the one amount whose negative does not fit.
  public func negated() throws(EvaluationError) -> Money {
    try .zero(currency) - self
  }

  /// The sum of amounts; of none at all it is zero.
  ///
  /// The order does not matter: only a total that does not fit overflows.
  ///
  /// - Throws: `invalidArgument` for another currency; `overflow` when the total does not fit.
  /// - Complexity: O(*n*).
  public static func sum(
    _ amounts: some Sequence<Money>, in currency: Currency
  ) throws(EvaluationError) -> Money {
    var total: Int128 = 0
    for amount in amounts {
      try Money.zero(currency).requireCurrency(of: amount)
      total += Int128(amount.minorUnits)
    }
    guard let minorUnits = Int64(exactly: total) else {
      throw tooLarge("a sum", found: "\(total) minor units of \(currency)")
    }
    return Money(minorUnits: minorUnits, currency: currency)
  }

  /// Whether this amount is smaller than another of the same currency.
  ///
  /// - Throws: `invalidArgument` for two currencies.
  public func isLess(than other: Money) throws(EvaluationError) -> Bool {
    try requireCurrency(of: other)
    return minorUnits < other.minorUnits
  }

  func requireCurrency(of other: Money) throws(EvaluationError) {
    guard currency == other.currency else {
      throw .invalidArgument(
        name: "the currency",
        needed: "\(currency) throughout (amounts are never converted silently)",
        found: other.currency.code)
    }
  }
}

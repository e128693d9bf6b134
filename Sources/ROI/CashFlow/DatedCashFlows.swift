#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
public import Statistics

/// Money on the days on which it is paid or received, in real or nominal prices; costs are negative.
///
/// Present values count from the earliest day: amount / (1 + rate)^(years since then), the years by
/// the day count. Flows are kept in order of their days, whatever the order in which they are given;
/// several may fall on one day. (Spreadsheets count from the first flow listed and refuse earlier
/// ones, so that both agree when the earliest comes first.)
public struct DatedCashFlows<Prices: PriceBasis>: Sendable, Hashable {
  /// An amount on a day.
  public struct Flow: Sendable, Hashable, Codable {
    /// The day.
    public let date: RecordDate
    /// The amount; negative when paid.
    public let amount: Money

    /// Puts an amount on a day.
    public init(_ amount: Money, on date: RecordDate) {
      self.date = date
      self.amount = amount
    }
  }

  /// The flows by day.
  public let flows: [Flow]
  /// How days count as years.
  public let dayCount: DayCount
  /// The one currency.
  public let currency: Currency

  /// Orders flows by their days.
  ///
  /// - Parameters:
  ///   - flows: amounts on days, in any order, at most 10,000.
  ///   - dayCount: how days count as years; ``DayCount/actual365`` is what spreadsheets use.
  /// - Throws: `tooFew` for none; `invalidArgument` for another currency or too many.
  /// - Complexity: O(*n* log *n*).
  public init(_ flows: [Flow], dayCount: DayCount = .actual365) throws(EvaluationError) {
    guard let first = flows.first else {
      throw .tooFew(what: "dated cash flows", needed: 1, found: 0)
    }
    guard flows.count <= 10_000 else {
      throw .invalidArgument(
        name: "the dated cash flows", needed: "at most 10,000", found: "\(flows.count)")
    }
    for flow in flows { try first.amount.requireCurrency(of: flow.amount) }
    // Of one day, in the order given.
    self.flows = flows.enumerated()
      .sorted { ($0.element.date, $0.offset) < ($1.element.date, $1.offset) }.map(\.element)
    self.dayCount = dayCount
    currency = first.amount.currency
  }

  // MARK: Present values

  /// The years from the earliest flow to each flow.
  public var years: [ExactRatio] {
    flows.map { dayCount.years(from: flows[0].date, to: $0.date) }
  }

  /// The present value of each flow at the earliest day; the factor is a `Double` that enters as its
  /// shortest decimal.
  ///
  /// - Throws: `overflow` when one does not fit.
  public func presentValues(
    at rate: DiscountRate<Prices>
  ) throws(EvaluationError) -> [MoneyFigure] {
    let growth = log1p(rate.value.value)
    var values: [MoneyFigure] = []
    for (flow, years) in zip(flows, years) {
      let factor = exp(-growth * years.value)
      guard factor.isFinite else {
        throw .overflow(
          what: "A discount factor", needed: "it must fit a Double",
          found: "\(rate) over \(years.decimal(significantDigits: 4)) years")
      }
      values.append(
        try MoneyFigure(flow.amount.exact * ExactRatio(ExactDecimal(factor)), in: currency))
    }
    return values
  }

  /// The net present value at the earliest day; the posted figure is the sum of posted lines.
  ///
  /// - Throws: `overflow` when it does not fit.
  ///
  /// **Same as:** a spreadsheet's `XNPV(rate, amounts, dates)` under actual/365.
  public func netPresentValue(at rate: DiscountRate<Prices>) throws(EvaluationError) -> MoneyFigure
  {
    try MoneyFigure.footing(presentValues(at: rate), in: currency)
  }

  /// All real internal rates of return, a year.
  ///
  /// - Throws: `notConverged` for thousands of alternating flows that cannot be told apart.
  ///
  /// **Same as:** a spreadsheet's `XIRR(amounts, dates)` under actual/365 where there is only one.
  public func internalRates() throws(EvaluationError) -> InternalRates {
    try InternalRates(
      ofTimes: zip(flows, years).map { ($0.amount.minorUnits, $1.value) })
  }
}

// MARK: - Text

extension DatedCashFlows: CustomStringConvertible, Codable {
  /// How many flows, from when to when, and how days count.
  public var description: String {
    let last = flows[flows.count - 1].date
    return
      "\(flows.count) flows in \(currency), \(Prices.words), from \(flows[0].date) to \(last), "
      + dayCount.description
  }

  private enum CodingKeys: String, CodingKey {
    case prices, dayCount, flows
  }

  /// Decodes flows, refusing other prices and what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let prices = try fields.decode(String.self, forKey: .prices)
    guard prices == Prices.words else {
      throw EvaluationError.invalidArgument(
        name: "the prices of a cash flow", needed: Prices.words, found: "\"\(excerpt(prices))\"")
    }
    try self.init(
      fields.decode([Flow].self, forKey: .flows),
      dayCount: fields.decode(DayCount.self, forKey: .dayCount))
  }

  /// Encodes the flows with the word for their prices.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(Prices.words, forKey: .prices)
    try fields.encode(dayCount, forKey: .dayCount)
    try fields.encode(flows, forKey: .flows)
  }
}

public import Statistics

/// The money of each period from period 0 on, in real or nominal prices; costs are negative.
///
/// Real flows take a real rate and nominal flows a nominal one: another mix does not compile.
///
/// ```swift
/// let flows = try CashFlows<Nominal>([-30_000, 24_000, 24_000].map { ... })
/// let value = try flows.netPresentValue(at: rate)
/// print(try flows.internalRates())   // 37.98 % (the only one)
/// ```
///
/// Rates of return and paybacks are those of the posted flows, which a reviewer retypes; present
/// values are made from the exact ones and posted with one rounding.
public struct CashFlows<Prices: PriceBasis>: Sendable, Hashable {
  /// The flow of each period from 0 on, exact and posted.
  public let flows: [MoneyFigure]
  /// The one currency.
  public let currency: Currency

  /// How many periods may be stated: a hundred years of months.
  static var limit: Int { 1_200 }

  /// Takes posted amounts, period 0 first.
  ///
  /// - Throws: `tooFew` for none; `invalidArgument` for another currency or more than 1,200 periods.
  public init(_ amounts: [Money]) throws(EvaluationError) {
    try self.init(amounts.map { MoneyFigure(exact: $0.exact, posted: $0) })
  }

  /// Takes exact amounts beside their posted ones, period 0 first.
  ///
  /// - Throws: `tooFew` for none; `invalidArgument` for another currency or more than 1,200 periods.
  public init(_ flows: [MoneyFigure]) throws(EvaluationError) {
    guard let first = flows.first else {
      throw .tooFew(what: "periods of a cash flow", needed: 1, found: 0)
    }
    guard flows.count <= Self.limit else {
      throw .invalidArgument(
        name: "the periods of a cash flow", needed: "at most \(Self.limit)",
        found: "\(flows.count)")
    }
    for flow in flows { try first.posted.requireCurrency(of: flow.posted) }
    self.flows = flows
    currency = first.posted.currency
  }

  // MARK: Sums

  /// The posted flows.
  public var posted: [Money] { flows.map(\.posted) }

  /// The sum of all flows, undiscounted; the posted figure is the sum of posted flows.
  ///
  /// - Throws: `overflow` when it does not fit.
  public func total() throws(EvaluationError) -> MoneyFigure {
    try MoneyFigure.footing(flows, in: currency)
  }

  // MARK: Present values

  /// The present value of each period's flow.
  ///
  /// - Throws: `overflow` when one does not fit.
  /// - Complexity: O(*n*).
  public func presentValues(
    at rate: DiscountRate<Prices>, timing: FlowTiming = .endOfYear
  ) throws(EvaluationError) -> [MoneyFigure] {
    let factors = DiscountFactors(rate: rate.value, periods: flows.count, timing: timing)
    var values: [MoneyFigure] = []
    for (period, flow) in flows.enumerated() {
      values.append(try MoneyFigure(flow.exact * factors[period], in: currency))
    }
    return values
  }

  /// The net present value: flow of period t over (1 + rate)^t, period 0 undiscounted, summed.
  ///
  /// The posted figure is the sum of the posted present values, so that a reviewer's column foots.
  ///
  /// - Throws: `overflow` when it does not fit.
  ///
  /// **Same as:** `numpy_financial.npv(rate, flows)`; in a spreadsheet the first flow plus
  /// `NPV(rate, others)`, for `NPV` alone discounts the first flow too.
  public func netPresentValue(
    at rate: DiscountRate<Prices>, timing: FlowTiming = .endOfYear
  ) throws(EvaluationError) -> MoneyFigure {
    try MoneyFigure.footing(presentValues(at: rate, timing: timing), in: currency)
  }

  // MARK: Rates of return and payback

  /// All real internal rates of return, found exactly; each makes the net present value zero.
  ///
  /// - Throws: `notConverged` for hundreds of alternating flows that cannot be told apart.
  public func internalRates() throws(EvaluationError) -> InternalRates {
    try InternalRates(ofPeriods: posted.map(\.minorUnits))
  }

  /// The modified internal rate: outflows financed at one rate, inflows reinvested at another.
  ///
  /// (future value of inflows / present value of outflows)^(1/n) - 1 over n periods.
  ///
  /// - Returns: the rate, or nil without an inflow, without an outflow, or for a single period.
  ///
  /// **Reference:** Lin (1976), The Modified Internal Rate of Return. **Same as:** a spreadsheet's
  /// `MIRR(flows, finance, reinvest)`.
  public func modifiedInternalRate(
    finance: DiscountRate<Prices>, reinvest: DiscountRate<Prices>
  ) -> Double? {
    let count = flows.count
    guard count > 1 else { return nil }
    let costs = DiscountFactors(rate: finance.value, periods: count, timing: .endOfYear)
    let gains = DiscountFactors(rate: reinvest.value, periods: count, timing: .endOfYear)
    var (outflow, inflow) = (ExactRatio(0), ExactRatio(0))
    for (period, flow) in posted.enumerated() where !flow.isZero {
      if flow.isNegative {
        outflow = outflow - flow.exact * costs[period]
      } else {
        inflow = inflow + flow.exact * gains[period]
      }
    }
    return Growth.yearly(from: outflow, to: inflow, over: count - 1, growing: reinvest.value)
  }

  /// When the flows have paid back, interpolated linearly inside the period, undiscounted.
  public var payback: Payback { Payback(posted.map(\.exact)) }

  /// When the present values have paid back, interpolated linearly inside the period.
  public func discountedPayback(
    at rate: DiscountRate<Prices>, timing: FlowTiming = .endOfYear
  ) -> Payback {
    let factors = DiscountFactors(rate: rate.value, periods: flows.count, timing: timing)
    return Payback(posted.enumerated().map { $1.exact * factors[$0] })
  }
}

// MARK: - Real and nominal

extension CashFlows where Prices == Real {
  /// The same flows in prices of their own day: flow of period t times (1 + inflation)^t.
  ///
  /// - Throws: `overflow` when one does not fit.
  public func nominal(with inflation: InflationRate) throws(EvaluationError) -> CashFlows<Nominal> {
    try CashFlows<Nominal>(scaled(by: inflation.value + 1))
  }
}

extension CashFlows where Prices == Nominal {
  /// The same flows in prices of period 0: flow of period t over (1 + inflation)^t.
  ///
  /// - Throws: `overflow` when one does not fit.
  public func real(with inflation: InflationRate) throws(EvaluationError) -> CashFlows<Real> {
    try CashFlows<Real>(scaled(by: ExactRatio(1).divided(by: inflation.value + 1) ?? 1))
  }
}

extension CashFlows {
  private func scaled(by factor: ExactRatio) throws(EvaluationError) -> [MoneyFigure] {
    var power = ExactRatio(1)
    var result: [MoneyFigure] = []
    for flow in flows {
      result.append(try MoneyFigure(flow.exact * power, in: currency))
      power = power * factor
    }
    return result
  }
}

// MARK: - Text

extension CashFlows: CustomStringConvertible, Codable {
  /// The posted flows, at most twelve of them.
  public var description: String {
    let shown = posted.prefix(12).map(\.grouped).joined(separator: "; ")
    let rest = flows.count > 12 ? "; and \(flows.count - 12) more" : ""
    return "\(currency) by period, \(Prices.words): \(shown)\(rest)"
  }

  private enum CodingKeys: String, CodingKey {
    case prices, flows
  }

  /// Decodes flows, refusing other prices and what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let prices = try fields.decode(String.self, forKey: .prices)
    guard prices == Prices.words else {
      throw EvaluationError.invalidArgument(
        name: "the prices of a cash flow", needed: Prices.words, found: "\"\(excerpt(prices))\"")
    }
    try self.init(fields.decode([MoneyFigure].self, forKey: .flows))
  }

  /// Encodes the flows with the word for their prices.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(Prices.words, forKey: .prices)
    try fields.encode(flows, forKey: .flows)
  }
}

public import Statistics

/// Benefits and costs adjusted for risk: what remains when benefits fall short and costs run over.
///
/// Benefit x (1 - risk), cost x (1 + risk), by period from 0 (the initial outlay), then present
/// values at one rate. Every adjusted period and the present value of every line is posted once;
/// totals are sums of posted lines, and the net present value is the difference of the posted present
/// values. With every risk at 0 it is the plain table of a business case over the years.
///
/// **Reference:** Forrester, Total Economic Impact; HM Treasury, Green Book (optimism bias).
public struct RiskAdjustedView: Sendable, Hashable {
  /// A benefit or a cost by period with its risk.
  public struct Line: Sendable, Hashable, Codable {
    /// What it is.
    public let name: String
    /// The amount of each period from 0; the last periods that are not given are zero.
    public let byPeriod: [Money]
    /// The share by which a benefit may fall short, or a cost run over.
    public let risk: ExactDecimal
    /// Why the risk is what it is.
    public let rationale: String

    /// States a line.
    ///
    /// - Throws: `invalidArgument` for a risk outside 0 to 10 (a benefit's must not exceed 1), no
    ///   period, more than 101 periods, or a blank name or rationale.
    public init(
      _ name: String, byPeriod: [Money], risk: ExactDecimal, rationale: String
    ) throws(EvaluationError) {
      self.name = try stated(name, as: "a line's name")
      guard (1...101).contains(byPeriod.count) else {
        throw .invalidArgument(
          name: "the periods of \(excerpt(name))", needed: "from 1 to 101",
          found: "\(byPeriod.count)")
      }
      guard risk >= 0, risk <= 10 else {
        throw .invalidArgument(
          name: "the risk of \(excerpt(name))", needed: "a share from 0 to 10",
          found: risk.description)
      }
      self.byPeriod = byPeriod
      self.risk = risk
      self.rationale = try stated(rationale, as: "the rationale of a risk")
    }

    /// Decodes a line, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        fields.decode(String.self, forKey: .name),
        byPeriod: fields.decode([Money].self, forKey: .byPeriod),
        risk: fields.decode(ExactDecimal.self, forKey: .risk),
        rationale: fields.decode(String.self, forKey: .rationale))
    }
  }

  /// A line after its adjustment.
  public struct Row: Sendable, Hashable {
    /// The line as stated.
    public let line: Line
    /// The adjusted amount of each period.
    public let adjusted: [MoneyFigure]
    /// The sum of the adjusted amounts.
    public let total: MoneyFigure
    /// The present value of the adjusted amounts, posted once.
    public let presentValue: MoneyFigure
  }

  /// The rate of discount.
  public let rate: DiscountRate<Nominal>
  /// When a year's flows count as paid.
  public let timing: FlowTiming
  /// The one currency.
  public let currency: Currency
  /// The benefits, each less its risk.
  public let benefits: [Row]
  /// The costs, each with its risk on top.
  public let costs: [Row]
  /// The sum of adjusted benefits.
  public let totalBenefits: MoneyFigure
  /// The sum of adjusted costs.
  public let totalCosts: MoneyFigure
  /// The sum of the posted present values of the benefits.
  public let presentBenefits: MoneyFigure
  /// The sum of the posted present values of the costs.
  public let presentCosts: MoneyFigure
  /// Benefits less costs, undiscounted.
  public let netBenefit: MoneyFigure
  /// Present value of the benefits less that of the costs, as posted.
  public let netPresentValue: MoneyFigure
  /// Benefits less costs of each period, as posted.
  public let net: CashFlows<Nominal>

  /// Adjusts benefits and costs and takes their present values.
  ///
  /// - Throws: `tooFew` without any line; `invalidArgument` for a benefit's risk above 1, a negative
  ///   cost, or another currency; `overflow` when money does not fit.
  public init(
    benefits: [Line], costs: [Line], rate: DiscountRate<Nominal>, timing: FlowTiming = .endOfYear
  ) throws(EvaluationError) {
    guard let currency = (benefits + costs).first?.byPeriod.first?.currency else {
      throw .tooFew(what: "lines of benefits and costs", needed: 1, found: 0)
    }
    guard benefits.count + costs.count <= 1_000 else {
      throw .invalidArgument(
        name: "the lines of benefits and costs", needed: "at most 1,000",
        found: "\(benefits.count + costs.count)")
    }
    for line in benefits where line.risk > 1 {
      throw .invalidArgument(
        name: "the risk of the benefit \(excerpt(line.name))", needed: "a share from 0 to 1",
        found: line.risk.description)
    }
    for line in costs {
      if let amount = line.byPeriod.first(where: \.isNegative) {
        throw .invalidArgument(
          name: "the cost \(excerpt(line.name))", needed: "not negative", found: amount.description)
      }
    }
    let periods = (benefits + costs).reduce(1) { max($0, $1.byPeriod.count) }
    let factors = DiscountFactors(rate: rate.value, periods: periods, timing: timing)
    func rows(_ lines: [Line], sign: Int) throws(EvaluationError) -> [Row] {
      var rows: [Row] = []
      for line in lines {
        rows.append(try Row(line, sign: sign, factors: factors, periods: periods, in: currency))
      }
      return rows
    }
    self.rate = rate
    self.timing = timing
    self.currency = currency
    self.benefits = try rows(benefits, sign: -1)
    self.costs = try rows(costs, sign: 1)
    totalBenefits = try MoneyFigure.footing(self.benefits.map(\.total), in: currency)
    totalCosts = try MoneyFigure.footing(self.costs.map(\.total), in: currency)
    presentBenefits = try MoneyFigure.footing(self.benefits.map(\.presentValue), in: currency)
    presentCosts = try MoneyFigure.footing(self.costs.map(\.presentValue), in: currency)
    netBenefit = try totalBenefits.less(totalCosts)
    netPresentValue = try presentBenefits.less(presentCosts)
    var flows: [Money] = []
    for period in 0..<periods {
      let gains = try Money.sum(self.benefits.map { $0.adjusted[period].posted }, in: currency)
      flows.append(
        try gains - Money.sum(self.costs.map { $0.adjusted[period].posted }, in: currency))
    }
    net = try CashFlows(flows)
  }

  // MARK: Ratios

  /// Net present value over the present value of the costs; nil when these are zero.
  public var roiOnPresentValue: ExactRatio? {
    netPresentValue.exact.divided(by: presentCosts.exact)
  }

  /// Net benefit over costs, undiscounted; nil when these are zero.
  public var roiUndiscounted: ExactRatio? { netBenefit.exact.divided(by: totalCosts.exact) }

  /// Present value of the benefits over that of the costs; nil when these are zero.
  public var benefitCostRatioOnPresentValue: ExactRatio? {
    presentBenefits.exact.divided(by: presentCosts.exact)
  }

  /// When the adjusted net flows have paid back, undiscounted.
  public var payback: Payback { net.payback }
}

extension RiskAdjustedView.Row {
  init(
    _ line: RiskAdjustedView.Line, sign: Int, factors: DiscountFactors, periods: Int,
    in currency: Currency
  ) throws(EvaluationError) {
    let factor = 1 + ExactRatio(sign) * ExactRatio(line.risk)
    let none = Money.zero(currency)
    var adjusted: [MoneyFigure] = []
    var present = ExactRatio(0)
    for period in 0..<periods {
      let stated = period < line.byPeriod.count ? line.byPeriod[period] : none
      try none.requireCurrency(of: stated)
      let amount = try MoneyFigure(stated.exact * factor, in: currency)
      adjusted.append(amount)
      present = present + amount.exact * factors[period]
    }
    self.line = line
    self.adjusted = adjusted
    total = try MoneyFigure.footing(adjusted, in: currency)
    presentValue = try MoneyFigure(present, in: currency)
  }
}

// MARK: - Text

extension RiskAdjustedView: CustomStringConvertible, Codable {
  /// Present values, net present value, both returns with their bases, and payback.
  public var description: String {
    "risk-adjusted at \(rate), \(timing): benefits \(presentBenefits), costs \(presentCosts), NPV "
      + "\(netPresentValue) on present value\nROI \(figure(roiOnPresentValue)) (net / cost on present "
      + "value), \(figure(roiUndiscounted)) (net / cost, undiscounted); \(payback)"
  }

  private enum CodingKeys: String, CodingKey {
    case benefits, costs, rate, timing
  }

  /// Decodes the lines and adjusts anew, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      benefits: fields.decode([Line].self, forKey: .benefits),
      costs: fields.decode([Line].self, forKey: .costs),
      rate: fields.decode(DiscountRate<Nominal>.self, forKey: .rate),
      timing: fields.decode(FlowTiming.self, forKey: .timing))
  }

  /// Encodes the lines, rate and timing; the figures follow from them.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(benefits.map(\.line), forKey: .benefits)
    try fields.encode(costs.map(\.line), forKey: .costs)
    try fields.encode(rate, forKey: .rate)
    try fields.encode(timing, forKey: .timing)
  }
}

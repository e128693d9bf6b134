public import Statistics

/// A business case over several years: costs and benefits by year, their present values, and what
/// follows from them.
///
/// Benefit of year t = annualised value x share of the year after the start lag x
/// (1 - drop-off)^(t - 1). Costs fall due by their timing; one without a timing is paid at the start,
/// in year 0. Every yearly figure and every present value is posted once, totals are sums of posted
/// lines, and the net present value is the posted present value of the benefits less that of the
/// costs. The point estimate and the headline's lower bound stand side by side.
///
/// ```swift
/// let projection = try CashFlowProjection(pilot, terms: .init(years: 3, rate: rate, dropOff: 0.25))
/// print(projection.point.netPresentValue, projection.headline?.netPresentValue ?? "no interval")
/// ```
///
/// Coded, a projection is its case and its terms; decoding computes the figures anew.
public struct CashFlowProjection: Sendable, Hashable {
  /// The case.
  public let businessCase: BusinessCase
  /// How it is carried over the years.
  public let terms: Terms
  /// The discount factor of each year from 0, as printed; money uses it to sixty decimals.
  public let discountFactors: [Double]
  /// The costs of each year from 0 as posted.
  public let costs: [Money]
  /// The present values of the costs.
  public let presentCosts: [MoneyFigure]
  /// The costs that fall due after the last year and are left out.
  public let costsAfterHorizon: Money
  /// The sum of the costs.
  public let totalCosts: MoneyFigure
  /// The sum of their present values.
  public let totalPresentCosts: MoneyFigure
  /// The benefits at the point estimate.
  public let point: Course
  /// The benefits at the one-sided lower bound; nil when the delta has none.
  public let headline: Course?
  /// What a reader must know before believing the years to come.
  public let checks: [Check]

  /// Projects a case.
  ///
  /// - Throws: `invalidArgument` when a cost is dated and the terms name no start; `overflow` when
  ///   money does not fit.
  /// - Complexity: O(years x costs).
  public init(_ businessCase: BusinessCase, terms: Terms) throws(EvaluationError) {
    let currency = businessCase.costs.currency
    var byYear = [[Money]](repeating: [], count: terms.years + 1)
    var later: [Money] = []
    for cost in businessCase.costs.costs {
      let payments = try cost.byYear(terms.years, from: terms.start)
      for (year, amount) in payments.due.enumerated() { byYear[year].append(amount) }
      later.append(payments.later)
    }
    var costs: [Money] = []
    for amounts in byYear { costs.append(try Money.sum(amounts, in: currency)) }
    let factors = DiscountFactors(
      rate: terms.rate.value, periods: terms.years + 1, timing: terms.timing)
    var present: [MoneyFigure] = []
    for (year, cost) in costs.enumerated() {
      present.append(
        try MoneyFigure(cost.exact * factors[year], in: currency, rounding: businessCase.rounding))
    }
    let outlay = Outlay(
      costs: costs, present: present,
      total: try MoneyFigure.footing(
        costs.map { MoneyFigure(exact: $0.exact, posted: $0) }, in: currency),
      totalPresent: try MoneyFigure.footing(present, in: currency))
    let figures = businessCase.annualised
    let point = try Course(
      "point estimate", annual: figures.attributableValue, outlay: outlay, factors: factors,
      case: businessCase, terms: terms)
    var headline: Course?
    if let interval = figures.headline, let bound = interval.lower {
      headline = try Course(
        "lower bound, \(interval.label)", annual: bound.attributableValue, outlay: outlay,
        factors: factors, case: businessCase, terms: terms)
    }
    self.businessCase = businessCase
    self.terms = terms
    discountFactors = costs.indices.map { factors[$0].value }
    self.costs = costs
    presentCosts = present
    costsAfterHorizon = try Money.sum(later, in: currency)
    totalCosts = outlay.total
    totalPresentCosts = outlay.totalPresent
    self.point = point
    self.headline = headline
    checks = Self.checks(
      businessCase, terms: terms, point: point, headline: headline, later: costsAfterHorizon)
  }

  /// The costs and their present values, the same for every course.
  struct Outlay {
    let costs: [Money]
    let present: [MoneyFigure]
    let total: MoneyFigure
    let totalPresent: MoneyFigure
  }
}

// MARK: - Terms

extension CashFlowProjection {
  /// How a case is carried over the years; each is stated, none has a silent default but those that
  /// change nothing.
  public struct Terms: Sendable, Hashable, Codable {
    /// How many years are projected, from 1 to 100.
    public let years: Int
    /// The nominal discount rate with its date and source.
    public let rate: DiscountRate<Nominal>
    /// The weeks from the start until benefits begin.
    public let benefitStartLagWeeks: ExactDecimal
    /// The share of the benefit that is lost from one year to the next.
    public let dropOff: ExactDecimal
    /// When a year's flows count as paid.
    public let timing: FlowTiming
    /// The day on which year 1 begins; needed where costs are dated.
    public let start: RecordDate?
    /// The rate at which inflows are reinvested in the modified internal rate.
    public let reinvestment: DiscountRate<Nominal>

    /// States the terms.
    ///
    /// - Parameters:
    ///   - years: how many years, from 1 to 100.
    ///   - rate: the nominal discount rate; money of a case is in prices of the day.
    ///   - benefitStartLagWeeks: the weeks until benefits begin, from 0 to 5,300.
    ///   - dropOff: the share lost from one year to the next, from 0 to 1; 0.25 keeps 75 %.
    ///   - timing: when a year's flows count as paid.
    ///   - start: the day on which year 1 begins; needed where costs are dated.
    ///   - reinvestment: the rate at which inflows are reinvested; nil is the discount rate.
    /// - Throws: `invalidArgument` for a figure outside its limits.
    public init(
      years: Int, rate: DiscountRate<Nominal>, benefitStartLagWeeks: ExactDecimal = 0,
      dropOff: ExactDecimal = 0, timing: FlowTiming = .endOfYear, start: RecordDate? = nil,
      reinvestment: DiscountRate<Nominal>? = nil
    ) throws(EvaluationError) {
      guard (1...100).contains(years) else {
        throw .invalidArgument(
          name: "the years of a projection", needed: "from 1 to 100", found: "\(years)")
      }
      guard benefitStartLagWeeks >= 0, benefitStartLagWeeks <= 5_300 else {
        throw .invalidArgument(
          name: "the weeks until benefits begin", needed: "from 0 to 5,300",
          found: "\(benefitStartLagWeeks)")
      }
      guard dropOff >= 0, dropOff <= 1 else {
        throw .invalidArgument(name: "the drop-off", needed: "from 0 to 1", found: "\(dropOff)")
      }
      self.years = years
      self.rate = rate
      self.benefitStartLagWeeks = benefitStartLagWeeks
      self.dropOff = dropOff
      self.timing = timing
      self.start = start
      self.reinvestment = reinvestment ?? rate
    }

    /// Decodes terms, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        years: fields.decode(Int.self, forKey: .years),
        rate: fields.decode(DiscountRate<Nominal>.self, forKey: .rate),
        benefitStartLagWeeks: fields.decode(ExactDecimal.self, forKey: .benefitStartLagWeeks),
        dropOff: fields.decode(ExactDecimal.self, forKey: .dropOff),
        timing: fields.decode(FlowTiming.self, forKey: .timing),
        start: fields.decodeIfPresent(RecordDate.self, forKey: .start),
        reinvestment: fields.decode(DiscountRate<Nominal>.self, forKey: .reinvestment))
    }

    /// The share of the benefit that is kept from one year to the next.
    public var annualPersistence: ExactRatio { 1 - ExactRatio(dropOff) }

    /// The share of the annual benefit that falls into a year from 1 on.
    func share(ofYear year: Int, weeksPerYear: ExactDecimal) -> ExactRatio {
      // A year has weeks, so the quotient exists.
      let lag = ExactRatio(benefitStartLagWeeks).divided(by: ExactRatio(weeksPerYear)) ?? 0
      let active = min(1, max(0, ExactRatio(year) - lag))
      guard !active.isZero else { return 0 }
      return active * (1..<year).reduce(ExactRatio(1)) { power, _ in power * annualPersistence }
    }
  }
}

// MARK: - Coding

extension CashFlowProjection: Codable {
  private enum CodingKeys: String, CodingKey {
    case businessCase, terms
  }

  /// Decodes case and terms and projects anew, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(BusinessCase.self, forKey: .businessCase),
      terms: fields.decode(Terms.self, forKey: .terms))
  }

  /// Encodes case and terms; the figures follow from them.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(businessCase, forKey: .businessCase)
    try fields.encode(terms, forKey: .terms)
  }
}

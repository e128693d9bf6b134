public import Statistics

/// The value of an outcome after what would have happened anyway, was moved from elsewhere, is owed
/// to others, and fades.
///
/// Value of year 1 = quantity x value of a unit x (1 - deadweight) (1 - displacement)
/// (1 - attribution to others); each later year keeps (1 - drop-off) of the one before. Year t is
/// divided by (1 + rate)^t. The ratio is present value over investment, undiscounted investment at
/// year 0: gross over cost, as a benefit-cost ratio is.
///
/// An attribution factor of 30 % is an attribution to others of 70 %: not both.
///
/// **Reference:** Nicholls, Lawlor, Neitzert, Goodspeed (2012), A Guide to Social Return on
/// Investment.
public struct SocialValue: Sendable, Hashable {
  /// The shares that are taken off, each from 0 to 1.
  public struct Deductions: Sendable, Hashable, Codable {
    /// What would have happened anyway.
    public let deadweight: ExactDecimal
    /// What was only moved from elsewhere.
    public let displacement: ExactDecimal
    /// What others contributed.
    public let attributedToOthers: ExactDecimal
    /// What fades from one year to the next.
    public let dropOff: ExactDecimal

    /// States the deductions; 0 takes nothing off, and is stated too.
    ///
    /// - Throws: `invalidArgument` for a share outside 0 to 1.
    public init(
      deadweight: ExactDecimal, displacement: ExactDecimal, attributedToOthers: ExactDecimal,
      dropOff: ExactDecimal
    ) throws(EvaluationError) {
      let shares = [
        ("deadweight", deadweight), ("displacement", displacement),
        ("the attribution to others", attributedToOthers), ("the drop-off", dropOff),
      ]
      for (name, share) in shares where share < 0 || share > 1 {
        throw .invalidArgument(name: name, needed: "from 0 to 1", found: share.description)
      }
      self.deadweight = deadweight
      self.displacement = displacement
      self.attributedToOthers = attributedToOthers
      self.dropOff = dropOff
    }

    /// Decodes deductions, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        deadweight: fields.decode(ExactDecimal.self, forKey: .deadweight),
        displacement: fields.decode(ExactDecimal.self, forKey: .displacement),
        attributedToOthers: fields.decode(ExactDecimal.self, forKey: .attributedToOthers),
        dropOff: fields.decode(ExactDecimal.self, forKey: .dropOff))
    }

    /// What is left of the value in the first year.
    public var retainedShare: ExactRatio {
      [deadweight, displacement, attributedToOthers].reduce(ExactRatio(1)) {
        $0 * (1 - ExactRatio($1))
      }
    }
  }

  /// How much of the outcome there is.
  public let quantity: ExactDecimal
  /// What one unit is worth, and who says so.
  public let unitValue: UnitValue
  /// What is taken off.
  public let deductions: Deductions
  /// How many years the outcome is counted.
  public let years: Int
  /// The rate of discount.
  public let rate: DiscountRate<Nominal>
  /// What the programme costs, at year 0.
  public let investment: Money
  /// The value of each year from 1 on.
  public let yearly: [MoneyFigure]
  /// The present value of each year from 1 on.
  public let presentYearly: [MoneyFigure]
  /// The sum of the present values.
  public let presentValue: MoneyFigure
  /// Present value less investment.
  public let netPresentValue: MoneyFigure
  /// Present value over investment; nil when nothing was invested.
  public let ratio: ExactRatio?

  /// Computes the value of an outcome.
  ///
  /// - Parameters:
  ///   - quantity: how much of the outcome there is; a harm is negative.
  ///   - unitValue: what one unit is worth.
  ///   - deductions: what is taken off.
  ///   - years: how many years are counted, from 1 to 100.
  ///   - rate: the rate of discount.
  ///   - investment: what the programme costs, at year 0.
  /// - Throws: `invalidArgument` for years outside 1 to 100, a negative investment, or another
  ///   currency; `overflow` when money does not fit.
  public init(
    quantity: ExactDecimal, unitValue: UnitValue, deductions: Deductions, years: Int,
    rate: DiscountRate<Nominal>, investment: Money
  ) throws(EvaluationError) {
    guard (1...100).contains(years) else {
      throw .invalidArgument(
        name: "the years of an outcome", needed: "from 1 to 100", found: "\(years)")
    }
    guard !investment.isNegative else {
      throw .invalidArgument(
        name: "the investment", needed: "not negative", found: investment.description)
    }
    try unitValue.amount.requireCurrency(of: investment)
    let currency = investment.currency
    let factors = DiscountFactors(rate: rate.value, periods: years + 1, timing: .endOfYear)
    var value = ExactRatio(quantity) * unitValue.amount.exact * deductions.retainedShare
    var (yearly, present): ([MoneyFigure], [MoneyFigure]) = ([], [])
    for year in 1...years {
      yearly.append(try MoneyFigure(value, in: currency))
      present.append(try MoneyFigure(value * factors[year], in: currency))
      value = value * (1 - ExactRatio(deductions.dropOff))
    }
    let total = try MoneyFigure.footing(present, in: currency)
    self.quantity = quantity
    self.unitValue = unitValue
    self.deductions = deductions
    self.years = years
    self.rate = rate
    self.investment = investment
    self.yearly = yearly
    presentYearly = present
    presentValue = total
    netPresentValue = try total.less(MoneyFigure(exact: investment.exact, posted: investment))
    ratio = total.exact.divided(by: investment.exact)
  }
}

// MARK: - Text

extension SocialValue: CustomStringConvertible, Codable {
  /// Present value, net present value and ratio with its definition.
  public var description: String {
    "\(quantity) x \(unitValue), \(percentage(deductions.retainedShare)) retained, \(years) years "
      + "at \(rate): present value \(presentValue), net \(netPresentValue), ratio \(figure(ratio)) "
      + "(present value / investment)"
  }

  private enum CodingKeys: String, CodingKey {
    case quantity, unitValue, deductions, years, rate, investment
  }

  /// Decodes the inputs and computes anew, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      quantity: fields.decode(ExactDecimal.self, forKey: .quantity),
      unitValue: fields.decode(UnitValue.self, forKey: .unitValue),
      deductions: fields.decode(Deductions.self, forKey: .deductions),
      years: fields.decode(Int.self, forKey: .years),
      rate: fields.decode(DiscountRate<Nominal>.self, forKey: .rate),
      investment: fields.decode(Money.self, forKey: .investment))
  }

  /// Encodes the inputs; the figures follow from them.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(quantity, forKey: .quantity)
    try fields.encode(unitValue, forKey: .unitValue)
    try fields.encode(deductions, forKey: .deductions)
    try fields.encode(years, forKey: .years)
    try fields.encode(rate, forKey: .rate)
    try fields.encode(investment, forKey: .investment)
  }
}

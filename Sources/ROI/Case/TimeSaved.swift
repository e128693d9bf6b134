public import Statistics

/// Hours reclaimed turned into money: people x hours a week x loaded cost of an hour x weeks x
/// realised share.
///
/// Working weeks are always stated: 52 and 48 give different money. The realised share is the part
/// of the saved time that becomes productive. Hours lost are negative and stay so.
public struct TimeSaved: Sendable, Hashable {
  /// How many people.
  public let people: Int
  /// The hours that each saves a week, from -168 to 168.
  public let hoursPerWeek: ExactDecimal
  /// What an hour costs with everything on it.
  public let loadedHourlyCost: Money
  /// The weeks of a year in which the time is saved, above 0 and at most 53.
  public let workingWeeks: ExactDecimal
  /// The share of saved time that becomes productive, from 0 to 1.
  public let realisedShare: ExactDecimal
  /// How posted money is rounded.
  public let rounding: Rounding
  /// The value of one week, before the realised share.
  public let weeklyValue: MoneyFigure
  /// The value of the working weeks, realised.
  public let annualValue: MoneyFigure

  /// Computes the value of saved time.
  ///
  /// - Parameters:
  ///   - people: how many people, not negative.
  ///   - hoursPerWeek: the hours that each saves a week.
  ///   - loadedHourlyCost: what an hour costs with everything on it, not negative.
  ///   - workingWeeks: the weeks of a year in which the time is saved.
  ///   - realisedShare: the share that becomes productive.
  ///   - rounding: how posted money is rounded.
  /// - Throws: `invalidArgument` for a figure outside its limits; `overflow` when money does not
  ///   fit.
  public init(
    people: Int, hoursPerWeek: ExactDecimal, loadedHourlyCost: Money, workingWeeks: ExactDecimal,
    realisedShare: ExactDecimal, rounding: Rounding = .halfAwayFromZero
  ) throws(EvaluationError) {
    guard people >= 0 else {
      throw .invalidArgument(name: "the people", needed: "not negative", found: "\(people)")
    }
    guard !loadedHourlyCost.isNegative else {
      throw .invalidArgument(
        name: "the loaded cost of an hour", needed: "not negative", found: "\(loadedHourlyCost)")
    }
    guard hoursPerWeek >= -168, hoursPerWeek <= 168 else {
      throw .invalidArgument(
        name: "the hours of a week", needed: "from -168 to 168", found: "\(hoursPerWeek)")
    }
    guard workingWeeks > 0, workingWeeks <= 53 else {
      throw .invalidArgument(
        name: "the working weeks", needed: "above 0 and at most 53", found: "\(workingWeeks)")
    }
    guard realisedShare >= 0, realisedShare <= 1 else {
      throw .invalidArgument(
        name: "the realised share", needed: "from 0 to 1", found: "\(realisedShare)")
    }
    self.people = people
    self.hoursPerWeek = hoursPerWeek
    self.loadedHourlyCost = loadedHourlyCost
    self.workingWeeks = workingWeeks
    self.realisedShare = realisedShare
    self.rounding = rounding
    let week = ExactRatio(people) * ExactRatio(hoursPerWeek) * loadedHourlyCost.exact
    let currency = loadedHourlyCost.currency
    weeklyValue = try MoneyFigure(week, in: currency, rounding: rounding)
    annualValue = try MoneyFigure(
      week * ExactRatio(workingWeeks) * ExactRatio(realisedShare), in: currency, rounding: rounding)
  }

  /// Return on investment against a yearly cost: (value - cost) / cost; nil when the cost is zero.
  ///
  /// - Throws: `invalidArgument` for another currency.
  public func roi(cost: Money) throws(EvaluationError) -> ExactRatio? {
    try loadedHourlyCost.requireCurrency(of: cost)
    return (annualValue.exact - cost.exact).divided(by: cost.exact)
  }
}

// MARK: - Text

extension TimeSaved: CustomStringConvertible, Codable {
  /// The product in words and its value.
  public var description: String {
    "\(people) people x \(hoursPerWeek) hours a week x \(loadedHourlyCost) x \(workingWeeks) weeks x "
      + "\(percentage(realisedShare)) realised = \(annualValue) a year"
  }

  private enum CodingKeys: String, CodingKey {
    case people, hoursPerWeek, loadedHourlyCost, workingWeeks, realisedShare, rounding
  }

  /// Decodes the inputs and computes the values anew, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      people: fields.decode(Int.self, forKey: .people),
      hoursPerWeek: fields.decode(ExactDecimal.self, forKey: .hoursPerWeek),
      loadedHourlyCost: fields.decode(Money.self, forKey: .loadedHourlyCost),
      workingWeeks: fields.decode(ExactDecimal.self, forKey: .workingWeeks),
      realisedShare: fields.decode(ExactDecimal.self, forKey: .realisedShare),
      rounding: fields.decode(Rounding.self, forKey: .rounding))
  }

  /// Encodes the inputs; the values follow from them.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(people, forKey: .people)
    try fields.encode(hoursPerWeek, forKey: .hoursPerWeek)
    try fields.encode(loadedHourlyCost, forKey: .loadedHourlyCost)
    try fields.encode(workingWeeks, forKey: .workingWeeks)
    try fields.encode(realisedShare, forKey: .realisedShare)
    try fields.encode(rounding, forKey: .rounding)
  }
}

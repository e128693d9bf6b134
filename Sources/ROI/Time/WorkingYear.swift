public import Statistics

/// The weeks of a year in which people work: all weeks less leave and holidays, each stated.
///
/// 52 and 48 working weeks give different money, so neither is ever assumed.
public struct WorkingYear: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The weeks of a year, above 0 and at most 53.
  public let weeksPerYear: ExactDecimal
  /// The weeks of leave.
  public let leave: ExactDecimal
  /// The public holidays, in weeks.
  public let holidays: ExactDecimal
  /// Where the figures come from.
  public let source: String
  /// The weeks that remain.
  public let workingWeeks: ExactDecimal

  /// Takes leave and holidays from the weeks of a year.
  ///
  /// - Throws: `invalidArgument` for weeks outside (0, 53], negative leave or holidays, no week that
  ///   remains, or a blank source.
  public init(
    weeksPerYear: ExactDecimal, leave: ExactDecimal, holidays: ExactDecimal, source: String
  ) throws(EvaluationError) {
    guard weeksPerYear > 0, weeksPerYear <= 53 else {
      throw .invalidArgument(
        name: "the weeks of a year", needed: "above 0 and at most 53", found: "\(weeksPerYear)")
    }
    let rest = ExactRatio(weeksPerYear) - ExactRatio(leave) - ExactRatio(holidays)
    guard leave >= 0, holidays >= 0, rest > 0, let decimal = rest.exactDecimal else {
      throw .invalidArgument(
        name: "leave and holidays", needed: "not negative and less than \(weeksPerYear) weeks",
        found: "\(leave) and \(holidays)")
    }
    self.weeksPerYear = weeksPerYear
    self.leave = leave
    self.holidays = holidays
    self.source = try stated(source, as: "the source of the working weeks")
    workingWeeks = try ExactDecimal(decimal)
  }

  private enum CodingKeys: String, CodingKey { case weeksPerYear, leave, holidays, source }

  /// Decodes the stated weeks and subtracts anew, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      weeksPerYear: fields.decode(ExactDecimal.self, forKey: .weeksPerYear),
      leave: fields.decode(ExactDecimal.self, forKey: .leave),
      holidays: fields.decode(ExactDecimal.self, forKey: .holidays),
      source: fields.decode(String.self, forKey: .source))
  }

  /// Encodes the stated weeks; what remains follows from them.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(weeksPerYear, forKey: .weeksPerYear)
    try fields.encode(leave, forKey: .leave)
    try fields.encode(holidays, forKey: .holidays)
    try fields.encode(source, forKey: .source)
  }

  /// The subtraction and its source.
  public var description: String {
    "\(workingWeeks) working weeks: \(weeksPerYear) less \(leave) of leave and \(holidays) of "
      + "holidays (\(source))"
  }
}

public import Statistics

/// A number of hours: added to hours only, never to money, and turned into money at a stated rate.
public struct Hours: Sendable, Hashable, Comparable {
  /// The exact number.
  public let exact: ExactRatio

  /// Takes an exact number of hours; lost ones are negative.
  public init(exact: ExactRatio) { self.exact = exact }

  /// Takes a decimal number of hours.
  public init(_ hours: ExactDecimal) { exact = ExactRatio(hours) }

  /// The sum.
  public static func + (left: Hours, right: Hours) -> Hours {
    Hours(exact: left.exact + right.exact)
  }

  /// The difference.
  public static func - (left: Hours, right: Hours) -> Hours {
    Hours(exact: left.exact - right.exact)
  }

  /// Whether one number is exactly smaller than another.
  public static func < (left: Hours, right: Hours) -> Bool { left.exact < right.exact }

  /// The part of these hours that becomes productive.
  ///
  /// - Throws: `invalidArgument` for a share outside 0 to 1.
  public func realised(share: ExactDecimal) throws(EvaluationError) -> Hours {
    try requireShare(share, as: "the realised share")
    return Hours(exact: exact * ExactRatio(share))
  }

  /// What these hours are worth at a loaded rate, posted with one rounding.
  ///
  /// - Throws: `invalidArgument` for a negative rate; `overflow` when the money does not fit.
  public func valued(
    at loadedRate: Money, rounding: Rounding = .halfAwayFromZero
  ) throws(EvaluationError) -> MoneyFigure {
    guard !loadedRate.isNegative else {
      throw .invalidArgument(
        name: "the loaded cost of an hour", needed: "not negative", found: "\(loadedRate)")
    }
    return try MoneyFigure(
      exact * loadedRate.exact, in: loadedRate.currency, rounding: rounding)
  }
}

// MARK: - Text

extension Hours: CustomStringConvertible, Codable {
  /// The number with its unit, to six significant digits.
  public var description: String { "\(figure(exact)) h" }

  /// Decodes an exact number such as `26/5`.
  public init(from decoder: any Decoder) throws {
    exact = try decoder.singleValueContainer().decode(ExactRatio.self)
  }

  /// Encodes the exact number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(exact)
  }
}

// MARK: - Time saved

extension TimeSaved {
  /// The hours saved in a year, before the realised share: people x hours a week x weeks.
  public var annualHours: Hours {
    Hours(exact: ExactRatio(people) * ExactRatio(hoursPerWeek) * ExactRatio(workingWeeks))
  }
}

// MARK: - Shares

/// Refuses what is no share.
func requireShare(_ share: ExactDecimal, as name: String) throws(EvaluationError) {
  guard share >= 0, share <= 1 else {
    throw .invalidArgument(name: name, needed: "from 0 to 1", found: "\(share)")
  }
}

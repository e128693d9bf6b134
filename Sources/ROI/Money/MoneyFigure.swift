public import Statistics

/// A money figure twice: exact as computed, and posted to the minor unit with one rounding.
///
/// Posted figures are summed and shown; ratios and comparisons use the exact one.
public struct MoneyFigure: Sendable, Hashable {
  /// The exact amount in major units.
  public let exact: ExactRatio
  /// The amount as posted.
  public let posted: Money

  /// Posts an exact amount in major units.
  ///
  /// - Throws: `overflow` when it does not fit.
  public init(
    _ exact: ExactRatio, in currency: Currency, rounding: Rounding = .halfAwayFromZero
  ) throws(EvaluationError) {
    self.exact = exact
    posted = try Money(posting: exact, in: currency, rounding: rounding)
  }

  /// Joins an exact amount with the difference of posted ones that stands for it, so that sums
  /// foot.
  init(exact: ExactRatio, posted: Money) {
    self.exact = exact
    self.posted = posted
  }

  /// The nearest `Double` of the exact amount.
  public var value: Double { exact.value }
}

// MARK: - Text

extension MoneyFigure: CustomStringConvertible, Codable {
  /// The posted amount for people.
  public var description: String { posted.description }

  private enum CodingKeys: String, CodingKey {
    case exact, posted
  }

  /// Decodes both amounts, refusing a posted one further than half a minor unit from the exact one.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    exact = try fields.decode(ExactRatio.self, forKey: .exact)
    posted = try fields.decode(Money.self, forKey: .posted)
    let error = exact - posted.exact
    let twice = (error.isNegative ? -error : error) * 2
    guard twice <= Money(minorUnits: 1, currency: posted.currency).exact else {
      throw EvaluationError.invalidArgument(
        name: "a posted amount", needed: "the exact amount, rounded to the minor unit",
        found: posted.description)
    }
  }
}

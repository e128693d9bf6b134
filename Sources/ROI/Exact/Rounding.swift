/// What happens to an exact half when a figure is rounded.
public enum Rounding: String, Sendable, Hashable, Codable, CaseIterable {
  /// A half goes away from zero: what spreadsheets' `ROUND` does, and the default for money.
  case halfAwayFromZero
  /// A half goes to the even neighbour (banker's rounding).
  case halfToEven

  /// The whole number nearest to a fraction whose denominator is positive.
  func quotient(_ numerator: BigInteger, over denominator: BigInteger) -> BigInteger {
    let (quotient, remainder) = numerator.magnitude.quotientAndRemainder(dividingBy: denominator)
    let twice = remainder + remainder
    let goesUp =
      switch self {
      case .halfAwayFromZero: twice >= denominator
      case .halfToEven: twice > denominator || (twice == denominator && quotient.isOdd)
      }
    let magnitude = goesUp ? quotient + BigInteger(1) : quotient
    return numerator.isNegative ? -magnitude : magnitude
  }
}

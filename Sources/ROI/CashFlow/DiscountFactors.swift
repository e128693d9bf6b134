/// When the flow of a period counts as paid; period 0 is never discounted.
public enum FlowTiming: String, Sendable, Hashable, Codable, CaseIterable, CustomStringConvertible {
  /// At the end of its year: a flow of period t is divided by (1 + rate)^t.
  case endOfYear
  /// In the middle of its year: divided by (1 + rate)^(t - 1/2) from period 1 on.
  case midYear

  /// The timing in words.
  public var description: String { self == .endOfYear ? "end of year" : "mid-year" }
}

/// The present values of 1 in each period, to sixty decimals.
///
/// So a posted present value is the correctly rounded one, also where a `Double` would not tell
/// which cent is nearer, and a net present value near zero keeps its digits.
struct DiscountFactors {
  private static let one = BigInteger.powerOfTen(60)
  private let scaled: [BigInteger]

  /// Factors for periods 0 to `periods - 1`.
  init(rate: ExactRatio, periods: Int, timing: FlowTiming) {
    let growth = rate + 1
    let (numerator, denominator) = (growth.numerator, growth.denominator)
    var factor = Self.one
    var scaled = [factor]
    for _ in 1..<max(1, periods) {
      factor = Rounding.halfToEven.quotient(factor * denominator, over: numerator)
      scaled.append(factor)
    }
    if timing == .midYear {
      let root = (Self.one * Self.one * numerator).quotientAndRemainder(dividingBy: denominator)
        .quotient.squareRoot
      for period in scaled.indices.dropFirst() {
        scaled[period] = Rounding.halfToEven.quotient(scaled[period] * root, over: Self.one)
      }
    }
    self.scaled = scaled
  }

  subscript(period: Int) -> ExactRatio { ExactRatio(scaled[period], over: Self.one) }
}

extension BigInteger {
  /// The whole part of the square root of a number that is not negative, by Newton's method.
  var squareRoot: BigInteger {
    guard !isZero else { return .zero }
    var estimate = BigInteger(1).shifted(left: (bitWidth + 1) / 2)
    while true {
      let next = (estimate + quotientAndRemainder(dividingBy: estimate).quotient)
        .quotientAndRemainder(dividingBy: BigInteger(2)).quotient
      if next >= estimate { return estimate }
      estimate = next
    }
  }
}

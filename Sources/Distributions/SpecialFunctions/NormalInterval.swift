extension SpecialFunctions {
  /// The probability that a standard normal lies between two numbers, without cancellation.
  ///
  /// 0 where the ends are equal or in the wrong order.
  static func normalInterval(from lower: Double, to upper: Double) -> Double {
    if lower.isNaN || upper.isNaN { return .nan }
    guard lower < upper else { return 0 }
    // On one side of zero the tails are subtracted on that side.
    let (near, far) = lower + upper > 0 ? (lower, upper) : (-upper, -lower)
    if near <= 0 {
      if far - near < 0.5 { return densityIntegral(from: near, to: far) }
      return (0.5 - normalTail(-near)) + (0.5 - normalTail(far))
    }
    let (tail, beyond) = (normalTail(near), normalTail(far))
    return beyond > 0.4 * tail ? densityIntegral(from: near, to: far) : tail - beyond
  }

  private static func densityIntegral(from lower: Double, to upper: Double) -> Double {
    // Relative to the middle, so that far out the large exponents need not be exact.
    let middle = lower + 0.5 * (upper - lower)
    let half = 0.5 * (upper - lower)
    let relative = GaussLegendre.twentyFour.integral(from: -half, to: half) {
      exp(-$0 * (middle + 0.5 * $0))
    }
    return gaussian(middle) * relative * squareRootOfHalf * inverseSquareRootOfPi
  }
}

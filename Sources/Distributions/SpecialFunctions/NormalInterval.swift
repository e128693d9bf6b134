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
      if far - near < 0.5 { return densityIntegral(below: far, width: far - near) }
      return (0.5 - normalTail(-near)) + (0.5 - normalTail(far))
    }
    let (tail, beyond) = (normalTail(near), normalTail(far))
    return beyond > 0.4 * tail ? densityIntegral(below: far, width: far - near) : tail - beyond
  }

  /// The probability that a standard normal lies within a width below a number, however small the width
  /// is beside the number.
  static func normalInterval(below upper: Double, width: Double) -> Double {
    width < 0.5
      ? densityIntegral(below: upper, width: width)
      : normalInterval(from: upper - width, to: upper)
  }

  private static func densityIntegral(below upper: Double, width: Double) -> Double {
    // Relative to the middle, so that far out the large exponents need not be exact.
    let half = 0.5 * width
    let middle = upper - half
    let relative = GaussLegendre.twentyFour.integral(from: -half, to: half) {
      exp(-$0 * (middle + 0.5 * $0))
    }
    return gaussian(middle) * relative * squareRootOfHalf * inverseSquareRootOfPi
  }
}

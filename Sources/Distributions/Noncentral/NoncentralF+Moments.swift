// The moments of the noncentral F distribution, beyond its mean. It is the mean times (1 + u)(1 + v) with u
// from the numerator and v from the inverse of the denominator, independent and each of mean zero, so
// that no nearly equal numbers are subtracted.

extension NoncentralF {
  // MARK: Moments

  /// Nil up to four denominator degrees of freedom.
  public var variance: Double? {
    guard let mean, let inverse = inverse.second else { return nil }
    let (second, _, _) = numerator
    return finite(mean * mean * (second + inverse * (1 + second)))
  }

  /// The third central moment over that power of the standard deviation, or nil up to six denominator
  /// degrees of freedom.
  public var skewness: Double? {
    guard let inverseSecond = inverse.second, let inverseThird = inverse.third else { return nil }
    let (second, third, _) = numerator
    let spread = second + inverseSecond * (1 + second)
    let central =
      third + 3 * inverseSecond * (2 * second + third) + inverseThird * (1 + 3 * second + third)
    return finite(central / (spread * spread.squareRoot()))
  }

  /// The fourth central moment over the squared variance, less 3, or nil up to eight denominator degrees
  /// of freedom.
  public var excessKurtosis: Double? {
    guard let inverseSecond = inverse.second, let inverseThird = inverse.third,
      let inverseFourth = inverse.fourth
    else { return nil }
    let (second, third, fourth) = numerator
    let spread = second + inverseSecond * (1 + second)
    let central =
      fourth + 6 * inverseSecond * (second + 2 * third + fourth)
      + 4 * inverseThird * (3 * second + 3 * third + fourth)
      + inverseFourth * (1 + 6 * second + 4 * third + fourth)
    return finite(central / (spread * spread) - 3)
  }

  /// The central moments of the numerator over its mean.
  private var numerator: (second: Double, third: Double, fourth: Double) {
    let (degrees, shift) = (numeratorDegreesOfFreedom, noncentrality)
    let mean = degrees + shift
    let second = 2 * (degrees + 2 * shift) / mean / mean
    let third = 8 * (degrees + 3 * shift) / mean / mean / mean
    let fourth = 48 * (degrees + 4 * shift) / mean / mean / mean / mean + 3 * second * second
    return (second, third, fourth)
  }

  /// The central moments of one over the denominator, over its mean; each nil where it does not exist.
  private var inverse: (second: Double?, third: Double?, fourth: Double?) {
    let shape = denominatorDegreesOfFreedom / 2
    guard shape > 2 else { return (nil, nil, nil) }
    let second = 1 / (shape - 2)
    guard shape > 3 else { return (second, nil, nil) }
    let third = 4 * second / (shape - 3)
    guard shape > 4 else { return (second, third, nil) }
    let excess = 6 * (5 * shape - 11) / ((shape - 3) * (shape - 4))
    return (second, third, (excess + 3) * second * second)
  }
}

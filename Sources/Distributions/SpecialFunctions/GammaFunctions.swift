extension SpecialFunctions {
  // MARK: Log gamma

  /// The logarithm of the gamma function, for x > 0.
  ///
  /// Keeps its relative accuracy beside the zeros at 1 and 2. Infinite at 0 and at infinity, NaN
  /// below 0.
  ///
  /// **Reference:** Abramowitz and Stegun (1964), 6.1.33 and 6.1.41.
  /// **Same as:** `scipy.special.gammaln(x)`; `lgamma(x)` in R; `GAMMALN(x)` in a spreadsheet.
  public static func logGamma(_ x: Double) -> Double {
    guard x >= 0 else { return .nan }
    if x == 0 || x == .infinity { return .infinity }
    if x < 0.5 { return logGammaBesideTwo(x) - log1p(x) - log(x) }
    if x < 1.5 { return logGammaBesideTwo(x - 1) - log1p(x - 1) }
    if x < 10 {
      var product = 1.0
      var argument = x
      while argument > 2.5 {
        argument -= 1
        product *= argument
      }
      return logGammaBesideTwo(argument - 2) + (product == 1 ? 0 : log(product))
    }
    if x > 1e306 { return x * (log(x) - 1) }
    return (x - 0.5) * (log(x) - 1) + (halfLogTwoPi - 0.5) + stirlingError(x)
  }

  /// The logarithm of the beta function, for a > 0 and b > 0.
  ///
  /// `logGamma(a) + logGamma(b) - logGamma(a + b)`, without the cancellation of large terms.
  ///
  /// **Same as:** `scipy.special.betaln(a, b)`; `lbeta(a, b)` in R.
  public static func logBeta(_ a: Double, _ b: Double) -> Double {
    guard a >= 0, b >= 0 else { return .nan }
    let small = min(a, b)
    let large = max(a, b)
    if small == 0 { return large == .infinity ? .nan : .infinity }
    if large == .infinity { return -.infinity }
    if small >= 10 {
      // Stirling's formula for all three, with the logarithms joined first.
      let share = small / large
      let correction = stirlingError(small) + (stirlingError(large) - stirlingError(small + large))
      return halfLogTwoPi - 0.5 * log(small) - (large - 0.5 + small) * log1p(share)
        + small * log(share) + correction
    }
    return logGamma(small) - logGammaIncrease(from: large, by: small)
  }

  // MARK: Pieces

  /// `logGamma(2 + w)` for |w| <= 1/2, accurate relative to itself at w = 0.
  static func logGammaBesideTwo(_ w: Double) -> Double {
    var sum = 0.0
    for coefficient in zetaSeries.reversed() { sum = sum * w + coefficient }
    return w * (0.42278433509846713 + w * sum)
  }

  /// `logGamma(1 + a)`, accurate relative to itself at a = 0.
  static func logGammaOnePlus(_ a: Double) -> Double {
    a < 0.5 ? logGammaBesideTwo(a) - log1p(a) : logGamma(1 + a)
  }

  /// What Stirling's formula lacks: `logGamma(a + 1) - (a + 1/2) log a + a - log(2 pi)/2`, for a >
  /// 0.
  ///
  /// Its absolute error is a few ulps of 1 for any a, which logarithms of gamma functions cannot
  /// offer.
  ///
  /// **Reference:** Loader, C. (2000), *Fast and Accurate Computation of Binomial Probabilities*.
  static func stirlingError(_ a: Double) -> Double {
    if a < 1 { return logGammaOnePlus(a) - (a + 0.5) * log(a) + a - halfLogTwoPi }
    // One step up adds atanh(u)/u - 1 with u = 1/(2a + 1).
    var climbed = 0.0
    var argument = a
    while argument < 10 {
      let square = 1 / ((2 * argument + 1) * (2 * argument + 1))
      var power = square
      var divisor = 3.0
      var step = square / 3
      while power > 1e-18 {
        power *= square
        divisor += 2
        step += power / divisor
      }
      climbed += step
      argument += 1
    }
    let square = 1 / (argument * argument)
    var sum = 0.0
    for coefficient in stirlingSeries.reversed() { sum = sum * square + coefficient }
    return climbed + sum / argument
  }

  /// `logGamma(base + step) - logGamma(base)`, accurate relative to itself for a small step.
  static func logGammaIncrease(from base: Double, by step: Double) -> Double {
    step * log(base + step) + scaledLogGammaIncrease(from: base, by: step)
  }

  /// `logGamma(base + step) - logGamma(base) - step log(base + step)`: near zero for a large base.
  static func scaledLogGammaIncrease(from base: Double, by step: Double) -> Double {
    var argument = base
    var climbed = 0.0
    if step >= 0.1 {
      // One logarithm of a product is as good, unless the step is so small that it cancels.
      var product = 1.0
      while argument < 10 {
        product *= 1 + step / argument
        argument += 1
      }
      climbed = argument == base ? 0 : -log(product)
    } else {
      while argument < 10 {
        climbed -= log1p(step / argument)
        argument += 1
      }
    }
    let moved = argument == base ? 0 : step * log1p((argument - base) / (base + step))
    let share = step / argument
    // Beside a sum that was climbed, the difference of the errors needs no digits of its own.
    let correction =
      climbed != 0 && step >= 0.1
      ? stirlingError(argument + step) - stirlingError(argument)
      : stirlingErrorIncrease(from: argument, share: share)
    // (argument - 1/2) log1p(share) - step, of which the leading terms cancel for a small share.
    let leading =
      share <= 1 ? argument * log1pMinus(share) : argument * log1p(share) - step
    return climbed + moved + leading - 0.5 * log1p(share) + correction
  }

  /// `stirlingError(a (1 + share)) - stirlingError(a)` for a >= 10, accurate relative to itself.
  private static func stirlingErrorIncrease(from a: Double, share: Double) -> Double {
    if share > 0.125 { return stirlingError(a * (1 + share)) - stirlingError(a) }
    let growth = log1p(share)
    let square = 1 / (a * a)
    var power = 1 / a
    var sum = 0.0
    var order = 1.0
    for coefficient in stirlingSeries {
      let term = coefficient * power * expm1(-order * growth)
      sum += term
      if abs(term) <= 1e-18 * abs(sum) { break }
      power *= square
      order += 2
    }
    return sum
  }
}

// MARK: - Constants

/// `(-1)^k (zeta(k) - 1) / k` from k = 2, of A&S 6.1.33.
private let zetaSeries: [Double] = [
  0.3224670334241132, -0.0673523010531981, 0.020580808427784546, -0.007385551028673986,
  0.0028905103307415234, -0.001192753911703261, 0.0005096695247430425, -0.00022315475845357939,
  9.945751278180853e-05, -4.492623673813314e-05, 2.050721277567069e-05, -9.439488275268397e-06,
  4.374866789907488e-06, -2.039215753801366e-06, 9.55141213040742e-07, -4.492469198764566e-07,
  2.1207184805554665e-07, -1.0043224823968099e-07, 4.7698101693639804e-08,
  -2.2711094608943164e-08, 1.0838659214896955e-08, -5.183475041970047e-09,
  2.4836745438024785e-09, -1.1921401405860912e-09, 5.731367241678862e-10,
  -2.7595228851242334e-10, 1.330476437424449e-10, -6.4229645638381e-11,
]

private let stirlingSeries: [Double] = [
  1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156,
  -3617.0 / 122400,
]

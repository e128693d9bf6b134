/// The tails and the density of the noncentral t distribution at a positive point, as logarithms.
///
/// T = (Z + shift) / R with a standard normal Z and R the root of a mean square. A tail is an
/// integral of a positive function, over log R where R varies less than Z / t does, and over Z +
/// shift otherwise, so that neither tail loses digits however far out it lies.
struct NoncentralTTails {
  let degrees: Double
  let shift: Double
  /// The logarithm of the density of log R at R = 1.
  private let logScale: Double

  /// For degrees of freedom and a shift that the distribution admits.
  init(degrees: Double, shift: Double) {
    self.degrees = degrees
    self.shift = shift
    logScale =
      0.5 * log(degrees) - 0.5 * log(.pi) - SpecialFunctions.stirlingError(degrees / 2)
  }

  // MARK: Tails

  /// The logarithm of the probability above a positive t.
  func logUpper(_ t: Double) -> Double {
    overRoot(t) ? tailOverRoot(t, sign: -1) : tailOverNumerator(t, isUpper: true)
  }

  /// The logarithm of the probability from minus infinity to a positive t.
  func logLower(_ t: Double) -> Double {
    if overRoot(t) { return tailOverRoot(t, sign: 1) }
    // Either the numerator is negative, or the root is large enough.
    let negative = SpecialFunctions.logNormalTail(shift)
    let positive = tailOverNumerator(t, isUpper: false)
    let (less, more) = negative < positive ? (negative, positive) : (positive, negative)
    return less == -.infinity ? more : more + log1p(exp(less - more))
  }

  private func overRoot(_ t: Double) -> Bool { t < 4 * degrees.squareRoot() }

  /// The integral over v = log R of `Phi(sign (t R - shift))` times the density of v.
  private func tailOverRoot(_ t: Double, sign: Double) -> Double {
    let (rate, offset) = (sign * t, sign * shift)
    // Where the integrand is highest: with Mills' ratio at its limit, or next to 1.
    var peak = 0.0
    let root = density(at: t).peak
    if rate * root < offset { peak = log(root) }
    var curvature = 2 * degrees
    for _ in 0..<3 {
      let size = exp(peak)
      let z = rate * size - offset
      let mills = exp(
        -0.5 * z * z - halfLogTwoPi - SpecialFunctions.logNormalTail(-z))
      let slope = mills * rate * size - degrees * expm1(2 * peak)
      let bend = mills * rate * size * (1 - (z + mills) * rate * size) - 2 * degrees * size * size
      curvature = bend < -0.01 * degrees ? -bend : 2 * degrees * size * size
      let move = slope / curvature
      peak += min(max(move, -1), 1)
      if move * move * curvature < 0.1 { break }
    }
    return logScale
      + logUnimodalIntegral(from: peak, step: 1 / curvature.squareRoot()) { v in
        // Next to R = 1 the difference is taken first, for both may be large.
        let z = abs(v) < 0.5 ? (rate - offset) + rate * expm1(v) : rate * exp(v) - offset
        return SpecialFunctions.logNormalTail(-z) - degrees * halfExpMinus(v)
      }
  }

  /// The integral over a positive numerator y = Z + shift of its density times a tail of R at y /
  /// t.
  private func tailOverNumerator(_ t: Double, isUpper: Bool) -> Double {
    let gamma = IncompleteGamma(shape: degrees / 2)
    let logT = log(t)
    func tail(_ y: Double) -> Double {
      let ratio = y / t
      let x = 0.5 * degrees * ratio * ratio
      if x > 1e-290 {
        let tails = gamma.tails(x)
        return isUpper ? tails.logLower : tails.logUpper
      }
      // The first term of the series, where the square underflows.
      return isUpper
        ? degrees * (log(y) - logT + 0.5 * log(0.5 * degrees))
          - SpecialFunctions.logGammaOnePlus(degrees / 2) : 0
    }
    let integral: Double
    if shift > 40 {
      let ratio = isUpper ? 0 : degrees / t / t
      let move = -shift * ratio / (1 + ratio)
      integral = logUnimodalIntegral(from: 0, step: 1) { x in
        let offset = move + x
        let y = shift + offset
        return y > 0 ? tail(y) - 0.5 * offset * offset : -.infinity
      }
    } else {
      // Over log y, which has no boundary at zero.
      let power = isUpper ? 1 + degrees : 1
      let reach = (shift * shift + 4 * power).squareRoot()
      let centre = shift > 0 ? 0.5 * (shift + reach) : 2 * power / (reach - shift)
      let step = 1 / (centre * reach).squareRoot()
      integral = logUnimodalIntegral(from: log(centre), step: step) { w in
        let y = exp(w)
        return y > 0 ? tail(y) + w - 0.5 * (y - shift) * (y - shift) : -.infinity
      }
    }
    return integral - halfLogTwoPi
  }

  // MARK: Density

  /// The logarithm of the density at t, of either sign: the integral over v = log R of `R
  /// phi(t R - shift)` times the density of v.
  func logDensity(_ t: Double) -> Double {
    let (peak, curvature) = density(at: t)
    let logPeak = log(peak)
    guard logPeak > -.infinity else { return -.infinity }
    // The numerator there less the shift, from the equation of the top where both are large.
    let numerator = t * peak
    let base =
      abs(numerator) * abs(shift) > degrees + 1
      ? (1 + degrees * (1 - peak) * (1 + peak)) / numerator : numerator - shift
    return logScale - halfLogTwoPi
      + logUnimodalIntegral(from: 0, step: 1 / curvature.squareRoot()) { x in
        let offset = base + numerator * expm1(x)
        let v = logPeak + x
        return v - 0.5 * offset * offset - degrees * halfExpMinus(v)
      }
  }

  /// Where the density's integrand is highest, as R, and how sharply it bends there in log R.
  private func density(at t: Double) -> (peak: Double, curvature: Double) {
    // In units of 1 / t where t is large, for its square may overflow.
    let unit = max(abs(t), 1)
    let square = (t / unit) * (t / unit) + degrees / unit / unit
    let product = t / unit * shift
    let reach = (product * product + 4 * square * (degrees + 1)).squareRoot()
    let peak =
      product > 0 ? 0.5 * (product + reach) / square : 2 * (degrees + 1) / (reach - product)
    return (peak / unit, peak * reach)
  }
}

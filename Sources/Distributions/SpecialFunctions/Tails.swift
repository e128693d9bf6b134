/// Both tails of a distribution at one point, each without cancellation, and the density there.
///
/// The density is taken with respect to the logarithm of the variable (of the odds, for the beta
/// distribution), which is the form that quantiles and densities are built from.
struct Tails {
  let lower: Double
  let upper: Double
  let density: Double
  /// The logarithm of the tail that underflows, where one does.
  private let logUnderflow: Double

  /// Below this a tail has lost digits to underflow or may soon do so, and its logarithm is kept
  /// apart.
  static let underflow = 1e-280

  /// The tails at the ends of the support.
  init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
    density = lower.isNaN ? .nan : 0
    logUnderflow = -.infinity
  }

  /// The tails from both of them; `logLower` is asked for where the lower tail underflows.
  init(lower: Double, upper: Double, density: Double, logLower: @autoclosure () -> Double) {
    self.lower = min(max(lower, 0), 1)
    self.upper = min(max(upper, 0), 1)
    self.density = density
    logUnderflow = lower < Tails.underflow ? logLower() : -.infinity
  }

  /// The tails from the lower one, which is the density times a factor of moderate size.
  init(lowerFactor factor: Double, density: Double, logDensity: @autoclosure () -> Double) {
    lower = min(density * factor, 1)
    upper = 1 - lower
    self.density = density
    logUnderflow = lower < Tails.underflow ? logDensity() + log(factor) : -.infinity
  }

  private init(swapping other: Tails) {
    lower = other.upper
    upper = other.lower
    density = other.density
    logUnderflow = other.logUnderflow
  }

  /// The same with lower and upper exchanged.
  var swapped: Tails { Tails(swapping: self) }

  var logLower: Double { logarithm(lower, complement: upper) }
  var logUpper: Double { logarithm(upper, complement: lower) }

  private func logarithm(_ tail: Double, complement: Double) -> Double {
    if tail < Tails.underflow { return logUnderflow }
    return tail < 0.5 ? log(tail) : log1p(-complement)
  }
}

/// The tails of a distribution of positive numbers, given as logarithms, and what follows from them:
/// both tails with a sum of 1, and quantiles.
///
/// Shared by the noncentral chi-squared and F distributions and the studentised range.
protocol LogarithmicTails {
  /// A point near the median: below it the lower tail is the smaller, or nearly so.
  var centre: Double { get }
  /// The logarithm of the probability at or below a finite x > 0.
  func logLower(_ x: Double) -> Double
  /// The logarithm of the probability above a finite x > 0.
  func logUpper(_ x: Double) -> Double
  /// The logarithm of the density of log x.
  func logDensity(_ x: Double) -> Double
}

extension LogarithmicTails {
  /// The tail that is the smaller, or near a half; the other one is its complement.
  private func smallerTail(_ x: Double) -> (isLower: Bool, logarithm: Double) {
    let isLower = x < centre
    let logarithm = min(isLower ? logLower(x) : logUpper(x), 0)
    if logarithm < -0.4 { return (isLower, logarithm) }
    return (!isLower, min(isLower ? logUpper(x) : logLower(x), 0))
  }

  /// The logarithm of a tail, for any x.
  func logTail(_ x: Double, lower: Bool) -> Double {
    if x.isNaN { return .nan }
    if x <= 0 || x == .infinity { return (x <= 0) == lower ? -.infinity : 0 }
    let (isLower, logarithm) = smallerTail(x)
    return isLower == lower ? logarithm : log1p(-exp(logarithm))
  }

  /// A tail, for any x.
  func tail(_ x: Double, lower: Bool) -> Double {
    if x.isNaN { return .nan }
    if x <= 0 || x == .infinity { return (x <= 0) == lower ? 0 : 1 }
    let (isLower, logarithm) = smallerTail(x)
    return isLower == lower ? exp(logarithm) : -expm1(logarithm)
  }

  /// The x at which a tail is p, for p in [0, 1]; NaN outside.
  func quantile(_ p: Double, lower: Bool) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    if p == 0 || p == 1 { return (p == 0) == lower ? 0 : .infinity }
    // Held against the smaller tail's own logarithm.
    let isLower = (p <= 0.5) == lower
    let goal = p <= 0.5 ? log(p) : log1p(-p)
    func miss(_ logX: Double) -> Double {
      let x = exp(logX)
      let found = isLower ? logLower(x) : logUpper(x)
      return isLower ? max(found, -1e300) - goal : goal - max(found, -1e300)
    }
    var step = 0.125
    var (low, high) = (log(centre), log(centre))
    while low > smallest, miss(low) > 0 {
      high = low
      low = max(low - step, smallest)
      step *= 2
    }
    step = 0.125
    while high < largest, miss(high) < 0 {
      low = high
      high = min(high + step, largest)
      step *= 2
    }
    guard let root = RootFinding.bracketed(between: low, and: high, miss) else {
      return miss(low) > 0 ? 0 : .infinity
    }
    // One step of Newton's in x itself, whose logarithm has fewer digits far from 1.
    let x = exp(root)
    let logTail = isLower ? logLower(x) : logUpper(x)
    let refined = x * (1 + (goal - logTail) * exp(logTail - logDensity(x)) * (isLower ? 1 : -1))
    return refined.isFinite && abs(refined / x - 1) < 1e-9 ? refined : x
  }
}

/// The logarithms of the smallest and the largest normal numbers.
private let smallest = -708.0
private let largest = 709.0

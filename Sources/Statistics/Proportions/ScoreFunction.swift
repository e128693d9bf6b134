import Distributions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The score statistic of two proportions under a given difference or ratio.
///
/// z = (p1 - p0 - d) / sqrt((q1 (1 - q1) / n1 + q0 (1 - q0) / n0) c) for a difference d, and with
/// p1 - t p0 and t^2 for a ratio t; q are the maximum likelihood rates under the constraint, and c is
/// N / (N - 1) for Miettinen and Nurminen and 1 for Mee and Koopman.
///
/// **Reference:** Miettinen and Nurminen (1985), doi:10.1002/sim.4780040211; Farrington and Manning
/// (1990), doi:10.1002/sim.4780091208, for the closed forms.
package struct ScoreFunction: Sendable {
  let treated: Proportion
  let control: Proportion
  private let correction: Double

  /// The statistic of two counts, with the factor N / (N - 1) or without.
  package init(_ treated: Proportion, _ control: Proportion, isCorrected: Bool) {
    self.treated = treated
    self.control = control
    let size = Double(treated.trials + control.trials)
    correction = isCorrected ? size / (size - 1) : 1
  }

  // MARK: Difference

  /// The statistic under a difference in [-1, 1]; 0 at 0 / 0, infinite where nothing varies.
  func statistic(difference: Double) -> Double {
    let distance = treated.rate - control.rate - difference
    if distance == 0 { return 0 }
    let rates = constrained(difference: difference)
    return distance / error(rates.treated, rates.control, ratio: 1)
  }

  /// The most likely rates whose difference is given.
  ///
  /// The middle root of the cubic of Farrington and Manning, then Newton's method on the derivative of
  /// the likelihood, which falls from one end to the other, so that the digits do not hang on the
  /// inverse cosine.
  func constrained(difference: Double) -> (treated: Double, control: Double) {
    var low = max(0, -difference)
    var high = min(1, 1 - difference)
    guard low < high else { return (min(1, max(0, low + difference)), low) }
    let counts = (
      Double(treated.successes), Double(treated.failures), Double(control.successes),
      Double(control.failures)
    )
    func term(_ count: Double, _ rate: Double) -> Double { count == 0 ? 0 : count / max(0, rate) }
    var rate = cubicRoot(difference)
    if !(rate > low && rate < high) { rate = (low + high) / 2 }
    for _ in 0..<200 {
      let other = rate + difference
      let gain = (term(counts.0, other), term(counts.2, rate))
      let loss = (term(counts.1, 1 - other), term(counts.3, 1 - rate))
      let slope = (gain.0 - loss.0) + (gain.1 - loss.1)
      if slope == 0 { break }
      if slope > 0 { low = rate } else { high = rate }
      let bend =
        term(gain.0, other) + term(loss.0, 1 - other) + term(gain.1, rate)
        + term(loss.1, 1 - rate)
      var next = rate + slope / bend
      if !(next > low && next < high) { next = low + (high - low) / 2 }
      let isSettled = abs(next - rate) <= 2 * rate.ulp
      rate = next
      if isSettled { break }
    }
    return (min(1, max(0, rate + difference)), rate)
  }

  /// The control's rate by the trigonometric solution of the cubic.
  private func cubicRoot(_ difference: Double) -> Double {
    let (x1, n1) = (Double(treated.successes), Double(treated.trials))
    let (x0, n0) = (Double(control.successes), Double(control.trials))
    let size = n1 + n0
    let quadratic = ((n1 + 2 * n0) * difference - size - x1 - x0) / size
    let linear = ((n0 * difference - size - 2 * x0) * difference + x1 + x0) / size
    let constant = x0 * difference * (1 - difference) / size
    let third = quadratic / 3
    let offset = third * third * third - third * linear / 2 + constant / 2
    let spread = max(0, third * third - linear / 3).squareRoot() * (offset < 0 ? -1 : 1)
    guard spread != 0 else { return -third }
    let cosine = min(1, max(-1, offset / (spread * spread * spread)))
    return 2 * spread * cos((.pi + acos(cosine)) / 3) - third
  }

  // MARK: Ratio

  /// The statistic under a positive ratio; nil without a success on either side.
  package func statistic(ratio: Double) -> Double? {
    guard treated.successes + control.successes > 0 else { return nil }
    let distance = treated.rate - ratio * control.rate
    if distance == 0 { return 0 }
    let rates = constrained(ratio: ratio)
    return distance / error(rates.treated, rates.control, ratio: ratio)
  }

  /// The most likely rates whose ratio is given.
  func constrained(ratio: Double) -> (treated: Double, control: Double) {
    Self.constrained(
      ratio: ratio, treated: (Double(treated.successes), Double(treated.failures)),
      control: (Double(control.successes), Double(control.failures)))
  }

  /// The most likely rates whose ratio is given, of successes and failures that need not be whole.
  ///
  /// The smaller root of the quadratic, with its discriminant as a sum of positive terms.
  package static func constrained(
    ratio: Double, treated: (successes: Double, failures: Double),
    control: (successes: Double, failures: Double)
  ) -> (treated: Double, control: Double) {
    let first = ratio * (treated.successes + treated.failures + control.successes)
    let second = control.successes + control.failures + treated.successes
    let gap = first - second
    let root = (gap * gap + 4 * ratio * treated.failures * control.failures).squareRoot()
    let successes = treated.successes + control.successes
    let rate = min(1, 1 / ratio, 2 * successes / (first + second + root))
    return (min(1, ratio * rate), rate)
  }

  private func error(_ first: Double, _ second: Double, ratio: Double) -> Double {
    let variance =
      first * (1 - first) / Double(treated.trials)
      + ratio * ratio * (second * (1 - second) / Double(control.trials))
    return (max(0, variance) * correction).squareRoot()
  }

  // MARK: Limits

  /// The differences at which the statistic is z and -z, for z >= 0.
  func differenceLimits(z: Double) -> (lower: Double, upper: Double) {
    let difference = treated.rate - control.rate
    func limit(_ target: Double, _ end: Double) -> Double {
      guard difference != end else { return end }
      return RootFinding.bracketed(between: difference, and: end) {
        statistic(difference: $0) - target
      } ?? end
    }
    return (limit(z, -1), limit(-z, 1))
  }

  /// The ratios at which the statistic is z and -z, for z >= 0: from 0 without a treated success, to infinity
  /// without a control success.
  func ratioLimits(z: Double) -> (lower: Double, upper: Double) {
    let isEstimable = treated.successes > 0 && control.successes > 0
    let start = isEstimable ? log(treated.rate / control.rate) : 0
    func limit(_ target: Double) -> Double? {
      func gap(_ logarithm: Double) -> Double {
        (statistic(ratio: exp(logarithm)) ?? .nan) - target
      }
      // The statistic falls with the ratio.
      var low = start
      var high = start
      var step = 0.5
      while gap(low) < 0 {
        low -= step
        step *= 2
        if low < -340 { return nil }
      }
      step = 0.5
      while gap(high) > 0 {
        high += step
        step *= 2
        if high > 340 { return nil }
      }
      return low == high ? exp(low) : RootFinding.bracketed(between: low, and: high, gap).map(exp)
    }
    return (
      treated.successes == 0 ? 0 : limit(z) ?? 0,
      control.successes == 0 ? .infinity : limit(-z) ?? .infinity
    )
  }
}

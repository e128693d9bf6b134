import Distributions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Fisher's noncentral hypergeometric distribution of the treated successes, given all margins and an
/// odds ratio, seen from the observed count.
///
/// Masses are C(n1, k) C(n0, m - k) w^k up to a constant. Sums run from the observed count outwards, so
/// that no logarithm of a factorial is needed.
struct NoncentralHypergeometric {
  private let observed: Int
  private let least: Int
  private let most: Int
  private let first: Int
  private let second: Int
  private let drawn: Int
  private let start: Double

  init(_ treated: Proportion, _ control: Proportion) {
    observed = treated.successes
    (first, second) = (treated.trials, control.trials)
    drawn = treated.successes + control.successes
    least = max(0, drawn - second)
    most = min(first, drawn)
    let cells = [treated.successes, treated.failures, control.failures, control.successes].map {
      Double($0) + 0.5
    }
    start = log(cells[0] / cells[1] * (cells[2] / cells[3]))
  }

  // MARK: Sums

  /// The sums of masses below and above the observed count over its own mass, and the sums of the
  /// distances from it; infinite where they leave the range.
  private func sums(logOdds: Double) -> (
    below: Double, above: Double, meanBelow: Double, meanAbove: Double
  ) {
    let odds = exp(logOdds)
    var (below, meanBelow, above, meanAbove) = (0.0, 0.0, 0.0, 0.0)
    var (term, k) = (1.0, observed)
    while k > least {
      term *=
        Double(k) / Double(first - k + 1) * (Double(second - drawn + k) / Double(drawn - k + 1))
        / odds
      k -= 1
      below += term
      meanBelow += term * Double(observed - k)
      if !(meanBelow < .infinity) || term <= below * 1e-18 { break }
    }
    (term, k) = (1.0, observed)
    while k < most {
      term *=
        Double(first - k) / Double(k + 1) * (Double(drawn - k) / Double(second - drawn + k + 1))
        * odds
      k += 1
      above += term
      meanAbove += term * Double(k - observed)
      if !(meanAbove < .infinity) || term <= above * 1e-18 { break }
    }
    return (below, above, meanBelow, meanAbove)
  }

  // MARK: Answers

  /// The most likely odds ratio, whose mean is the observed count: 0 at the lower end of the support,
  /// nil at its upper end, and where the support is one count.
  var mostLikely: Double? {
    guard least < most, observed < most else { return nil }
    guard observed > least else { return 0 }
    // Rises with the odds; the larger of both sums is finite or not, the other always is.
    return root { logOdds in
      let sums = sums(logOdds: logOdds)
      return log(sums.meanAbove) - log(sums.meanBelow)
    }
  }

  /// The odds ratios at which the observed count and all beyond it have the probability `tail`.
  func limits(tail: Double) -> (lower: Double, upper: Double) {
    var limits = (lower: 0.0, upper: Double.infinity)
    guard least < most else { return limits }
    // Logarithms of odds of the tail, which are nearly straight lines.
    let target = log(tail) - log1p(-tail)
    if observed > least {
      limits.lower =
        root { logOdds in
          let sums = sums(logOdds: logOdds)
          return log(1 + sums.above) - log(sums.below) - target
        } ?? 0
    }
    if observed < most {
      limits.upper =
        root { logOdds in
          let sums = sums(logOdds: logOdds)
          return target - (log(1 + sums.below) - log(sums.above))
        } ?? .infinity
    }
    return limits
  }

  /// The odds ratio at which an increasing function of its logarithm is 0; nil beyond e^-600 to e^600.
  private func root(_ rising: (Double) -> Double) -> Double? {
    var (low, high, step) = (start, start, 1.0)
    while rising(low) > 0 {
      low -= step
      step *= 2
      if low < -600 { return nil }
    }
    step = 1
    while rising(high) < 0 {
      high += step
      step *= 2
      if high > 600 { return nil }
    }
    return low == high ? exp(low) : RootFinding.bracketed(between: low, and: high, rising).map(exp)
  }
}

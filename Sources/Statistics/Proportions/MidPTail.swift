import Distributions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Limits at which the observed count stands in its tail by half.
enum MidPTail {
  /// The point between two, where the wider and where the narrower of two tails has a size, at which
  /// their mean has it, to the last bit or so.
  static func point(
    between low: Double, and high: Double, tail: Double,
    _ tails: (Double) -> (wide: Double, narrow: Double)
  ) -> Double {
    func miss(_ point: Double) -> Double {
      let tails = tails(point)
      return log((tails.wide + tails.narrow) / 2) - log(tail)
    }
    guard low != high else { return low }
    return RootFinding.bracketed(between: low, and: high, miss)
      ?? (abs(miss(low)) < abs(miss(high)) ? low : high)
  }
}

extension Proportion {
  /// The rates at which the tail of the observed count, itself by half, is `tail`; 0 without a success
  /// and 1 without a failure.
  func midPLimits(tail: Double) -> (lower: Double, upper: Double) {
    let (x, y) = (Double(successes), Double(failures))
    // The rate whose upper tail from the observed count on is `tail`, and from the next count on;
    // neither has one at an end of the counts.
    let from = successes > 0 ? Beta(alpha: x, beta: y + 1) : nil
    let beyond = failures > 0 ? Beta(alpha: x + 1, beta: y) : nil
    func lower() -> Double {
      guard let from else { return 0 }
      let end = beyond?.quantile(tail) ?? 1
      if beyond == nil, tail >= 0.5 { return 1 }
      return MidPTail.point(between: from.quantile(tail), and: end, tail: tail) {
        (from.cdf($0), beyond?.cdf($0) ?? 0)
      }
    }
    func upper() -> Double {
      guard let beyond else { return 1 }
      if from == nil, tail >= 0.5 { return 0 }
      let start = from?.quantile(survival: tail) ?? 0
      return MidPTail.point(between: beyond.quantile(survival: tail), and: start, tail: tail) {
        (beyond.survival($0), from?.survival($0) ?? 0)
      }
    }
    return (lower(), upper())
  }
}

extension EventRate {
  /// The mean counts at which the tail of the observed count, itself by half, is `tail`; 0 without an
  /// event.
  func midPCountLimits(tail: Double) -> (lower: Double, upper: Double) {
    // A count of at least y has the probability of a chi-squared with 2 y degrees of freedom below
    // twice the mean.
    let from = count > 0 ? ChiSquared(degreesOfFreedom: 2 * Double(count)) : nil
    guard let beyond = ChiSquared(degreesOfFreedom: 2 * Double(count) + 2) else {
      return (.nan, .nan)
    }
    let lower = from.map { from in
      MidPTail.point(between: from.quantile(tail), and: beyond.quantile(tail), tail: tail) {
        (from.cdf($0), beyond.cdf($0))
      }
    }
    guard from != nil || tail < 0.5 else { return (0, 0) }
    let upper = MidPTail.point(
      between: beyond.quantile(survival: tail), and: from?.quantile(survival: tail) ?? 0, tail: tail
    ) { (beyond.survival($0), from?.survival($0) ?? 0) }
    return ((lower ?? 0) / 2, upper / 2)
  }
}

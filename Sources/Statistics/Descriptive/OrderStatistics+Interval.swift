import Distributions

/// Confidence intervals of quantiles that hold for every distribution.
extension OrderStatistics {
  /// The confidence interval of a quantile, from two order statistics.
  ///
  /// The number of values below the true quantile is binomial (n, p), whatever the distribution, so
  /// [x(l), x(u)] holds it with the probability of l to u - 1 successes. l is the largest and u the
  /// smallest rank that leave at most half of 1 - level outside on their side; a distribution with
  /// atoms is held more often still. Where a sample is too small for a limit (below 6 values for
  /// the median at 95 %) it is nil, unbounded.
  ///
  /// - Parameters:
  ///   - p: the share below the quantile, inside (0, 1); 0.5 is the median.
  ///   - level: the confidence level inside (0, 1).
  ///   - sides: both limits, or one.
  /// - Returns: nil when the share or the level is outside (0, 1).
  /// - Complexity: O(log *n*).
  ///
  /// **Reference:** Thompson (1936), doi:10.1214/aoms/1177732502.
  /// **Same as:** R `DescTools::MedianCI(x, method = "exact")` for the median; SAS
  /// `CIPCTLDF`.
  public func interval(
    of p: Double = 0.5, level: Double = 0.95, sides: Sides = .two
  ) -> Interval? {
    guard let ranks = ranks(of: p, level: level, sides: sides) else { return nil }
    return Interval(
      level: level, sides: sides, lower: ranks.lower.map { values[$0 - 1] },
      upper: ranks.upper.map { values[$0 - 1] }, method: "order statistics (binomial)")
  }

  /// The probability with which ``interval(of:level:sides:)`` holds the quantile of a continuous
  /// distribution: the level or more.
  ///
  /// - Returns: nil when the share or the level is outside (0, 1).
  public func coverage(
    of p: Double = 0.5, level: Double = 0.95, sides: Sides = .two
  ) -> Double? {
    guard let ranks = ranks(of: p, level: level, sides: sides),
      let below = Binomial(trials: count, probability: p)
    else { return nil }
    let left = ranks.lower.map { below.cdf($0 - 1) } ?? 0
    let right = ranks.upper.map { below.survival($0 - 1) } ?? 0
    return 1 - left - right
  }

  /// The ranks of both limits, from 1; nil where no value is far enough out.
  private func ranks(
    of p: Double, level: Double, sides: Sides
  ) -> (lower: Int?, upper: Int?)? {
    guard p > 0, p < 1, level > 0, level < 1 else { return nil }
    let tail = sides == .two ? (1 - level) / 2 : 1 - level
    let upper = sides == .lower ? nil : Self.upperRank(of: p, count: count, tail: tail)
    let lower = sides == .upper ? nil : Self.upperRank(of: 1 - p, count: count, tail: tail)
    return (lower.map { count + 1 - $0 }, upper)
  }

  /// The smallest rank u with at most `tail` for u values or more below the quantile.
  private static func upperRank(of p: Double, count: Int, tail: Double) -> Int? {
    guard let most = Binomial(trials: count, probability: p)?.quantile(survival: tail),
      most < count
    else { return nil }
    return most + 1
  }
}

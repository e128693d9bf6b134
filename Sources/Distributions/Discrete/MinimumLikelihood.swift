extension DiscreteDistribution {
  /// The probability of all values that are no more likely than one observed: the two-sided p-value
  /// of the exact binomial test and of Fisher's.
  ///
  /// Masses within a relative 1e-7 count as equal. The tail of the observed value is joined with that
  /// of the other side, from where masses are as small.
  ///
  /// - Parameters:
  ///   - observed: a value inside the support, which must have both ends.
  ///   - mode: where the masses, which rise before it and fall after it, are largest.
  /// - Returns: a probability; NaN for a support without ends or a value outside it.
  /// - Complexity: O(log of the support's length) masses.
  ///
  /// **Same as:** R `binom.test(...)$p.value`, `fisher.test(...)$p.value`.
  package func probability(noMoreLikelyThan observed: Int, mode: Int) -> Double {
    guard let lower = support.lower.flatMap({ Int(exactly: $0) }),
      let upper = support.upper.flatMap({ Int(exactly: $0) }), lower <= observed, observed <= upper
    else { return .nan }
    let mode = min(upper, max(lower, mode))
    let limit = logPMF(observed) + 1e-7
    if logPMF(mode) <= limit { return 1 }
    if observed < mode {
      guard logPMF(upper) <= limit else { return cdf(observed) }
      let first = Self.smallest(in: mode...upper) { logPMF($0) <= limit }
      return min(1, cdf(observed) + survival(first - 1))
    }
    guard logPMF(lower) <= limit else { return survival(observed - 1) }
    let first = Self.smallest(in: lower...mode) { logPMF($0) > limit }
    return min(1, survival(observed - 1) + cdf(first - 1))
  }

  /// The smallest integer of a range from which on a condition holds, given that it holds at its end.
  private static func smallest(in range: ClosedRange<Int>, _ holds: (Int) -> Bool) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = low + (high - low) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

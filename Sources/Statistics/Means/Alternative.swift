import Distributions

/// Which departures from the null value a test looks for.
///
/// **Same as:** `alternative` of R's tests and of SciPy's (`two-sided`, `greater`, `less`).
public enum Alternative: String, Sendable, Hashable, Codable, CaseIterable {
  /// A true figure on either side of the null value.
  case twoSided
  /// A true figure above the null value.
  case greater
  /// A true figure below the null value.
  case less
}

extension Estimate {
  /// The p-value against a null value: the probability, were the null value true, of an estimate at
  /// least as far from it in the direction asked for.
  ///
  /// With t = (value - null) / standard error: the upper tail beyond t for `greater`, the lower tail
  /// for `less`, twice the smaller one for `twoSided`. Each tail is computed as itself, so that a
  /// p-value of 1e-30 keeps its digits.
  ///
  /// - Returns: nil for a null that is not finite, a standard error of zero, and for figures whose
  ///   uncertainty is neither normal nor t: counts have exact tests of their own.
  ///
  /// **Same as:** R `t.test(x, mu = null, alternative = )$p.value`, paired, Student's and Welch's
  /// likewise; SciPy `ttest_1samp(x, null, alternative=)`.
  public func pValue(against null: Double = 0, alternative: Alternative) -> Double? {
    guard let tails = tails(against: null) else { return nil }
    switch alternative {
    case .twoSided: return min(1, 2 * min(tails.below, tails.above))
    case .greater: return tails.above
    case .less: return tails.below
    }
  }

  /// Value less null over the standard error; nil without one.
  public func statistic(against null: Double = 0) -> Double? {
    guard let standardError, standardError > 0 else { return nil }
    let statistic = (value - null) / standardError
    return statistic.isFinite ? statistic : nil
  }

  /// The probabilities of a statistic at most and at least as large.
  private func tails(against null: Double) -> (below: Double, above: Double)? {
    guard let statistic = statistic(against: null) else { return nil }
    switch uncertainty {
    case .normal:
      return (Normal.standard.cdf(statistic), Normal.standard.survival(statistic))
    case .t(_, let freedom):
      return StudentT(degreesOfFreedom: freedom).map {
        ($0.cdf(statistic), $0.survival(statistic))
      }
    default: return nil
    }
  }
}

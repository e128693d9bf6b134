import Distributions

extension Proportion {
  /// The exact binomial test that the true rate has a given value.
  ///
  /// With a null of 0 or 1 the p-value is 1 for the one count that is then possible, else 0.
  ///
  /// - Returns: nil when the null is outside [0, 1].
  /// - Complexity: O(log trials) masses.
  ///
  /// **Same as:** R `binom.test(x, n, null)$p.value` and its `alternative`; SciPy `binomtest(x, n,
  /// null)`.
  public func exactTest(against null: Double) -> ExactTest? {
    guard null >= 0, null <= 1 else { return nil }
    return Binomial(trials: trials, probability: null).map {
      ExactTest($0, observed: successes)
    }
  }

  /// The score test that the true rate has a given value: (x - n null) / sqrt(n null (1 - null)).
  ///
  /// - Parameters:
  ///   - null: the rate of the hypothesis.
  ///   - isCorrected: whether |x - n null| is made smaller by 1/2, or by itself where it is less.
  /// - Returns: nil when the null is outside (0, 1).
  ///
  /// **Same as:** R `prop.test(x, n, null, correct = FALSE)`, whose chi-square is the square, and with
  /// `correct = TRUE`.
  public func scoreTest(against null: Double, isCorrected: Bool = false) -> NormalTest? {
    guard null > 0, null < 1 else { return nil }
    let n = Double(trials)
    let distance = Double(successes) - n * null
    let kept = isCorrected ? max(0, abs(distance) - 0.5) : abs(distance)
    return NormalTest((distance < 0 ? -kept : kept) / (n * null * (1 - null)).squareRoot())
  }
}

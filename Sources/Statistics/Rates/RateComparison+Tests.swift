import Distributions

extension RateComparison {
  // MARK: Exact tests

  /// The exact conditional probability of as few treated events or fewer when both rates are equal.
  ///
  /// **Same as:** R `poisson.test(c(x1, x2), c(t1, t2), alternative = "less")$p.value`.
  public var pValueFewer: Double {
    guard let conditional else { return .nan }
    return conditional.cdf(treated.count)
  }

  /// The exact conditional probability of as many treated events or more when both rates are equal.
  ///
  /// **Same as:** R `poisson.test(c(x1, x2), c(t1, t2), alternative = "greater")$p.value`.
  public var pValueMore: Double {
    guard let conditional else { return .nan }
    return conditional.survival(treated.count - 1)
  }

  /// The treated events given all events, under equal rates.
  private var conditional: Binomial? {
    Binomial(
      trials: treated.count + control.count,
      probability: 1 / (1 + control.exposure / treated.exposure))
  }

  /// The exact conditional test that the ratio, treated over control, has a given value: the treated
  /// events are binomial among all events.
  ///
  /// Without any event every p-value is 1, and the mid p-value 1/2.
  ///
  /// - Returns: nil unless the ratio is positive and finite, and exposures are near enough for theirs.
  ///
  /// **Same as:** R `poisson.test(c(x1, x2), c(t1, t2), r = ratio)$p.value`; statsmodels
  /// `test_poisson_2indep(..., method="exact-cond")`, and `"cond-midp"` for its mid p-value.
  public func exactTest(ratio: Double = 1) -> ExactTest? {
    guard let odds = odds(ratio) else { return nil }
    guard treated.count + control.count > 0 else { return .nothingCounted }
    // The share that is at most one half is tested, so that neither loses digits.
    let isRare = odds <= 1
    let share = isRare ? odds / (1 + odds) : 1 / odds / (1 + 1 / odds)
    return Binomial(trials: treated.count + control.count, probability: share).map {
      let test = ExactTest($0, observed: isRare ? treated.count : control.count)
      return isRare ? test : test.mirrored
    }
  }

  // MARK: Normal tests

  /// How a normal test of the ratio of two rates is made, with o = ratio x t1 / t0 and counts x1 and x0.
  public enum NormalTestMethod: String, Sendable, Hashable, Codable, CaseIterable {
    /// The score test, the default: (x1 - o x0) / sqrt(o (x1 + x0)).
    case score
    /// (x1 - o x0) / sqrt(x1 + o^2 x0).
    case wald
    /// 2 (sqrt(x1 + 3/8) - sqrt(o (x0 + 3/8))) / sqrt(1 + o): stable at small counts.
    case squareRoot
  }

  /// A normal test that the ratio, treated over control, has a given value.
  ///
  /// - Returns: nil unless the ratio is positive and finite; without any event, save for the square
  ///   root.
  ///
  /// **Reference:** Gu, Ng, Tang and Schucany (2008), doi:10.1002/bimj.200710403.
  /// **Same as:** statsmodels `test_poisson_2indep(x1, t1, x2, t2, method="score" | "wald" | "sqrt")`.
  public func zTest(ratio: Double = 1, method: NormalTestMethod = .score) -> NormalTest? {
    guard let odds = odds(ratio) else { return nil }
    let (events, others) = (Double(treated.count), Double(control.count))
    switch method {
    case .score:
      return NormalTest((events - odds * others) / (odds * (events + others)).squareRoot())
    case .wald:
      return NormalTest((events - odds * others) / (events + odds * odds * others).squareRoot())
    case .squareRoot:
      let gap = (events + 0.375).squareRoot() - (odds * (others + 0.375)).squareRoot()
      return NormalTest(2 * gap / (1 + odds).squareRoot())
    }
  }

  /// The odds that an event is one of the treated, under a ratio of the rates.
  private func odds(_ ratio: Double) -> Double? {
    guard ratio > 0, ratio.isFinite else { return nil }
    let odds = ratio * (treated.exposure / control.exposure)
    return odds > 0 && odds.isFinite ? odds : nil
  }
}

extension EventRate {
  /// The exact test that the true rate has a given value.
  ///
  /// - Returns: nil unless the rate is positive and the events expected are between 0 and 1e15.
  ///
  /// **Same as:** R `poisson.test(count, exposure, r = rate)$p.value` and its `alternative`.
  public func exactTest(against rate: Double) -> ExactTest? {
    let expected = rate * exposure
    guard expected > 0, expected < 1e15 else { return nil }
    return Poisson(mean: expected).map { ExactTest($0, observed: count) }
  }
}

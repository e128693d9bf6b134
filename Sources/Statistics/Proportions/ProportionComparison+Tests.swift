extension ProportionComparison {
  // MARK: Normal tests

  /// The z test of equal rates.
  ///
  /// - Parameter pooled: whether both groups share one variance, as under the hypothesis, or each has
  ///   its own.
  /// - Returns: nil where nothing varies: nobody or everybody succeeded (unpooled: within each group).
  ///
  /// **Same as:** R `prop.test(c(x1, x0), c(n1, n0), correct = FALSE)`, whose chi-square is the square
  /// of the pooled statistic; statsmodels `proportions_ztest`.
  public func zTest(pooled: Bool = true) -> NormalTest? {
    let (n1, n0) = (Double(treated.trials), Double(control.trials))
    guard pooled else {
      return NormalTest(difference / (treated.variance + control.variance).squareRoot())
    }
    let share = Double(treated.successes + control.successes) / (n1 + n0)
    let rest = Double(treated.failures + control.failures) / (n1 + n0)
    return NormalTest(difference / (share * rest * (1 / n1 + 1 / n0)).squareRoot())
  }

  /// The score test of Miettinen and Nurminen that the difference has a given value.
  ///
  /// - Returns: nil when the value is outside (-1, 1).
  ///
  /// **Reference:** Miettinen and Nurminen (1985), doi:10.1002/sim.4780040211.
  public func scoreTest(difference null: Double) -> NormalTest? {
    guard null > -1, null < 1 else { return nil }
    return NormalTest(
      ScoreFunction(treated, control, isCorrected: true).statistic(difference: null))
  }

  /// The score test of Miettinen and Nurminen that the ratio, treated over control, has a given value.
  ///
  /// - Returns: nil without a success on either side, or when the value is outside 1e-100 to 1e100.
  ///
  /// **Reference:** Miettinen and Nurminen (1985), doi:10.1002/sim.4780040211.
  public func scoreTest(ratio null: Double) -> NormalTest? {
    guard null >= 1e-100, null <= 1e100 else { return nil }
    return ScoreFunction(treated, control, isCorrected: true).statistic(ratio: null)
      .flatMap(NormalTest.init)
  }

  // MARK: Two by two

  /// Pearson's chi-square with Yates' correction; nil where a margin is empty.
  ///
  /// **Same as:** R `chisq.test(table)$statistic`.
  public var yatesStatistic: Double? {
    guard let z = zTest()?.statistic, difference != 0 else { return zTest().map { _ in 0 } }
    // |d| less half of 1/n1 + 1/n0, but not below 0, in units of |d|.
    let half = 0.5 / Double(treated.trials) + 0.5 / Double(control.trials)
    let shrunk = max(0, 1 - half / abs(difference))
    return z * z * shrunk * shrunk
  }

  /// The correlation of group and success, in [-1, 1]; nil where a margin is empty.
  public var phi: Double? {
    zTest().map { $0.statistic / Double(treated.trials + control.trials).squareRoot() }
  }
}

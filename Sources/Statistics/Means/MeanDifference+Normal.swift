extension MeanDifference {
  /// The same difference held against the normal distribution instead of Student's t: the large-sample
  /// z test and its interval.
  ///
  /// The standard error stays that of ``method``: each group's own variances for Welch's, one pooled
  /// variance for Student's. In groups of 8 to 50 people it claims too much; prefer ``effect`` there.
  ///
  /// **Same as:** statsmodels `CompareMeans(a, b).ztest_ind(usevar="unequal")`, and `"pooled"`.
  public var largeSampleEffect: Estimate { Estimate(largeSample: effect, method: normalName) }

  /// The z test of equal means; nil beyond the range of `Double`.
  public var zTest: NormalTest? { effect.statistic().flatMap(NormalTest.init) }

  private var normalName: String {
    switch method {
    case .welch: "z, own variances"
    case .pooled: "z, pooled variance"
    }
  }
}

extension Estimate {
  /// A t estimate with its standard error held against the normal distribution.
  init(largeSample original: Estimate, method: String) {
    value = original.value
    uncertainty = original.standardError.map { .normal(standardError: $0) } ?? .unknown
    self.method = method
    unit = original.unit
    direction = original.direction
    sampleSizes = original.sampleSizes
  }
}

extension Estimate {
  /// The mean of one sample by Student's t: standard error s / sqrt(n), n - 1 degrees of freedom.
  ///
  /// `pValue(against:)` of the estimate is the one-sample t test against a known figure; the mean of
  /// differences within pairs gives the paired t test, see ``PairedDifference``.
  ///
  /// - Parameters:
  ///   - values: the moments of the sample, at least two values.
  ///   - unit: what it is measured in.
  ///   - direction: which way it is good.
  ///   - label: what was counted, such as `people`.
  /// - Throws: `tooFew` below two values; `constantColumn` when they do not vary, for then no
  ///   standard error exists; `overflow` when a figure leaves the range of `Double`.
  ///
  /// **Reference:** Student (1908), doi:10.1093/biomet/6.1.1.
  /// **Same as:** R `t.test(x, mu = )`; SciPy `ttest_1samp(x, popmean)`.
  public init(
    meanOf values: Moments, unit: String = "", direction: Direction = .higherIsBetter,
    label: String = "values"
  ) throws(EvaluationError) {
    guard values.count >= 2 else {
      throw .tooFew(what: label, needed: 2, found: values.count)
    }
    guard let mean = values.mean, let variance = values.variance else {
      throw .overflow(what: "a mean or variance", needed: "finite moments", found: "infinity")
    }
    guard variance > 0 else {
      throw .constantColumn(
        column: unit.isEmpty ? label : unit, rows: values.count, found: formatted(mean))
    }
    try self.init(
      value: mean,
      uncertainty: .t(
        standardError: (variance / Double(values.count)).squareRoot(),
        degreesOfFreedom: Double(values.count - 1)),
      method: "Student t", unit: unit, direction: direction,
      sampleSizes: [.init(label, values.count)])
  }
}

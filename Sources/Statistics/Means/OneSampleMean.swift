/// The mean of one sample held against a known figure by Student's t.
///
/// With n values of mean m and standard deviation s: t = (m - null) / (s / sqrt(n)), with n - 1
/// degrees of freedom; the interval is m -+ t(n - 1) s / sqrt(n).
///
/// **Reference:** Student (1908), doi:10.1093/biomet/6.1.1.
/// **Same as:** R `t.test(x, mu = null, alternative = )`; SciPy `ttest_1samp(x, null)`.
public struct OneSampleMean: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Count, mean and spread of the sample.
  public let values: Moments
  /// The figure that the mean is held against.
  public let null: Double
  /// The mean, with its standard error and degrees of freedom.
  public let mean: Estimate

  /// Takes the moments of a sample.
  ///
  /// - Parameters:
  ///   - values: the moments of the sample, at least two values.
  ///   - null: the figure that the mean is held against, such as a target or last year's mean.
  ///   - unit: what it is measured in.
  ///   - direction: which way it is good.
  /// - Throws: `invalidArgument` for a null that is not finite; `tooFew` below two values;
  ///   `constantColumn` when they do not vary, for then no standard error exists; `overflow` when a
  ///   figure leaves the range of `Double`.
  public init(
    _ values: Moments, null: Double = 0, unit: String = "",
    direction: Estimate.Direction = .higherIsBetter
  ) throws(EvaluationError) {
    guard null.isFinite else {
      throw .invalidArgument(name: "the null mean", needed: "finite", found: "\(null)")
    }
    self.values = values
    self.null = null
    mean = try Estimate(meanOf: values, unit: unit, direction: direction)
  }

  /// Takes the values themselves.
  ///
  /// - Throws: `nonFinite`, and what the other initializer throws.
  /// - Complexity: O(*n*).
  public init(
    _ values: [Double], null: Double = 0, unit: String = "",
    direction: Estimate.Direction = .higherIsBetter
  ) throws(EvaluationError) {
    try self.init(Moments(values), null: null, unit: unit, direction: direction)
  }

  private enum CodingKeys: String, CodingKey { case values, null, mean }

  /// Decodes a test, refusing a mean that its moments do not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let stored = try fields.decode(Estimate.self, forKey: .mean)
    try self.init(
      fields.decode(Moments.self, forKey: .values), null: fields.decode(Double.self, forKey: .null),
      unit: stored.unit, direction: stored.direction)
    guard mean == stored else {
      throw DecodingError.dataCorruptedError(
        forKey: .mean, in: fields, debugDescription: "needs the mean of the moments")
    }
  }

  // MARK: Test

  /// The t statistic against ``null``; nil beyond the range of `Double`.
  public var statistic: Double? { mean.statistic(against: null) }

  /// The two-sided p-value against ``null``; nil where there is no ``statistic``.
  public var pValue: Double? { pValue(.twoSided) }

  /// The p-value against ``null`` in a direction; nil where there is no ``statistic``.
  public func pValue(_ alternative: Alternative) -> Double? {
    mean.pValue(against: null, alternative: alternative)
  }

  /// The confidence interval of the mean; nil when the level is outside (0, 1).
  public func interval(level: Double = 0.95, sides: Sides = .two) -> Interval? {
    mean.interval(level: level, sides: sides)
  }

  /// The mean with its interval, and the test.
  public var description: String {
    let test = pValue.map { "p = \(formatted($0))" } ?? "no p-value"
    return "\(mean)\nagainst \(formatted(null)): \(test)"
  }
}

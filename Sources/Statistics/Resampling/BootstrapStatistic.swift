/// What a bootstrap estimates: a figure of a sample, in a form that it can take of resamples.
///
/// Means, their differences and ratios, and any function of means of columns take a fast way; every
/// other figure is a closure over the rows drawn or over how often each row is drawn. A closure that
/// gives NaN or an infinity says that the figure is undefined in that resample.
public struct BootstrapStatistic: Sendable {
  enum Kind: Sendable {
    case means(ColumnMeans)
    case rows(Figure<[Int]>)
    case weights(Figure<[Double]>)
    case wild(WildResiduals)
  }

  /// A closure, with one for its standard error.
  struct Figure<Resampled>: Sendable {
    let value: @Sendable (Resampled) -> Double
    let standardError: (@Sendable (Resampled) -> Double)?
  }

  let kind: Kind
  /// The units when nobody names them.
  let units: ResamplingUnits
  /// What is counted, and how many.
  let sampleSizes: [Estimate.SampleSize]

  // MARK: Means

  /// The mean of a column; its standard error is s / sqrt(n), or by whole clusters.
  ///
  /// - Throws: `tooFew` below two values; `nonFinite`; `overflow` and `undefined` for values whose
  ///   squares a `Double` cannot hold.
  public static func mean(of values: [Double]) throws(EvaluationError) -> Self {
    try means(of: [values], gradient: { _ in [1] }) { $0[0] }
  }

  /// The ratio of two columns' means, such as output per hour over people; its standard error is
  /// the delta method's.
  ///
  /// Undefined in a resample whose denominators add to zero.
  ///
  /// - Throws: `lengthMismatch`, and what ``mean(of:)`` throws.
  public static func ratioOfMeans(
    _ numerators: [Double], _ denominators: [Double]
  ) throws(EvaluationError) -> Self {
    try means(
      of: [numerators, denominators],
      gradient: { [1 / $0[1], -$0[0] / ($0[1] * $0[1])] }
    ) { $0[0] / $0[1] }
  }

  /// The mean of the treated minus the mean of the controls, drawn within each arm; its standard
  /// error is Welch's.
  ///
  /// The rows are the treated, then the controls: name clusters in that order.
  ///
  /// - Throws: `tooFew` below two values in an arm; what ``mean(of:)`` throws.
  public static func differenceOfMeans(
    treated: [Double], control: [Double]
  ) throws(EvaluationError) -> Self {
    for (arm, values) in [("treated rows", treated), ("control rows", control)] {
      guard values.count >= 2 else { throw .tooFew(what: arm, needed: 2, found: values.count) }
    }
    let first = try Moments(treated, column: "treated").mean ?? 0
    let second = try Moments(control, column: "control").mean ?? 0
    let zeros = (treated.map { _ in 0.0 }, control.map { _ in 0.0 })
    let ones = (treated.map { _ in 1.0 }, control.map { _ in 1.0 })
    // Sums and sizes of each arm: where clusters are drawn without strata, sizes vary, too.
    let columns = [
      treated.map { $0 - first } + zeros.1, ones.0 + zeros.1,
      zeros.0 + control.map { $0 - second }, zeros.0 + ones.1,
    ]
    return Self(
      kind: .means(
        ColumnMeans(
          columns, shifts: [0, 0, 0, 0],
          combine: { (first - second) + ($0[0] / $0[1] - $0[2] / $0[3]) },
          gradient: {
            [1 / $0[1], -$0[0] / ($0[1] * $0[1]), -1 / $0[3], $0[2] / ($0[3] * $0[3])]
          })),
      units: try ResamplingUnits(first: treated.count, second: control.count),
      sampleSizes: [.init("treated", treated.count), .init("control", control.count)])
  }

  /// A function of the means of columns, such as a weighted mean, a correlation (from the means of
  /// x, y, x², y² and xy) or a share of shares.
  ///
  /// - Parameters:
  ///   - columns: the values by column, all of one length.
  ///   - gradient: the derivatives of the figure by each mean, for a studentised interval.
  ///   - combine: the figure from the means over a resample, in the order of the columns.
  /// - Returns: the statistic.
  /// - Throws: `tooFew` without a column or below two values; `lengthMismatch`; what ``mean(of:)``
  ///   throws.
  public static func means(
    of columns: [[Double]], gradient: (@Sendable ([Double]) -> [Double])? = nil,
    _ combine: @escaping @Sendable ([Double]) -> Double
  ) throws(EvaluationError) -> Self {
    let moments = try CrossMoments(columns: columns)
    var checked: (@Sendable ([Double]) -> [Double])?
    if let gradient {
      checked = { means in
        let slopes = gradient(means)
        return slopes.count == means.count ? slopes : means.map { _ in Double.nan }
      }
    }
    return Self(
      kind: .means(
        ColumnMeans(columns, shifts: moments.shifts, combine: combine, gradient: checked)),
      units: try ResamplingUnits(rows: moments.count),
      sampleSizes: [.init("rows", moments.count)])
  }

  // MARK: Closures

  /// Any figure of the rows drawn.
  ///
  /// - Parameters:
  ///   - count: how many rows the sample has.
  ///   - standardError: the standard error of the figure from the same rows, for a studentised
  ///     interval.
  ///   - value: the figure from row numbers, counted from 0 and repeated as drawn.
  /// - Returns: the statistic.
  /// - Throws: `tooFew` below two rows; `invalidArgument` above 100,000,000.
  public static func rows(
    _ count: Int, standardError: (@Sendable ([Int]) -> Double)? = nil,
    _ value: @escaping @Sendable ([Int]) -> Double
  ) throws(EvaluationError) -> Self {
    Self(
      kind: .rows(Figure(value: value, standardError: standardError)),
      units: try ResamplingUnits(rows: count), sampleSizes: [.init("rows", count)])
  }

  /// Any figure of weighted rows.
  ///
  /// - Parameters:
  ///   - count: how many rows the sample has.
  ///   - standardError: the standard error of the figure from the same weights, for a studentised
  ///     interval.
  ///   - value: the figure from how often each row is drawn: whole numbers, 0 for about a third.
  /// - Returns: the statistic.
  /// - Throws: `tooFew` below two rows; `invalidArgument` above 100,000,000.
  public static func weights(
    _ count: Int, standardError: (@Sendable ([Double]) -> Double)? = nil,
    _ value: @escaping @Sendable ([Double]) -> Double
  ) throws(EvaluationError) -> Self {
    Self(
      kind: .weights(Figure(value: value, standardError: standardError)),
      units: try ResamplingUnits(rows: count), sampleSizes: [.init("rows", count)])
  }

  /// A figure of outcomes whose residuals are multiplied by random signs: the wild bootstrap of a
  /// regression, robust to unequal variances; with clusters, one sign for each.
  ///
  /// - Parameters:
  ///   - fitted: the fitted outcome of each row.
  ///   - residuals: what each outcome has beyond it.
  ///   - weights: the distribution of the signs.
  ///   - standardError: the standard error of the figure from the same outcomes, for a studentised
  ///     interval.
  ///   - value: the figure, such as a coefficient, from outcomes in the order of the rows.
  /// - Returns: the statistic.
  /// - Throws: `tooFew` below two rows; `lengthMismatch`; `nonFinite`.
  ///
  /// **Reference:** Liu (1988), doi:10.1214/aos/1176351062; Cameron, Gelbach and Miller (2008),
  /// doi:10.1162/rest.90.3.414, for clusters.
  public static func wild(
    fitted: [Double], residuals: [Double], weights: WildWeights = .rademacher,
    standardError: (@Sendable ([Double]) -> Double)? = nil,
    _ value: @escaping @Sendable ([Double]) -> Double
  ) throws(EvaluationError) -> Self {
    guard fitted.count == residuals.count else {
      throw .lengthMismatch(what: "the residuals", needed: fitted.count, found: residuals.count)
    }
    _ = try Moments(fitted, column: "fitted outcomes")
    _ = try Moments(residuals, column: "residuals")
    return Self(
      kind: .wild(
        WildResiduals(
          fitted: fitted, residuals: residuals, weights: weights,
          figure: Figure(value: value, standardError: standardError))),
      units: try ResamplingUnits(rows: fitted.count),
      sampleSizes: [.init("rows", fitted.count)])
  }

  /// Whether a formula gives the standard error of each resample.
  var hasStandardError: Bool {
    switch kind {
    case .means(let means): means.gradient != nil
    case .rows(let figure): figure.standardError != nil
    case .weights(let figure): figure.standardError != nil
    case .wild(let wild): wild.figure.standardError != nil
    }
  }

  var isOfMeans: Bool { if case .means = kind { true } else { false } }

  var isWild: Bool { if case .wild = kind { true } else { false } }
}

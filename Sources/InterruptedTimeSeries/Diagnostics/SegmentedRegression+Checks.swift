import Regression
public import Statistics

extension SegmentedRegression {
  /// Below so many periods autoregressive methods are not advised (Turner and others 2021).
  static let shortSeries = 12

  /// The average effect of an intervention that never was, in the periods before the first one.
  ///
  /// The same model is fitted to the periods before alone, as if the first intervention had come at
  /// another time. An effect there means that the trend does not foretell the series.
  ///
  /// - Parameter time: when; in the middle of the periods before when nil.
  /// - Returns: the average effect, which should be zero up to its error.
  /// - Throws: what the fit throws, above all `tooFew`.
  public func placebo(at time: Intervention.Start? = nil) throws(EvaluationError) -> Estimate {
    try Self.placebo(
      at: time, segments: segments, treated: treated, comparison: comparison,
      specification: specification, effect: effect)
  }

  private static func placebo(
    at time: Intervention.Start?, segments: SegmentedDesign, treated: TimeSeries,
    comparison: TimeSeries?, specification: SegmentedSpecification, effect: Estimate
  ) throws(EvaluationError) -> Estimate {
    let start = segments.windows[0].start
    func before(_ series: TimeSeries) throws(EvaluationError) -> TimeSeries {
      let count = series.periods.count { $0 < start }
      return try TimeSeries(
        Array(series.values.prefix(count)), periods: Array(series.periods.prefix(count)),
        name: series.name, unit: series.unit)
    }
    let own = try before(treated)
    var other: TimeSeries?
    if let comparison { other = try before(comparison) }
    let pretended = Intervention(
      at: time ?? .period(own.periods[own.count / 2]), change: segments.windows[0].change)
    return try SegmentedRegression(
      own, comparison: other, specification: specification.replacing([pretended]),
      unit: effect.unit, direction: effect.direction, withPlacebo: false
    ).effect
  }

  // MARK: Checks

  static func checks(
    _ segments: SegmentedDesign, model: SeriesRegression, effect: Estimate, treated: TimeSeries,
    comparison: TimeSeries?, specification: SegmentedSpecification, remaining: LjungBox?
  ) -> [Check] {
    var checks = [lengthCheck(segments), remainderCheck(remaining, specification.method)]
    if let autocorrelation = model.autocorrelation, autocorrelation.isAtLimit {
      checks.append(
        Check(
          "autocorrelation below its limit", figure: autocorrelation.value,
          threshold: AutoregressiveLikelihood.limit, verdict: .inconclusive,
          sentence:
            "The errors cannot be told from a random walk, of which a trend foretells little."))
    }
    if let comparison, specification.comparisonModel == .difference {
      let alone = treated.count + comparison.count - 2 * segments.rows.count
      if alone > 0 {
        checks.append(
          Check(
            "periods in common", figure: Double(alone), threshold: 0, verdict: .inconclusive,
            sentence:
              "\(alone) periods of one series alone, or of a phase-in, are not part of the difference."
          ))
      }
    }
    let placebo = try? placebo(
      at: nil, segments: segments, treated: treated, comparison: comparison,
      specification: specification, effect: effect)
    checks.append(placeboCheck(placebo))
    return checks
  }

  private static func lengthCheck(_ segments: SegmentedDesign) -> Check {
    let (before, after) = (segments.countBefore, segments.periodsAfter.count)
    let least = min(before, after)
    return Check(
      "enough periods", figure: Double(least), threshold: Double(shortSeries),
      verdict: least >= shortSeries ? .passed : .inconclusive,
      sentence: least >= shortSeries
        ? "\(before) periods before and \(after) after."
        : "\(before) periods before and \(after) after; with fewer than \(shortSeries) on a side "
          + "autocorrelation is hardly known, and intervals may be too narrow.")
  }

  private static func remainderCheck(_ test: LjungBox?, _ method: SeriesMethod) -> Check {
    guard let test else {
      return Check(
        "autocorrelation left", verdict: .inconclusive,
        sentence: "There are too few periods to test what the model leaves.")
    }
    let isLeft = test.pValue < 0.05
    let lags = test.autocorrelations.count
    var isAllowedFor = false
    if case .leastSquares(let estimator) = method, case .neweyWest = estimator {
      isAllowedFor = true
    }
    let sentence =
      !isLeft
      ? "Over \(lags) lags nothing contradicts independence."
      : isAllowedFor
        ? "Residuals correlate over \(lags) lags. The standard errors allow for it, but in short series intervals are too narrow; compare REML."
        : "What the model leaves still correlates over \(lags) lags, so that intervals are too narrow or too wide; look for a season or a missing event."
    return Check(
      "autocorrelation left", figure: test.pValue, threshold: 0.05,
      verdict: !isLeft ? .passed : isAllowedFor ? .inconclusive : .failed, sentence: sentence)
  }

  private static func placeboCheck(_ placebo: Estimate?) -> Check {
    guard let placebo, let interval = placebo.interval(), interval.lower != nil else {
      return Check(
        "placebo in time", verdict: .inconclusive,
        sentence: "There are too few periods before for an intervention that never was.")
    }
    let low = formatted(interval.lower ?? 0, significantDigits: 4)
    let high = formatted(interval.upper ?? 0, significantDigits: 4)
    let passed = interval.contains(0)
    return Check(
      "placebo in time", figure: placebo.value, threshold: 0,
      verdict: passed ? .passed : .failed,
      sentence: passed
        ? "Halfway through the periods before, where nothing happened, no effect is found (\(low) to \(high))."
        : "Halfway through the periods before, where nothing happened, an effect is found (\(low) to \(high)); the trend does not foretell this series."
    )
  }
}

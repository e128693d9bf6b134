public import DataFrames
import Regression
public import Statistics

/// An interrupted time series: the level and slope of a series before and after something happened.
///
/// The outcome is regressed on a trend, on a jump and a change of trend at each intervention, and on
/// the season. What the trend before would have led to is the counterfactual; the effect is the
/// fitted series less the counterfactual, averaged over the periods after. With a comparison series,
/// what changed there at the same time is taken off.
///
/// ```swift
/// let study = try SegmentedRegression(
///   months, outcome: "exits", time: "month",
///   interventions: [Intervention(at: "2024-02-01")], seasonality: .monthly, direction: .lowerIsBetter)
/// ```
///
/// **Reference:** Wagner et al. (2002), doi:10.1046/j.1365-2710.2002.00430.x; Bernal, Cummins and
/// Gasparrini (2017), doi:10.1093/ije/dyw098; Linden (2015), doi:10.1177/1536867X1501500208; Turner
/// et al. (2021), doi:10.1186/s12874-021-01306-w.
/// **Same as:** Stata `itsa`; R `nlme::gls(y ~ t + level + slope, correlation = corAR1())`.
public struct SegmentedRegression: Evidence, Hashable {
  /// The series that was treated.
  public let treated: TimeSeries
  /// The comparison series, or nil.
  public let comparison: TimeSeries?
  /// Every choice that was made.
  public let specification: SegmentedSpecification
  /// The fitted regression, on the scale of the specification.
  public let model: SeriesRegression
  /// The average effect a period over the periods after the first intervention.
  public let effect: Estimate
  /// Enough periods, autocorrelation, and a break where nothing happened.
  public let checks: [Check]
  let segments: SegmentedDesign

  /// With or without comparison.
  public var design: StudyDesign { .interruptedTimeSeries(controlled: comparison != nil) }

  // MARK: Fitting

  /// Fits series at hand.
  ///
  /// - Parameters:
  ///   - treated: the series that the interventions changed.
  ///   - comparison: a series that they could not change, or nil.
  ///   - specification: what is fitted and how.
  ///   - unit: what the outcome is measured in.
  ///   - direction: which way the outcome is good.
  /// - Throws: `tooFew` below three periods before, or below one more than the changes after an
  ///   intervention; `invalidArgument` for interventions out of order or of another kind of time,
  ///   seasons and lags out of range; `invalidValues` for a logarithm of what is not positive;
  ///   `collinear` when season and trend cannot be told apart; `undefined` for a series without
  ///   errors; `overflow`; `notConverged` for Prais and Winsten's iteration.
  /// - Complexity: O(periods x columns^2).
  public init(
    _ treated: TimeSeries, comparison: TimeSeries? = nil,
    specification: SegmentedSpecification, unit: String = "",
    direction: Estimate.Direction = .higherIsBetter
  ) throws(EvaluationError) {
    try self.init(
      treated, comparison: comparison, specification: specification, unit: unit,
      direction: direction, withPlacebo: true)
  }

  /// Fits columns of a frame.
  ///
  /// - Parameters:
  ///   - frame: one row a period, ascending in time; with ``Comparison/group(column:treated:comparison:)``
  ///     one row a period and group.
  ///   - outcome: a column of numbers.
  ///   - time: a column of whole numbers that count periods, or of dates.
  ///   - timeUnit: how dates are counted; when nil, as they mostly follow each other.
  ///   - comparison: where the comparison series stands, or nil.
  ///   - interventions: what happened, ascending.
  ///   - slopeOrigin: where slope changes count from.
  ///   - seasonality: what repeats from cycle to cycle.
  ///   - scale: how the outcome enters.
  ///   - comparisonModel: how a comparison series enters.
  ///   - method: how the model is fitted.
  ///   - unit: what the outcome is measured in.
  ///   - direction: which way the outcome is good.
  ///   - missing: what to do about rows with empty cells; rows left out are gaps in time.
  /// - Throws: what ``init(_:comparison:specification:unit:direction:)`` throws, and what a
  ///   ``TimeSeries`` throws about columns.
  public init(
    _ frame: DataFrame, outcome: String, time: String, timeUnit: PeriodUnit? = nil,
    comparison: Comparison? = nil, interventions: [Intervention],
    slopeOrigin: SlopeOrigin = .zeroAtFirstPeriod, seasonality: Seasonality = .none,
    scale: SegmentedSpecification.Scale = .asMeasured,
    comparisonModel: SegmentedSpecification.ComparisonModel = .stacked,
    method: SeriesMethod = .restrictedLikelihood, unit: String = "",
    direction: Estimate.Direction = .higherIsBetter, missing: MissingCells = .reject
  ) throws(EvaluationError) {
    let series = try Comparison.series(
      frame, outcome: outcome, time: time, unit: timeUnit, comparison: comparison,
      missing: missing)
    try self.init(
      series.treated, comparison: series.comparison,
      specification: SegmentedSpecification(
        interventions: interventions, slopeOrigin: slopeOrigin, seasonality: seasonality,
        scale: scale, comparisonModel: comparisonModel, method: method),
      unit: unit, direction: direction)
  }

  /// Fits, and looks for a break before the intervention unless this is such a look.
  init(
    _ treated: TimeSeries, comparison: TimeSeries?, specification: SegmentedSpecification,
    unit: String, direction: Estimate.Direction, withPlacebo: Bool
  ) throws(EvaluationError) {
    if let comparison, comparison.unit != treated.unit {
      throw .invalidArgument(
        name: "the comparison's unit of time", needed: treated.unit.rawValue,
        found: comparison.unit.rawValue)
    }
    let own = try specification.transformed(treated)
    var other: TimeSeries?
    if let comparison { other = try specification.transformed(comparison) }
    let segments: SegmentedDesign
    if let other, specification.comparisonModel == .difference {
      segments = try SegmentedDesign(
        specification.difference(own, other), stackedOn: nil, specification: specification)
    } else {
      segments = try SegmentedDesign(own, stackedOn: other, specification: specification)
    }
    let (design, order) = try segments.matrix()
    let model = try SeriesRegression(
      design, response: segments.response, order: order, outcome: treated.name,
      method: specification.method)
    self.treated = treated
    self.comparison = comparison
    self.specification = specification
    self.model = model
    self.segments = segments
    let contrast = SegmentedContrast(
      segments: segments, model: model, specification: specification, treated: treated,
      isDifference: other != nil && specification.comparisonModel == .difference)
    effect = try contrast.estimate(
      over: segments.periodsAfter, sum: false, unit: unit, direction: direction)
    guard withPlacebo else {
      checks = []
      return
    }
    let fitted = specification.method.isAutoregressive ? 1 : 0
    let lags = LjungBox.automaticLags(
      model.innovationOrder, cycle: specification.seasonality.cycle, fittedParameters: fitted)
    checks = Self.checks(
      segments, model: model, effect: effect, treated: treated, comparison: comparison,
      specification: specification,
      remaining: try? LjungBox(
        model.innovations, order: model.innovationOrder, lags: lags, fittedParameters: fitted))
  }
}

// MARK: - Coding

extension SegmentedRegression: Codable {
  private enum CodingKeys: String, CodingKey { case treated, comparison, specification, effect }

  /// Decodes data and choices, fits them again, and refuses an effect that they do not give.
  ///
  /// The effect may differ by 1e-6 of its standard error, for products of matrices may differ in
  /// their last digits from machine to machine.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let stored = try fields.decode(Estimate.self, forKey: .effect)
    try self.init(
      fields.decode(TimeSeries.self, forKey: .treated),
      comparison: fields.decodeIfPresent(TimeSeries.self, forKey: .comparison),
      specification: fields.decode(SegmentedSpecification.self, forKey: .specification),
      unit: stored.unit, direction: stored.direction)
    let (error, found) = (effect.standardError ?? 0, stored.standardError ?? .nan)
    guard abs(effect.value - stored.value) <= 1e-6 * error, abs(error - found) <= 1e-6 * error
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .effect, in: fields, debugDescription: "needs the effect of the series")
    }
  }

  /// Encodes data and choices, and the effect for those who read it without fitting.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(treated, forKey: .treated)
    try fields.encodeIfPresent(comparison, forKey: .comparison)
    try fields.encode(specification, forKey: .specification)
    try fields.encode(effect, forKey: .effect)
  }
}

// MARK: - Description

extension SegmentedRegression: CustomStringConvertible {
  /// The effect with its interval, the model, and the checks that did not pass, in at most ten lines.
  public var description: String {
    let start = treated.unit.label(of: segments.windows[0].start)
    var lines = [
      "\(excerpt(treated.name)): \(segments.countBefore) periods before \(start), "
        + "\(segments.periodsAfter.count) after"
        + (comparison.map { ", compared with \(excerpt($0.name))" } ?? ""),
      "\(effect)",
    ]
    if let relative = try? relativeEffect() { lines.append("relative: \(relative)") }
    if let level = try? levelChange(), let error = level.standardError {
      lines.append("level change \(formatted(level.value)) (\(formatted(error))); \(origin)")
    }
    if let autocorrelation = model.autocorrelation {
      lines.append("autocorrelation \(formatted(autocorrelation.value, significantDigits: 3))")
    }
    return (lines + openChecks.prefix(3).map(\.description)).joined(separator: "\n")
  }

  private var origin: String {
    specification.slopeOrigin == .zeroAtFirstPeriod
      ? "slope 0 at the first period after" : "slope 1 at the first period after"
  }
}

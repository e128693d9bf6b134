import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Everything that decides what is fitted to a series, besides the data.
public struct SegmentedSpecification: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How the outcome enters the model.
  public enum Scale: String, Sendable, Hashable, Codable, CaseIterable {
    /// As it is: effects add.
    case asMeasured
    /// By its natural logarithm: effects multiply, and fitted values are medians.
    case logarithm
  }

  /// How a comparison series enters the model.
  public enum ComparisonModel: String, Sendable, Hashable, Codable, CaseIterable {
    /// Both series in one regression, with a trend and changes of their own; the effect is the
    /// difference of their changes (Linden 2015, doi:10.1177/1536867X1501500208). Errors of the two
    /// series are taken to be independent.
    case stacked
    /// One regression of the difference, period by period, so that what shakes both series alike
    /// drops out; on the logarithmic scale, of the logarithm of their ratio.
    case difference
  }

  /// What happened, in ascending order.
  public let interventions: [Intervention]
  /// Where slope changes count from.
  public let slopeOrigin: SlopeOrigin
  /// What repeats from cycle to cycle.
  public let seasonality: Seasonality
  /// How the outcome enters.
  public let scale: Scale
  /// How a comparison series enters.
  public let comparisonModel: ComparisonModel
  /// How the model is fitted.
  public let method: SeriesMethod

  /// Names every choice.
  public init(
    interventions: [Intervention], slopeOrigin: SlopeOrigin = .zeroAtFirstPeriod,
    seasonality: Seasonality = .none, scale: Scale = .asMeasured,
    comparisonModel: ComparisonModel = .stacked, method: SeriesMethod = .restrictedLikelihood
  ) {
    self.interventions = interventions
    self.slopeOrigin = slopeOrigin
    self.seasonality = seasonality
    self.scale = scale
    self.comparisonModel = comparisonModel
    self.method = method
  }

  /// Method, origin, season and scale in words.
  public var description: String {
    let origin = slopeOrigin == .zeroAtFirstPeriod ? 0 : 1
    return "\(method); slope \(origin) at the first period after; \(seasonality)"
      + (scale == .logarithm ? "; logarithms" : "")
  }

  /// The same for other interventions.
  func replacing(_ interventions: [Intervention]) -> SegmentedSpecification {
    SegmentedSpecification(
      interventions: interventions, slopeOrigin: slopeOrigin, seasonality: seasonality,
      scale: scale, comparisonModel: comparisonModel, method: method)
  }
}

// MARK: - Data on the scale of the model

extension SegmentedSpecification {
  /// A series as the model takes it.
  ///
  /// - Throws: `invalidValues` for a logarithm of what is not positive.
  func transformed(_ series: TimeSeries) throws(EvaluationError) -> TimeSeries {
    guard scale == .logarithm else { return series }
    let faulty = series.values.indices.filter { !(series.values[$0] > 0) }
    if let first = faulty.first {
      throw .invalidValues(
        column: series.name, rows: AffectedRows(faulty.map { $0 + 1 }),
        needed: "positive values for logarithms", found: "\(series.values[first])")
    }
    return try TimeSeries(
      series.values.map { log($0) }, periods: series.periods, name: series.name,
      unit: series.unit)
  }

  /// A value of the model in the outcome's own unit.
  func measured(_ value: Double) -> Double { scale == .logarithm ? exp(value) : value }

  /// The treated series less the comparison in the periods that both have.
  func difference(
    _ treated: TimeSeries, _ comparison: TimeSeries
  ) throws(EvaluationError) -> TimeSeries {
    let other = Dictionary(
      zip(comparison.periods, comparison.values), uniquingKeysWith: { first, _ in first })
    var (periods, values): ([Int], [Double]) = ([], [])
    for (period, value) in zip(treated.periods, treated.values) {
      guard let compared = other[period] else { continue }
      periods.append(period)
      values.append(value - compared)
    }
    guard !periods.isEmpty else {
      throw .tooFew(what: "periods that both series have", needed: 1, found: 0)
    }
    return try TimeSeries(values, periods: periods, name: treated.name, unit: treated.unit)
  }
}

/// A chart as a part of a report: one of the kinds of this module.
///
/// A report holds charts, not pictures, so that a decoded report cannot bring markup of its own.
public enum Figure: Sendable, Hashable, Codable {
  /// Effects with intervals.
  case effect(EffectChart)
  /// The balance of covariates.
  case love(LovePlot)
  /// Power curves.
  case power(PowerChart)
  /// A time series with its counterfactual.
  case series(SeriesChart)
  /// Effects by time since the start.
  case eventStudy(EventStudyChart)
  /// Effects in subgroups.
  case forest(ForestPlot)
  /// From value to net benefit.
  case waterfall(WaterfallChart)
  /// What each input does alone.
  case tornado(TornadoChart)
  /// Levels before and with a programme.
  case delta(DeltaChart)
  /// The distribution of ROI.
  case distribution(ROIDistributionChart)
  /// A share watched week by week.
  case monitor(MonitorChart)
  /// What one input must be along the values of another.
  case breakEven(BreakEvenChart)

  /// The chart itself.
  public var chart: any Chart { drawable }

  /// The chart as one that draws itself.
  var drawable: any Drawable {
    switch self {
    case .effect(let chart): chart
    case .love(let chart): chart
    case .power(let chart): chart
    case .series(let chart): chart
    case .eventStudy(let chart): chart
    case .forest(let chart): chart
    case .waterfall(let chart): chart
    case .tornado(let chart): chart
    case .delta(let chart): chart
    case .distribution(let chart): chart
    case .monitor(let chart): chart
    case .breakEven(let chart): chart
    }
  }
}

/// How the comparison behind an effect was made; it decides how far the effect may be believed.
public enum StudyDesign: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Chance decided who took part.
  case randomizedExperiment
  /// Participants are compared with people who resemble them.
  case matchedCohort
  /// One series before and after a date, with or without a comparison series.
  case interruptedTimeSeries(controlled: Bool)
  /// Groups start at different dates; those not yet started are the comparison.
  case staggeredRollout
  /// The same unit before and after, with nothing beside it.
  case beforeAfter
  /// A figure that somebody states, without data.
  case declared

  /// Whether the design has a comparison that removes what would have happened anyway.
  public var isControlled: Bool {
    switch self {
    case .randomizedExperiment, .matchedCohort, .staggeredRollout: true
    case .interruptedTimeSeries(let controlled): controlled
    case .beforeAfter, .declared: false
    }
  }

  /// The design's name in words, such as `matched cohort`.
  public var description: String {
    switch self {
    case .randomizedExperiment: "randomised experiment"
    case .matchedCohort: "matched cohort"
    case .interruptedTimeSeries(controlled: true): "interrupted time series with comparison"
    case .interruptedTimeSeries(controlled: false): "interrupted time series without comparison"
    case .staggeredRollout: "staggered rollout"
    case .beforeAfter: "before-after comparison without controls"
    case .declared: "declared figure"
    }
  }
}

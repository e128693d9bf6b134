public import Statistics

/// What a rule compares between groups, and what it accepts.
public enum FairnessMetric: Sendable, Hashable, Codable {
  /// The ratio of selection rates, focal over reference, at least a floor; with two sides also at most
  /// its inverse.
  case rateRatio(
    floor: ExactShare, twoSided: Bool = false,
    method: ProportionComparison.RatioMethod = .miettinenNurminen)
  /// The difference of selection rates, no further from 0 than a margin.
  case rateDifference(
    margin: Double, method: ProportionComparison.DifferenceMethod = .newcombe)
  /// The difference of means by Welch's t, no further from 0 than a margin.
  case meanDifference(margin: Double)
  /// The difference of a program's effects in two groups, no further from 0 than a margin.
  case effectDifference(margin: Double)

  /// The values accepted.
  ///
  /// - Throws: `invalidArgument` for a margin that is negative or not finite.
  func band() throws(EvaluationError) -> AcceptableBand {
    switch self {
    case .rateRatio(let floor, let twoSided, _): .ratio(floor: floor, twoSided: twoSided)
    case .rateDifference(let margin, _), .meanDifference(let margin),
      .effectDifference(let margin):
      try .difference(margin: margin)
    }
  }

  /// What is compared, in words.
  public var name: String {
    switch self {
    case .rateRatio: "rate ratio"
    case .rateDifference: "rate difference"
    case .meanDifference: "mean difference"
    case .effectDifference: "difference of effects"
    }
  }

  /// Whether the delta would be 1, not 0, between groups that are alike.
  var isRatio: Bool { if case .rateRatio = self { true } else { false } }
}

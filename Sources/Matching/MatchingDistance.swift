/// What the similarity of two people is measured by.
///
/// **Reference:** Rosenbaum and Rubin (1985), doi:10.1080/00031305.1985.10479383, for Mahalanobis
/// distances inside a caliper of the score.
public enum MatchingDistance: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The difference of propensity scores, by logistic regression on the covariates. R
  /// `distance = "glm"`.
  case propensityScore
  /// The difference of linear predictors: of log odds. R `link = "linear.logit"`.
  case linearPredictor
  /// sqrt((x - y)' S^-1 (x - y)) in some columns, all covariates when nil, without any score.
  ///
  /// S is the pooled covariance within the groups, divisor *n* - 2. Each level of a category is a
  /// column of its own, columns are scaled to unit variance, and S is inverted on its rank. R
  /// `distance = "mahalanobis"`.
  case mahalanobis(of: [String]? = nil)
  /// The same distance, while order and caliper are those of the propensity score. R `mahvars`.
  case mahalanobisWithinScore(of: [String]? = nil)

  /// Whether a score is fitted.
  var hasScore: Bool { if case .mahalanobis = self { false } else { true } }

  /// Whether the score is the distance.
  var isOnScore: Bool { self == .propensityScore || self == .linearPredictor }

  /// The columns of a Mahalanobis distance; nil on a score.
  func columns(among covariates: [String]) -> [String]? {
    switch self {
    case .propensityScore, .linearPredictor: nil
    case .mahalanobis(let columns), .mahalanobisWithinScore(let columns): columns ?? covariates
    }
  }

  /// The distance in words.
  public var description: String {
    switch self {
    case .propensityScore: "the propensity score"
    case .linearPredictor: "the linear predictor of the score"
    case .mahalanobis: "the Mahalanobis distance"
    case .mahalanobisWithinScore: "the Mahalanobis distance beside the propensity score"
    }
  }
}

/// Whose average effect is asked for.
public enum TargetPopulation: String, Sendable, Hashable, Codable, CaseIterable {
  /// The treated: ATT. Partners are found for each of them.
  case treated
  /// The untreated: ATC. Partners are found for each of them among the treated.
  case control
  /// Everybody: ATE.
  case all
}

/// What the reference folder `matching` states about its data beside the cases.
public enum MatchingFolder {
  /// The covariates of each data set's propensity score, by its name.
  public static let covariates = [
    "lalonde": ["age", "educ", "race", "married", "nodegree", "re74", "re75"],
    "coach_a": ["tenure", "baseline", "engagement", "hours", "region", "manager"],
  ]

  /// The outcome of a data set.
  public static func outcome(of data: String) -> String {
    data == "lalonde" ? "re78" : "outcome"
  }
}

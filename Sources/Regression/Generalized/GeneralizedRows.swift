/// How the log likelihood of each row depends on its linear predictor: concave, so that Newton's
/// steps lead to its one maximum.
protocol RowLikelihood: Sendable {
  /// The first derivative by the linear predictor, and minus the second.
  func derivatives(_ predictor: Double, at row: Int) -> (score: Double, curvature: Double)
  /// Minus the expected second derivative, from which the covariance follows.
  func information(_ predictor: Double, at row: Int) -> Double
  /// Twice what the log likelihood lacks to the best that any predictor reaches.
  func deviance(_ predictor: Double, at row: Int) -> Double
  /// The end towards which the log likelihood rises for ever; nil when it has a maximum.
  func openEnd(at row: Int) -> PredictorEnd?
  /// A rough predictor with its weight, from the row's outcome alone; nil where zero is as good.
  func start(at row: Int, offset: Double?) -> (predictor: Double, weight: Double)?
}

/// An end of the line on which linear predictors stand.
enum PredictorEnd: Sendable, Hashable {
  case below
  case above
}

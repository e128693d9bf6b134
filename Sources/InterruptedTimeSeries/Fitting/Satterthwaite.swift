import Distributions
import LinearAlgebra

/// What gives each combination of coefficients its degrees of freedom when the covariance depends on
/// an estimated variance and an estimated autocorrelation.
///
/// With v = c' V c the variance of a combination, g its derivatives by log sigma^2 (v itself) and by
/// phi, and W the inverse of their expected information, the degrees of freedom are 2 v^2 / g' W g.
///
/// **Reference:** Satterthwaite (1946), doi:10.2307/3002019; Giesbrecht and Burns (1985),
/// doi:10.2307/2530872.
struct Satterthwaite: Sendable, Hashable {
  let covariance: Matrix
  /// The derivative of the covariance by phi.
  let covarianceSlope: Matrix
  /// Of log sigma^2, of log sigma^2 with phi, of phi.
  let information: [Double]

  /// The degrees of freedom of a combination, with a further variance proportional to sigma^2 (that
  /// of a new observation); nil where the information is singular.
  func degreesOfFreedom(_ weights: [Double], further: Double = 0) -> Double? {
    guard let variance = covariance.quadraticForm(weights),
      let slope = covarianceSlope.quadraticForm(weights)
    else { return nil }
    let total = variance + further
    let determinant = information[0] * information[2] - information[1] * information[1]
    guard total > 0, determinant > 0 else { return nil }
    // By shares of the total, so that no square leaves the range of Double.
    let share = slope / total
    let spread = (information[2] - 2 * information[1] * share + information[0] * share * share)
    let freedom = 2 * determinant / spread
    return StudentT(degreesOfFreedom: freedom) == nil ? nil : freedom
  }
}

/// How the covariance of regression coefficients is estimated.
///
/// **Reference:** MacKinnon and White (1985), doi:10.1016/0304-4076(85)90158-7, for HC0 to HC3;
/// Liang and Zeger (1986), doi:10.1093/biomet/73.1.13, for clusters.
public enum CovarianceEstimator: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The model's own: residual variance times the inverse cross-product, or the inverse
  /// information. R `vcov`.
  case classical
  /// Squared residuals as they are. R `sandwich::vcovHC(type = "HC0")`.
  case hc0
  /// HC0 times n / (n - k). R `sandwich::vcovHC(type = "HC1")`; Stata `regress, vce(robust)`.
  case hc1
  /// Squared residuals over (1 - leverage). R `sandwich::vcovHC(type = "HC2")`.
  case hc2
  /// Squared residuals over (1 - leverage) squared. R `sandwich::vcovHC(type = "HC3")`.
  case hc3
  /// Scores summed within the groups of a column, times G / (G - 1) x (n - 1) / (n - k), with G - 1
  /// degrees of freedom. R `sandwich::vcovCL(cluster = , type = "HC1")`, to be read with
  /// `df = G - 1`; Stata `regress, vce(cluster)`.
  case clusterCR1(column: String)
  /// Autocorrelated residuals of rows in the order of time, by named conventions. Linear models
  /// alone have it.
  case neweyWest(NeweyWest)

  /// The name that is printed with a result, such as `HC3`.
  public var name: String {
    switch self {
    case .classical: "classical"
    case .hc0: "HC0"
    case .hc1: "HC1"
    case .hc2: "HC2"
    case .hc3: "HC3"
    case .clusterCR1(let column): "CR1 clustered by \(column)"
    case .neweyWest(let conventions): conventions.description
    }
  }

  /// The ``name``.
  public var description: String { name }
}

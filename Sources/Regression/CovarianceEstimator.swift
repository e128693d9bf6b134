import Statistics

/// How the covariance of regression coefficients is estimated.
///
/// **Reference:** MacKinnon and White (1985), doi:10.1016/0304-4076(85)90158-7, for HC0 to HC3;
/// Liang and Zeger (1986), doi:10.1093/biomet/73.1.13, for clusters; Bell and McCaffrey (2002),
/// Survey Methodology 28, 169-181, and Pustejovsky and Tipton (2018),
/// doi:10.1080/07350015.2016.1247004, for CR2.
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
  /// Residuals of each group of a column times (I - H)^(-1/2), with H the group's block of the hat
  /// matrix, and Satterthwaite's degrees of freedom for each coefficient and combination. The choice
  /// when clusters are few or unlike each other. Linear models alone have it; with weights, the
  /// variance of a row is taken to be proportional to 1 / weight, as under HC2, while the R packages
  /// take equal variances by default.
  /// R `clubSandwich::coef_test(vcov = "CR2")`, `estimatr::lm_robust(clusters = )`.
  case clusterCR2(column: String)
  /// Autocorrelated residuals of rows in the order of time, by named conventions. Linear models
  /// alone have it.
  case neweyWest(NeweyWest)

  /// The column whose groups are the clusters, or nil.
  package var clusterColumn: String? {
    switch self {
    case .clusterCR1(let column), .clusterCR2(let column): column
    case .classical, .hc0, .hc1, .hc2, .hc3, .neweyWest: nil
    }
  }

  /// The name that is printed with a result, such as `HC3`.
  public var name: String {
    switch self {
    case .classical: "classical"
    case .hc0: "HC0"
    case .hc1: "HC1"
    case .hc2: "HC2"
    case .hc3: "HC3"
    case .clusterCR1(let column): "CR1 clustered by \(excerpt(column))"
    case .clusterCR2(let column): "CR2 clustered by \(excerpt(column))"
    case .neweyWest(let conventions): conventions.description
    }
  }

  /// The ``name``.
  public var description: String { name }
}

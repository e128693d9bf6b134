import Statistics

/// How the covariance of regression coefficients is estimated.
///
/// HC2, HC3 and HC4 of a generalised linear model take the leverages of its weighted design, as
/// R `sandwich::vcovHC` does.
///
/// **Reference:** MacKinnon and White (1985), doi:10.1016/0304-4076(85)90158-7, for HC0 to HC3;
/// Cribari-Neto (2004), doi:10.1016/S0167-9473(02)00366-3, for HC4; Liang and Zeger (1986),
/// doi:10.1093/biomet/73.1.13, for clusters; Bell and McCaffrey (2002), Survey Methodology 28,
/// 169-181, and Pustejovsky and Tipton (2018), doi:10.1080/07350015.2016.1247004, for CR2;
/// MacKinnon, Nielsen and Webb (2023), doi:10.1002/jae.2969, for CR3.
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
  /// Squared residuals over (1 - leverage)^d, with d the leverage in units of the mean leverage and 4
  /// at most: for designs with a few rows of high leverage. R `sandwich::vcovHC(type = "HC4")`.
  case hc4
  /// Scores summed within the groups of a column, as they are, with G - 1 degrees of freedom: too
  /// small with few clusters. R `sandwich::vcovCL(type = "HC0", cadjust = FALSE)`.
  case clusterCR0(column: String)
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
  /// What leaving out each group of a column in turn does to the coefficients, for least squares
  /// exactly, for generalised linear models in one step. Programs differ by a factor and by the
  /// reference; see ``JackknifeConvention``.
  case clusterCR3(column: String, convention: JackknifeConvention = .clubSandwich)
  /// Groups of two columns that cross each other, such as teams and months.
  case clusterTwoWay(TwoWayClustering)
  /// Autocorrelated residuals of rows in the order of time, by named conventions. Linear models
  /// alone have it.
  case neweyWest(NeweyWest)

  /// The columns whose groups are the clusters; none for independent rows.
  package var clusterColumns: [String] {
    switch self {
    case .clusterCR0(let column), .clusterCR1(let column), .clusterCR2(let column),
      .clusterCR3(let column, _):
      [column]
    case .clusterTwoWay(let clustering): [clustering.first, clustering.second]
    case .classical, .hc0, .hc1, .hc2, .hc3, .hc4, .neweyWest: []
    }
  }

  /// The column whose groups are the clusters, or nil; the first of two ways.
  package var clusterColumn: String? { clusterColumns.first }

  /// Whether each combination of coefficients has its own degrees of freedom.
  package var hasOwnFreedom: Bool {
    switch self {
    case .clusterCR2, .clusterCR3(_, .clubSandwich): true
    default: false
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
    case .hc4: "HC4"
    case .clusterCR0(let column): "CR0 clustered by \(excerpt(column))"
    case .clusterCR1(let column): "CR1 clustered by \(excerpt(column))"
    case .clusterCR2(let column): "CR2 clustered by \(excerpt(column))"
    case .clusterCR3(let column, let convention):
      "CR3 (\(convention.description)) clustered by \(excerpt(column))"
    case .clusterTwoWay(let clustering): clustering.description
    case .neweyWest(let conventions): conventions.description
    }
  }

  /// The ``name``.
  public var description: String { name }
}

/// What programs make of leaving out clusters one at a time.
public enum JackknifeConvention: String, Sendable, Hashable, Codable, CaseIterable,
  CustomStringConvertible
{
  /// The sum of squared changes, with Satterthwaite's degrees of freedom for each combination.
  /// R `clubSandwich::coef_test(vcov = "CR3", test = "Satterthwaite")`; the same covariance as
  /// `sandwich::vcovCL(type = "HC3")`, which goes with G - 1.
  case clubSandwich
  /// (G - 1) / G times the sum, with G - 1 degrees of freedom. Stata `vce(jackknife, cluster() mse)`;
  /// Python pyfixest `vcov={"CRV3": }`; `sandwich::vcovCL(type = "HC3", cadjust = FALSE)`.
  case jackknife

  /// `clubSandwich` or `jackknife`.
  public var description: String { rawValue }
}

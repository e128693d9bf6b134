public import Regression

/// How a series with autocorrelated errors is fitted, and what its standard errors rest on.
public enum SeriesMethod: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Errors of first-order autoregression by restricted maximum likelihood, with Satterthwaite's
  /// degrees of freedom for each combination from the expected information. The default: of the
  /// methods here its intervals keep nearest to their level in short series.
  ///
  /// Turner et al. (2021), doi:10.1186/s12874-021-01364-0. R `nlme::gls(correlation = corAR1())`
  /// for coefficients and standard errors; Stata `mixed, residuals(ar 1, t()) reml
  /// dfmethod(satterthwaite)`.
  case restrictedLikelihood
  /// The same by maximum likelihood, the residual variance over n - k, t with n - k degrees of
  /// freedom. R `nlme::gls(correlation = corAR1(), method = "ML")`.
  case maximumLikelihood
  /// Least squares with the covariance asked for. R `lm` with `sandwich::NeweyWest`.
  case leastSquares(CovarianceEstimator)
  /// Prais and Winsten's transformation, which keeps the first period of each stretch without gaps;
  /// iterated until the autocorrelation stands still, or once. Stata `prais`, `prais, twostep`.
  case praisWinsten(iterated: Bool)
  /// Cochrane and Orcutt's, which drops the first period of each stretch. Stata `prais, corc`.
  case cochraneOrcutt

  /// Least squares with Newey and West's covariance by Stata's conventions and the rule's lag.
  public static let neweyWest = SeriesMethod.leastSquares(.neweyWest(NeweyWest()))

  /// The name that is printed with a result.
  public var description: String {
    switch self {
    case .restrictedLikelihood: "REML AR(1), Satterthwaite t"
    case .maximumLikelihood: "ML AR(1), t with n - k"
    case .leastSquares(let estimator): "least squares, \(estimator.name)"
    case .praisWinsten(iterated: true): "Prais-Winsten, iterated"
    case .praisWinsten(iterated: false): "Prais-Winsten, two-step"
    case .cochraneOrcutt: "Cochrane-Orcutt, iterated"
    }
  }

  /// Whether autocorrelation is part of the model rather than of the standard errors.
  var isAutoregressive: Bool { if case .leastSquares = self { false } else { true } }
}

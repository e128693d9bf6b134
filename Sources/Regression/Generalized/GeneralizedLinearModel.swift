public import DataFrames
public import LinearAlgebra
public import Statistics

/// A generalised linear model: the mean of the outcome is the inverse link of a linear predictor.
///
/// A model keeps what it has found in ``fit``; figures and residuals are derived here, once, for
/// every model.
public protocol GeneralizedLinearModel: PredictiveModel {
  /// Coefficients, covariance and rows.
  var fit: GeneralizedLinearFit { get }
  /// How many parameters the likelihood was raised over; the coefficients unless a model has more.
  var parameterCount: Int { get }
}

// MARK: - Figures

extension GeneralizedLinearModel {
  /// The outcome's column.
  public var outcome: String { fit.outcome }
  /// The coefficients' names in order.
  public var coefficientNames: [String] { fit.coefficientNames }
  /// The coefficients, on the scale of the linear predictor.
  public var coefficients: [Double] { fit.coefficients }
  /// The covariance of the coefficients.
  public var covariance: Matrix { fit.covariance }
  /// How the covariance was estimated.
  public var estimator: CovarianceEstimator { fit.estimator }
  /// How many people the fit stands on: the rows used, or the sum of their frequencies.
  public var observationCount: Int { fit.observationCount }
  /// nil for a normal reference; with clusters, their number less one; with an estimated dispersion
  /// n - k.
  public var residualDegreesOfFreedom: Double? { fit.residualDegreesOfFreedom }
  /// The linear predictor fitted in each row used, offset included.
  public var linearPredictors: [Double] { fit.linearPredictors }
  /// Twice what the log likelihood lacks to that of a model with a coefficient for each row.
  public var deviance: Double { fit.deviance }
  /// The deviance with an intercept alone, and the offset.
  public var nullDeviance: Double { fit.nullDeviance }
  /// How many Newton steps it took.
  public var iterations: Int { fit.iterations }
  /// The rows used, and how many had to be left out; nil when fitted to a matrix.
  public var cases: CompleteCases? { fit.cases }
  /// What makes the same columns of new rows; nil when fitted to a matrix.
  public var coding: DesignCoding? { fit.coding }
  /// How the mean depends on the linear predictor.
  public var link: LinkFunction { fit.link }
  /// Offset and exposure of new rows, from the columns that the fit took them from.
  public func offset(
    of frame: DataFrame, in cases: CompleteCases?
  ) throws(EvaluationError) -> [Double]? {
    try fit.offsetColumns.values(frame, in: cases)
  }
  /// The columns of offset and exposure.
  public var offsetColumns: [String] { fit.offsetColumns.names }
  /// The diagonal of the weighted hat matrix, one person of each row used.
  ///
  /// **Same as:** R `hatvalues`.
  public var leverages: [Double] { fit.leverages }
  /// The coefficients.
  public var parameterCount: Int { coefficients.count }

  /// The fitted mean of each row used, accurate when it is tiny.
  public var fittedMeans: [Double] { linearPredictors.map(fit.link.mean) }

  /// Akaike's criterion: -2 log likelihood + 2 parameters; nil for a quasi-likelihood.
  ///
  /// **Same as:** R `AIC`.
  public var aic: Double? { fit.logLikelihood.map { -2 * $0 + 2 * Double(parameterCount) } }

  /// The Bayesian criterion: -2 log likelihood + log(n) parameters; nil for a quasi-likelihood.
  ///
  /// **Same as:** R `BIC`; n counts people, where rows have frequencies.
  public var bic: Double? {
    fit.logLikelihood.map {
      -2 * $0 + logarithm(Double(observationCount)) * Double(parameterCount)
    }
  }

  /// Pearson's statistic: the sum of weight times (outcome - mean)^2 / variance.
  public var pearsonStatistic: Double {
    let residuals = residuals(.pearson)
    return residuals.indices.reduce(0) {
      $0 + (fit.frequencies?[$1] ?? 1) * residuals[$1] * residuals[$1]
    }
  }

  /// Whether names, coefficients and covariance fit each other, and rows and people too.
  var isCoherentFit: Bool {
    isCoherent && fit.linearPredictors.count == fit.response.count
  }
}

// MARK: - Residuals

/// How the distance of an outcome from its fitted mean is measured.
///
/// **Reference:** McCullagh and Nelder (1989), section 2.4.
/// **Same as:** R `residuals(type = )`.
public enum ResidualKind: String, Sendable, Hashable, Codable, CaseIterable {
  /// The outcome minus the mean.
  case response
  /// Over the standard deviation that the family gives a row of its weight, dispersion left out.
  case pearson
  /// The signed square root of the row's part of the deviance.
  case deviance
  /// Over the derivative of the mean by the linear predictor.
  case working
}

extension GeneralizedLinearModel {
  /// The residuals of one kind, a row each, for one person of the row.
  ///
  /// A working residual whose mean has underflowed is zero.
  ///
  /// - Complexity: O(rows).
  public func residuals(_ kind: ResidualKind) -> [Double] {
    let (link, likelihood) = (fit.link, fit.likelihood)
    return fit.response.indices.map { row in
      let predictor = fit.linearPredictors[row]
      switch kind {
      case .response: return difference(at: row)
      case .pearson:
        // Score over root information keeps its digits where means or their complements are tiny.
        let information = likelihood.information(predictor, at: row)
        let score = likelihood.derivatives(predictor, at: row).score
        return information > 0 ? score / information.squareRoot() : 0
      case .deviance:
        let part = likelihood.deviance(predictor, at: row).squareRoot()
        return difference(at: row) < 0 ? -part : part
      case .working:
        let derivative = link.slope(predictor)
        return derivative > 0 ? difference(at: row) / derivative : 0
      }
    }
  }

  /// Outcome minus mean, from the complement where the mean is nearly one.
  private func difference(at row: Int) -> Double {
    let (outcome, predictor) = (fit.response[row], fit.linearPredictors[row])
    if fit.family == .binomial, predictor > 0 {
      return fit.link.mean(-predictor) - (1 - outcome)
    }
    return outcome - fit.link.mean(predictor)
  }
}

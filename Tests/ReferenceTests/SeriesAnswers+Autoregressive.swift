import DataFrames
import Foundation
import InterruptedTimeSeries
import Regression
import Statistics
import TestSupport

/// Autoregressive errors: transformations, likelihoods, Satterthwaite's degrees of freedom.
extension SeriesAnswers {
  func autoregressive(_ design: Design) throws -> Parts {
    func fit(_ method: SeriesMethod) throws -> JSONValue {
      let study = try design.fit(method)
      guard case .object(var answer) = Self.figures(study.model) else { return .null }
      if study.model.logLikelihood == nil {
        let innovations = study.model.innovations
        let squares = innovations.reduce(0) { $0 + $1 * $1 }
        let steps = zip(innovations, innovations.dropFirst()).map { $1 - $0 }
        answer["rss_transformed"] = .number(squares)
        answer["dw_transformed"] = .number(steps.reduce(0) { $0 + $1 * $1 } / squares)
        // The count of rounds depends on where one begins to count.
        answer["iterations"] = nil
      }
      return .object(answer)
    }
    var parts: Parts = [
      (try fit(.praisWinsten(iterated: true)), "prais_winsten", .iterated),
      (try fit(.restrictedLikelihood), "gls_ar1_reml", .optimised),
      (try fit(.maximumLikelihood), "gls_ar1_ml", .optimised),
    ]
    if json["cochrane_orcutt"].object != nil {
      parts.append((try fit(.cochraneOrcutt), "cochrane_orcutt", .iterated))
    }
    if json["prais_winsten_twostep"].object != nil {
      parts.append((try fit(.praisWinsten(iterated: false)), "prais_winsten_twostep", .iterated))
    }
    if json["arima_ml_100"].object != nil {
      let model = try design.fit(.maximumLikelihood).model
      guard case .object(var coefficients) = Self.coefficients(model) else { return parts }
      coefficients["ar1"] = JSONValue(model.autocorrelation?.value)
      let deviation = Self.innovationDeviation(model)
      parts.append(
        (
          [
            "coef": .object(coefficients), "sigma2": .number(deviation * deviation),
            "logLik": JSONValue(model.logLikelihood), "aic": JSONValue(model.akaikeCriterion),
          ], "arima_ml_100", .optimised
        ))
    }
    return parts
  }

  func short() throws -> Parts {
    let design = try shortSeries()
    return [(try Self.leastSquares(design), "ols", .closedForm)] + (try autoregressive(design))
  }

  func exact() throws -> Parts {
    let designs = [
      ("seatbelts_log_full", try seatBelts()), ("seatbelts_short24", try shortSeries()),
    ]
    return try designs.map { name, design in
      func answer(_ method: SeriesMethod) throws -> JSONValue {
        let model = try design.fit(method).model
        let rows = Double(model.observationCount)
        let share = ((rows - Double(model.coefficients.count)) / rows).squareRoot()
        return [
          "phi": JSONValue(model.autocorrelation?.value),
          "phi_se_profile": JSONValue(model.autocorrelation?.standardError),
          "innovation_sigma": .number(Self.innovationDeviation(model)),
          "marginal_sigma": .number(model.errorStandardDeviation),
          "loglik": JSONValue(model.logLikelihood), "coef": Self.coefficients(model),
          "se_sigma2_over_n_minus_k": Self.errors(model),
          "se_sigma2_over_n": Self.named(model, model.standardErrors.map { $0 * share }),
        ]
      }
      return (
        ["ml": try answer(.maximumLikelihood), "reml": try answer(.restrictedLikelihood)], name,
        .exact
      )
    }
  }

  func satterthwaite() throws -> Parts {
    try [("short24", try shortSeries()), ("full192", try seatBelts())].map { name, design in
      let model = try design.fit(.restrictedLikelihood).model
      var rows: [String: JSONValue] = [:]
      for row in model.coefficientTable().rows {
        let name = ["trend": "t", "level change": "lvl", "slope change": "slo"][row.name]
        let estimate = try model.estimate(of: row.name)
        rows[name ?? row.name] = [
          "coef": .number(row.coefficient), "se_reml": .number(row.standardError),
          "df_satterthwaite": JSONValue(estimate.degreesOfFreedom),
          "p_satterthwaite": JSONValue(row.pValue),
          "ci_satterthwaite": .array(
            [row.interval?.lower, row.interval?.upper].map { JSONValue($0) }),
        ]
      }
      return (
        [
          "rho": JSONValue(model.autocorrelation?.value),
          "marginal_sigma": .number(model.errorStandardDeviation), "expected": .object(rows),
        ], name, .freedom
      )
    }
  }
}

import DataFrames
import Foundation
import InterruptedTimeSeries
import LinearAlgebra
import Regression
import Statistics
import TestSupport

/// Closed forms: least squares with its covariances, effects, controlled series, Durbin and Watson.
extension SeriesAnswers {
  typealias Parts = [(JSONValue, String, Tolerances)]

  func leastSquares() throws -> Parts {
    let design = try seatBelts()
    let ols = try design.fit(.leastSquares(.classical))
    let wagner = try design.fit(.leastSquares(.classical), origin: .oneAtFirstPeriod)
    return [
      (
        .object(
          (try Self.leastSquares(design).object ?? [:]).merging(try diagnostics(ols)) { $1 }),
        "ols", .closedForm
      ),
      (try effects(design), "effects", .closedForm),
      (
        ["coef": Self.coefficients(wagner.model), "se": Self.errors(wagner.model)],
        "wagner_parameterisation", .closedForm
      ),
    ]
  }

  static func leastSquares(_ design: Design) throws -> JSONValue {
    let model = try design.fit(.leastSquares(.classical)).model
    let table = model.coefficientTable()
    func column(_ value: (CoefficientTable.Row) -> Double?) -> JSONValue {
      named(model, table.rows.map { value($0) ?? .nan })
    }
    func errors(_ estimator: CovarianceEstimator) throws -> JSONValue {
      Self.errors(try design.fit(.leastSquares(estimator)).model)
    }
    var bartlett: [String: [String: JSONValue]] = [:]
    for lag in [0, 1, 3, 6, 12] {
      bartlett["unadjusted", default: [:]]["lag\(lag)"] = try errors(
        .neweyWest(.sandwich(lag: .fixed(lag))))
      bartlett["adjusted", default: [:]]["lag\(lag)"] = try errors(
        .neweyWest(.stata(lag: .fixed(lag))))
    }
    var hac = bartlett.mapValues { JSONValue.object($0) }
    hac["rule_floor_4_n100_2_9"] = [
      "unadjusted": try errors(.neweyWest(.sandwich(lag: .rule))),
      "adjusted": try errors(.neweyWest(.stata(lag: .rule))),
    ]
    let squares = model.residuals.reduce(0) { $0 + $1 * $1 }
    guard case .object(var answer) = figures(model) else { return .null }
    answer["t"] = column { $0.coefficient / $0.standardError }
    answer["p"] = column(\.pValue)
    answer["ci_lower"] = column { $0.interval?.lower }
    answer["ci_upper"] = column { $0.interval?.upper }
    answer["rss"] = .number(squares)
    answer["hac_bartlett"] = .object(hac)
    answer["hc"] = [
      "HC0": try errors(.hc0), "HC1": try errors(.hc1), "HC2": try errors(.hc2),
      "HC3": try errors(.hc3),
    ]
    return .object(answer)
  }

  private func diagnostics(_ study: SegmentedRegression) throws -> [String: JSONValue] {
    var ljungBox: [String: JSONValue] = [:]
    for lag in [1, 6, 12, 24] {
      let test = try study.ljungBox(lags: lag)
      ljungBox["lag\(lag)"] = [
        "stat": .number(test.statistic), "p": .number(test.pValue),
        "df": .number(Double(test.degreesOfFreedom)),
      ]
    }
    return [
      "durbin_watson": ["stat": .number(try study.durbinWatson().statistic)],
      "ljung_box": .object(ljungBox),
      "acf_1_24": .init(try study.ljungBox(lags: 24).autocorrelations),
    ]
  }

  private func effects(_ design: Design) throws -> JSONValue {
    let ols = try design.fit(.leastSquares(.classical))
    let hac = try design.fit(.leastSquares(.neweyWest(.sandwich(lag: .fixed(12)))))
    func answer(_ effect: (SegmentedRegression) throws -> Estimate) throws -> JSONValue {
      let (plain, robust) = (try effect(ols), try effect(hac))
      return [
        "est": .number(plain.value), "se_ols": JSONValue(plain.standardError),
        "se_nw12": JSONValue(robust.standardError),
      ]
    }
    let after = try ols.counterfactual().rows.filter(\.isAfter)
    return [
      "first_post": try answer { try $0.effect(at: .period(170)) },
      "last_post": try answer { try $0.effect(at: .period(192)) },
      "mean_post": try answer(\.effect),
      "cumulative_post": try answer { try $0.cumulativeEffect() },
      "counterfactual_fit_t170_192": .init(after.map(\.counterfactual)),
      "counterfactual_fit_se_ols_t170_192": .init(after.map(\.standardError)),
    ]
  }

  // MARK: Controlled

  func controlled() throws -> Parts {
    let front = try TimeSeries(column("front").map { log($0) }, name: "front")
    let rear = try TimeSeries(column("rear").map { log($0) }, name: "rear")
    let design = Design(front, comparison: rear, start: 170, seasonality: .monthly)
    func errors(_ conventions: NeweyWest) throws -> JSONValue {
      Self.errors(try design.fit(.leastSquares(.neweyWest(conventions))).model)
    }
    let ols = try design.fit(.leastSquares(.classical)).model
    let squares = ols.residuals.reduce(0) { $0 + $1 * $1 }
    var stacked: [String: JSONValue] = [
      "coef": Self.coefficients(ols), "se_ols": Self.errors(ols), "rss": .number(squares),
    ]
    for lag in [1, 6, 12] {
      stacked["se_hac_within_panel_lag\(lag)"] = try errors(.sandwich(lag: .fixed(lag)))
      stacked["se_hac_within_panel_lag\(lag)_adj_n_over_n_minus_k"] = try errors(
        .stata(lag: .fixed(lag)))
      stacked["se_driscoll_kraay_lag\(lag)"] = try errors(
        NeweyWest(
          lag: .fixed(lag), adjustsForCoefficients: false, dependence: .acrossSeries))
    }
    stacked["check_statsmodels_hac_panel_lag6_zlvl"] =
      stacked["se_hac_within_panel_lag6"]?["z_lvl"]
    let ratio = try design.fit(.leastSquares(.classical), comparisonModel: .difference).model
    let robust = try design.fit(
      .leastSquares(.neweyWest(.sandwich(lag: .fixed(6)))), comparisonModel: .difference)
    return [
      (.object(stacked), "stacked", .closedForm),
      (
        [
          "coef": Self.coefficients(ratio), "se_ols": Self.errors(ratio),
          "se_hac_lag6": Self.errors(robust.model),
        ], "log_ratio_model", .closedForm
      ),
    ]
  }

  // MARK: Durbin and Watson

  func durbinWatson() throws -> Parts {
    let nile = try TimeSeries(
      column("flow", of: "nile.csv"), periods: column("year", of: "nile.csv").map { Int($0) })
    func answer(_ test: DurbinWatson) -> JSONValue {
      [
        "stat": .number(test.statistic), "p_positive": JSONValue(test.pPositive),
        "p_negative": JSONValue(test.pNegative),
      ]
    }
    let design = Design(nile, start: 1899)
    return [
      (
        answer(try shortSeries().fit(.leastSquares(.classical)).durbinWatson()), "short24",
        .closedForm
      ),
      (answer(try design.fit(.leastSquares(.classical)).durbinWatson()), "nile", .closedForm),
      (answer(try firstYears(nile)), "nile_first28", .closedForm),
    ]
  }

  /// The years before the dam, with a trend alone.
  private func firstYears(_ nile: TimeSeries) throws -> DurbinWatson {
    let values = Array(nile.values.prefix(28))
    let columns = [values.map { _ in 1 }, values.indices.map { Double($0 + 1) }]
    guard let matrix = Matrix(columns: columns) else { throw ReferenceFailure("no design") }
    return try DurbinWatson(
      matrix, response: values, order: TimeOrder(periods: Array(values.indices)))
  }
}

import DataFrames
import ExperimentAnalysis
import Foundation
import Regression
import Statistics
import TestSupport

/// The estimates that stand on mergeable aggregates, made from the rows of a table of events.
struct ScaleAnswers {
  private let frame: DataFrame
  private let arm: [Int]
  private let outcome: [Double?]
  private let units: [Int]

  /// Reads the events that lie beside the estimates.
  init(_ file: URL) throws {
    frame = try DataFrame(csv: file.path)
    arm = try frame.integers(of: "arm").map { $0 ?? 0 }
    outcome = try frame.numbers(of: "y")
    units = try frame.integers(of: "unit_id").map { $0 ?? 0 }
  }

  /// The answers by name; what the library has no method for is absent.
  func all() throws -> JSONValue {
    [
      "welch": try welch(), "cuped": try cuped(), "cluster_diff": try clusters(),
      "ols": try leastSquares(), "logit_cells": try logisticCells(),
      "logit_cont": try logistic(["x1", "x2"]), "cancel": try cancellation(),
      "quantiles": ["0": try quantiles(of: 0), "1": try quantiles(of: 1)],
    ]
  }

  // MARK: Means

  private func moments(of wanted: Int) -> Moments {
    var moments = Moments()
    for (value, arm) in zip(outcome, arm) where arm == wanted {
      if let value { moments.add(value) }
    }
    return moments
  }

  private func welch() throws -> JSONValue {
    let difference = try MeanDifference(
      treated: moments(of: 1), control: moments(of: 0), design: .randomizedExperiment)
    let interval = difference.effect.interval(level: 0.95)
    return [
      "diff": .init(difference.effect.value), "t": .init(difference.statistic),
      "df": .init(difference.effect.degreesOfFreedom), "p": .init(difference.pValue),
      "lo": .init(interval?.lower), "hi": .init(interval?.upper),
    ]
  }

  /// Each unit's mean outcome beside its value before, row by row.
  private func cuped() throws -> JSONValue {
    let before = try frame.numbers(of: "pre")
    var arms = [try CrossMoments(variableCount: 2), try CrossMoments(variableCount: 2)]
    for rows in people.values {
      var own = Moments()
      for row in rows { if let value = outcome[row] { own.add(value) } }
      if let mean = own.mean, let first = before[rows[0]] {
        try arms[arm[rows[0]]].add([mean, first])
      }
    }
    let found = try CupedDifference(treated: arms[1], control: arms[0])
    let error = found.effect.standardError ?? .nan
    return [
      "theta": .init(found.theta), "diff": .init(found.effect.value), "se": .init(error),
      "t": .init(found.effect.value / error), "df": .init(found.effect.degreesOfFreedom),
    ]
  }

  /// Teams are whole in an arm, so that the error of a difference is the root of two variances.
  private func clusters() throws -> JSONValue {
    let teams = try frame.integers(of: "team_id").map { "\($0 ?? 0)" }
    var arms = [ClusterSums(), ClusterSums()]
    for (row, value) in outcome.enumerated() {
      if let value { try arms[arm[row]].add(value, cluster: teams[row]) }
    }
    let totals = arms.map(\.totals)
    let plain = totals.reduce(0) { $0 + ($1.varianceOfMean(isAdjusted: false) ?? .nan) }
    let groups = Double(arms[0].clusterCount + arms[1].clusterCount)
    let rows = Double(arms[0].count + arms[1].count)
    let factor = groups / (groups - 1) * (rows - 1) / (rows - 2)
    return [
      "diff": .init((totals[1].mean ?? .nan) - (totals[0].mean ?? .nan)),
      "se_cr0": .init(plain.squareRoot()), "se_cr1": .init((plain * factor).squareRoot()),
      "G": .init(groups),
    ]
  }

  /// The least value with at least that share of the others at or below it.
  private func quantiles(of wanted: Int) throws -> JSONValue {
    let values = zip(outcome, arm).compactMap { $1 == wanted ? $0 : nil }
    let order = try OrderStatistics(values)
    var found: [String: JSONValue] = [:]
    for p in ["0.1", "0.5", "0.9", "0.99"] {
      found[p] = .init(order.quantile(Double(p) ?? .nan, type: .inverseDistribution))
    }
    return .object(found)
  }

  private func cancellation() throws -> JSONValue {
    var moments = Moments()
    for value in try frame.numbers(of: "y_big") { if let value { moments.add(value) } }
    return ["mean": .init(moments.mean), "var": .init(moments.variance)]
  }

  // MARK: Regressions

  private static let roles = ["manager", "sales", "support"]
  private static let regions = ["(null)", "anz", "apac", "emea", "latam"]

  /// The cells of the design by team or by unit, cell by cell as a warehouse would group them.
  private func design(cluster: [String]?) throws -> CompressedDesign {
    let role = try frame.categories(of: "role")
    let region = try frame.categories(of: "region").map { $0 ?? "(null)" }
    let tenure = try frame.integers(of: "tenure_band")
    let post = try frame.integers(of: "post")
    let names =
      ["one", "post"] + Self.roles.map { "role_\($0)" } + Self.regions.map { "region_\($0)" }
      + (2...4).map { "ten_\($0)" }
    var design = try CompressedDesign(outcome: "y", columns: names)
    for (row, value) in outcome.enumerated() {
      guard let value else { continue }
      var values = [1, Double(post[row] ?? 0)]
      values += Self.roles.map { $0 == role[row] ? 1 : 0 }
      values += Self.regions.map { $0 == region[row] ? 1 : 0 }
      values += (2...4).map { $0 == tenure[row] ? 1 : 0 }
      try design.add(values, outcome: value, cluster: cluster?[row])
    }
    return design
  }

  private func leastSquares() throws -> JSONValue {
    let plain = try design(cluster: nil)
    let teams = try frame.integers(of: "team_id").map { "\($0 ?? 0)" }
    func errors(_ design: CompressedDesign, _ estimator: CovarianceEstimator) throws -> JSONValue {
      .init(try CompressedRegression(design, covariance: estimator).standardErrors)
    }
    let byTeam = try design(cluster: teams)
    let byUnit = try design(cluster: units.map(String.init))
    var all = Moments()
    for value in outcome { if let value { all.add(value) } }
    let center = all.mean ?? .nan
    var coefficients = try CompressedRegression(plain).coefficients
    coefficients[0] -= center
    func clusterCount(_ design: CompressedDesign) -> Double {
      Double(Set(design.cells.map(\.cluster)).count)
    }
    let groups = clusterCount(byTeam)
    let correction =
      groups / (groups - 1) * Double(plain.rowCount - 1)
      / Double(plain.rowCount - plain.columns.count)
    let team = try CompressedRegression(byTeam, covariance: .clusterCR1(column: "team"))
    return [
      "beta_centred": .init(coefficients), "center": .init(center),
      "n": .init(Double(plain.rowCount)), "se_iid": try errors(plain, .classical),
      "se_hc0": try errors(plain, .hc0), "se_hc1": try errors(plain, .hc1),
      "se_hc2": try errors(plain, .hc2), "se_hc3": try errors(plain, .hc3),
      "se_cr0_team": .init(team.standardErrors.map { $0 / correction.squareRoot() }),
      "se_cr1_team": .init(team.standardErrors), "G_team": .init(groups),
      "se_cr1_unit": try errors(byUnit, .clusterCR1(column: "unit")),
      "G_unit": .init(clusterCount(byUnit)),
    ]
  }

  /// What units are: whether treated, and their covariates.
  private func unitFrame() throws -> (frame: DataFrame, center: Double) {
    let rows = people.sorted { $0.key < $1.key }.map { $0.value[0] }
    let role = try frame.categories(of: "role")
    let region = try frame.categories(of: "region").map { $0 ?? "(null)" }
    let tenure = try frame.integers(of: "tenure_band").map { Double($0 ?? 0) }
    let before = try frame.numbers(of: "pre").map { $0 ?? .nan }
    let center = try Moments(rows.map { before[$0] }).mean ?? .nan
    let units = try DataFrame([
      Column("arm", numbers: rows.map { Double(arm[$0]) }),
      Column("role", categories: rows.map { role[$0] }),
      Column("region", categories: rows.map { region[$0] }),
      Column("ten", numbers: rows.map { tenure[$0] }),
      Column("x1", numbers: rows.map { (before[$0] - center) / 10 }),
      Column("x2", numbers: rows.map { tenure[$0] - 2 }),
    ])
    return (units, center)
  }

  private func answer(_ model: LogisticRegression, center: Double) -> JSONValue {
    [
      "beta": .init(model.coefficients), "se": .init(model.standardErrors),
      "llf": .init(-model.deviance / 2), "cx": .init(center),
    ]
  }

  private func logistic(_ predictors: [String]) throws -> JSONValue {
    let (units, center) = try unitFrame()
    return answer(
      try LogisticRegression(units, outcome: "arm", predictors: predictors), center: center)
  }

  /// From counts of each combination of role, region and tenure.
  private func logisticCells() throws -> JSONValue {
    let (units, center) = try unitFrame()
    let cells = try CompressedDesign(
      units, outcome: "arm", predictors: ["role", "region", "ten"])
    return answer(try LogisticRegression(cells), center: center)
  }

  /// The rows of each unit.
  private var people: [Int: [Int]] {
    Dictionary(grouping: units.indices) { units[$0] }
  }
}

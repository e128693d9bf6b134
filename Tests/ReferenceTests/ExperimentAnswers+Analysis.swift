import DataFrames
import Foundation
import Regression
import Statistics
import TestSupport

extension ExperimentAnswers {
  // MARK: Data

  /// The rows of the case's file, without those that its subset leaves out.
  func rows() throws -> DataFrame {
    let frame = try DataFrame(csv: folder.dataFile(inputs.text("data")).path)
    guard let subset = inputs["subset"].string else { return frame }
    let parts = subset.split(separator: "=").map(String.init)
    guard parts.count == 2 else { throw UnsupportedOption(name: "subset") }
    return try frame.filtered(by: parts[0]) { $0.description == parts[1] }
  }

  /// Whether each row belongs to the arm called treatment.
  func treated(_ frame: DataFrame, arm: String) throws -> [Bool] {
    try frame.categories(of: arm).map { $0 == "treatment" }
  }

  /// The moments of a column in both arms.
  func moments() throws -> (treated: Moments, control: Moments) {
    let frame = try rows()
    let column = try inputs.text("column")
    func arm(_ name: String) throws -> Moments {
      let rows = try frame.filtered(by: "arm") { $0.description == name }
      return try Moments(rows.completeNumbers(of: column), column: column)
    }
    return (try arm("treatment"), try arm("control"))
  }

  var level: Double { inputs["confidence"].double ?? 0.95 }

  /// Both limits, with infinity where the interval is unbounded.
  func limits(_ interval: Interval?) -> JSONValue {
    guard let interval else { return .null }
    return [.init(interval.lower ?? -.infinity), .init(interval.upper ?? .infinity)]
  }

  // MARK: Means

  func describe() throws -> JSONValue {
    let (treated, control) = try moments()
    return [
      "n_treatment": .init(Double(treated.count)), "n_control": .init(Double(control.count)),
      "mean_treatment": .init(treated.mean), "mean_control": .init(control.mean),
      "sd_treatment": .init(treated.standardDeviation),
      "sd_control": .init(control.standardDeviation),
    ]
  }

  func twoSampleTest() throws -> JSONValue {
    let method: MeanDifference.Method
    switch inputs["method"].string {
    case "welch", nil: method = .welch
    case "pooled": method = .pooled
    case let other?: throw UnsupportedOption(name: other)
    }
    let (treated, control) = try moments()
    let test = try MeanDifference(
      treated: treated, control: control, method: method, design: .randomizedExperiment)
    let effect = test.effect
    let sides: Sides
    let pValue: Double?
    // The p-value against "greater" is the confidence that the effect is below zero.
    switch inputs["alternative"].string ?? "two-sided" {
    case "two-sided": (sides, pValue) = (.two, test.pValue)
    case "greater":
      (sides, pValue) = (.lower, try effect.scaled(by: -1).confidence(thatExceeds: 0))
    case "less": (sides, pValue) = (.upper, effect.confidence(thatExceeds: 0))
    case let other: throw ReferenceFailure("the alternative \(other) is not known")
    }
    let interval = effect.interval(level: level, sides: sides)
    return [
      "estimate": .init(effect.value), "se": .init(effect.standardError),
      "t": .init(test.statistic), "df": .init(effect.degreesOfFreedom),
      "p_value": .init(pValue), "ci_low": limits(interval)[0], "ci_high": limits(interval)[1],
    ]
  }

  // MARK: Clusters

  func clusterDifference() throws -> JSONValue {
    let cluster = try inputs.text("cluster")
    let frame = try rows()
    let arm = try treated(frame, arm: inputs.text("arm"))
    let whole = try frame.appending(Column("arm is treatment", booleans: arm))
    let outcome = try inputs.text("column")
    let model = try LinearRegression(
      whole, outcome: outcome, predictors: ["arm is treatment"],
      covariance: .clusterCR1(column: cluster))
    let effect = try model.estimate(of: "arm is treatment")
    let regression: [String: JSONValue] = [
      "se_cr1_stata": .init(effect.standardError), "statsmodels_cr1": .init(effect.standardError),
      "n_clusters": .init(effect.degreesOfFreedom.map { $0 + 1 }),
    ]
    let figures = try clusterFigures(
      whole, treatment: "arm is treatment", outcome: outcome, cluster: cluster)
    return .object(regression.merging(figures) { first, _ in first })
  }
}

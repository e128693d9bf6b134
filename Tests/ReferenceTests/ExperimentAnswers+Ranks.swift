import DataFrames
import Statistics
import TestSupport

/// Answers to the kinds of rank tests, analysis of variance and clusters.
extension ExperimentAnswers {
  /// The numbers of the case's column by the categories of another, in order of their names.
  private func groups(by name: String) throws -> [[Double]] {
    let frame = try rows()
    let column = try inputs.text("column")
    return try names(of: name, in: frame).map { category in
      try frame.filtered(by: name) { $0.description == category }.completeNumbers(of: column)
    }
  }

  /// The names in a column, each once, in order.
  private func names(of column: String, in frame: DataFrame) throws -> [String] {
    Set(try frame.categories(of: column).compactMap { $0 }).sorted()
  }

  func mannWhitney() throws -> JSONValue {
    guard inputs["method"].string == "normal, continuity and tie corrected" else {
      throw UnsupportedOption(name: "method")
    }
    let frame = try rows()
    let column = try inputs.text("column")
    func arm(_ name: String) throws -> [Double] {
      try frame.filtered(by: "arm") { $0.description == name }.completeNumbers(of: column)
    }
    let test = try MannWhitney(treated: arm("treatment"), control: arm("control"), method: .normal)
    return [
      "u_treatment": .init(test.statistic), "p_value": .init(test.pValue),
      "auc": .init(test.superiority),
    ]
  }

  func analysisOfVariance(welch: Bool) throws -> JSONValue {
    let test = try OneWayANOVA(
      groups(by: inputs.text("group")), method: welch ? .welch : .classic)
    return [
      "F": .init(test.statistic), "p_value": .init(test.pValue),
      "df1": .init(test.numeratorDegreesOfFreedom), "df2": .init(test.denominatorDegreesOfFreedom),
    ]
  }

  func intraclassCorrelation() throws -> JSONValue {
    let frame = try rows()
    let (column, cluster) = (try inputs.text("column"), try inputs.text("cluster"))
    func clusters(_ frame: DataFrame) throws -> [Moments] {
      try names(of: cluster, in: frame).map { name in
        let members = try frame.filtered(by: cluster) { $0.description == name }
        return try Moments(members.completeNumbers(of: column), column: column)
      }
    }
    var arms = [frame]
    if let arm = inputs["within_arm"].string {
      arms = try names(of: arm, in: frame).map { name in
        try frame.filtered(by: arm) { $0.description == name }
      }
    }
    let icc = try IntraclassCorrelation(arms: arms.map(clusters))
    return [
      "ms_between": .init(icc.meanSquareBetween), "ms_within": .init(icc.meanSquareWithin),
      "n0": .init(icc.effectiveSize), "icc": .init(icc.value),
      "sigma2_between": .init(icc.varianceBetween),
    ]
  }
}

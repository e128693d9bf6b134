import DataFrames
import Statistics

/// Where the comparison series of a controlled study stands in a frame.
public enum Comparison: Sendable, Hashable, Codable {
  /// In another column of the same rows.
  case column(String)
  /// In other rows: a column says which series a row belongs to.
  case group(column: String, treated: String, comparison: String)

  /// Both series of a frame.
  ///
  /// - Throws: what a ``TimeSeries`` throws; `invalidArgument` for the outcome as its own comparison;
  ///   `tooFew` for a group without rows.
  static func series(
    _ frame: DataFrame, outcome: String, time: String, unit: PeriodUnit?, comparison: Comparison?,
    missing: MissingCells
  ) throws(EvaluationError) -> (treated: TimeSeries, comparison: TimeSeries?) {
    switch comparison {
    case nil:
      return (
        try TimeSeries(frame, value: outcome, time: time, unit: unit, missing: missing), nil
      )
    case .column(let name):
      guard name != outcome else {
        throw .invalidArgument(
          name: "the comparison", needed: "a column other than the outcome",
          found: "\"\(excerpt(name))\"")
      }
      return (
        try TimeSeries(frame, value: outcome, time: time, unit: unit, missing: missing),
        try TimeSeries(frame, value: name, time: time, unit: unit, missing: missing)
      )
    case .group(let column, let treated, let other):
      guard treated != other else {
        throw .invalidArgument(
          name: "the comparison", needed: "a group other than the treated",
          found: "\"\(excerpt(other))\"")
      }
      let cases = try frame.rows(using: [time, outcome, column], missing: missing)
      let groups = try frame.groups(of: column, in: cases)
      var series: [TimeSeries] = []
      for name in [treated, other] {
        let code = groups.levels.firstIndex(of: name)
        let rows = cases.rows.indices.filter { groups.codes[$0] == code }.map { cases.rows[$0] }
        guard !rows.isEmpty else {
          throw .tooFew(
            what: "rows with \(excerpt(column)) = \(excerpt(name))", needed: 1, found: 0)
        }
        series.append(
          try TimeSeries(
            frame, value: outcome, time: time, unit: unit, cases: rows, in: cases,
            name: "\(outcome), \(name)"))
      }
      return (series[0], series[1])
    }
  }
}

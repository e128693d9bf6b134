import Regression
public import Statistics

/// A series beside what it would have been without the interventions, a line a period.
public struct CounterfactualTable: Sendable, Hashable, Codable {
  /// One period, in the outcome's own unit.
  public struct Row: Sendable, Hashable, Codable {
    /// The period's number.
    public let period: Int
    /// The period's name, such as `1983-02`.
    public let label: String
    /// Whether it is under an intervention.
    public let isAfter: Bool
    /// What was observed.
    public let observed: Double
    /// What the model fits.
    public let fitted: Double
    /// What the model fits without the interventions; before them, what it fits.
    public let counterfactual: Double
    /// The standard error of the counterfactual, on the scale of the model.
    public let standardError: Double
    /// The limits of the counterfactual mean; on the logarithmic scale, of its median.
    public let mean: Interval
    /// The limits of a new observation without the interventions.
    public let newObservation: Interval
  }

  /// The periods used, ascending.
  public let rows: [Row]
  /// The confidence level of all limits.
  public let level: Double
  /// What is measured.
  public let outcome: String
}

// MARK: - From a study

extension SegmentedRegression {
  /// The series with its counterfactual and bands.
  ///
  /// - Parameter level: the confidence level of the bands, inside (0, 1).
  /// - Returns: a line for each period used.
  /// - Throws: `invalidArgument` for another level; `overflow` for bands that a `Double` cannot hold.
  /// - Complexity: O(periods x columns^2).
  public func counterfactual(level: Double = 0.95) throws(EvaluationError) -> CounterfactualTable {
    guard level > 0, level < 1 else {
      throw .invalidArgument(
        name: "the confidence level", needed: "between 0 and 1", found: "\(level)")
    }
    let own = Self.lookup(treated)
    var shift: [Int: Double] = [:]
    if contrast.isDifference, let comparison {
      shift = Self.lookup(try specification.transformed(comparison))
    }
    let after = Set(segments.periodsAfter)
    var rows: [CounterfactualTable.Row] = []
    for row in segments.rows where row.isTreated {
      guard let observed = own[row.period] else { continue }
      let weights = segments.values(at: row.period, active: false)
      let centre = try model.estimate(ofCombination: weights)
      let new = model.newObservation(weights)
      let base = shift[row.period] ?? 0
      let mean = try band(
        centre.value + base, centre.standardError ?? 0, centre.degreesOfFreedom, level: level)
      let observation = try band(
        centre.value + base, new.standardError, new.degreesOfFreedom, level: level)
      rows.append(
        CounterfactualTable.Row(
          period: row.period, label: treated.unit.label(of: row.period),
          isAfter: after.contains(row.period), observed: observed,
          fitted: specification.measured(
            model.combine(segments.values(at: row.period)) + base),
          counterfactual: specification.measured(centre.value + base),
          standardError: centre.standardError ?? 0, mean: mean, newObservation: observation))
    }
    guard rows.allSatisfy({ $0.fitted.isFinite && $0.counterfactual.isFinite }) else {
      throw .overflow(
        what: "the counterfactual of \(excerpt(treated.name))",
        needed: "values that a Double can hold", found: "infinity")
    }
    return CounterfactualTable(rows: rows, level: level, outcome: treated.name)
  }

  private static func lookup(_ series: TimeSeries) -> [Int: Double] {
    Dictionary(zip(series.periods, series.values), uniquingKeysWith: { first, _ in first })
  }

  private func band(
    _ value: Double, _ error: Double, _ freedom: Double?, level: Double
  ) throws(EvaluationError) -> Interval {
    let uncertainty: Uncertainty =
      freedom.map { .t(standardError: error, degreesOfFreedom: $0) }
      ?? .normal(standardError: error)
    let estimate = try Estimate(
      value: value, uncertainty: uncertainty, method: model.methodName)
    let limits = estimate.interval(level: level)
    return Interval(
      level: level, lower: limits?.lower.map(specification.measured),
      upper: limits?.upper.map(specification.measured), method: model.methodName)
  }
}

// MARK: - Texts

extension CounterfactualTable: CustomStringConvertible {
  private static let header = [
    "", "observed", "fitted", "counterfactual", "lower", "upper", "new lower", "new upper",
  ]

  private var cells: [[String]] {
    [Self.header]
      + rows.map { row in
        [excerpt(row.label)]
          + [
            row.observed, row.fitted, row.counterfactual, row.mean.lower, row.mean.upper,
            row.newObservation.lower, row.newObservation.upper,
          ].map { $0.map { formatted($0) } ?? "unbounded" }
      }
  }

  /// The last nine periods in aligned columns.
  public var description: String {
    TextTable.aligned([Self.header] + cells.dropFirst().suffix(9))
  }

  /// A Markdown table of all periods.
  public var markdown: String { TextTable.markdown(cells) }

  /// RFC 4180 text with CRLF: a header, then one line a period, with all digits.
  public var csv: String {
    let header = [
      "period", "after", "observed", "fitted", "counterfactual", "standard_error", "level", "lower",
      "upper", "new_lower", "new_upper",
    ]
    let lines = rows.map { row -> [String] in
      let figures = [
        row.observed, row.fitted, row.counterfactual, row.standardError, level, row.mean.lower,
        row.mean.upper, row.newObservation.lower, row.newObservation.upper,
      ]
      return [SpreadsheetText.field(row.label), row.isAfter ? "1" : "0"]
        + figures.map { $0.map { "\($0)" } ?? "" }
    }
    return ([header] + lines).map { $0.joined(separator: ",") + "\r\n" }.joined()
  }
}

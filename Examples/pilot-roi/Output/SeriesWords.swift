import ProgramEvaluation

/// What an interrupted series shows, in words and tables.
struct SeriesWords {
  let study: SegmentedRegression
  let table: CounterfactualTable
  let cumulative: Estimate
  let relative: RelativeEffect?
  let durbinWatson: DurbinWatson?
  let ljungBox: LjungBox?

  init(_ study: SegmentedRegression) throws(EvaluationError) {
    self.study = study
    table = try study.counterfactual()
    cumulative = try study.cumulativeEffect()
    relative = try? study.relativeEffect()
    durbinWatson = try? study.durbinWatson()
    ljungBox = try? study.ljungBox()
  }

  /// What a period is called.
  private var period: String {
    study.treated.unit == .number ? "period" : study.treated.unit.rawValue
  }

  private var start: String { study.treated.unit.label(of: study.startPeriod) }

  private var unit: String { study.effect.unit.isEmpty ? "" : " \(excerpt(study.effect.unit))" }

  // MARK: Sentences

  /// The question and its answer in one line.
  var title: String {
    let interval = study.effect.interval()
    let shown: String
    if let low = interval?.lower, low > 0 {
      shown = "a rise"
    } else if let high = interval?.upper, high < 0 {
      shown = "a fall"
    } else {
      shown = "no change beyond doubt"
    }
    return
      "\(excerpt(study.treated.name)) from \(start) on: \(shown), \(Self.text(study.effect.value))\(unit) a \(period)"
  }

  var sentences: [String] {
    let without =
      study.comparison.map {
        "their trend and season, and what changed in \(excerpt($0.name)), carried on"
      } ?? "their trend and season carried on"
    var sentences = [
      "\(study.countBefore) \(period)s before and \(study.countAfter) after. Without it: \(without).",
      "Average effect a \(period): \(Self.text(study.effect))\(unit)."
        + (relative.map { " Relative: \($0)." } ?? ""),
      "All \(study.countAfter) \(period)s together: \(Self.text(cumulative))\(unit).",
    ]
    let changes = study.specification.interventions.indices.flatMap { place in
      let number = place + 1
      let suffix = study.specification.interventions.count > 1 ? " \(number)" : ""
      return [
        (try? study.levelChange(ofIntervention: number)).map {
          "Level change\(suffix): \(Self.text($0))."
        },
        (try? study.slopeChange(ofIntervention: number)).map {
          "Slope change\(suffix): \(Self.text($0)) a \(period)."
        },
      ].compactMap { $0 }
    }
    sentences += changes
    sentences.append("Fitted by \(study.model.methodName); \(conventions).")
    return sentences
  }

  /// Every convention of the model besides its method.
  private var conventions: String {
    let origin = study.specification.slopeOrigin == .zeroAtFirstPeriod ? 0 : 1
    var parts = [
      "the slope change is \(origin) at the first \(period) after",
      "\(study.specification.seasonality)",
    ]
    if study.specification.scale == .logarithm {
      parts.append("on logarithms, so that level and slope changes are in log points")
    }
    if study.comparison != nil {
      parts.append(
        study.specification.comparisonModel == .stacked
          ? "both series in one regression" : "one regression of the difference")
    }
    if let autocorrelation = study.model.autocorrelation {
      parts.append("autocorrelation \(formatted(autocorrelation.value, significantDigits: 3))")
    }
    return parts.joined(separator: "; ")
  }

  /// The tests of what the model leaves.
  var tests: String {
    var parts: [String] = []
    if let durbinWatson { parts.append("Least squares: \(durbinWatson).") }
    if let ljungBox { parts.append("What is left: \(ljungBox).") }
    return parts.joined(separator: " ")
  }

  /// A figure with its 95 % interval.
  static func text(_ estimate: Estimate) -> String {
    "\(text(estimate.value)) (\(limits(of: estimate)))"
  }

  private static func limits(of estimate: Estimate) -> String {
    let interval = estimate.interval()
    let low = interval?.lower.map { text($0) } ?? "unbounded"
    let high = interval?.upper.map { text($0) } ?? "unbounded"
    return "95 % \(low) to \(high)"
  }

  static func text(_ value: Double) -> String {
    TextTable.grouped(formatted(value, significantDigits: 4))
  }

  // MARK: Tables

  private static let header = ["", "observed", "without it", "lower", "upper", "effect"]

  private func cells(_ row: CounterfactualTable.Row) -> [String] {
    [row.label]
      + [
        row.observed, row.counterfactual, row.mean.lower, row.mean.upper,
        row.fitted - row.counterfactual,
      ].map { $0.map(Self.text) ?? "unbounded" }
  }

  /// The last periods, at most twelve.
  var lastPeriods: [[String]] {
    [Self.header] + table.rows.filter(\.isAfter).suffix(12).map(cells)
  }

  /// The parts of the report below its title.
  var report: [Report.Block] {
    let sizes = "\(study.countBefore) \(period)s before, \(study.countAfter) after"
    return [
      .keyFigures([
        .init(
          "average effect a \(period)", Self.text(study.effect.value),
          note: "\(Self.limits(of: study.effect)); \(sizes)"),
        .init(
          "all \(study.countAfter) \(period)s together", Self.text(cumulative.value),
          note: Self.limits(of: cumulative)),
      ]),
      .paragraph(sentences.joined(separator: " ")),
    ] + parts
  }

  /// The series and its model, for any report.
  var parts: [Report.Block] {
    let chart = (try? SeriesChart(study)).map { Report.Block.figure(.series($0)) }
    return [chart].compactMap { $0 } + [
      .heading("After the start"),
      .table([Self.header] + table.rows.filter(\.isAfter).suffix(60).map(cells), leftColumns: [0]),
      .heading("Coefficients"), .table(coefficients, leftColumns: [0]), .paragraph(tests),
    ]
  }

  private var coefficients: [[String]] {
    [["", "coefficient", "standard error", "degrees of freedom", "p"]]
      + study.model.coefficientTable().rows.map { row in
        let freedom = (try? study.model.estimate(of: row.name))?.degreesOfFreedom
        return [
          row.name, Self.text(row.coefficient), Self.text(row.standardError),
          freedom.map { formatted($0, significantDigits: 3) } ?? "normal",
          row.pValue.map { formatted($0, significantDigits: 3) } ?? "",
        ]
      }
  }

  // MARK: Files

  /// A line a period, to six significant digits: the last ones of a fit depend on the machine.
  var seriesCSV: String {
    let header = [
      "period", "after", "observed", "fitted", "counterfactual", "lower_95", "upper_95",
      "new_lower_95", "new_upper_95",
    ]
    return Self.csv(
      [header]
        + table.rows.map { row in
          [SpreadsheetText.field(row.label), row.isAfter ? "1" : "0", "\(row.observed)"]
            + [
              row.fitted, row.counterfactual, row.mean.lower, row.mean.upper,
              row.newObservation.lower, row.newObservation.upper,
            ].map { $0.map { "\($0.printed)" } ?? "" }
        })
  }

  /// A line a coefficient, to six significant digits.
  var coefficientsCSV: String {
    let header = ["term", "coefficient", "standard_error", "lower_95", "upper_95", "p", "method"]
    let model = study.model.coefficientTable()
    return Self.csv(
      [header]
        + model.rows.map { row in
          [SpreadsheetText.field(row.name)]
            + [
              row.coefficient, row.standardError, row.interval?.lower, row.interval?.upper,
              row.pValue,
            ].map { $0.map { "\($0.printed)" } ?? "" } + [SpreadsheetText.field(model.method)]
        })
  }

  private static func csv(_ rows: [[String]]) -> String {
    rows.map { $0.joined(separator: ",") + "\r\n" }.joined()
  }
}

import DataFrames
import Foundation
import LinearAlgebra
import Regression
import Statistics
import TestSupport
import Testing

/// The NIST StRD linear regressions, once through `LeastSquares` and once through
/// `LinearRegression`.
@Suite struct ReferenceNist {
  static let notYet: Set<String> = []

  /// The least digits that a set must reach; 9 for every other.
  static let leastDigits = ["filip": 7.0, "longley": 11]

  @Test func allCases() { Self.report(below: .current).close() }

  static func report(below root: ReferenceRoot) -> ReferenceReport {
    ReferenceReport(folder: "nist", below: root, notYet: notYet) { json, _, folder, report in
      for (name, truth) in (json.object ?? [:]).sorted(by: { $0.key < $1.key }) {
        guard ["poly", "all"].contains(truth["model"].string) else {
          report.postpone("model \(truth["model"].string ?? "unnamed")", place: name)
          continue
        }
        do {
          let file = try folder.dataFile("\(name).csv")
          let table = try NumberTable(contentsOf: file)
          let frame = try DataFrame(csv: file.path)
          report.beginCase()
          try compare(leastSquares(table, truth), truth, "\(name) LeastSquares", name, &report)
          try compare(regression(frame, truth), truth, "\(name) LinearRegression", name, &report)
        } catch {
          report.fail(name, "\(error)")
        }
      }
    }
  }

  /// The digits of each set as `LinearRegression` finds them: the table that the README quotes.
  @Test func digitsOfEachSet() throws {
    let folder = try #require(ReferenceRoot(ReferenceRoot.own).folder("nist"))
    let truths = try #require(try folder.read("truth.json").object)
    #expect(truths.count == 11)
    var rows = [["set", "coefficients", "standard errors", "residual SD"]]
    for (name, truth) in truths.sorted(by: { $0.key < $1.key }) {
      let frame = try DataFrame(csv: try folder.dataFile("\(name).csv").path)
      let fit = try Self.regression(frame, truth)
      let least = Self.leastDigits[name] ?? 9
      let figures = [
        Self.worst(fit.coefficients, truth["beta"]), Self.worst(fit.standardErrors, truth["se"]),
        Self.worst([fit.residualDeviation], [truth["rsd"]]),
      ]
      for figure in figures { #expect(figure.map { $0 >= least } ?? true, "\(name)") }
      rows.append([name] + figures.map { $0.map { String(format: "%.1f", $0) } ?? "truth 0" })
    }
    print("digits of the NIST linear regressions\n" + TextTable.aligned(rows))
  }

  /// The fewest digits; nil where every truth is zero.
  private static func worst(_ values: [Double], _ truths: JSONValue) -> Double? {
    zip(values, truths.array ?? []).compactMap { value, truth in
      truth.double.flatMap { $0 == 0 ? nil : digits(of: value, against: $0) }
    }.min()
  }

  // MARK: Comparing

  /// What a regression found, whoever ran it.
  struct Fit {
    let coefficients: [Double]
    let standardErrors: [Double]
    let residualDeviation: Double
    let determination: Double
    let observations: Int
  }

  private static func compare(
    _ fit: Fit, _ truth: JSONValue, _ place: String, _ name: String,
    _ report: inout ReferenceReport
  ) throws {
    let least = ReferenceTolerance.digits(leastDigits[name] ?? 9)
    let answer: JSONValue = [
      "beta": .init(fit.coefficients), "r2": .init(fit.determination),
      "n": .init(Double(fit.observations)),
      "df": .init(Double(fit.observations - fit.coefficients.count)),
    ]
    let expected: JSONValue = [
      "beta": truth["beta"], "r2": truth["r2"], "n": truth["n"], "df": truth["df"],
    ]
    report.compare(answer, with: expected, tolerance: least, kind: name, place: place)
    guard let errors = truth["se"].array, errors.count == fit.standardErrors.count else {
      report.fail(place, "se: \(fit.standardErrors.count) standard errors found")
      return
    }
    // Where the truth is zero, what is left must vanish beside the coefficient.
    for (index, error) in errors.enumerated() {
      let allowance = 1e-9 * abs(fit.coefficients[index])
      report.compare(
        .init(fit.standardErrors[index]), with: error,
        tolerance: error.double == 0 ? .within(relative: 0, absolute: allowance) : least,
        kind: name, place: "\(place) se \(index)")
    }
    let largest = fit.coefficients.reduce(0) { max($0, abs($1)) }
    report.compare(
      .init(fit.residualDeviation), with: truth["rsd"],
      tolerance: truth["rsd"].double == 0
        ? .within(relative: 0, absolute: 1e-9 * largest) : least,
      kind: name, place: "\(place) rsd")
  }

  // MARK: Fitting

  /// The columns beside the intercept: powers of x in double precision, or every x.
  private static func predictors(
    _ names: [String], _ values: (String) throws -> [Double], _ truth: JSONValue
  ) throws -> [(name: String, values: [Double])] {
    let variables = names.filter { $0 != "y" }
    guard truth["model"] == "poly" else { return try variables.map { ($0, try values($0)) } }
    guard let first = variables.first, let degree = truth["degree"].int, degree > 0 else {
      throw ReferenceFailure("a polynomial needs a degree and a column x")
    }
    let x = try values(first)
    var power = x
    return (1...degree).map { exponent in
      if exponent > 1 { power = zip(power, x).map { $0 * $1 } }
      return ("\(first)^\(exponent)", power)
    }
  }

  /// 1 - residual over total sum of squares; the total is around the mean beside an intercept.
  private static func determination(
    residualSum: Double, _ response: [Double], intercept: Bool
  ) throws -> Double {
    let total =
      intercept
      ? try Moments(response).sumOfSquaredDeviations ?? .nan
      : response.reduce(0) { $0 + $1 * $1 }
    return 1 - residualSum / total
  }

  private static func leastSquares(_ table: NumberTable, _ truth: JSONValue) throws -> Fit {
    let response = table.numbers("y")
    let hasIntercept = truth["intercept"].bool ?? true
    let ones = hasIntercept ? [response.map { _ in 1.0 }] : []
    let columns = try predictors(table.names, table.numbers, truth).map(\.values)
    guard let design = Matrix(columns: ones + columns),
      let fit = LeastSquares(design: design, response: response),
      let inverse = fit.decomposition.crossproductInverse
    else { throw ReferenceFailure("LeastSquares found no solution") }
    let variance = fit.residualSumOfSquares / Double(design.rowCount - design.columnCount)
    return Fit(
      coefficients: fit.coefficients,
      standardErrors: inverse.diagonal.map { ($0 * variance).squareRoot() },
      residualDeviation: variance.squareRoot(),
      determination: try determination(
        residualSum: fit.residualSumOfSquares, response, intercept: hasIntercept),
      observations: design.rowCount)
  }

  private static func regression(_ frame: DataFrame, _ truth: JSONValue) throws -> Fit {
    let response = try frame.completeNumbers(of: "y")
    let hasIntercept = truth["intercept"].bool ?? true
    let columns = try predictors(frame.columnNames, { try frame.completeNumbers(of: $0) }, truth)
    let built = try DataFrame(
      [Column("y", numbers: response)] + columns.map { Column($0.name, numbers: $0.values) })
    let model =
      hasIntercept
      ? try LinearRegression(built, outcome: "y", predictors: columns.map(\.name))
      : try LinearRegression(
        DesignMatrix(built, predictors: columns.map(\.name), intercept: false),
        response: response, outcome: "y", estimator: .classical)
    let freedom = Double(model.observationCount - model.coefficients.count)
    let residualSum = model.residualStandardError * model.residualStandardError * freedom
    return Fit(
      coefficients: model.coefficients, standardErrors: model.standardErrors,
      residualDeviation: model.residualStandardError,
      determination: try determination(
        residualSum: residualSum, response, intercept: hasIntercept),
      observations: model.observationCount)
  }
}

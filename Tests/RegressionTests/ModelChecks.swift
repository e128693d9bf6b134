import DataFrames
import Foundation
import LinearAlgebra
import Regression
import Statistics
import TestSupport
import Testing

/// What every statistical model must keep, whatever it is.
///
/// ```swift
/// try ModelChecks("Poisson", varianceOfCopies: ModelChecks.halved) {
///   try PoissonRegression($0, outcome: "count", predictors: ["a", "b", "team"])
/// }.run()
/// ```
///
/// `fit` makes the model from a frame whose numeric predictors are called `a` and `b`; it is called
/// again for frames with rows in another order, columns rescaled, moved or made collinear, and rows
/// repeated.
struct ModelChecks<Model: StatisticalModel & Codable & Hashable> {
  /// What errors of the suite call the model.
  let label: String
  /// The rows to fit, 240 of `Frames.made` unless told otherwise.
  var frame: DataFrame
  /// The coefficients that are expected, the numeric predictors `a` and `b` among them.
  var names = ["(Intercept)", "a", "b", "teamgreen", "teamred"]
  /// By how much variances change when every row stands twice; nil when no rule is stated.
  var varianceOfCopies: ((_ rows: Double, _ columns: Double) -> Double)?
  /// Fits with the numbers of a column `weight` as counts of rows, where the model has such counts.
  var fitCounts: ((DataFrame) throws -> Model)?
  /// Whether `a` is a regressor whose shift moves the intercept alone.
  var isShiftable = true
  /// Whether rows that all stand twice leave the coefficients as they are.
  var copiesKeepCoefficients = true
  /// The digits that the fit keeps in good conditions.
  var precision = 10.0
  let fit: (DataFrame) throws -> Model

  init(
    _ label: String, frame: DataFrame? = nil,
    varianceOfCopies: ((Double, Double) -> Double)? = nil,
    fit: @escaping (DataFrame) throws -> Model
  ) throws {
    self.label = label
    self.frame = try frame ?? Frames.made(240)
    self.varianceOfCopies = varianceOfCopies
    self.fit = fit
  }

  // MARK: Rules for copies

  /// Maximum likelihood, and HC0: every variance is halved.
  static var halved: (Double, Double) -> Double { { _, _ in 0.5 } }
  /// Least squares and HC1: divided by n - k.
  static var leastSquares: (Double, Double) -> Double { { ($0 - $1) / (2 * $0 - $1) } }
  /// CR0: a cluster's rows twice are the same cluster.
  static var unchanged: (Double, Double) -> Double { { _, _ in 1 } }
  /// CR1: (n - 1) / (n - k).
  static var clusterCR1: (Double, Double) -> Double {
    { ((2 * $0 - 1) / (2 * $0 - $1)) / (($0 - 1) / ($0 - $1)) }
  }

  // MARK: Running

  /// Runs every check.
  func run() throws {
    let model = try fit(frame)
    try checkShapes(model)
    try checkRows(model)
    try checkColumns(model)
    try checkCollinear()
    try checkEstimates(model)
    try checkCombinations(model)
    try checkCoding(model)
    #expect("\(model)".split(separator: "\n").count <= 10, "\(label)")
    #expect(!model.methodName.isEmpty, "\(label)")
  }

  private func checkShapes(_ model: Model) throws {
    let count = names.count
    #expect(model.coefficientNames == names, "\(label)")
    #expect(model.coefficients.count == count && model.coefficients.allSatisfy(\.isFinite))
    #expect(model.covariance.rowCount == count && model.covariance.columnCount == count)
    #expect(model.observationCount == frame.rowCount, "\(label)")
    #expect(model.covariance == model.covariance.transposed, "\(label)")
    #expect(model.standardErrors.allSatisfy { $0 > 0 && $0.isFinite }, "\(label)")
    for (error, variance) in zip(model.standardErrors, model.covariance.diagonal) {
      #expect(digits(of: error * error, against: variance) > 15)
    }
    // Positive semidefinite, each coefficient in units of its error.
    var scaled = model.covariance
    for column in 0..<count {
      for row in 0..<count {
        scaled[row, column] /= model.standardErrors[row] * model.standardErrors[column]
      }
    }
    let least = try #require(SymmetricEigen(scaled.symmetrized)).values[0]
    #expect(least >= -1e-12, "\(label): eigenvalue \(least)")
  }

  // MARK: Rows

  private func checkRows(_ model: Model) throws {
    var generator = Generator(seed: 77)
    let rows = Array(0..<frame.rowCount)
    let shuffled = try fit(frame.selecting(rows: rows.shuffled(using: &generator)))
    try expectSame(shuffled, model, "permuted rows")

    let twice = try fit(frame.selecting(rows: rows + rows))
    for (found, expected) in zip(twice.coefficients, model.coefficients)
    where copiesKeepCoefficients {
      #expect(digits(of: found, against: expected) > precision, "\(label): rows twice")
    }
    if let varianceOfCopies {
      let factor = varianceOfCopies(Double(rows.count), Double(names.count)).squareRoot()
      for (found, expected) in zip(twice.standardErrors, model.standardErrors) {
        #expect(digits(of: found, against: expected * factor) > precision, "\(label): rows twice")
      }
    }
    guard let fitCounts else { return }
    let counts = try frame.completeNumbers(of: "weight").map { Int($0) }
    let repeated = rows.flatMap { [Int](repeating: $0, count: counts[$0]) }
    try expectSame(fitCounts(frame), fit(frame.selecting(rows: repeated)), "counts of rows")
  }

  private func expectSame(_ found: Model, _ expected: Model, _ comment: String) throws {
    #expect(found.coefficientNames == expected.coefficientNames, "\(label): \(comment)")
    for place in expected.coefficients.indices {
      #expect(
        digits(of: found.coefficients[place], against: expected.coefficients[place]) > precision,
        "\(label): \(comment)")
      #expect(
        digits(of: found.standardErrors[place], against: expected.standardErrors[place])
          > precision, "\(label): \(comment)")
    }
  }

  // MARK: Columns

  /// A rescaled column rescales its coefficient, and a shifted one moves the intercept alone.
  private func checkColumns(_ model: Model) throws {
    for scale in [1e-100, 1e-6, -3, 1e6, 1e100] {
      let scaled = try fit(Frames.changing(frame, "a") { $0 * scale })
      for place in names.indices {
        let factor = names[place] == "a" ? scale : 1
        #expect(
          digits(of: scaled.coefficients[place] * factor, against: model.coefficients[place])
            > precision, "\(label): \(names[place]) times \(scale)")
        #expect(
          digits(
            of: scaled.standardErrors[place] * abs(factor), against: model.standardErrors[place])
            > precision, "\(label): \(names[place]) times \(scale)")
      }
    }
    guard isShiftable, let slope = names.firstIndex(of: "a") else { return }
    for offset in [2024, -1e6, 1e8] {
      let moved = try fit(Frames.changing(frame, "a") { $0 + offset })
      let kept = min(precision, 13 - log10(abs(offset)))
      for place in names.indices where names[place] != "(Intercept)" {
        #expect(digits(of: moved.coefficients[place], against: model.coefficients[place]) > kept)
        #expect(
          digits(of: moved.standardErrors[place], against: model.standardErrors[place]) > kept,
          "\(label): \(names[place]) plus \(offset)")
      }
      guard let intercept = names.firstIndex(of: "(Intercept)") else { continue }
      // Large terms cancel: as many digits as the shift times the slope leaves.
      let size = abs(offset * model.coefficients[slope]) + abs(model.coefficients[intercept])
      let expected = model.coefficients[intercept] - offset * model.coefficients[slope]
      #expect(abs(moved.coefficients[intercept] - expected) < 1e-6 * size, "\(label): \(offset)")
    }
  }

  /// A column that another determines is named.
  private func checkCollinear() throws {
    let values = try frame.completeNumbers(of: "a")
    let collinear = try DataFrame(
      frame.columns.map {
        $0.name == "b" ? Column("b", numbers: values.map { 5 - 2 * $0 }) : $0
      })
    do {
      _ = try fit(collinear)
      Issue.record("\(label): a collinear column passed")
    } catch let error as EvaluationError {
      guard case .collinear(let columns, let rank, let needed) = error else {
        Issue.record("\(label): \(error)")
        return
      }
      #expect(columns == ["b"] && rank == needed - 1, "\(label): \(error)")
    }
  }

  // MARK: Estimates

  private func checkEstimates(_ model: Model) throws {
    for (place, name) in names.enumerated() {
      let estimate = try model.estimate(of: name, unit: "points", direction: .lowerIsBetter)
      let error = try #require(estimate.standardError)
      #expect(estimate.value == model.coefficients[place])
      #expect(digits(of: error, against: model.standardErrors[place]) > 15)
      let unit = names.indices.map { $0 == place ? 1.0 : 0 }
      #expect(estimate.degreesOfFreedom == (try model.degreesOfFreedom(ofCombination: unit)))
      #expect(estimate.unit == "points" && estimate.direction == .lowerIsBetter)
      #expect(estimate.method == model.methodName)

      // The interval at one less the p-value just touches zero, and others by which side they are.
      let pValue = try #require(estimate.pValue())
      #expect((0...1).contains(pValue), "\(label): \(name)")
      for level in [0.5, 0.9, 0.99] {
        let interval = try #require(estimate.interval(level: level))
        let (lower, upper) = (try #require(interval.lower), try #require(interval.upper))
        #expect(lower < estimate.value && estimate.value < upper)
        #expect((lower > 0 || upper < 0) == (pValue < 1 - level), "\(label): \(name) at \(level)")
      }
      if (1e-12...0.999).contains(pValue) {
        let interval = try #require(estimate.interval(level: 1 - pValue))
        let limit = estimate.value > 0 ? interval.lower : interval.upper
        #expect(abs(try #require(limit)) < 1e-3 * error, "\(label): \(name)")
      }
    }
    let rows = model.coefficientTable(level: 0.9).rows
    #expect(rows.map(\.name) == names)
    for (row, name) in zip(rows, names) {
      #expect(row.interval == (try model.estimate(of: name).interval(level: 0.9)))
      #expect(row.pValue == (try model.estimate(of: name).pValue()))
    }
  }

  private func checkCombinations(_ model: Model) throws {
    let count = names.count
    func weights(_ pairs: [Int: Double]) -> [Double] { (0..<count).map { pairs[$0] ?? 0 } }
    let (first, second) = (count - 2, count - 1)
    let contrast = try model.estimate(ofCombination: weights([first: 1, second: -2]))
    let (v, b) = (model.covariance, model.coefficients)
    #expect(abs(contrast.value - (b[first] - 2 * b[second])) <= 1e-15 * abs(b[first] + b[second]))
    let variance = v[first, first] - 4 * v[first, second] + 4 * v[second, second]
    #expect(digits(of: try #require(contrast.standardError), against: variance.squareRoot()) > 12)
    #expect(try model.estimate(ofCombination: weights([:])).standardError == 0)
    let table: [(String, String)] = [
      (thrownCase { try model.estimate(of: "absent") }, "missingColumn"),
      (thrownCase { try model.estimate(of: "") }, "missingColumn"),
      (thrownCase { try model.estimate(ofCombination: []) }, "lengthMismatch"),
      (
        thrownCase { try model.estimate(ofCombination: weights([:]) + [1]) }, "lengthMismatch"
      ),
      (thrownCase { try model.estimate(ofCombination: weights([first: .nan])) }, "nonFinite"),
      (thrownCase { try model.estimate(ofCombination: weights([0: .infinity])) }, "nonFinite"),
      (
        thrownCase { try model.estimate(ofCombination: weights([first: 1e200, second: -1e200])) },
        "overflow"
      ),
    ]
    for (found, expected) in table { #expect(found == expected, "\(label)") }
  }

  // MARK: Coding

  /// Stored and restored; forged figures are refused.
  private func checkCoding(_ model: Model) throws {
    let data = try JSONEncoder().encode(model)
    #expect(try JSONDecoder().decode(Model.self, from: data) == model, "\(label)")
    let text = String(decoding: data, as: UTF8.self)
    let quoted = names.map { "\"\($0)\"" }
    let forgeries = [
      ("\"coefficientNames\":[\(quoted[0]),\(quoted[1])", "\"coefficientNames\":[\(quoted[1])"),
      (
        "\"coefficientNames\":[\(quoted[0]),\(quoted[1])",
        "\"coefficientNames\":[\(quoted[1]),\(quoted[1])"
      ),
      ("\"observationCount\":\(frame.rowCount)", "\"observationCount\":3"),
      ("\"observationCount\":\(frame.rowCount)", "\"observationCount\":-1"),
      ("\"coefficients\":[", "\"coefficients\":[0,"),
      ("\"coefficients\":[", "\"coefficients\":[1e999,"),
      ("\"rows\":\(names.count),", "\"rows\":\(names.count - 1),"),
    ]
    for (original, forged) in forgeries {
      // The keys of an object come in any order.
      guard text.contains(original) else {
        #expect(original.hasPrefix("\"rows\""), "\(label): \(original)")
        continue
      }
      let forgery = Data(text.replacingOccurrences(of: original, with: forged).utf8)
      #expect(throws: (any Error).self, "\(label): \(forged)") {
        try JSONDecoder().decode(Model.self, from: forgery)
      }
    }
  }
}

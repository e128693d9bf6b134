import DataFrames
import Foundation
import LinearAlgebra
import Regression
import Statistics
import TestSupport
import Testing

/// What every model must keep, whatever it is: `fit` makes it from a frame of `Frames.made`, with
/// predictors a, b and team.
func checkStatisticalModel<Model: StatisticalModel & Codable & Hashable>(
  _ label: String, isClassical: Bool, fit: (DataFrame) throws -> Model
) throws {
  let frame = try Frames.made(240)
  let model = try fit(frame)
  let names = model.coefficientNames
  let count = names.count

  // Shapes.
  #expect(names == ["(Intercept)", "a", "b", "teamgreen", "teamred"], "\(label)")
  #expect(Set(names).count == count)
  #expect(model.coefficients.count == count)
  #expect(model.covariance.rowCount == count && model.covariance.columnCount == count)
  #expect(model.observationCount == 240)
  #expect(model.covariance == model.covariance.transposed)
  #expect(model.standardErrors.allSatisfy { $0 > 0 && $0.isFinite })

  // Positive semidefinite along many directions.
  var generator = Generator(seed: 77)
  for _ in 0..<50 {
    #expect(try #require(model.covariance.quadraticForm(generator.normals(count))) >= 0)
  }

  // Rows in another order give the same model.
  let shuffled = try fit(Frames.rows(frame, Array(0..<240).shuffled(using: &generator)))
  try expectSame(shuffled, model, coefficients: 11, errors: 11, "\(label): permuted rows")

  // A rescaled column rescales its coefficient, and a shifted one moves the intercept alone.
  for scale in [1e-100, 1e-8, 3, 1e8, 1e100] {
    let scaled = try fit(Frames.changing(frame, "a") { $0 * scale })
    for place in names.indices {
      let factor = names[place] == "a" ? scale : 1
      #expect(
        digits(of: scaled.coefficients[place] * factor, against: model.coefficients[place]) > 10)
      #expect(
        digits(of: scaled.standardErrors[place] * factor, against: model.standardErrors[place])
          > 10,
        "\(label): \(names[place]) times \(scale)")
    }
  }
  for offset in [2024, -1e6, 1e8] {
    let moved = try fit(Frames.changing(frame, "a") { $0 + offset })
    let kept = 14 - log10(abs(offset)) - 1
    for place in 1..<count {
      #expect(digits(of: moved.coefficients[place], against: model.coefficients[place]) > kept)
      #expect(
        digits(of: moved.standardErrors[place], against: model.standardErrors[place]) > kept,
        "\(label): \(names[place]) plus \(offset)")
    }
  }

  // Rows twice: the same coefficients; classical errors fall by the root of two, up to n - k.
  let twice = try fit(Frames.rows(frame, Array(0..<240) + Array(0..<240)))
  for place in names.indices {
    #expect(digits(of: twice.coefficients[place], against: model.coefficients[place]) > 10)
    guard isClassical else { continue }
    let freedom = model.residualDegreesOfFreedom.map { ($0, 480 - Double(count)) }
    let factor = freedom.map { ($0.0 / $0.1).squareRoot() } ?? 0.5.squareRoot()
    #expect(
      digits(of: twice.standardErrors[place], against: model.standardErrors[place] * factor) > 10)
  }

  // Estimates are the coefficients with their errors, and combinations follow the covariance.
  for (place, name) in names.enumerated() {
    let estimate = try model.estimate(of: name, unit: "points", direction: .lowerIsBetter)
    #expect(estimate.value == model.coefficients[place])
    #expect(
      digits(of: try #require(estimate.standardError), against: model.standardErrors[place]) > 15)
    let unit = names.indices.map { $0 == place ? 1.0 : 0 }
    #expect(estimate.degreesOfFreedom == (try model.degreesOfFreedom(ofCombination: unit)))
    #expect(estimate.unit == "points" && estimate.direction == .lowerIsBetter)
    #expect(estimate.method == model.methodName)
  }
  let contrast = try model.estimate(ofCombination: [0, 1, -2, 0, 0])
  let v = model.covariance
  #expect(
    digits(of: contrast.value, against: model.coefficients[1] - 2 * model.coefficients[2]) > 15)
  let variance = v[1, 1] - 4 * v[1, 2] + 4 * v[2, 2]
  #expect(digits(of: try #require(contrast.standardError), against: variance.squareRoot()) > 14)
  #expect(try model.estimate(ofCombination: [0, 0, 0, 0, 0]).standardError == 0)

  // Hostile combinations.
  let table: [(String, String)] = [
    (thrownCase { try model.estimate(of: "absent") }, "missingColumn"),
    (thrownCase { try model.estimate(of: "") }, "missingColumn"),
    (thrownCase { try model.estimate(ofCombination: []) }, "lengthMismatch"),
    (thrownCase { try model.estimate(ofCombination: [1, 2]) }, "lengthMismatch"),
    (thrownCase { try model.estimate(ofCombination: [1, .nan, 0, 0, 0]) }, "nonFinite"),
    (thrownCase { try model.estimate(ofCombination: [1, 0, 0, 0, .infinity]) }, "nonFinite"),
    (thrownCase { try model.estimate(ofCombination: [0, 1e200, -1e200, 0, 0]) }, "overflow"),
  ]
  for (found, expected) in table { #expect(found == expected, "\(label)") }

  // The table says the same.
  let rows = model.coefficientTable(level: 0.9).rows
  #expect(rows.map(\.name) == names)
  for (row, name) in zip(rows, names) {
    #expect(row.interval == (try model.estimate(of: name).interval(level: 0.9)))
    #expect(row.pValue == (try model.estimate(of: name).pValue()))
  }

  // Stored and restored; forged figures are refused.
  let data = try JSONEncoder().encode(model)
  #expect(try JSONDecoder().decode(Model.self, from: data) == model)
  let text = String(decoding: data, as: UTF8.self)
  let forgeries = [
    ("\"rows\":5", "\"rows\":4"), ("[\"(Intercept)\",\"a\"", "[\"a\",\"a\""),
    ("\"observationCount\":240", "\"observationCount\":3"),
    ("\"coefficients\":[", "\"coefficients\":[0,"),
    ("\"coefficientNames\":[\"(Intercept)\",", "\"coefficientNames\":["),
  ]
  for (original, forged) in forgeries {
    #expect(text.contains(original), "\(label): \(original)")
    let forgery = Data(text.replacingOccurrences(of: original, with: forged).utf8)
    #expect(throws: (any Error).self, "\(label): \(forged)") {
      try JSONDecoder().decode(Model.self, from: forgery)
    }
  }
  #expect("\(model)".split(separator: "\n").count <= 10)
}

private func expectSame(
  _ first: some StatisticalModel, _ second: some StatisticalModel, coefficients: Double,
  errors: Double, _ comment: Comment
) throws {
  #expect(first.coefficientNames == second.coefficientNames, comment)
  for place in first.coefficients.indices {
    #expect(
      digits(of: first.coefficients[place], against: second.coefficients[place]) > coefficients,
      comment)
    #expect(
      digits(of: first.standardErrors[place], against: second.standardErrors[place]) > errors,
      comment)
  }
}

@Suite struct StatisticalModelTests {
  static let estimators: [CovarianceEstimator] = [
    .classical, .hc0, .hc1, .hc2, .hc3, .clusterCR1(column: "cluster"),
    .clusterCR2(column: "cluster"),
  ]

  @Test(arguments: estimators) func linear(estimator: CovarianceEstimator) throws {
    try checkStatisticalModel("linear \(estimator.name)", isClassical: estimator == .classical) {
      try LinearRegression(
        $0, outcome: "y", predictors: ["a", "b", "team"], covariance: estimator)
    }
  }

  @Test(arguments: estimators) func weightedLinear(estimator: CovarianceEstimator) throws {
    try checkStatisticalModel("weighted \(estimator.name)", isClassical: estimator == .classical) {
      try LinearRegression(
        $0, outcome: "y", predictors: ["a", "b", "team"], weights: "weight", covariance: estimator)
    }
  }

  @Test(
    arguments: estimators.filter { $0 != .clusterCR2(column: "cluster") })
  func logistic(estimator: CovarianceEstimator) throws {
    try checkStatisticalModel("logistic \(estimator.name)", isClassical: estimator == .classical) {
      try LogisticRegression(
        $0, outcome: "flag", predictors: ["a", "b", "team"], covariance: estimator)
    }
  }
}

/// A model that gives each combination degrees of freedom of its own.
private struct CombinationModel: StatisticalModel {
  let coefficientNames = ["a", "b"]
  let coefficients: [Double] = [2, 3]
  let covariance = Matrix(rows: 2, columns: 2, repeating: 1)
  let observationCount = 9
  let residualDegreesOfFreedom: Double? = 7
  let methodName = "made"

  func degreesOfFreedom(ofCombination weights: [Double]) -> Double? {
    weights[1] == 0 ? 4 : nil
  }
}

@Suite struct CombinationFreedomTests {
  @Test func eachCombinationMayHaveItsOwnReference() throws {
    let model = CombinationModel()
    #expect(try model.estimate(of: "a").degreesOfFreedom == 4)
    #expect(try model.estimate(of: "b").uncertainty == .normal(standardError: 1))
    let rows = model.coefficientTable().rows
    #expect(rows[0].interval == (try model.estimate(of: "a").interval()))
    #expect(rows[1].pValue == (try model.estimate(of: "b").pValue()))
  }
}

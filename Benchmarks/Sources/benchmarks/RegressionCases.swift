import ArgumentParser
import Foundation
import ProgramEvaluation

/// A logistic regression of 200,000 rows on eight covariates, from a frame to coefficients and
/// errors.
func logisticCase(_ folder: URL) throws -> Case {
  let data = folder.appendingPathComponent("logistic")
  let people = Dataset.people(rows: 200_000, covariates: 8, intercept: -1, seed: 2)
  try people.write(to: data)
  let frame = try people.frame
  let covariates = (1...8).map { "x\($0)" }
  func fit() throws -> LogisticRegression {
    try LogisticRegression(frame, outcome: "treated", predictors: covariates)
  }
  return Case(
    title: "logistic regression 200k x 8",
    peers: [
      Peer("statsmodels Logit", .python, "logistic", data: data),
      Peer("R glm", .r, "logistic", data: data),
    ],
    figures: {
      let model = try fit()
      return model.coefficients + model.standardErrors
    },
    // The peers stop at a change of 1e-8 in the deviance.
    tolerance: 1e-5,
    sample: { try seconds { _ = try fit() } })
}

/// Least squares of 200,000 rows on ten covariates with a robust covariance.
func leastSquaresCase(_ folder: URL, clustered: Bool) throws -> Case {
  let data = folder.appendingPathComponent("least-squares-\(clustered)")
  var people = Dataset.people(rows: 200_000, covariates: 10, intercept: 0, seed: 3)
  var generator = SeededGenerator(seed: 4)
  let teams = (0..<200_000).map { _ in Int.random(in: 0..<2000, using: &generator) }
  let first = people.numbers[1].values
  let outcome = first.indices.map { row in
    1 + 0.3 * first[row] + 0.1 * Double(teams[row] % 7)
      + (1 + abs(first[row])) * generator.normal()
  }
  people.numbers[0] = (name: "y", values: outcome)
  people.groups = [(name: "team", values: teams)]
  try people.write(to: data)
  let frame = try people.frame
  let covariates = (1...10).map { "x\($0)" }
  let estimator: CovarianceEstimator = clustered ? .clusterCR1(column: "team") : .hc3
  func fit() throws -> LinearRegression {
    try LinearRegression(frame, outcome: "y", predictors: covariates, covariance: estimator)
  }
  let work = clustered ? "ols-cr1" : "ols-hc3"
  return Case(
    title: "OLS 200k x 10, " + (clustered ? "CR1 by 2,000 teams" : "HC3"),
    peers: [
      Peer("statsmodels OLS", .python, work, data: data),
      Peer("R lm, sandwich", .r, work, data: data),
    ],
    figures: {
      let model = try fit()
      return model.coefficients + model.standardErrors
    },
    tolerance: 1e-9,
    sample: { try seconds { _ = try fit() } })
}

/// Least squares of a million rows on eight columns: coefficients and residual sum of squares from
/// matrices at hand.
func millionRowsCase(_ folder: URL) throws -> Case {
  let data = folder.appendingPathComponent("million-rows")
  var people = Dataset.people(rows: 1_000_000, covariates: 8, intercept: 0, seed: 5)
  var generator = SeededGenerator(seed: 6)
  let columns = people.numbers.dropFirst().map { $0.values }
  let outcome = columns[0].indices.map { row in
    columns.enumerated().reduce(generator.normal()) { $0 + Double($1.offset) * $1.element[row] }
  }
  people.numbers[0] = (name: "y", values: outcome)
  try people.write(to: data)
  guard let design = Matrix(columns: columns) else {
    throw ValidationError("the columns differ in length")
  }
  func fit() throws -> LeastSquares {
    guard let fit = LeastSquares(design: design, response: outcome) else {
      throw ValidationError("least squares found no solution")
    }
    return fit
  }
  return Case(
    title: "least squares 1M x 8",
    peers: [Peer("numpy lstsq", .python, "lstsq", data: data)],
    figures: {
      let found = try fit()
      return found.coefficients + [found.residualSumOfSquares]
    },
    tolerance: 1e-9,
    sample: { try seconds { _ = try fit() } })
}

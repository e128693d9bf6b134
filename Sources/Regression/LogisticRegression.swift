public import DataFrames
public import LinearAlgebra
public import Statistics

/// A logistic regression by maximum likelihood.
///
/// log(p / (1 - p)) is linear in the predictors. Separation is found by the divergence of the
/// coefficients and named with the columns that cause it; small fitted probabilities alone are no
/// fault.
///
/// **Reference:** McCullagh and Nelder (1989), chapter 4; Albert and Anderson (1984),
/// doi:10.1093/biomet/71.1.1, on separation.
/// **Same as:** R `glm(family = binomial)` run to full precision, with `sandwich::vcovHC` or
/// `sandwich::vcovCL(type = "HC1")`; Python statsmodels `Logit`, whose HC1 leaves out n / (n - k).
public struct LogisticRegression: StatisticalModel, Hashable, Codable {
  /// The outcome's column.
  public let outcome: String
  /// The coefficients' names in order.
  public let coefficientNames: [String]
  /// The coefficients, in log odds.
  public let coefficients: [Double]
  /// The covariance of the coefficients.
  public let covariance: Matrix
  /// How the covariance was estimated.
  public let estimator: CovarianceEstimator
  /// How many rows were used.
  public let observationCount: Int
  /// nil: the reference is normal; with clusters, their number less one.
  public let residualDegreesOfFreedom: Double?
  /// The log odds fitted in each row used.
  public let linearPredictors: [Double]
  /// -2 times the log likelihood.
  public let deviance: Double
  /// The deviance with an intercept alone.
  public let nullDeviance: Double
  /// How many Newton steps it took.
  public let iterations: Int
  /// The rows used, and how many had to be left out; nil when fitted to a matrix.
  public let cases: CompleteCases?
  /// What makes the same columns of new rows; nil when fitted to a matrix.
  public let coding: DesignCoding?

  /// The name of model and covariance.
  public var methodName: String { "logistic regression, \(estimator.name)" }

  /// The fitted probabilities in each row used, accurate when they are tiny.
  public var fittedProbabilities: [Double] {
    linearPredictors.map(IteratedWeights.probability)
  }

  /// The logarithm of the likelihood.
  public var logLikelihood: Double { deviance / -2 }

  // MARK: Fitting

  /// Fits a yes-or-no outcome to predictors, each a column of the frame.
  ///
  /// - Parameters:
  ///   - frame: the data.
  ///   - outcome: a column of booleans, or of numbers 0 and 1.
  ///   - predictors: columns of numbers, booleans or categories; an intercept is added.
  ///   - covariance: `classical` (the inverse information), HC0 to HC4, CR0, CR1, CR3 by jackknife (one
  ///     step for each cluster left out), or two ways.
  ///   - missing: what to do about rows with empty cells.
  /// - Throws: what `DesignMatrix` throws; `constantColumn` when the outcome does not vary;
  ///   `tooFew` unless there are more rows than coefficients, and two clusters; `collinear`;
  ///   `separated` with the columns along which the coefficients diverge; `invalidArgument` for the
  ///   outcome among the predictors, and for CR2, which least squares alone has;
  ///   `overflow`; `notConverged`; `cancelled` with the task.
  /// - Complexity: O(rows x columns^2) a step, about ten steps.
  public init(
    _ frame: DataFrame, outcome: String, predictors: [String],
    covariance: CovarianceEstimator = .classical, missing: MissingCells = .reject
  ) throws(EvaluationError) {
    try self.init(
      frame, outcome: outcome, predictors: ModelTerms(columns: predictors),
      covariance: covariance, missing: missing)
  }

  /// Fits a yes-or-no outcome to terms: factors with a chosen reference, interactions, polynomials,
  /// splines.
  ///
  /// Parameters, errors and cost are those of fitting to columns; see ``ModelTerm`` for the terms.
  public init(
    _ frame: DataFrame, outcome: String, predictors: ModelTerms,
    covariance: CovarianceEstimator = .classical, missing: MissingCells = .reject
  ) throws(EvaluationError) {
    let rows = try ModelRows(
      frame, outcome: outcome, predictors: predictors, covariance: covariance, missing: missing)
    try self.init(
      rows.design, response: frame.completeBinary(of: outcome, in: rows.cases), outcome: outcome,
      estimator: covariance, clusters: rows.clusters, crossing: rows.crossing, cases: rows.cases)
  }

  /// Fits a design at hand, with clusters given by codes.
  package init(
    _ design: DesignMatrix, response: [Bool], outcome: String,
    estimator: CovarianceEstimator = .classical, clusters: Clusters? = nil,
    crossing: Clusters? = nil, cases: CompleteCases? = nil
  ) throws(EvaluationError) {
    let rows = design.matrix.rowCount
    let columns = design.names.count
    let positives = response.count { $0 }
    guard positives > 0, positives < rows else {
      throw .constantColumn(column: outcome, rows: rows, found: positives == 0 ? "0" : "1")
    }
    guard rows > columns else {
      throw .tooFew(what: "rows for \(columns) coefficients", needed: columns + 1, found: rows)
    }
    switch estimator {
    case .clusterCR2, .clusterCR3(_, .clubSandwich), .neweyWest:
      throw .invalidArgument(
        name: "the covariance of a logistic regression",
        needed: "classical, HC0 to HC4, CR0, CR1, CR3 by jackknife, or two ways",
        found: estimator.name)
    default: break
    }
    guard let decomposition = QRDecomposition(design.matrix) else {
      throw .overflow(
        what: "the design of \(outcome)", needed: "finite numbers", found: "NaN or infinity")
    }
    guard decomposition.rank == columns else { throw design.collinearity(decomposition) }
    guard
      var iteration = IteratedWeights(
        design: design.matrix, decomposition: decomposition, outcome: response)
    else {
      throw .overflow(
        what: "the design of \(outcome)", needed: "columns between about 1e-145 and 1e145",
        found: "products that a Double cannot hold")
    }
    switch iteration.run(isCancelled: { Task.isCancelled }) {
    case .converged: break
    case .separated(let direction):
      throw Self.separation(design, direction: direction)
    case .stalled(let step):
      guard !Task.isCancelled else {
        throw .cancelled(
          what: "logistic regression of \(outcome)", done: iteration.iterations,
          of: IteratedWeights.iterationLimit)
      }
      throw .notConverged(
        method: "logistic regression of \(outcome)", iterations: iteration.iterations,
        found: "the last step still moved the log odds by \(formatted(step, significantDigits: 3))")
    }
    let workingResiduals = response.indices.map { row in
      let eta = iteration.linearPredictors[row]
      return response[row]
        ? IteratedWeights.probability(-eta) : -IteratedWeights.probability(eta)
    }
    guard let factors = iteration.weightedFactors,
      let bread = factors.inverse.times(factors.inverse.transposed)?.symmetrized,
      let sandwich = Sandwich(
        basis: factors.basis, inverse: factors.inverse, workingResiduals: workingResiduals,
        weights: iteration.linearPredictors.map {
          IteratedWeights.rootWeight($0) * IteratedWeights.rootWeight($0)
        })
    else {
      throw .notConverged(
        method: "logistic regression of \(outcome)", iterations: iteration.iterations,
        found: "the information matrix cannot be inverted")
    }
    let estimated = try sandwich.covariance(
      estimator, classical: bread, clusters: clusters, crossing: crossing)
    self.outcome = outcome
    coefficientNames = design.names
    coefficients = iteration.coefficients
    covariance = estimated.matrix
    self.estimator = estimator
    observationCount = rows
    residualDegreesOfFreedom = clusters == nil ? nil : estimated.degreesOfFreedom
    linearPredictors = iteration.linearPredictors
    deviance = iteration.deviance
    nullDeviance = Self.nullDeviance(positives: positives, rows: rows)
    iterations = iteration.iterations
    self.cases = cases
    coding = design.coding
  }

  private enum CodingKeys: String, CodingKey {
    case outcome, coefficientNames, coefficients, covariance, estimator, observationCount
    case residualDegreesOfFreedom, linearPredictors, deviance, nullDeviance, iterations, cases
    case coding
  }

  /// Decodes a model, refusing figures that do not fit each other.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    outcome = try fields.decode(String.self, forKey: .outcome)
    coefficientNames = try fields.decode([String].self, forKey: .coefficientNames)
    coefficients = try fields.decode([Double].self, forKey: .coefficients)
    covariance = try fields.decode(Matrix.self, forKey: .covariance)
    estimator = try fields.decode(CovarianceEstimator.self, forKey: .estimator)
    observationCount = try fields.decode(Int.self, forKey: .observationCount)
    residualDegreesOfFreedom = try fields.decodeIfPresent(
      Double.self, forKey: .residualDegreesOfFreedom)
    linearPredictors = try fields.decode([Double].self, forKey: .linearPredictors)
    deviance = try fields.decode(Double.self, forKey: .deviance)
    nullDeviance = try fields.decode(Double.self, forKey: .nullDeviance)
    iterations = try fields.decode(Int.self, forKey: .iterations)
    cases = try fields.decodeIfPresent(CompleteCases.self, forKey: .cases)
    coding = try fields.decodeIfPresent(DesignCoding.self, forKey: .coding)
    guard isCoherent, linearPredictors.count == observationCount,
      linearPredictors.allSatisfy(\.isFinite), deviance >= 0, deviance.isFinite, nullDeviance >= 0,
      nullDeviance.isFinite, iterations >= 0, cases?.count ?? observationCount == observationCount,
      coding?.names ?? coefficientNames == coefficientNames
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .covariance, in: fields, debugDescription: "needs figures that fit each other")
    }
  }

  private static func nullDeviance(positives: Int, rows: Int) -> Double {
    let negatives = rows - positives
    let odds = logarithm(Double(positives)) - logarithm(Double(negatives))
    return IteratedWeights.deviance([odds], [true]) * Double(positives)
      + IteratedWeights.deviance([odds], [false]) * Double(negatives)
  }

  /// Names the columns that carry the direction of divergence, each measured by how far it moves
  /// rows apart.
  private static func separation(
    _ design: DesignMatrix, direction: [Double]
  ) -> EvaluationError {
    let reach = design.names.indices.map { column in
      let values = design.matrix.column(column)
      return abs(direction[column]) * ((values.max() ?? 0) - (values.min() ?? 0))
    }
    let largest = reach.max() ?? 0
    var names = design.names.indices
      .filter { reach[$0] > 1e-3 * largest && design.names[$0] != DesignMatrix.interceptName }
      .map { design.names[$0] }
    if names.isEmpty { names = [DesignMatrix.interceptName] }
    let signs = names.prefix(5).map { name in
      let place = design.names.firstIndex(of: name) ?? 0
      return "\(name) \(direction[place] < 0 ? "falls" : "rises")"
    }
    return .separated(
      columns: names, rows: design.matrix.rowCount,
      found:
        "the likelihood keeps rising as the coefficient of \(signs.joined(separator: ", that of ")) without bound"
    )
  }

  // MARK: Description

  /// What was fitted and how closely, in at most ten lines.
  public var description: String {
    (["\(outcome): \(methodName), \(observationCount) rows, \(iterations) steps"] + coefficientLines
      + ["deviance \(formatted(deviance)), null \(formatted(nullDeviance))"])
      .joined(separator: "\n")
  }
}

extension LogisticRegression: CustomStringConvertible {}

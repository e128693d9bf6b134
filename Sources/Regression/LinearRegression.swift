public import DataFrames
public import LinearAlgebra
public import Statistics

/// A linear regression by (weighted) least squares.
///
/// Coefficients minimise the sum of weight times squared residual; see `LeastSquares` for how the
/// digits are kept. The covariance is the one asked for.
///
/// **Reference:** Greene (2018), Econometric Analysis, chapters 4 and 9; Björck (1967),
/// doi:10.1007/BF01939321, for the refinement.
/// **Same as:** R `lm`, with `sandwich::vcovHC`, `sandwich::vcovCL` or `clubSandwich::vcovCR`;
/// Python statsmodels `OLS`, `WLS`.
public struct LinearRegression: StatisticalModel, Hashable, Codable {
  /// The outcome's column.
  public let outcome: String
  /// The coefficients' names in order.
  public let coefficientNames: [String]
  /// The coefficients.
  public let coefficients: [Double]
  /// The covariance of the coefficients.
  public let covariance: Matrix
  /// How the covariance was estimated.
  public let estimator: CovarianceEstimator
  /// How many rows were used.
  public let observationCount: Int
  /// n - k, or the number of clusters less one; under CR2 and CR3 each estimate has its own instead.
  public let residualDegreesOfFreedom: Double?
  /// The outcome minus the fitted value, in each row used.
  public let residuals: [Double]
  /// The square root of the weighted residual sum of squares over n - k.
  public let residualStandardError: Double
  /// The weighted sum of squares of the outcome around its weighted mean.
  ///
  /// Around zero without an intercept; nil beyond the range of `Double`.
  public let totalSumOfSquares: Double?
  /// The rows used, and how many had to be left out; nil when fitted to a matrix.
  public let cases: CompleteCases?
  /// What makes the same columns of new rows; nil when fitted to a matrix.
  public let coding: DesignCoding?
  /// What gives each combination its degrees of freedom under CR2 and CR3.
  private let biasReduced: BiasReducedClusters?

  /// The name of model and covariance.
  public var methodName: String { "least squares, \(estimator.name)" }

  // MARK: Fitting

  /// Fits the outcome to predictors, each a column of the frame.
  ///
  /// - Parameters:
  ///   - frame: the data.
  ///   - outcome: a column of numbers.
  ///   - predictors: columns of numbers, booleans or categories; an intercept is added.
  ///   - weights: a column of positive weights, or nil; the variance of a row is taken to be
  ///     proportional to 1 / weight, as by R `lm`. They are not counts of rows.
  ///   - covariance: how the covariance is estimated.
  ///   - missing: what to do about rows with empty cells.
  /// - Throws: what `DesignMatrix` throws; `invalidArgument` for the outcome among the predictors;
  ///   `tooFew` unless there are more rows than coefficients, and two clusters; `collinear` with
  ///   the names of the columns that others determine; `invalidValues` for weights that are not
  ///   positive and for leverages of one under HC2, HC3 and HC4; `overflow` (also for more clusters than CR2 can hold) and `undefined` for numbers
  ///   beyond the range of `Double`.
  /// - Complexity: O(rows x columns^2).
  public init(
    _ frame: DataFrame, outcome: String, predictors: [String], weights: String? = nil,
    covariance: CovarianceEstimator = .classical, missing: MissingCells = .reject
  ) throws(EvaluationError) {
    try self.init(
      frame, outcome: outcome, predictors: ModelTerms(columns: predictors), weights: weights,
      covariance: covariance, missing: missing)
  }

  /// Fits the outcome to terms: factors with a chosen reference, interactions, polynomials, splines.
  ///
  /// Parameters, errors and cost are those of fitting to columns; see ``ModelTerm`` for the terms.
  public init(
    _ frame: DataFrame, outcome: String, predictors: ModelTerms, weights: String? = nil,
    covariance: CovarianceEstimator = .classical, missing: MissingCells = .reject
  ) throws(EvaluationError) {
    let rows = try ModelRows(
      frame, outcome: outcome, predictors: predictors, weights: weights, covariance: covariance,
      missing: missing)
    var weightValues: [Double]?
    if let weights { weightValues = try frame.completeNumbers(of: weights, in: rows.cases) }
    try self.init(
      rows.design, response: frame.completeNumbers(of: outcome, in: rows.cases), outcome: outcome,
      weights: weightValues, weightsName: weights ?? "weights", estimator: covariance,
      clusters: rows.clusters, crossing: rows.crossing, cases: rows.cases)
  }

  /// Fits a design at hand, with clusters given by codes and periods by an order in time.
  package init(
    _ design: DesignMatrix, response: [Double], outcome: String, weights: [Double]? = nil,
    weightsName: String = "weights", estimator: CovarianceEstimator, clusters: Clusters? = nil,
    crossing: Clusters? = nil, order: TimeOrder? = nil, cases: CompleteCases? = nil
  ) throws(EvaluationError) {
    let rows = design.matrix.rowCount
    let columns = design.matrix.columnCount
    guard rows > columns else {
      throw .tooFew(what: "rows for \(columns) coefficients", needed: columns + 1, found: rows)
    }
    if let weights {
      let faulty = weights.indices.filter { !(weights[$0] > 0 && weights[$0].isFinite) }
      if let first = faulty.first {
        throw .invalidValues(
          column: weightsName, rows: AffectedRows(faulty.map { (cases?.rows[$0] ?? $0) + 1 }),
          needed: "positive weights", found: "\(weights[first])")
      }
    }
    guard
      let fit = LeastSquares(design: design.matrix, response: response, weights: weights),
      let inverse = fit.decomposition.inverseOfR,
      let bread = fit.decomposition.crossproductInverse,
      let basis = design.matrix.times(inverse)
    else {
      throw Self.fault(design, response: response, weights: weights, outcome: outcome)
    }
    let scores =
      weights.map { zip($0, fit.residuals).map { $0 * $1 } } ?? fit.residuals
    guard
      let sandwich = Sandwich(
        basis: basis, inverse: inverse, workingResiduals: scores, weights: weights)
    else {
      throw Self.fault(design, response: response, weights: weights, outcome: outcome)
    }
    // Squares below the normal numbers have lost digits, or are zero though there are residuals.
    guard fit.residualSumOfSquares > 1e-290 || fit.residuals.allSatisfy({ $0 == 0 }) else {
      throw .undefined(
        what: "the residual variance of \(outcome)", needed: "residuals above about 1e-145",
        found: "squares that vanish; give the outcome in a smaller unit")
    }
    let variance = fit.residualSumOfSquares / Double(rows - columns)
    var (estimator, order) = (estimator, order)
    if case .neweyWest(let conventions) = estimator {
      // Without an order of their own, rows are periods; those left out leave gaps.
      let known = order ?? TimeOrder(periods: cases?.rows ?? Array(0..<rows))
      estimator = .neweyWest(try conventions.resolved(known))
      order = known
    }
    let estimated = try sandwich.covariance(
      estimator, classical: bread.scaled(by: variance), clusters: clusters, crossing: crossing,
      order: order)
    self.outcome = outcome
    coefficientNames = design.names
    coefficients = fit.coefficients
    covariance = estimated.matrix
    self.estimator = estimator
    observationCount = rows
    residualDegreesOfFreedom = estimated.degreesOfFreedom
    residuals = fit.residuals
    residualStandardError = variance.squareRoot()
    totalSumOfSquares = Self.totalSumOfSquares(
      response, weights: weights, isCentered: design.names.contains(DesignMatrix.interceptName))
    self.cases = cases
    coding = design.coding
    biasReduced = estimated.biasReduced
  }

  private enum CodingKeys: String, CodingKey {
    case outcome, coefficientNames, coefficients, covariance, estimator, observationCount
    case residualDegreesOfFreedom, residuals, residualStandardError, totalSumOfSquares
    case cases, coding, biasReduced
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
    residuals = try fields.decode([Double].self, forKey: .residuals)
    residualStandardError = try fields.decode(Double.self, forKey: .residualStandardError)
    totalSumOfSquares = try fields.decodeIfPresent(Double.self, forKey: .totalSumOfSquares)
    cases = try fields.decodeIfPresent(CompleteCases.self, forKey: .cases)
    coding = try fields.decodeIfPresent(DesignCoding.self, forKey: .coding)
    biasReduced = try fields.decodeIfPresent(BiasReducedClusters.self, forKey: .biasReduced)
    guard isCoherent, hasFreedom, residuals.count == observationCount,
      residuals.allSatisfy(\.isFinite),
      residualStandardError >= 0, residualStandardError.isFinite,
      totalSumOfSquares.map({ $0 >= 0 && $0.isFinite }) ?? true,
      cases?.count ?? observationCount == observationCount,
      coding?.gives(coefficientNames) ?? true
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .covariance, in: fields, debugDescription: "needs figures that fit each other")
    }
  }

  /// Whether clusters for CR2 or CR3 are there when they are needed, and as many as the model says.
  private var hasFreedom: Bool {
    guard estimator.hasOwnFreedom else { return biasReduced == nil }
    return biasReduced?.inverse.rowCount == coefficients.count
      && biasReduced.map { Double($0.count - 1) } == residualDegreesOfFreedom
  }

  /// Satterthwaite's degrees of freedom under CR2 and CR3, else those of the model.
  public func degreesOfFreedom(
    ofCombination weights: [Double]
  ) throws(EvaluationError) -> Double? {
    try biasReduced?.degreesOfFreedom(ofCombination: weights) ?? residualDegreesOfFreedom
  }

  /// Those of an approximate Hotelling distribution under CR2 and CR3, else nil.
  public func hotellingDegreesOfFreedom(
    ofCombinations rows: [[Double]]
  ) throws(EvaluationError) -> Double? {
    try biasReduced?.degreesOfFreedom(ofCombinations: rows)
  }

  private static func totalSumOfSquares(
    _ response: [Double], weights: [Double]?, isCentered: Bool
  ) -> Double? {
    guard let first = response.first else { return nil }
    // Around the first value, and then around the mean, so that an offset costs no digits.
    var (total, shift) = (0.0, 0.0)
    for row in response.indices {
      let weight = weights?[row] ?? 1
      total += weight
      shift += weight * (response[row] - first)
    }
    let center = isCentered ? first + shift / total : 0
    var sum = 0.0
    for row in response.indices {
      sum += (weights?[row] ?? 1) * (response[row] - center) * (response[row] - center)
    }
    return sum.isFinite ? sum : nil
  }

  /// Why a design could not be solved.
  private static func fault(
    _ design: DesignMatrix, response: [Double], weights: [Double]?, outcome: String
  ) -> EvaluationError {
    let faulty = response.indices.filter { !response[$0].isFinite }
    if !faulty.isEmpty {
      return .nonFinite(column: outcome, rows: AffectedRows(faulty.map { $0 + 1 }))
    }
    if let decomposition = QRDecomposition(design.matrix),
      decomposition.rank < design.names.count
    {
      return design.collinearity(decomposition)
    }
    return .overflow(
      what: "the regression of \(outcome)",
      needed: "numbers below about 1e150, and weights within about 1e15 of each other",
      found: "sums that a Double cannot hold")
  }
}

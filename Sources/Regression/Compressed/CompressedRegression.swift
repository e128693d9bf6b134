public import LinearAlgebra
public import Statistics

/// A linear regression from compressed rows: the coefficients and covariances of the raw rows from
/// one cell for each distinct row of the design.
///
/// Least squares of the cells' means, each weighted by its rows times their weight, has the
/// coefficients of the raw rows; squared residuals of a cell are (n - 1) times its variance plus n
/// times the squared distance of its mean from the fitted value. Time and memory grow with the cells,
/// not with the rows, so that a laptop's rows, a stream and a warehouse's `GROUP BY` give the same
/// estimate.
///
/// **Reference:** Wong, Lewis and Wardrop (2021), You Only Compress Once, arXiv:2102.11297.
/// **Same as:** ``LinearRegression`` on the raw rows, up to rounding.
public struct CompressedRegression: StatisticalModel, Hashable, Codable {
  /// The outcome's name.
  public let outcome: String
  /// The coefficients' names in order.
  public let coefficientNames: [String]
  /// The coefficients.
  public let coefficients: [Double]
  /// The covariance of the coefficients.
  public let covariance: Matrix
  /// How the covariance was estimated.
  public let estimator: CovarianceEstimator
  /// How many rows stand in the cells.
  public let observationCount: Int
  /// How many cells they were compressed to.
  public let cellCount: Int
  /// n - k, or the number of clusters less one.
  public let residualDegreesOfFreedom: Double?
  /// The square root of the weighted residual sum of squares over n - k.
  public let residualStandardError: Double

  /// The name of model and covariance.
  public var methodName: String { "least squares of compressed rows, \(estimator.name)" }

  // MARK: Fitting

  /// Fits the outcome of a compressed design to its columns.
  ///
  /// - Parameters:
  ///   - design: the cells.
  ///   - covariance: classical, HC0 to HC4, or CR0 and CR1, for which the design must name clusters.
  /// - Throws: `tooFew` unless there are more rows than columns, and two clusters; `collinear` with
  ///   the names of the columns that others determine; `invalidArgument` for another covariance;
  ///   `missingColumn` for CR0 and CR1 without clusters; `invalidValues`, with cells in place of rows, for
  ///   leverages of one under HC2 to HC4; `overflow` and `undefined` for numbers beyond the range
  ///   of `Double`.
  /// - Complexity: O(cells x columns^2).
  public init(
    _ design: CompressedDesign, covariance: CovarianceEstimator = .classical
  ) throws(EvaluationError) {
    let columns = design.columns.count
    guard design.rowCount > columns else {
      throw .tooFew(
        what: "rows for \(columns) coefficients", needed: columns + 1, found: design.rowCount)
    }
    let fit = try CellFit(design)
    let freedom = Double(design.rowCount - columns)
    let estimated = try fit.covariance(covariance, rows: Double(design.rowCount))
    outcome = design.outcome
    coefficientNames = design.columns
    coefficients = fit.solution.coefficients
    self.covariance = estimated.matrix
    estimator = covariance
    observationCount = design.rowCount
    cellCount = design.cellCount
    residualDegreesOfFreedom = estimated.degreesOfFreedom
    residualStandardError = (fit.residualSumOfSquares / freedom).squareRoot()
  }

  private enum CodingKeys: String, CodingKey {
    case outcome, coefficientNames, coefficients, covariance, estimator, observationCount
    case cellCount, residualDegreesOfFreedom, residualStandardError
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
    cellCount = try fields.decode(Int.self, forKey: .cellCount)
    residualDegreesOfFreedom = try fields.decodeIfPresent(
      Double.self, forKey: .residualDegreesOfFreedom)
    residualStandardError = try fields.decode(Double.self, forKey: .residualStandardError)
    guard isCoherent, residualDegreesOfFreedom != nil, cellCount >= coefficients.count,
      cellCount <= observationCount, residualStandardError >= 0, residualStandardError.isFinite
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .covariance, in: fields, debugDescription: "needs figures that fit each other")
    }
  }
}

// MARK: - Description

extension CompressedRegression: CustomStringConvertible {
  /// What was fitted and how closely, in at most ten lines.
  public var description: String {
    let head = "\(excerpt(outcome)): \(methodName), \(observationCount) rows in \(cellCount) cells"
    return
      ([head] + coefficientLines
      + ["residual standard error \(formatted(residualStandardError))"]).joined(separator: "\n")
  }
}

public import DataFrames
import Distributions
import LinearAlgebra
public import Statistics

extension LinearRegression: PredictiveModel {
  /// The mean is the linear predictor.
  public var link: LinkFunction { .identity }
  /// None.
  public var offsetColumns: [String] { [] }
  /// nil: nothing is added.
  public func offset(
    of frame: DataFrame, in cases: CompleteCases?
  ) throws(EvaluationError) -> [Double]? { nil }

  // MARK: New observations

  /// Predicts the outcomes of single new people, with intervals that hold one outcome each.
  ///
  /// The limits are x'b plus and minus t sqrt(x' V x + s^2 / w), with n - k degrees of freedom: the
  /// error of the mean and the spread of one outcome around it, which is taken to be normal with the
  /// residual standard error s, whatever the covariance of the coefficients. The standard error is
  /// that of the mean.
  ///
  /// - Parameters:
  ///   - frame: rows with the columns of the predictors.
  ///   - level: the level, inside (0, 1).
  ///   - weights: a column of positive weights of the new outcomes, in the units of the weights fitted,
  ///     or nil for one.
  ///   - missing: what to do about rows with empty cells.
  /// - Returns: one prediction a row.
  /// - Throws: what ``predictions(for:level:scale:interval:missing:)`` throws; `invalidValues` for
  ///   weights that are not positive.
  /// - Complexity: O(rows x columns^2).
  ///
  /// **Same as:** R `predict(m, new, interval = "prediction", weights = )`.
  public func newObservations(
    for frame: DataFrame, level: Double = 0.95, weights: String? = nil,
    missing: MissingCells = .reject
  ) throws(EvaluationError) -> Predictions {
    let multiples = try QuantileMultiples(level: level)
    let coding = try knownCoding()
    let used = coding.columns + [weights].compactMap(\.self)
    let cases = try frame.rows(using: used, missing: missing)
    let design = try DesignMatrix(frame, coding: coding, in: cases)
    var weightValues: [Double]?
    if let weights {
      weightValues = try frame.numbers(of: weights, in: cases, needed: "positive weights") {
        $0 > 0
      }
    }
    let reach = multiples.multiple(Double(observationCount - coefficients.count))
    let spread = residualStandardError * residualStandardError
    var rows: [Predictions.Row] = []
    for (place, (value, error, _)) in try linearPredictions(of: design.matrix, offset: nil)
      .enumerated()
    {
      let row = cases.rows[place] + 1
      let width = reach * (error * error + spread / (weightValues?[place] ?? 1)).squareRoot()
      guard (abs(value) + width).isFinite else {
        throw .overflow(
          what: "the prediction of row \(row)", needed: "numbers below about 1e150",
          found: formatted(value))
      }
      rows.append(
        .init(
          row: row, value: value, standardError: error, lower: value - width, upper: value + width))
    }
    return Predictions(
      rows: rows, level: level, scale: .response, method: methodName + ", one new observation",
      cases: cases)
  }
}

// MARK: - Parts

/// The quantiles that limits stand at, one for each number of degrees of freedom.
struct QuantileMultiples {
  private let tail: Double
  private let normal: Double

  /// - Throws: `invalidArgument` for a level outside (0, 1).
  init(level: Double) throws(EvaluationError) {
    guard level > 0, level < 1 else {
      throw .invalidArgument(name: "the level", needed: "between 0 and 1", found: "\(level)")
    }
    tail = (1 - level) / 2
    normal = Normal.standard.quantile(survival: tail)
  }

  /// The quantile of t, or of the normal where there are no degrees of freedom.
  func multiple(_ freedom: Double?) -> Double {
    freedom.flatMap { StudentT(degreesOfFreedom: $0)?.quantile(survival: tail) } ?? normal
  }
}

extension PredictiveModel {
  /// The linear predictor of each row, its standard error and degrees of freedom.
  func linearPredictions(
    of design: Matrix, offset: [Double]?
  ) throws(EvaluationError) -> [(value: Double, error: Double, freedom: Double?)] {
    guard var values = design.times(coefficients) else {
      throw .lengthMismatch(
        what: "the columns of the design", needed: coefficients.count, found: design.columnCount)
    }
    if let offset { for row in values.indices { values[row] += offset[row] } }
    let errors = standardErrors(of: design)
    var result: [(value: Double, error: Double, freedom: Double?)] = []
    result.reserveCapacity(values.count)
    for row in values.indices {
      let freedom =
        hasOwnFreedom
        ? try degreesOfFreedom(ofCombination: design.row(row)) : residualDegreesOfFreedom
      result.append((values[row], errors[row], freedom))
    }
    return result
  }

  private var hasOwnFreedom: Bool { (self as? LinearRegression)?.estimator.hasOwnFreedom ?? false }

  /// sqrt(x' V x) of each row x; from a factor of V, so that large columns do not cancel.
  private func standardErrors(of design: Matrix) -> [Double] {
    if let factor = Cholesky(covariance)?.factor, let moved = design.times(factor) {
      var sums = [Double](repeating: 0, count: design.rowCount)
      for column in 0..<moved.columnCount {
        for row in sums.indices { sums[row] += moved[row, column] * moved[row, column] }
      }
      return sums.map { $0.squareRoot() }
    }
    return (0..<design.rowCount).map {
      max(0, covariance.quadraticForm(design.row($0)) ?? 0).squareRoot()
    }
  }
}

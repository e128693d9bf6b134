package import LinearAlgebra
package import Regression
public import Statistics

/// The statistic of Durbin and Watson on least-squares residuals, with its exact p-values.
///
/// d is the sum of squared steps between neighbours over the sum of squares: near 2 without
/// autocorrelation of the first order, less when it is positive. Under independent normal errors the
/// probability of a smaller d is that of a weighted sum of chi-squared variables, whose weights are
/// eigenvalues that depend on the design alone.
///
/// **Reference:** Durbin and Watson (1950), doi:10.1093/biomet/37.3-4.409; (1971),
/// doi:10.1093/biomet/58.1.1.
/// **Same as:** R `lmtest::dwtest`, which near p = 0 falls back to a normal approximation.
public struct DurbinWatson: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The statistic, from 0 to 4.
  public let statistic: Double
  /// The probability of a smaller statistic, small when autocorrelation is positive.
  ///
  /// It is nil beyond ``exactLimit`` rows. Below 1e-12 it is given as 1e-12, an upper bound.
  public let pPositive: Double?
  /// The probability of a larger statistic, small when autocorrelation is negative; see
  /// ``pPositive``.
  public let pNegative: Double?

  /// The most rows for which p-values are computed, at a cost of rows^3.
  public static let exactLimit = 500

  // MARK: Testing

  /// Tests the residuals of a design whose rows are consecutive periods.
  ///
  /// - Throws: what `LinearRegression` throws; `undefined` for a fit without residuals.
  package init(
    _ design: Matrix, response: [Double], order: TimeOrder
  ) throws(EvaluationError) {
    guard let fit = LeastSquares(design: design, response: response),
      let inverse = fit.decomposition.inverseOfR, let basis = design.times(inverse)
    else {
      throw .undefined(
        what: "the Durbin-Watson statistic", needed: "columns of full rank and finite values",
        found: "a regression that cannot be solved")
    }
    guard fit.residualSumOfSquares > 1e-290 else {
      throw .undefined(
        what: "the Durbin-Watson statistic", needed: "residuals", found: "a fit without any")
    }
    var sum = 0.0
    var neighbours: [(Int, Int)] = []
    for rows in order.series {
      for (before, row) in zip(rows, rows.dropFirst())
      where order.periods[row] - order.periods[before] == 1 {
        let step = fit.residuals[row] - fit.residuals[before]
        sum += step * step
        neighbours.append((before, row))
      }
    }
    statistic = sum / fit.residualSumOfSquares
    let lower = Self.probabilityBelow(statistic, basis: basis, neighbours: neighbours)
    pPositive = lower.map { max($0, 1e-12) }
    pNegative = lower.map { max(1 - $0, 1e-12) }
  }

  /// The probability of a smaller statistic under independent normal errors.
  private static func probabilityBelow(
    _ statistic: Double, basis: Matrix, neighbours: [(Int, Int)]
  ) -> Double? {
    let rows = basis.rowCount
    guard rows <= exactLimit else { return nil }
    let columns = basis.columnCount
    var steps = Matrix(rows: rows, columns: rows)
    for (before, row) in neighbours {
      steps[before, before] += 1
      steps[row, row] += 1
      steps[before, row] -= 1
      steps[row, before] -= 1
    }
    // M A M = A - Q (A Q)' - (A Q) Q' + Q (Q' A Q) Q' for orthonormal Q.
    guard let image = steps.times(basis), let inner = basis.transposed.times(image),
      let spread = basis.times(inner)
    else { return nil }
    for column in 0..<rows {
      for row in 0...column {
        var change = 0.0
        for place in 0..<columns {
          change -= basis[row, place] * image[column, place]
          change -= image[row, place] * basis[column, place]
          change += spread[row, place] * basis[column, place]
        }
        steps[row, column] += change
      }
    }
    // The columns' own space gives as many zeros, the smallest of all.
    guard let eigen = SymmetricEigen(steps.symmetrized) else { return nil }
    return WeightedChiSquared.probabilityBelowZero(
      eigen.values.dropFirst(columns).map { $0 - statistic })
  }

  private enum CodingKeys: String, CodingKey { case statistic, pPositive, pNegative }

  /// Decodes a test, refusing figures out of range.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    statistic = try fields.decode(Double.self, forKey: .statistic)
    pPositive = try fields.decodeIfPresent(Double.self, forKey: .pPositive)
    pNegative = try fields.decodeIfPresent(Double.self, forKey: .pNegative)
    guard (0...4).contains(statistic), (0...1).contains(pPositive ?? 0),
      (0...1).contains(pNegative ?? 0)
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .statistic, in: fields, debugDescription: "needs figures in range")
    }
  }

  /// The statistic with the p-value for positive autocorrelation.
  public var description: String {
    "Durbin-Watson \(formatted(statistic))"
      + (pPositive.map {
        $0 <= 1e-12
          ? ", p below 1e-12 for positive autocorrelation"
          : ", p \(formatted($0, significantDigits: 3)) for positive autocorrelation"
      } ?? "")
  }
}

// MARK: - Of a study

extension SegmentedRegression {
  /// Durbin and Watson's test of the least-squares fit of the same design.
  ///
  /// - Throws: `undefined` for a fit without residuals.
  /// - Complexity: O(periods^3) up to ``DurbinWatson/exactLimit`` periods.
  public func durbinWatson() throws(EvaluationError) -> DurbinWatson {
    let (design, order) = try segments.matrix()
    return try DurbinWatson(design.matrix, response: segments.response, order: order)
  }

  /// Ljung and Box's test of what the model leaves: innovations of an autoregressive fit, residuals
  /// of least squares.
  ///
  /// - Parameter lags: how many lags; when nil two cycles of the season or 10, and at most a fifth of
  ///   the periods.
  /// - Returns: the test, with a degree of freedom less for a fitted autocorrelation.
  /// - Throws: what ``LjungBox`` throws.
  public func ljungBox(lags: Int? = nil) throws(EvaluationError) -> LjungBox {
    let fitted = specification.method.isAutoregressive ? 1 : 0
    let automatic = LjungBox.automaticLags(
      model.innovationOrder, cycle: specification.seasonality.cycle, fittedParameters: fitted)
    return try LjungBox(
      model.innovations, order: model.innovationOrder, lags: lags ?? automatic,
      fittedParameters: fitted)
  }
}

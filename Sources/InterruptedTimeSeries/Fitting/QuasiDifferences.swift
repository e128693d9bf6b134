import LinearAlgebra
import Regression
import Statistics

/// Least squares on rows from which phi times the row before has been taken.
///
/// Phi is the regression of each residual on the one before it, of neighbours one period apart,
/// through the origin. A gap begins a new stretch.
///
/// **Reference:** Prais and Winsten (1954), Cowles Commission Discussion Paper 383; Cochrane and
/// Orcutt (1949), doi:10.1080/01621459.1949.10483290.
struct QuasiDifferences {
  let phi: Double
  let iterations: Int
  let coefficients: [Double]
  let covariance: Matrix
  let degreesOfFreedom: Double
  /// The standard deviation of an innovation.
  let innovationStandardDeviation: Double
  /// The residuals of the transformed rows.
  let innovations: [Double]
  /// Which row each innovation belongs to.
  let rows: [Int]

  /// When phi counts as standing still.
  private static let tolerance = 1e-12
  private static let iterationLimit = 1000

  /// Iterates from least squares.
  ///
  /// - Throws: `notConverged`; `undefined` when phi reaches one; `collinear` or `tooFew` when what is
  ///   left cannot be estimated.
  init(
    _ least: LeastSquares, design: DesignMatrix, response: [Double], order: TimeOrder,
    keepsFirst: Bool, isIterated: Bool, name: String
  ) throws(EvaluationError) {
    var coefficients = least.coefficients
    var phi = try Self.autocorrelation(
      coefficients, design: design.matrix, response: response, order: order, name: name)
    var count = 0
    while true {
      count += 1
      let transformed = Self.transformed(
        design.matrix, response, order: order, phi: phi, keepsFirst: keepsFirst)
      let columns = design.matrix.columnCount
      guard transformed.rows.count > columns else {
        throw .tooFew(
          what: "rows for \(columns) coefficients", needed: columns + 1,
          found: transformed.rows.count)
      }
      guard let fit = LeastSquares(design: transformed.design, response: transformed.response),
        let bread = fit.decomposition.crossproductInverse
      else {
        throw .undefined(
          what: "the regression of \(excerpt(name)) after taking out autocorrelation",
          needed: "columns that differ within stretches without gaps", found: "collinear columns")
      }
      coefficients = fit.coefficients
      let next = try Self.autocorrelation(
        coefficients, design: design.matrix, response: response, order: order, name: name)
      let isSettled = abs(next - phi) < Self.tolerance
      guard isSettled || !isIterated else {
        guard count < Self.iterationLimit else {
          throw .notConverged(
            method: "Prais-Winsten of \(excerpt(name))", iterations: count,
            found: "the autocorrelation still moved by \(formatted(abs(next - phi)))")
        }
        phi = next
        continue
      }
      let freedom = Double(transformed.rows.count - columns)
      let variance = fit.residualSumOfSquares / freedom
      guard
        let covariance = Matrix(
          rows: columns, columns: columns, elements: bread.elements.map { $0 * variance })
      else {
        throw .undefined(
          what: "the covariance of \(excerpt(name))", needed: "finite figures", found: "none")
      }
      self.phi = phi
      iterations = count
      self.coefficients = coefficients
      self.covariance = covariance
      degreesOfFreedom = freedom
      innovationStandardDeviation = variance.squareRoot()
      innovations = fit.residuals
      rows = transformed.rows
      return
    }
  }

  /// The regression of residuals on those one period before.
  private static func autocorrelation(
    _ coefficients: [Double], design: Matrix, response: [Double], order: TimeOrder, name: String
  ) throws(EvaluationError) -> Double {
    let fitted = design.times(coefficients) ?? response
    var (products, squares) = (0.0, 0.0)
    for rows in order.series {
      for (before, row) in zip(rows, rows.dropFirst())
      where order.periods[row] - order.periods[before] == 1 {
        let past = response[before] - fitted[before]
        products += past * (response[row] - fitted[row])
        squares += past * past
      }
    }
    let phi = products / squares
    guard abs(phi) < 1 else {
      throw .undefined(
        what: "Prais and Winsten's autocorrelation of \(excerpt(name))",
        needed: "a series that returns to its trend; use REML, which copes with this one",
        found: phi.isNaN ? "no two periods in a row" : formatted(phi))
    }
    return phi
  }

  /// Rows less phi times the row before; the first of a stretch times the root of 1 - phi^2, or
  /// left out.
  private static func transformed(
    _ design: Matrix, _ response: [Double], order: TimeOrder, phi: Double, keepsFirst: Bool
  ) -> (design: Matrix, response: [Double], rows: [Int]) {
    var pairs: [(row: Int, before: Int?)] = []
    for rows in order.series {
      for (place, row) in rows.enumerated() {
        let before = place > 0 ? rows[place - 1] : nil
        if let before, order.periods[row] - order.periods[before] == 1 {
          pairs.append((row, before))
        } else if keepsFirst {
          pairs.append((row, nil))
        }
      }
    }
    let root = ((1 - phi) * (1 + phi)).squareRoot()
    func transform(_ value: (Int) -> Double) -> [Double] {
      pairs.map { pair in
        pair.before.map { value(pair.row) - phi * value($0) } ?? root * value(pair.row)
      }
    }
    let columns = (0..<design.columnCount).map { column in transform { design[$0, column] } }
    let matrix = Matrix(columns: columns) ?? Matrix(rows: 0, columns: 0)
    return (matrix, transform { response[$0] }, pairs.map(\.row))
  }
}

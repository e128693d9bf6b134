/// The solution of a least-squares problem, refined from residuals in extended precision.
///
/// Minimises the sum of weight times (response - design coefficients)^2 by pivoted QR of the
/// column-scaled design. Coefficients and residuals are then refined together through the augmented
/// system (Björck), with residuals computed in twofold precision, so that ill-conditioned columns
/// such as powers of a variable keep the digits that the data allow.
///
/// **Reference:** Björck (1967), doi:10.1007/BF01939321; Ogita, Rump and Oishi (2005),
/// doi:10.1137/030601818.
/// **Same as:** R `lm.fit`, `lm.wfit`.
public struct LeastSquares: Sendable, Hashable, CustomStringConvertible {
  /// The coefficient of each column.
  public let coefficients: [Double]
  /// The response minus the fitted value in each row, unweighted.
  public let residuals: [Double]
  /// The sum of weight times squared residual.
  public let residualSumOfSquares: Double
  /// The decomposition of the design, its rows times the square roots of the weights.
  public let decomposition: QRDecomposition

  /// Solves a problem of full column rank.
  ///
  /// The result is nil when lengths differ, a number is not finite, a weight is not positive, or
  /// the design lacks full column rank. `QRDecomposition.dependentColumns` then tells which columns
  /// are to blame.
  ///
  /// - Parameters:
  ///   - design: rows x columns, with at least as many rows as columns.
  ///   - response: one value a row.
  ///   - weights: one positive weight a row, or nil for equal weights.
  /// - Complexity: O(rows x columns^2); refinement adds a few O(rows x columns) passes.
  public init?(design: Matrix, response: [Double], weights: [Double]? = nil) {
    guard response.count == design.rowCount, response.allSatisfy(\.isFinite) else { return nil }
    var scaledDesign = design
    var scaledResponse = response
    if let weights {
      guard weights.count == response.count, weights.allSatisfy({ $0 > 0 && $0.isFinite }) else {
        return nil
      }
      let roots = weights.map { $0.squareRoot() }
      for row in 0..<design.rowCount { scaledResponse[row] *= roots[row] }
      for column in 0..<design.columnCount {
        for row in 0..<design.rowCount { scaledDesign[row, column] *= roots[row] }
      }
    }
    if let tall = LeastSquares(
      tall: scaledDesign, scaledResponse: scaledResponse, weights: weights)
    {
      self = tall
      return
    }
    guard let decomposition = QRDecomposition(whole: scaledDesign) else { return nil }
    self.init(
      decomposition: decomposition, scaledDesign: scaledDesign, scaledResponse: scaledResponse,
      weights: weights)
  }

  /// Solves with a decomposition that is at hand.
  private init?(
    decomposition: QRDecomposition, scaledDesign: Matrix, scaledResponse: [Double],
    weights: [Double]?
  ) {
    guard var solution = decomposition.solve(scaledResponse) else { return nil }
    var residuals = TwofoldArithmetic.residuals(
      response: scaledResponse, minus: nil, design: scaledDesign, coefficients: solution)
    let previous = residuals.reduce(0) { $0 + $1 * $1 }
    guard previous.isFinite else { return nil }
    // Steps shrink by about condition x epsilon each; more than a few cannot help.
    var lastStep = Double.infinity
    for _ in 0..<8 {
      guard
        let correction = Self.correction(
          decomposition, design: scaledDesign, response: scaledResponse, solution: solution,
          residuals: residuals)
      else { break }
      // By the columns' sizes: a coefficient of zero must not keep the others from their digits.
      let step = Self.norm(correction.solution, decomposition) / Self.norm(solution, decomposition)
      guard step.isFinite, step < lastStep / 2 else { break }
      for index in solution.indices { solution[index] += correction.solution[index] }
      for index in residuals.indices { residuals[index] += correction.residuals[index] }
      lastStep = step
      if step <= 1e-20 { break }
    }
    residuals = TwofoldArithmetic.residuals(
      response: scaledResponse, minus: nil, design: scaledDesign, coefficients: solution)
    self.init(solution, residuals, decomposition, weights: weights)
  }

  /// Takes a solution with its residuals, which are still in the scale of the weights.
  private init?(
    _ solution: [Double], _ scaledResiduals: [Double], _ decomposition: QRDecomposition,
    weights: [Double]?
  ) {
    residualSumOfSquares = scaledResiduals.reduce(0) { $0 + $1 * $1 }
    guard residualSumOfSquares.isFinite, solution.allSatisfy(\.isFinite) else { return nil }
    residuals =
      weights.map { zip(scaledResiduals, $0).map { $0 / $1.squareRoot() } }
      ?? scaledResiduals
    coefficients = solution
    self.decomposition = decomposition
  }

  /// Solves a tall, well conditioned problem from the triangle of design and response alone, with
  /// one or two steps from residuals in extended precision.
  ///
  /// - Returns: nil where the whole matrix must be factored.
  private init?(tall design: Matrix, scaledResponse: [Double], weights: [Double]?) {
    let columns = design.columnCount
    guard TallTriangle.pays(rows: design.rowCount, columns: columns),
      let triangle = TallTriangle.factor(design, beside: scaledResponse),
      let leading = Matrix(columns: (0..<columns).map { Array(triangle.column($0)[..<columns]) }),
      let decomposition = QRDecomposition(triangle: leading, of: design),
      var solution = decomposition.solveFactored(Array(triangle.column(columns)[..<columns]))
    else { return nil }
    // The condition is bounded, so that each step leaves a small part of the one before.
    var lastStep = Double.infinity
    while true {
      var (residuals, products) = TwofoldArithmetic.normalResiduals(
        response: scaledResponse, design: design, coefficients: solution)
      guard let correction = decomposition.solveNormal(products) else { return nil }
      let before = solution
      for index in solution.indices { solution[index] += correction[index] }
      let step = Self.norm(correction, decomposition)
      let size = Self.norm(solution, decomposition)
      guard step.isFinite, step < lastStep / 2 || step <= 1e-14 * size else { return nil }
      lastStep = step
      guard step <= 1e-12 * size else { continue }
      for (column, coefficient) in solution.enumerated() where coefficient != before[column] {
        let change = coefficient - before[column]
        for row in residuals.indices { residuals[row] -= design[row, column] * change }
      }
      self.init(solution, residuals, decomposition, weights: weights)
      return
    }
  }

  /// How strongly each row pulls its own fitted value, from 0 to 1; they sum to the number of
  /// columns.
  ///
  /// Under weights, h = w x' (X' W X)^-1 x.
  ///
  /// - Complexity: O(rows x columns^2).
  /// **Same as:** R `hatvalues`, `lm.influence(...)$hat`.
  public var leverages: [Double] { decomposition.leverages }

  /// Size, the first coefficients and the residual sum of squares.
  public var description: String {
    let shown = coefficients.prefix(8).map { "\($0)" }.joined(separator: ", ")
    let rest = coefficients.count > 8 ? " and \(coefficients.count - 8) more" : ""
    return "least squares, \(residuals.count) rows: coefficients \(shown)\(rest); "
      + "residual sum of squares \(residualSumOfSquares)"
  }

  /// The sum of absolute coefficients, each in the size of its column.
  private static func norm(_ solution: [Double], _ decomposition: QRDecomposition) -> Double {
    zip(solution, decomposition.scales).reduce(0) { $0 + abs($1.0 / $1.1) }
  }

  /// One step on the augmented system: residual + design x solution = response, design' residual =
  /// 0.
  private static func correction(
    _ decomposition: QRDecomposition, design: Matrix, response: [Double], solution: [Double],
    residuals: [Double]
  ) -> (solution: [Double], residuals: [Double])? {
    let rows = decomposition.rowCount
    let columns = decomposition.columnCount
    let upper = TwofoldArithmetic.residuals(
      response: response, minus: residuals, design: design, coefficients: solution)
    let lower = (0..<columns).map { column in
      -TwofoldArithmetic.dot(design, column: column, residuals)
    }
    // In the order of R: R' h = lower, z = Q' upper, R dx = z1 - h, dr = Q (h, z2).
    let pivoted = decomposition.factored.pivot.map { lower[$0] * decomposition.scales[$0] }
    guard
      let h = LAPACK.solveUpper(
        decomposition.factored, rows: rows, order: columns, rightHandSide: pivoted,
        transposed: true),
      let z = LAPACK.applyQ(decomposition.factored, rows: rows, to: upper, transposed: true),
      let dx = LAPACK.solveUpper(
        decomposition.factored, rows: rows, order: columns,
        rightHandSide: (0..<columns).map { z[$0] - h[$0] }, transposed: false),
      let dr = LAPACK.applyQ(
        decomposition.factored, rows: rows, to: h + z[columns...], transposed: false)
    else { return nil }
    return (decomposition.unpivoted(dx), dr)
  }
}

import Distributions
import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The likelihood of phi with coefficients and variance concentrated out, full or restricted.
///
/// The columns are an orthonormal basis of the design followed by the least-squares residuals at
/// unit length, so that nothing is lost to the condition of the design.
struct AutoregressiveLikelihood {
  let products: LaggedProducts
  /// How many rows there are.
  let rowCount: Int
  /// Whether the likelihood is restricted to what the coefficients leave.
  let isRestricted: Bool
  /// The squared length of the least-squares residuals.
  let scale: Double
  /// log det X'X.
  let logDeterminantOfDesign: Double

  /// How near to -1 or 1 phi may come; beyond, a series cannot be told from a random walk.
  static let limit = 0.999

  /// The number of the design's columns.
  var columnCount: Int { products.columnCount - 1 }
  /// What the residual sum of squares is divided by.
  var divisor: Double { Double(isRestricted ? rowCount - columnCount : rowCount) }

  // MARK: At a correlation

  /// Everything at one phi that follows from the Cholesky factor of the cross-product.
  struct Point {
    /// The cross-product and its derivatives.
    let moments: LaggedProducts.Moments
    /// The inverse of the cross-product.
    let inverse: Matrix
    /// The residual sum of squares relative to ``AutoregressiveLikelihood/scale``.
    let residuals: Double
    /// Minus the coefficients in the basis, and 1.
    let direction: [Double]
  }

  /// The log likelihood, or nil where the cross-product is singular.
  func value(at phi: Double) -> Double? {
    guard
      let cholesky = Cholesky(Self.square(products.moments(at: phi).value, products.columnCount))
    else { return nil }
    let roots = cholesky.factor.diagonal
    let last = roots[columnCount]
    let sum = last * last * scale
    var value = -divisor / 2 * (log(2 * .pi * sum / divisor) + 1)
    value -= products.logDeterminant(at: phi).value / 2
    if isRestricted {
      let determinant = roots.dropLast().reduce(0) { $0 + 2 * log($1) }
      value -= (determinant + logDeterminantOfDesign) / 2
    }
    return value.isFinite ? value : nil
  }

  /// The factored cross-product with derivatives.
  func point(at phi: Double, derivatives: Int) -> Point? {
    let moments = products.moments(at: phi, derivatives: derivatives)
    guard let cholesky = Cholesky(Self.square(moments.value, products.columnCount)) else {
      return nil
    }
    let inverse = cholesky.inverse
    let corner = inverse[columnCount, columnCount]
    return Point(
      moments: moments, inverse: inverse, residuals: 1 / corner,
      direction: inverse.column(columnCount).map { $0 / corner })
  }

  /// The derivative of the log likelihood by phi; NaN where the cross-product is singular.
  func score(at phi: Double) -> Double {
    guard let point = point(at: phi, derivatives: 1) else { return .nan }
    let slope = Self.square(point.moments.slope, products.columnCount)
    let change = (slope.quadraticForm(point.direction) ?? .nan) / point.residuals
    var score = -divisor / 2 * change - products.logDeterminant(at: phi).slope / 2
    if isRestricted { score -= (Self.traceOfProduct(point.inverse, slope) - change) / 2 }
    return score
  }

  /// A symmetric matrix from its packed lower triangle.
  static func square(_ packed: [Double], _ order: Int) -> Matrix {
    var result = Matrix(rows: order, columns: order)
    var place = 0
    for row in 0..<order {
      for column in 0...row {
        result[row, column] = packed[place]
        result[column, row] = packed[place]
        place += 1
      }
    }
    return result
  }

  /// The trace of the product of two symmetric matrices.
  static func traceOfProduct(_ first: Matrix, _ second: Matrix) -> Double {
    zip(first.elements, second.elements).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

// MARK: - Maximum

extension AutoregressiveLikelihood {
  /// The phi that maximises the likelihood between the limits.
  ///
  /// The likelihood is looked at on a grid, for it may have more than one hill; the score is then
  /// solved to the last bits around the highest. Where every distance is even, phi and -phi are the
  /// same, and the positive one is taken.
  ///
  /// - Returns: nil when the likelihood is nowhere defined.
  func maximum() -> (phi: Double, isAtLimit: Bool)? {
    let isEven = products.distances.allSatisfy { $0.periods % 2 == 0 }
    let grid = Self.grid.filter { !isEven || $0 >= 0 }
    let values = grid.map { value(at: $0) ?? -.infinity }
    guard let highest = values.indices.max(by: { values[$0] < values[$1] }),
      values[highest] > -.infinity
    else { return nil }
    let (lowest, last) = (max(0, highest - 1), min(grid.count - 1, highest + 1))
    // The highest point of the grid climbs towards one side; the hill's top is where it turns.
    let slope = score(at: grid[highest])
    if slope == 0 { return (grid[highest], false) }
    let target = slope > 0 ? last : lowest
    if target == highest { return (grid[highest], true) }
    let steps = 8
    var near = grid[highest]
    for step in 1...steps {
      let share = Double(step) / Double(steps)
      let far = grid[highest] + (grid[target] - grid[highest]) * share
      if (score(at: far) > 0) != (slope > 0) {
        let root = RootFinding.bracketed(between: near, and: far) { score(at: $0) }
        return root.map { ($0, false) }
      }
      near = far
    }
    // It climbs on to a neighbour that is no higher: only rounding tells the two apart.
    return (grid[target], target == 0 || target == grid.count - 1)
  }

  /// From limit to limit, closer where the likelihood changes faster.
  private static let grid: [Double] = {
    let inner = [0.985, 0.95, 0.88, 0.76, 0.6, 0.4, 0.2]
    return [-limit] + inner.map { -$0 } + [0] + inner.reversed() + [limit]
  }()
}

import LinearAlgebra
import Regression

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A generalised least-squares fit at the most likely autocorrelation.
struct AutoregressiveFit {
  let phi: Double
  let isAtLimit: Bool
  /// From the curvature of the concentrated likelihood; nil at the limit.
  let phiStandardError: Double?
  let logLikelihood: Double
  let coefficients: [Double]
  /// With the residual variance over n - k, whatever the likelihood.
  let covariance: Matrix
  /// The standard deviation of an error, as the likelihood has it.
  let errorStandardDeviation: Double
  let satterthwaite: Satterthwaite

  /// Fits a least-squares problem anew; nil when no likelihood is defined.
  ///
  /// - Complexity: O(rows x columns^2).
  init?(
    _ least: LeastSquares, design: Matrix, order: TimeOrder, restricted: Bool
  ) {
    guard let inverse = least.decomposition.inverseOfR, let basis = design.times(inverse),
      let determinant = least.decomposition.logDeterminantOfCrossproduct
    else { return nil }
    let length = least.residualSumOfSquares.squareRoot()
    guard length > 0 else { return nil }
    let columns =
      (0..<basis.columnCount).map(basis.column) + [least.residuals.map { $0 / length }]
    let likelihood = AutoregressiveLikelihood(
      products: LaggedProducts(columns: columns, order: order), rowCount: design.rowCount,
      isRestricted: restricted, scale: least.residualSumOfSquares,
      logDeterminantOfDesign: determinant)
    guard let (phi, isAtLimit) = likelihood.maximum(), let value = likelihood.value(at: phi),
      let point = likelihood.point(at: phi, derivatives: 2)
    else { return nil }
    let count = basis.columnCount
    let freedom = Double(design.rowCount - count)
    let variance = point.residuals * least.residualSumOfSquares / freedom
    let parts = Parts(point, columns: count)
    guard let shift = inverse.times(point.direction.prefix(count).map { -$0 * length }),
      let covariance = Self.mapped(parts.inverse, by: inverse, times: variance),
      let slope = Self.mapped(parts.inverseSlope, by: inverse, times: variance)
    else { return nil }
    self.phi = phi
    self.isAtLimit = isAtLimit
    phiStandardError = isAtLimit ? nil : Self.phiStandardError(likelihood, point, parts, phi)
    logLikelihood = value
    coefficients = zip(least.coefficients, shift).map { $0 + $1 }
    self.covariance = covariance
    errorStandardDeviation =
      (point.residuals * least.residualSumOfSquares / likelihood.divisor).squareRoot()
    let spread = InformationSpread(basis: columns.dropLast(), order: order, phi: phi)
    let cross =
      (likelihood.products.logDeterminant(at: phi).slope
        + AutoregressiveLikelihood.traceOfProduct(parts.inverse, parts.slope)) / 2
    satterthwaite = Satterthwaite(
      covariance: covariance, covarianceSlope: slope,
      information: [
        freedom / 2, cross,
        likelihood.products.information(at: phi)
          - AutoregressiveLikelihood.traceOfProduct(parts.inverse, spread.matrix)
          + parts.squaredTrace / 2,
      ])
  }

  /// T A T' times a factor, symmetric.
  private static func mapped(_ inner: Matrix, by outer: Matrix, times factor: Double) -> Matrix? {
    guard let product = outer.times(inner)?.times(outer.transposed) else { return nil }
    return Matrix(
      rows: product.rowCount, columns: product.columnCount,
      elements: product.elements.map { $0 * factor })?.symmetrized
  }

  /// The blocks of the cross-product that belong to the design.
  private struct Parts {
    /// (Q' R^-1 Q)^-1.
    let inverse: Matrix
    /// The derivative of Q' R^-1 Q by phi.
    let slope: Matrix
    /// The second derivative.
    let curvature: Matrix
    /// The derivative of ``inverse``.
    let inverseSlope: Matrix
    /// The trace of the square of ``inverse`` times ``slope``.
    let squaredTrace: Double

    init(_ point: AutoregressiveLikelihood.Point, columns: Int) {
      var inverse = Matrix(rows: columns, columns: columns)
      let corner = point.inverse[columns, columns]
      for column in 0..<columns {
        for row in 0..<columns {
          let outer = point.inverse[row, columns] * point.inverse[columns, column] / corner
          inverse[row, column] = point.inverse[row, column] - outer
        }
      }
      let packed = columns * (columns + 1) / 2
      slope = AutoregressiveLikelihood.square(Array(point.moments.slope.prefix(packed)), columns)
      curvature = AutoregressiveLikelihood.square(
        Array(point.moments.curvature.prefix(packed)), columns)
      let product = inverse.times(slope) ?? slope
      squaredTrace = AutoregressiveLikelihood.traceOfProduct(product, product.transposed)
      let image = product.times(inverse) ?? slope
      inverseSlope =
        Matrix(rows: columns, columns: columns, elements: image.elements.map { -$0 }) ?? image
      self.inverse = inverse
    }
  }

  /// One over the root of minus the second derivative of the concentrated likelihood.
  private static func phiStandardError(
    _ likelihood: AutoregressiveLikelihood, _ point: AutoregressiveLikelihood.Point,
    _ parts: Parts, _ phi: Double
  ) -> Double? {
    let order = likelihood.products.columnCount
    let slope = AutoregressiveLikelihood.square(point.moments.slope, order)
    let curvature = AutoregressiveLikelihood.square(point.moments.curvature, order)
    guard let image = slope.times(point.direction),
      let bend = curvature.quadraticForm(point.direction),
      let moved = parts.inverse.quadraticForm(Array(image.dropLast()))
    else { return nil }
    let change = zip(image, point.direction).reduce(0) { $0 + $1.0 * $1.1 } / point.residuals
    let second = (bend - 2 * moved) / point.residuals
    var result = -likelihood.divisor / 2 * (second - change * change)
    result -= likelihood.products.logDeterminant(at: phi).curvature / 2
    if likelihood.isRestricted {
      let trace = AutoregressiveLikelihood.traceOfProduct(parts.inverse, parts.curvature)
      result -= (trace - parts.squaredTrace) / 2
    }
    return result < 0 ? 1 / (-result).squareRoot() : nil
  }
}

// MARK: - Information

/// Q' R^-1 R' R^-1 R' R^-1 Q with R' the derivative of R by phi: U' U with U = L^-T (R^-1)' Q, where
/// R^-1 = L' L.
///
/// - Complexity: O(rows x columns^2).
private struct InformationSpread {
  let matrix: Matrix

  init(basis: some Collection<[Double]>, order: TimeOrder, phi: Double) {
    var columns: [[Double]] = []
    for column in basis {
      var image = column
      for rows in order.series { Self.spread(column, rows, order, phi, into: &image) }
      columns.append(image)
    }
    var matrix = Matrix(rows: columns.count, columns: columns.count)
    for row in columns.indices {
      for column in 0...row {
        var sum = 0.0
        let (left, right) = (columns[row], columns[column])
        for place in left.indices { sum += left[place] * right[place] }
        matrix[row, column] = sum
        matrix[column, row] = sum
      }
    }
    self.matrix = matrix
  }

  /// L^-T L'^T L x + L' x for one series, where L' is the derivative of L.
  private static func spread(
    _ column: [Double], _ rows: [Int], _ order: TimeOrder, _ phi: Double,
    into image: inout [Double]
  ) {
    // Of L's row i: 1/c on the diagonal and -r/c beside it, with c the root of 1 - r^2.
    var correlations = [Double](repeating: 0, count: rows.count)
    var slopes = correlations
    var innovations = rows.first.map { [column[$0]] } ?? []
    var changes = rows.isEmpty ? [] : [0.0]
    for place in rows.indices.dropFirst() {
      let (before, row) = (rows[place - 1], rows[place])
      let distance = Double(order.periods[row] - order.periods[before])
      let r = distance == 1 ? phi : pow(phi, distance)
      let slope = distance == 1 ? 1 : distance * pow(phi, distance - 1)
      let variance = (1 - r) * (1 + r)
      let error = column[row] - r * column[before]
      correlations[place] = r
      slopes[place] = slope
      innovations.append(error / variance.squareRoot())
      changes.append(
        (error * r / variance - column[before]) * slope / variance.squareRoot())
    }
    var carried = 0.0
    for place in rows.indices.reversed() {
      let r = correlations[place]
      let variance = (1 - r) * (1 + r)
      let root = variance.squareRoot()
      var sum = innovations[place] * r * slopes[place] / (variance * root)
      if place + 1 < rows.count {
        let next = correlations[place + 1]
        let nextVariance = (1 - next) * (1 + next)
        sum -=
          innovations[place + 1] * slopes[place + 1] / (nextVariance * nextVariance.squareRoot())
        sum += carried * next / nextVariance.squareRoot()
      }
      carried = sum * root
      image[rows[place]] = carried + changes[place]
    }
  }
}

package import LinearAlgebra
package import Statistics

/// The bias-reduced cluster covariance (CR2), and the degrees of freedom of each linear combination.
///
/// In coordinates where the columns of the (weighted) design are orthonormal, a cluster's rows have
/// the cross-product C, whose eigenvalues lie between 0 and 1. Its residuals are then multiplied by
/// (I - H)^(-1/2), with H the cluster's block of the hat matrix, which turns the cluster's scores s
/// into (I - C)^(-1/2) s. The residuals' errors are taken to be independent with variances
/// proportional to 1 / weight. Directions that a cluster determines alone (eigenvalue 1) drop out.
///
/// Under that model a variance is a sum of squares of normal numbers with the matrix P; it has
/// (trace P)^2 / trace P^2 degrees of freedom, with P_gg = c'Cc and P_gh = -z_g'z_h, where c is the
/// combination in these coordinates and z_g = C (I - C)^(-1/2) c.
///
/// **Reference:** Bell and McCaffrey (2002), Survey Methodology 28, 169-181; Pustejovsky and Tipton
/// (2018), doi:10.1080/07350015.2016.1247004.
/// **Same as:** R `clubSandwich::coef_test(vcov = "CR2", test = "Satterthwaite")`; with weights, on
/// rows times the square roots of their weights, as HC2 does.
package struct BiasReducedClusters: Sendable, Hashable, Codable {
  /// One cluster's matrices, the upper triangle of each row after row.
  struct Cluster: Sendable, Hashable, Codable {
    /// C on the directions that other clusters inform too.
    let crossproduct: [Double]
    /// C (I - C)^(-1/2) there.
    let moved: [Double]
  }

  /// From coordinates to coefficients: T with X T orthonormal.
  package let inverse: Matrix
  let clusters: [Cluster]
  /// The sum over clusters of the projections on what one cluster determines alone.
  let undetermined: Matrix

  /// Eigenvalues above 1 less this one are 1.
  private static let tolerance = 1e-10
  /// The most numbers that clusters times coefficients squared may give (128 MiB).
  private static let limit = 1 << 24

  // MARK: Building

  /// Joins the clusters' cross-products and scores with the covariance that they give.
  ///
  /// - Parameters:
  ///   - crossproducts: each cluster's C.
  ///   - scores: each cluster's sum of row times weight times residual, in the same coordinates.
  ///   - inverse: from coordinates to coefficients, one row a coefficient.
  ///   - name: what an error calls the clusters.
  /// - Returns: what gives degrees of freedom, and the covariance of the coefficients.
  /// - Throws: `tooFew` below two clusters; `overflow` for more clusters and coefficients than
  ///   memory should hold, or figures beyond the range of `Double`.
  /// - Complexity: O(clusters x coordinates^3).
  package static func fitted(
    crossproducts: [Matrix], scores: [[Double]], inverse: Matrix, name: String
  ) throws(EvaluationError) -> (clusters: BiasReducedClusters, covariance: Matrix) {
    let size = inverse.columnCount
    guard crossproducts.count >= 2 else {
      throw .tooFew(what: "clusters in \(name)", needed: 2, found: crossproducts.count)
    }
    try refuseTooMany(crossproducts.count, columns: size)
    var clusters: [Cluster] = []
    var undetermined = Matrix(rows: size, columns: size)
    var sums = Matrix(rows: crossproducts.count, columns: inverse.rowCount)
    for (place, crossproduct) in crossproducts.enumerated() {
      guard let eigen = SymmetricEigen(crossproduct) else { throw outOfRange }
      let top = 1 - tolerance
      let adjustment = eigen.mapped { $0 < top ? 1 / (1 - $0).squareRoot() : 0 }
      clusters.append(
        Cluster(
          crossproduct: packed(eigen.mapped { $0 < top ? max(0, $0) : 0 }),
          moved: packed(eigen.mapped { $0 < top ? max(0, $0) / (1 - $0).squareRoot() : 0 })))
      if (eigen.values.last ?? 0) >= top {
        let alone = eigen.mapped { $0 < top ? 0 : 1 }
        for column in 0..<size {
          for row in 0..<size { undetermined[row, column] += alone[row, column] }
        }
      }
      guard let adjusted = adjustment.times(scores[place]), let sum = inverse.times(adjusted)
      else { throw outOfRange }
      for (column, value) in sum.enumerated() { sums[place, column] = value }
    }
    let covariance = Sandwich.crossproduct(sums)
    guard covariance.elements.allSatisfy(\.isFinite) else { throw outOfRange }
    return (
      BiasReducedClusters(inverse: inverse, clusters: clusters, undetermined: undetermined),
      covariance
    )
  }

  private init(inverse: Matrix, clusters: [Cluster], undetermined: Matrix) {
    self.inverse = inverse
    self.clusters = clusters
    self.undetermined = undetermined
  }

  /// Refuses what memory should not hold.
  package static func refuseTooMany(_ count: Int, columns: Int) throws(EvaluationError) {
    guard columns <= 4096, count <= limit / (columns * columns) else {
      throw .overflow(
        what: "CR2", needed: "at most \(limit) clusters times squared coefficients; use CR1",
        found: "\(count) clusters and \(columns) coefficients")
    }
  }

  private static var outOfRange: EvaluationError {
    .overflow(
      what: "the covariance of the coefficients",
      needed: "columns and an outcome between about 1e-145 and 1e145; rescale them",
      found: "variances that a Double cannot hold")
  }

  private static func packed(_ matrix: Matrix) -> [Double] {
    (0..<matrix.rowCount).flatMap { row in
      (row..<matrix.rowCount).map { matrix[row, $0] }
    }
  }

  private enum CodingKeys: String, CodingKey { case inverse, clusters, undetermined }

  /// Decodes clusters, refusing matrices of different orders.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    inverse = try fields.decode(Matrix.self, forKey: .inverse)
    clusters = try fields.decode([Cluster].self, forKey: .clusters)
    undetermined = try fields.decode(Matrix.self, forKey: .undetermined)
    let size = inverse.columnCount
    guard size > 0, size <= 4096, clusters.count >= 2, undetermined.rowCount == size,
      undetermined.columnCount == size, inverse.elements.allSatisfy(\.isFinite),
      undetermined.elements.allSatisfy(\.isFinite),
      clusters.allSatisfy({ $0.isCoherent(order: size) })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .clusters, in: fields, debugDescription: "needs matrices that fit each other")
    }
  }

  /// How many clusters there are.
  package var count: Int { clusters.count }

  // MARK: Degrees of freedom

  /// The degrees of freedom of a combination of coefficients.
  ///
  /// - Returns: nil for a combination without a direction: all weights zero.
  /// - Throws: `undefined` when a single cluster determines the combination, for then nothing tells
  ///   how it varies between clusters.
  /// - Complexity: O(clusters x coordinates^2).
  package func degreesOfFreedom(
    ofCombination weights: [Double]
  ) throws(EvaluationError) -> Double? {
    let scale = weights.map(abs).max() ?? 0
    guard scale > 0, scale.isFinite,
      let image = inverse.transposed.times(weights.map { $0 / scale })
    else { return nil }
    let largest = image.map(abs).max() ?? 0
    guard largest > 0, largest.isFinite else { return nil }
    let direction = image.map { $0 / largest }
    let length = direction.reduce(0) { $0 + $1 * $1 }
    guard let alone = undetermined.quadraticForm(direction), alone <= 1e-12 * length else {
      throw .undefined(
        what: "the standard error of a coefficient by CR2",
        needed: "at least two clusters that inform it; leave it out, or form other clusters",
        found: "a coefficient that a single cluster determines alone")
    }
    var (trace, squares) = (0.0, 0.0)
    let order = direction.count
    var products = [Double](repeating: 0, count: order * order)
    for cluster in clusters {
      let (own, moved) = cluster.applied(to: direction)
      let norm = moved.reduce(0) { $0 + $1 * $1 }
      trace += own
      squares += own * own - norm * norm
      for row in 0..<order {
        for column in 0..<order { products[row * order + column] += moved[row] * moved[column] }
      }
    }
    squares += products.reduce(0) { $0 + $1 * $1 }
    guard trace > 0, squares > 0 else { return nil }
    return trace * trace / squares
  }
}

extension BiasReducedClusters.Cluster {
  fileprivate func isCoherent(order: Int) -> Bool {
    let count = order * (order + 1) / 2
    return crossproduct.count == count && moved.count == count
      && crossproduct.allSatisfy(\.isFinite) && moved.allSatisfy(\.isFinite)
  }

  /// The quadratic form of the cross-product, and the moved direction.
  fileprivate func applied(to direction: [Double]) -> (own: Double, moved: [Double]) {
    var own = 0.0
    var image = [Double](repeating: 0, count: direction.count)
    var place = 0
    for row in direction.indices {
      for column in row..<direction.count {
        let product = crossproduct[place] * direction[row] * direction[column]
        own += row == column ? product : 2 * product
        image[row] += moved[place] * direction[column]
        if row != column { image[column] += moved[place] * direction[row] }
        place += 1
      }
    }
    return (own, image)
  }
}

package import LinearAlgebra
package import Statistics

/// The bias-reduced cluster covariances CR2 and CR3, and the degrees of freedom of combinations.
///
/// In coordinates where the columns of the (weighted) design are orthonormal, a cluster's rows have
/// the cross-product C, whose eigenvalues lie between 0 and 1. Its residuals are then multiplied by
/// (I - H)^(-1/2), with H the cluster's block of the hat matrix, which turns the cluster's scores s
/// into (I - C)^(-1/2) s. The residuals' errors are taken to be independent with variances
/// proportional to 1 / weight. Directions that a cluster determines alone (eigenvalue 1) drop out.
///
/// CR3 takes (I - H)^(-1) instead, by which a cluster's scores become what leaving it out does to
/// the coefficients: below, the power p is 1/2 for CR2 and 1 for CR3.
///
/// Under that model a variance is a sum of squares of normal numbers with the matrix P; it has
/// (trace P)^2 / trace P^2 degrees of freedom, with P_gg = c'C (I - C)^(1 - 2p) c and
/// P_gh = -z_g'z_h, where c is the combination in these coordinates and z_g = C (I - C)^(-p) c.
/// Several combinations together have those of an approximate Hotelling distribution.
///
/// **Reference:** Bell and McCaffrey (2002), Survey Methodology 28, 169-181; Pustejovsky and Tipton
/// (2018), doi:10.1080/07350015.2016.1247004.
/// **Same as:** R `clubSandwich::coef_test(vcov = "CR2", test = "Satterthwaite")` and
/// `clubSandwich::Wald_test(test = "HTZ")`; with weights, on
/// rows times the square roots of their weights, as HC2 does.
package struct BiasReducedClusters: Sendable, Hashable, Codable {
  /// One cluster's matrices, the upper triangle of each row after row.
  struct Cluster: Sendable, Hashable, Codable {
    /// C (I - C)^(1 - 2p) on the directions that other clusters inform too.
    let crossproduct: [Double]
    /// C (I - C)^(-p) there.
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

  /// How residuals are inflated.
  package enum Power: Sendable {
    /// CR2.
    case half
    /// CR3.
    case one
  }

  // MARK: Building

  /// Joins the clusters' cross-products and scores with the covariance that they give.
  ///
  /// - Parameters:
  ///   - crossproducts: each cluster's C.
  ///   - scores: each cluster's sum of row times weight times residual, in the same coordinates.
  ///   - inverse: from coordinates to coefficients, one row a coefficient.
  ///   - name: what an error calls the clusters.
  ///   - power: CR2 or CR3.
  /// - Returns: what gives degrees of freedom, and the covariance of the coefficients.
  /// - Throws: `tooFew` below two clusters; `overflow` for more clusters and coefficients than
  ///   memory should hold, or figures beyond the range of `Double`.
  /// - Complexity: O(clusters x coordinates^3).
  package static func fitted(
    crossproducts: [Matrix], scores: [[Double]], inverse: Matrix, name: String,
    power: Power = .half
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
      func inflation(_ value: Double) -> Double {
        power == .half ? 1 / (1 - value).squareRoot() : 1 / (1 - value)
      }
      let adjustment = eigen.mapped { $0 < top ? inflation($0) : 0 }
      clusters.append(
        Cluster(
          crossproduct: packed(
            eigen.mapped {
              $0 < top ? max(0, $0) * (1 - $0) * inflation($0) * inflation($0) : 0
            }),
          moved: packed(eigen.mapped { $0 < top ? max(0, $0) * inflation($0) : 0 })))
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
        what: "CR2 or CR3", needed: "at most \(limit) clusters times squared coefficients; use CR1",
        found: "\(count) clusters and \(columns) coefficients")
    }
  }

  /// - Throws: `undefined` when leaving out a cluster leaves some coefficient undetermined.
  func refuseUndetermined() throws(EvaluationError) {
    guard undetermined.elements.allSatisfy({ $0 == 0 }) else {
      throw .undefined(
        what: "the jackknife over clusters",
        needed: "coefficients that are determined whichever cluster is left out",
        found: "a coefficient that a single cluster determines alone")
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
}

extension BiasReducedClusters.Cluster {
  func isCoherent(order: Int) -> Bool {
    let count = order * (order + 1) / 2
    return crossproduct.count == count && moved.count == count
      && crossproduct.allSatisfy(\.isFinite) && moved.allSatisfy(\.isFinite)
  }
}

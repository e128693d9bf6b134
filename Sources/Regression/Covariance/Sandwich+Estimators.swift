import LinearAlgebra
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

// MARK: - Estimators

extension Sandwich {
  /// A covariance with its degrees of freedom.
  struct Estimated {
    let matrix: Matrix
    /// n - k, or the (smaller) number of clusters less one; nil for a normal reference.
    let degreesOfFreedom: Double?
    /// What gives each combination its own degrees of freedom; nil but for CR2 and CR3.
    var biasReduced: BiasReducedClusters?
  }

  /// The covariance by an estimator; `classical` is the model's own.
  func covariance(
    _ estimator: CovarianceEstimator, classical: Matrix, clusters: Clusters?,
    crossing second: Clusters? = nil, order: TimeOrder? = nil
  ) throws(EvaluationError) -> Estimated {
    // Variances that vanish or overflow would pass for certainty.
    let isRepresentable =
      classical.elements.allSatisfy(\.isFinite)
      && (classical.diagonal.allSatisfy { $0 > 1e-290 } || workingResiduals.allSatisfy { $0 == 0 })
    guard isRepresentable else { throw Self.outOfRange }
    let residualFreedom = Double(rowCount - columnCount)
    let (matrix, freedom): (Matrix, Double?)
    var biasReduced: BiasReducedClusters?
    switch estimator {
    case .classical: (matrix, freedom) = (classical, residualFreedom)
    case .hc0: (matrix, freedom) = (try heteroskedastic(leveragePower: 0), residualFreedom)
    case .hc1:
      let factor = Double(rowCount) / residualFreedom
      matrix = try heteroskedastic(leveragePower: 0).scaled(by: factor)
      freedom = residualFreedom
    case .hc2: (matrix, freedom) = (try heteroskedastic(leveragePower: 1), residualFreedom)
    case .hc3: (matrix, freedom) = (try heteroskedastic(leveragePower: 2), residualFreedom)
    case .hc4:
      let mean = Double(columnCount) / Double(rowCount)
      matrix = try heteroskedastic { pow(1 - $0, min(4, $0 / mean) / 2) }
      freedom = residualFreedom
    case .clusterCR0(let column):
      let clusters = try usable(clusters, column: column)
      matrix = clustered(codes: clusters.codes, count: clusters.count)
      freedom = Double(clusters.count - 1)
    case .clusterCR1(let column):
      let clusters = try usable(clusters, column: column)
      matrix = clustered(codes: clusters.codes, count: clusters.count)
        .scaled(by: smallSampleFactor(clusters.count))
      freedom = Double(clusters.count - 1)
    case .clusterCR2(let column):
      let clusters = try usable(clusters, column: column)
      (biasReduced, matrix) = try jackknifed(clusters, power: .half, column: column)
      freedom = Double(clusters.count - 1)
    case .clusterCR3(let column, let convention):
      let clusters = try usable(clusters, column: column)
      let (found, sum) = try jackknifed(clusters, power: .one, column: column)
      let groups = Double(clusters.count)
      (matrix, freedom) = (
        convention == .clubSandwich ? sum : sum.scaled(by: (groups - 1) / groups), groups - 1
      )
      if convention == .clubSandwich { biasReduced = found } else { try found.refuseUndetermined() }
    case .clusterTwoWay(let clustering):
      let first = try usable(clusters, column: clustering.first)
      let second = try usable(second, column: clustering.second)
      matrix = try twoWay(first, second, clustering)
      freedom = Double(min(first.count, second.count) - 1)
    case .neweyWest(let conventions):
      matrix = try neweyWest(
        conventions, order: order ?? TimeOrder(periods: Array(0..<rowCount)))
      freedom = conventions.reference == .t ? residualFreedom : nil
    }
    guard matrix.elements.allSatisfy(\.isFinite) else { throw Self.outOfRange }
    return Estimated(matrix: matrix, degreesOfFreedom: freedom, biasReduced: biasReduced)
  }

  /// G / (G - 1) x (n - 1) / (n - k).
  private func smallSampleFactor(_ count: Int, parameters: Int? = nil) -> Double {
    Double(count) / Double(count - 1) * Double(rowCount - 1)
      / Double(rowCount - (parameters ?? columnCount))
  }

  private func jackknifed(
    _ clusters: Clusters, power: BiasReducedClusters.Power, column: String
  ) throws(EvaluationError) -> (BiasReducedClusters, Matrix) {
    try BiasReducedClusters.refuseTooMany(clusters.count, columns: columnCount)
    let parts = parts(of: clusters)
    let fitted = try BiasReducedClusters.fitted(
      crossproducts: parts.crossproducts, scores: parts.scores, inverse: inverse, name: column,
      power: power)
    return (fitted.clusters, fitted.covariance)
  }

  /// The clusters of one column plus those of the other less their intersections.
  ///
  /// - Throws: `undefined` when that is not positive semidefinite and is to be refused.
  func twoWay(
    _ first: Clusters, _ second: Clusters, _ clustering: TwoWayClustering, parameters: Int? = nil
  ) throws(EvaluationError) -> Matrix {
    let both = first.crossed(with: second)
    let smallest = min(first.count, second.count)
    let factors = [first, second, both].enumerated().map { place, clusters -> Double in
      switch clustering.correction {
      case .none: 1
      case .smallest: smallSampleFactor(smallest, parameters: parameters)
      case .eachLessRows where place == 2: 1
      case .each, .eachLessRows: smallSampleFactor(clusters.count, parameters: parameters)
      }
    }
    func part(_ clusters: Clusters, _ moved: Matrix) -> Matrix {
      Self.crossproduct(Self.sums(of: moved, codes: clusters.codes, count: clusters.count))
    }
    func total(_ moved: Matrix) -> Matrix {
      let rest =
        clustering.correction == .eachLessRows ? Self.crossproduct(moved) : part(both, moved)
      var sum = part(first, moved).scaled(by: factors[0])
      let other = part(second, moved)
      for column in 0..<columnCount {
        for row in 0..<columnCount {
          sum[row, column] += factors[1] * other[row, column] - factors[2] * rest[row, column]
        }
      }
      return sum
    }
    let isRaw = clustering.indefinite == .zeroRawEigenvalues
    let covariance = total(influences)
    guard covariance.elements.allSatisfy(\.isFinite),
      let eigen = SymmetricEigen(isRaw ? covariance : total(scores)),
      let largest = eigen.values.last
    else { throw Self.outOfRange }
    guard eigen.values[0] < 0 else { return covariance }
    // Below zero by a rounding is no fault of the data, yet no variance.
    let isIndefinite = eigen.values[0] < -1e-14 * abs(largest)
    guard !isIndefinite || clustering.indefinite != .refuse && largest > 0 else {
      throw .undefined(
        what: "the covariance \(clustering)",
        needed: "more clusters in each column, one column, or eigenvalues set to zero",
        found: "a covariance that is not positive semidefinite")
    }
    guard !isRaw else { return eigen.mapped { max(0, $0) } }
    var roots = eigen.vectors
    for column in 0..<columnCount {
      let root = max(0, eigen.values[column]).squareRoot()
      for row in 0..<columnCount { roots[row, column] *= root }
    }
    guard let moved = inverse.times(roots) else { throw Self.outOfRange }
    return Self.crossproduct(moved.transposed)
  }

  /// The clusters, one code a row and at least two.
  private func usable(_ clusters: Clusters?, column: String) throws(EvaluationError) -> Clusters {
    guard let clusters else { throw .missingColumn(column: column, available: []) }
    guard clusters.codes.count == rowCount else {
      throw .lengthMismatch(
        what: "the clusters of \(column)", needed: rowCount, found: clusters.codes.count)
    }
    guard clusters.count >= 2 else {
      throw .tooFew(what: "clusters in \(column)", needed: 2, found: clusters.count)
    }
    return clusters
  }

  private static var outOfRange: EvaluationError {
    .overflow(
      what: "the covariance of the coefficients",
      needed: "columns and an outcome between about 1e-145 and 1e145; rescale them",
      found: "variances that a Double cannot hold")
  }
}

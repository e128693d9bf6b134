import LinearAlgebra
package import Statistics

extension BiasReducedClusters {
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
    guard let direction = try direction(of: weights) else { return nil }
    return hotellingDegreesOfFreedom([direction])
  }

  /// The degrees of freedom of several combinations in an approximate Hotelling distribution: e with
  /// q (q + 1) / e the summed variances of the elements of the covariance, in units of what is
  /// expected of it.
  ///
  /// - Returns: nil when one of them has no direction, or they depend on each other.
  /// - Throws: `undefined` when a single cluster determines one of them.
  /// - Complexity: O(clusters x coordinates^2 x combinations^2).
  package func degreesOfFreedom(
    ofCombinations rows: [[Double]]
  ) throws(EvaluationError) -> Double? {
    var directions: [[Double]] = []
    for weights in rows {
      guard let direction = try direction(of: weights) else { return nil }
      directions.append(direction)
    }
    guard rows.count <= 4096 / inverse.columnCount else {
      throw .overflow(
        what: "the joint test", needed: "at most 4096 restrictions times coefficients",
        found: "\(rows.count) times \(inverse.columnCount)")
    }
    return hotellingDegreesOfFreedom(directions)
  }

  /// A combination in the coordinates, scaled to about one; nil for none.
  private func direction(of weights: [Double]) throws(EvaluationError) -> [Double]? {
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
        what: "the standard error of a coefficient by CR2 or CR3",
        needed: "at least two clusters that inform it; leave it out, or form other clusters",
        found: "a coefficient that a single cluster determines alone")
    }
    return direction
  }

  private func hotellingDegreesOfFreedom(_ given: [[Double]]) -> Double? {
    let count = given.count
    // What the covariance of the combinations is expected to be; they are turned to make it I.
    var expected = Matrix(rows: count, columns: count)
    for cluster in clusters {
      for first in 0..<count {
        let image = cluster.applied(to: given[first]).own
        for second in first..<count { expected[first, second] += Self.dot(image, given[second]) }
      }
    }
    let scales = expected.diagonal.map { $0 > 0 ? 1 / $0.squareRoot() : 0 }
    guard scales.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    for column in 0..<count {
      for row in 0...column { expected[row, column] *= scales[row] * scales[column] }
    }
    guard let eigen = SymmetricEigen(expected.symmetrized), eigen.values[0] > 1e-12 else {
      return nil
    }
    let turn = eigen.mapped { 1 / $0.squareRoot() }
    let order = inverse.columnCount
    let directions = (0..<count).map { row in
      (0..<order).map { place in
        (0..<count).reduce(0) { $0 + turn[row, $1] * scales[$1] * given[$1][place] }
      }
    }
    // With P_(si,tj) = -z_si'z_tj for clusters i and j, and c_s'C c_t where they are the same, the
    // variances sum over s, t, i and j to P_(si,sj) P_(ti,tj) + P_(si,tj) P_(ti,sj).
    var variances = 0.0
    var products = [[Double]](
      repeating: [Double](repeating: 0, count: order * order), count: count * count)
    for cluster in clusters {
      let images = directions.map { cluster.applied(to: $0) }
      for s in 0..<count {
        for t in 0..<count {
          let (left, right) = (images[s].moved, images[t].moved)
          let own = Self.dot(images[s].own, directions[t])
          let cross = Self.dot(left, right)
          let both =
            Self.dot(images[s].own, directions[s]) * Self.dot(images[t].own, directions[t])
          let alone = Self.dot(left, left) * Self.dot(right, right)
          variances += both - alone + own * own - cross * cross
          for row in 0..<order {
            for column in 0..<order {
              products[s * count + t][row * order + column] += left[row] * right[column]
            }
          }
        }
      }
    }
    for s in 0..<count {
      for t in 0..<count {
        let product = products[s * count + t]
        variances += Self.dot(product, product) + Self.dot(product, products[t * count + s])
      }
    }
    guard variances > 0, variances.isFinite else { return nil }
    return Double(count * (count + 1)) / variances
  }

  private static func dot(_ first: [Double], _ second: [Double]) -> Double {
    var sum = 0.0
    for place in first.indices { sum += first[place] * second[place] }
    return sum
  }
}

extension BiasReducedClusters.Cluster {
  /// Both matrices times a direction.
  fileprivate func applied(to direction: [Double]) -> (own: [Double], moved: [Double]) {
    var own = [Double](repeating: 0, count: direction.count)
    var image = own
    var place = 0
    for row in direction.indices {
      for column in row..<direction.count {
        own[row] += crossproduct[place] * direction[column]
        image[row] += moved[place] * direction[column]
        if row != column {
          own[column] += crossproduct[place] * direction[row]
          image[column] += moved[place] * direction[row]
        }
        place += 1
      }
    }
    return (own, image)
  }
}

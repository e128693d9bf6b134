/// The lower triangular factor L of a symmetric positive definite matrix L L', rows packed.
struct CovarianceFactor: Sendable, Hashable {
  let order: Int
  /// Row i holds i + 1 elements from i (i + 1) / 2 on.
  let elements: [Double]

  /// Factors a matrix given by its rows; nil unless it is square, finite, symmetric to a relative
  /// 1e-12 and positive definite beyond rounding.
  init?(_ rows: [[Double]]) {
    let order = rows.count
    guard order > 0, order <= MultivariateNormal.dimensionLimit,
      rows.allSatisfy({ $0.count == order && $0.allSatisfy(\.isFinite) })
    else { return nil }
    var elements = [Double](repeating: 0, count: order * (order + 1) / 2)
    for i in 0..<order {
      guard rows[i][i] > 0 else { return nil }
      let base = i * (i + 1) / 2
      for j in 0...i {
        let scale = (rows[i][i].squareRoot()) * (max(rows[j][j], 0).squareRoot())
        guard abs(rows[i][j] - rows[j][i]) <= 1e-12 * scale else { return nil }
        let other = j * (j + 1) / 2
        var rest = rows[i][j]
        for k in 0..<j { rest -= elements[base + k] * elements[other + k] }
        if i == j {
          // A variance that the others explain but for rounding has no digit left.
          guard rest > 1e-14 * Double(order) * rows[i][i], rest.isFinite else { return nil }
          elements[base + i] = rest.squareRoot()
        } else {
          elements[base + j] = rest / elements[other + j]
        }
      }
    }
    self.order = order
    self.elements = elements
  }

  subscript(row: Int, column: Int) -> Double { elements[row * (row + 1) / 2 + column] }

  /// The logarithm of the determinant of L, half of that of the matrix.
  var logDeterminant: Double {
    var sum = 0.0
    for i in 0..<order { sum += log(self[i, i]) }
    return sum
  }

  /// The squared length of the solution z of L z = x.
  func squaredDistance(_ x: [Double]) -> Double {
    var solution = [Double](repeating: 0, count: order)
    var sum = 0.0
    for i in 0..<order {
      var rest = x[i]
      for k in 0..<i { rest -= self[i, k] * solution[k] }
      solution[i] = rest / self[i, i]
      sum += solution[i] * solution[i]
    }
    return sum
  }

  /// L z.
  func times(_ z: [Double]) -> [Double] {
    (0..<order).map { i in
      var sum = 0.0
      for k in 0...i { sum += self[i, k] * z[k] }
      return sum
    }
  }
}

extension Cholesky {
  // MARK: Rank-one changes

  /// The factor of A + x x', by plane rotations.
  ///
  /// - Parameter vector: x, one finite number a row.
  /// - Returns: nil for a vector of another length or with a number that is not finite, and beyond
  ///   the range of `Double`.
  /// - Complexity: O(rows^2).
  /// **Reference:** Golub and Van Loan (2013), section 6.5.4.
  /// **Same as:** R `mgcv::cholup(up = TRUE)`; MATLAB `cholupdate(R, x, "+")`; both with L'.
  public func updated(adding vector: [Double]) -> Cholesky? {
    let order = factor.rowCount
    guard vector.count == order, vector.allSatisfy(\.isFinite) else { return nil }
    var result = factor
    var rest = vector
    for column in 0..<order where rest[column] != 0 {
      let length = Self.length(result[column, column], rest[column])
      let cosine = result[column, column] / length
      let sine = rest[column] / length
      result[column, column] = length
      for row in (column + 1)..<order {
        let (below, other) = (result[row, column], rest[row])
        result[row, column] = cosine * below + sine * other
        rest[row] = cosine * other - sine * below
      }
    }
    return Cholesky(checked: result)
  }

  /// The factor of A - x x', by plane rotations.
  ///
  /// With p the solution of L p = x, the matrix stays positive definite while the length of p is
  /// below one.
  ///
  /// - Parameter vector: x, one finite number a row.
  /// - Returns: nil when the result would not be positive definite up to rounding; also for a vector
  ///   of another length or with a number that is not finite.
  /// - Complexity: O(rows^2).
  /// **Reference:** Stewart (1979), doi:10.1093/imamat/23.2.203, as LINPACK `dchdd`.
  /// **Same as:** R `mgcv::cholup(up = FALSE)`; MATLAB `cholupdate(R, x, "-")`; both with L'.
  public func downdated(removing vector: [Double]) -> Cholesky? {
    let order = factor.rowCount
    guard vector.count == order, let solved = solvedLower(vector) else { return nil }
    let squares = solved.reduce(0) { $0 + $1 * $1 }
    // What rounding leaves of zero is no more than this.
    guard squares < 1 - 4 * Double(order + 1) * .ulpOfOne else { return nil }
    var (remainder, cosines, sines) = ((1 - squares).squareRoot(), solved, solved)
    for place in (0..<order).reversed() {
      let length = Self.length(remainder, solved[place])
      cosines[place] = remainder / length
      sines[place] = solved[place] / length
      remainder = length
    }
    var result = factor
    for row in 0..<order {
      var carried = 0.0
      for column in (0...row).reversed() {
        let value = result[row, column]
        result[row, column] = cosines[column] * value - sines[column] * carried
        carried = cosines[column] * carried + sines[column] * value
      }
    }
    return Cholesky(checked: result)
  }

  /// sqrt(a^2 + b^2) without overflow on the way, for a above zero.
  private static func length(_ a: Double, _ b: Double) -> Double {
    let large = max(abs(a), abs(b))
    let ratio = min(abs(a), abs(b)) / large
    return large * (1 + ratio * ratio).squareRoot()
  }

  // MARK: Solving

  /// The solution of A x = b.
  ///
  /// - Returns: nil for a vector of another length or with a number that is not finite, and for a
  ///   solution beyond the range of `Double`.
  /// - Complexity: O(rows^2).
  public func solve(_ vector: [Double]) -> [Double]? {
    guard vector.count == factor.rowCount, var solution = solvedLower(vector) else { return nil }
    for row in solution.indices.reversed() {
      for below in (row + 1)..<solution.count {
        solution[row] -= factor[below, row] * solution[below]
      }
      solution[row] /= factor[row, row]
    }
    return solution.allSatisfy(\.isFinite) ? solution : nil
  }

  /// The solution of L p = b; nil when it is not finite.
  private func solvedLower(_ vector: [Double]) -> [Double]? {
    var solution = vector
    for row in solution.indices {
      for place in 0..<row { solution[row] -= factor[row, place] * solution[place] }
      solution[row] /= factor[row, row]
    }
    return solution.allSatisfy(\.isFinite) ? solution : nil
  }
}

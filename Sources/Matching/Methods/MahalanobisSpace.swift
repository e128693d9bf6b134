import DataFrames
import LinearAlgebra
import Regression
import Statistics

/// Coordinates of each row whose plain distances are Mahalanobis distances.
///
/// Columns are centred, scaled to unit variance and multiplied by S^-1/2 on the rank of S;
/// eigenvalues of at most 1e-8 of the largest count as zero. Distances are sums of squared
/// differences in a fixed order, so that equal rows are equally far from everybody, to the last
/// bit.
struct MahalanobisSpace {
  /// What S is.
  enum Covariance {
    /// The pooled covariance within treated and controls, divisor n - 2.
    case withinGroups
    /// The covariance of all rows, divisor n - 1.
    case overall
    /// The variances of all rows alone.
    case overallVariances
  }

  /// How many blocks of eight coordinates a row has.
  let chunks: Int
  private let coordinates: [SIMD8<Double>]

  /// - Complexity: O(n p^2 + p^3) for p columns.
  init(
    _ people: DataFrame, columns: [String], in cases: CompleteCases, treated: [Bool],
    covariance: Covariance = .withinGroups
  ) throws(EvaluationError) {
    // Refuses what a design refuses: constants, identifiers, columns named twice.
    _ = try DesignMatrix(people, predictors: columns, in: cases)
    var scaled: [[Double]] = []
    for column in columns {
      let coded = try CodedColumn(people, column, in: cases)
      for index in coded.columns.indices {
        let values = coded.indicator(index, rows: treated.count)
        let moments = try Moments(values, column: column)
        guard let mean = moments.mean, let deviation = moments.standardDeviation, deviation > 0
        else {
          throw .constantColumn(column: column, rows: treated.count, found: "the same")
        }
        scaled.append(values.map { ($0 - mean) / deviation })
      }
    }
    if covariance != .overallVariances {
      scaled = try Self.whitened(scaled, treated, covariance)
    }
    chunks = (scaled.count + 7) / 8
    var coordinates = [SIMD8<Double>](repeating: .zero, count: treated.count * chunks)
    for (column, values) in scaled.enumerated() {
      for row in values.indices {
        coordinates[row * chunks + column / 8][column % 8] = values[row]
      }
    }
    self.coordinates = coordinates
  }

  /// The columns times S^-1/2.
  private static func whitened(
    _ columns: [[Double]], _ treated: [Bool], _ covariance: Covariance
  ) throws(EvaluationError) -> [[Double]] {
    let groups = covariance == .overall ? 1 : 2
    guard treated.count > groups else {
      throw .tooFew(
        what: "rows for a Mahalanobis distance", needed: groups + 1, found: treated.count)
    }
    let deviations = columns.map { values in
      var (sums, counts) = ([0.0, 0.0], [0.0, 0.0])
      for (value, isTreated) in zip(values, treated) {
        let group = isTreated && groups == 2 ? 1 : 0
        sums[group] += value
        counts[group] += 1
      }
      let means = zip(sums, counts).map { $0 / max(1, $1) }
      return zip(values, treated).map { $0 - means[$1 && groups == 2 ? 1 : 0] }
    }
    var matrix = Matrix(rows: columns.count, columns: columns.count)
    for (first, left) in deviations.enumerated() {
      for (second, right) in deviations.enumerated() where second >= first {
        var sum = 0.0
        for row in left.indices { sum += left[row] * right[row] }
        matrix[first, second] = sum / Double(treated.count - groups)
        matrix[second, first] = matrix[first, second]
      }
    }
    guard let eigen = SymmetricEigen(matrix), let largest = eigen.values.last, largest > 1e-14
    else {
      throw .undefined(
        what: "the Mahalanobis distance", needed: "columns that vary within the groups",
        found: "none")
    }
    let root = eigen.mapped { $0 > 1e-8 * largest ? 1 / $0.squareRoot() : 0 }
    return columns.indices.map { target in
      var result = [Double](repeating: 0, count: treated.count)
      for (column, values) in columns.enumerated() {
        let factor = root[column, target]
        for row in values.indices { result[row] += values[row] * factor }
      }
      return result
    }
  }

  // MARK: Distances

  /// The coordinates of a row.
  func point(_ row: Int) -> ArraySlice<SIMD8<Double>> {
    coordinates[(row * chunks)..<((row + 1) * chunks)]
  }

  /// The distance of two rows.
  func distance(_ first: Int, _ second: Int) -> Double {
    var squared = 0.0
    for chunk in 0..<chunks {
      let delta = coordinates[first * chunks + chunk] - coordinates[second * chunks + chunk]
      squared += (delta * delta).sum()
    }
    return squared.squareRoot()
  }
}

import Distributions
import LinearAlgebra
public import Statistics

/// Intervals that hold for several estimates at once: each estimate plus or minus the same multiple
/// of its standard error.
///
/// The multiple is the quantile of the largest of correlated standard normal numbers in size. Its
/// probability is integrated by Genz's transform on a fixed set of 4,001 lattice points, so that the
/// same input always gives the same band; the multiple is accurate to about 0.002.
///
/// **Reference:** Montiel Olea and Plagborg-Moller (2019), doi:10.1002/jae.2656, for the band; Genz
/// (1992), doi:10.1080/10618600.1992.10477010, for the integral.
/// **Same as:** the limit of R `did`'s multiplier bootstrap (`cband = TRUE`).
public struct SimultaneousBand: Sendable, Hashable, Codable {
  /// The correlations of the estimates, row after row, the upper triangle without the diagonal.
  private let correlations: [Double]
  /// How many estimates share the band.
  public let count: Int

  /// The most estimates that one band may hold.
  static let limit = 200

  /// The band of estimates with a covariance; nil without variance, or above ``limit`` of them.
  init?(covariance: Matrix) {
    count = covariance.rowCount
    guard (1...Self.limit).contains(count), covariance.diagonal.allSatisfy({ $0 > 0 }) else {
      return nil
    }
    let errors = covariance.diagonal.map { $0.squareRoot() }
    correlations = (0..<count).flatMap { row in
      ((row + 1)..<max(row + 1, covariance.rowCount)).map {
        min(1, max(-1, covariance[row, $0] / (errors[row] * errors[$0])))
      }
    }
  }

  private enum CodingKeys: String, CodingKey { case correlations, count }

  /// Decodes a band, refusing correlations outside -1 to 1.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    correlations = try fields.decode([Double].self, forKey: .correlations)
    count = try fields.decode(Int.self, forKey: .count)
    guard (1...Self.limit).contains(count), correlations.count == count * (count - 1) / 2,
      correlations.allSatisfy({ $0 >= -1 && $0 <= 1 })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .correlations, in: fields, debugDescription: "needs correlations of the count")
    }
  }

  // MARK: Figures

  /// The multiple of the standard error at which all intervals hold at once; nil for a level outside
  /// (0, 1).
  ///
  /// - Complexity: O(count^2) for each of some twelve thousand points.
  public func multiple(level: Double = 0.95) -> Double? {
    guard level > 0, level < 1 else { return nil }
    let single = Normal.standard.quantile(survival: (1 - level) / 2)
    guard count > 1 else { return single }
    // One interval alone is too narrow; Bonferroni's are wide enough.
    let wide = Normal.standard.quantile(survival: (1 - level) / 2 / Double(count))
    let factor = factor
    // A root on few points, then two steps of Newton's method on all of them.
    let coarse = { (limit: Double) in
      probability(within: limit, factor: factor, points: Self.coarsePoints) - level
    }
    guard coarse(single) < 0 else { return single }
    var multiple =
      RootFinding.bracketed(between: single, and: wide, tolerance: 1e-4, coarse) ?? wide
    let slope = (coarse(multiple + 0.01) - coarse(multiple - 0.01)) / 0.02
    guard slope > 0 else { return multiple }
    for _ in 0..<2 {
      let excess = probability(within: multiple, factor: factor, points: Self.points) - level
      multiple = min(wide, max(single, multiple - excess / slope))
    }
    return multiple
  }

  /// The interval of one of the estimates in the band; nil without a standard error or for a level
  /// outside (0, 1).
  public func interval(of estimate: Estimate, level: Double = 0.95) -> Interval? {
    guard let error = estimate.standardError, let multiple = multiple(level: level) else {
      return nil
    }
    return Interval(
      level: level, lower: estimate.value - multiple * error,
      upper: estimate.value + multiple * error, method: "simultaneous band over \(count)")
  }

  // MARK: Integral

  /// The lower triangle of the Cholesky factor; a diagonal element of zero where an estimate is a
  /// combination of earlier ones.
  private var factor: [[Double]] {
    var rows: [[Double]] = []
    for row in 0..<count {
      var elements = [Double](repeating: 0, count: row + 1)
      for column in 0...row {
        var sum = column == row ? 1 : correlations[place(column, row)]
        for inner in 0..<column {
          sum -= elements[inner] * (column == row ? elements[inner] : rows[column][inner])
        }
        if column == row {
          elements[row] = sum > 1e-10 ? sum.squareRoot() : 0
        } else {
          elements[column] = rows[column][column] > 0 ? sum / rows[column][column] : 0
        }
      }
      rows.append(elements)
    }
    return rows
  }

  private func place(_ row: Int, _ column: Int) -> Int {
    row * count - row * (row + 1) / 2 + column - row - 1
  }

  /// Roots of primes, whose multiples fill the unit cube evenly.
  private static let generators: [Double] = {
    var primes: [Int] = []
    var candidate = 2
    while primes.count < limit {
      if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
      candidate += 1
    }
    return primes.map { Double($0).squareRoot() }
  }()

  private static let points = 4001
  private static let coarsePoints = 401

  /// The probability that all of the correlated normal numbers lie within a limit of zero.
  private func probability(within limit: Double, factor: [[Double]], points: Int) -> Double {
    var total = 0.0
    var draws = [Double](repeating: 0, count: count)
    for point in 1...points {
      var weight = 1.0
      for row in 0..<count where weight > 0 {
        var mean = 0.0
        for column in 0..<row { mean += factor[row][column] * draws[column] }
        let deviation = factor[row][row]
        guard deviation > 0 else {
          draws[row] = 0
          if abs(mean) > limit { weight = 0 }
          continue
        }
        let below = Normal.standard.cdf((-limit - mean) / deviation)
        let above = Normal.standard.survival((limit - mean) / deviation)
        let inside = max(0, 1 - below - above)
        weight *= inside
        guard row + 1 < count else { continue }
        let multiple = Double(point) * Self.generators[row]
        let position = abs(2 * (multiple - multiple.rounded(.down)) - 1)
        draws[row] = Normal.standard.quantile(
          min(1 - 1e-16, max(1e-300, below + position * inside)))
      }
      total += weight
    }
    return total / Double(points)
  }
}

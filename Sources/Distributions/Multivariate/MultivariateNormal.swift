/// The multivariate normal distribution.
///
/// **Reference:** Genz and Bretz (2009), *Computation of Multivariate Normal and t Probabilities*,
/// doi:10.1007/978-3-642-01689-9.
/// **Same as:** `scipy.stats.multivariate_normal(mean, cov)`; `mvtnorm::dmvnorm`, `pmvnorm` in R.
public struct MultivariateNormal: MultivariateDistribution {
  // MARK: Parameters

  /// The means.
  public let mean: [Double]
  /// The covariance, as rows.
  public let covariance: [[Double]]
  private let factor: CovarianceFactor

  /// The largest number of variables.
  public static let dimensionLimit = 1000

  /// The distribution of some means and a covariance; nil unless there are 1 to 1,000 finite means and a
  /// symmetric positive definite matrix of that order.
  public init?(mean: [Double], covariance: [[Double]]) {
    guard mean.count == covariance.count, mean.allSatisfy(\.isFinite),
      let factor = CovarianceFactor(covariance)
    else { return nil }
    self.mean = mean
    self.covariance = covariance
    self.factor = factor
  }

  private enum CodingKeys: String, CodingKey { case mean, covariance }

  /// Decodes and validates the parameters.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard
      let valid = MultivariateNormal(
        mean: try container.decode([Double].self, forKey: .mean),
        covariance: try container.decode([[Double]].self, forKey: .covariance))
    else { throw invalidParameters("multivariate normal distribution", decoder) }
    self = valid
  }

  /// Encodes mean and covariance; the factor follows from them.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(mean, forKey: .mean)
    try container.encode(covariance, forKey: .covariance)
  }

  /// How many variables there are.
  public var dimension: Int { mean.count }

  /// The name with the number of variables.
  public var description: String { "MultivariateNormal(dimension: \(dimension))" }

  // MARK: Density

  /// The logarithm of the density at a point.
  ///
  /// **Same as:** `mvtnorm::dmvnorm(x, mean, sigma, log = TRUE)` in R.
  /// - Complexity: O(d^2).
  public func logPDF(_ point: [Double]) -> Double {
    let square = squaredDistance(point)
    if square == .infinity { return -.infinity }
    return -0.5 * square - factor.logDeterminant - Double(dimension) * halfLogTwoPi
  }

  /// The squared Mahalanobis distance of a point from the mean; NaN for a point of another length.
  public func squaredDistance(_ point: [Double]) -> Double {
    guard point.count == dimension, !point.contains(where: \.isNaN) else { return .nan }
    guard point.allSatisfy(\.isFinite) else { return .infinity }
    return factor.squaredDistance(zip(point, mean).map { $0 - $1 })
  }

  // MARK: Probabilities

  /// The probability of a box, whose sides may be infinite.
  ///
  /// Accurate to rounding for one and two variables; by randomly shifted lattice points for more, with
  /// the standard error that their spread shows.
  ///
  /// - Returns: nil for limits of another length or NaN, and for fewer than 12 or more than 1e9 points. 0
  ///   where a lower limit is not below its upper one.
  /// - Complexity: O(points x d^2) beyond two variables.
  ///
  /// **Same as:** `mvtnorm::pmvnorm(lower, upper, mean, sigma = ...)` in R.
  public func probability(
    from lower: [Double], to upper: [Double], points: Int = 24_000, seed: UInt64 = 0
  ) -> BoxProbability? {
    guard let (low, high) = MultivariateBox.limits(lower, upper, mean: mean, points: points) else {
      return nil
    }
    if zip(low, high).contains(where: { $0 >= $1 }) { return BoxProbability(value: 0) }
    if dimension == 1 {
      let scale = covariance[0][0].squareRoot()
      return BoxProbability(
        value: SpecialFunctions.normalInterval(from: low[0] / scale, to: high[0] / scale))
    }
    if dimension == 2 {
      return BoxProbability(
        value: MultivariateBox.bivariateNormal(from: low, to: high, covariance: covariance))
    }
    let box = ConditionedBox(
      lower: low, upper: high, covariance: covariance, degreesOfFreedom: nil)
    return box.probability(points: points, seed: seed)
  }

  // MARK: Parts and samples

  /// The distribution of some of the variables, in the order given; nil for an index out of range, named
  /// twice, or none.
  public func marginal(_ indices: [Int]) -> MultivariateNormal? {
    guard Set(indices).count == indices.count, indices.allSatisfy(mean.indices.contains) else {
      return nil
    }
    return MultivariateNormal(
      mean: indices.map { mean[$0] },
      covariance: indices.map { row in indices.map { covariance[row][$0] } })
  }

  /// One draw: the mean plus the triangular factor times standard normals.
  public func sample(using generator: inout Philox) -> [Double] {
    let normals = (0..<dimension).map { _ in generator.normal() }
    return zip(mean, factor.times(normals)).map { $0 + $1 }
  }
}

// MARK: - Boxes

/// What the boxes of normal and t distributions share.
enum MultivariateBox {
  /// The limits relative to the mean, or nil for limits that make no box.
  static func limits(
    _ lower: [Double], _ upper: [Double], mean: [Double], points: Int
  ) -> (lower: [Double], upper: [Double])? {
    guard lower.count == mean.count, upper.count == mean.count,
      (12...1_000_000_000).contains(points),
      !lower.contains(where: \.isNaN), !upper.contains(where: \.isNaN)
    else { return nil }
    return (zip(lower, mean).map { $0 - $1 }, zip(upper, mean).map { $0 - $1 })
  }

  /// A rectangle of two normals: an orthant where each variable has an infinite side, else the integral
  /// over the first of the second's conditional probability.
  static func bivariateNormal(
    from lower: [Double], to upper: [Double], covariance: [[Double]]
  ) -> Double {
    let scales = [covariance[0][0].squareRoot(), covariance[1][1].squareRoot()]
    let correlation = min(max(covariance[0][1] / scales[0] / scales[1], -1), 1)
    let low = [lower[0] / scales[0], lower[1] / scales[1]]
    let high = [upper[0] / scales[0], upper[1] / scales[1]]
    if (0...1).allSatisfy({ low[$0] == -.infinity || high[$0] == .infinity }) {
      // Each half-line, mirrored where it is the upper one.
      let signs = (0...1).map { low[$0] == -.infinity ? 1.0 : -1.0 }
      let ends = (0...1).map { signs[$0] > 0 ? high[$0] : -low[$0] }
      return SpecialFunctions.bivariateNormal(
        ends[0], ends[1], correlation: correlation * signs[0] * signs[1])
    }
    let spread = ((1 - correlation) * (1 + correlation)).squareRoot()
    // Beyond 39 a standard normal has no mass that a double can hold.
    let ends = (max(low[0], -39), min(high[0], 39))
    guard ends.0 < ends.1 else { return 0 }
    // Cut where the conditional probability rises and falls, which may be within a hair.
    var cuts = [ends.0, ends.1]
    for end in [low[1], high[1]] where end.isFinite && correlation != 0 {
      for reach in [-9.0, 0, 9] {
        let cut = (end + reach * spread) / correlation
        if cut > ends.0, cut < ends.1 { cuts.append(cut) }
      }
    }
    cuts.sort()
    var integral = 0.0
    for (from, to) in zip(cuts, cuts.dropFirst()) {
      integral += doubleExponentialIntegral(from: from, to: to) { x in
        gaussian(x)
          * SpecialFunctions.normalInterval(
            from: (low[1] - correlation * x) / spread, to: (high[1] - correlation * x) / spread)
      }
    }
    return min(integral * squareRootOfHalf * inverseSquareRootOfPi, 1)
  }
}

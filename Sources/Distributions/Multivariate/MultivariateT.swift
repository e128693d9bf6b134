/// The multivariate t distribution: normals with a common random scale.
///
/// With R an independent root mean square of that many degrees of freedom, it is the location plus
/// normals of covariance `scale` over R; all variables share R.
///
/// **Reference:** Genz and Bretz (2009), *Computation of Multivariate Normal and t Probabilities*,
/// doi:10.1007/978-3-642-01689-9.
/// **Same as:** `scipy.stats.multivariate_t(loc, shape, df)`; `mvtnorm::dmvt`, `pmvt` in R.
public struct MultivariateT: MultivariateDistribution {
  // MARK: Parameters

  /// The centre.
  public let location: [Double]
  /// The covariance of the normals, as rows; the variables' own is wider.
  public let scale: [[Double]]
  /// The degrees of freedom.
  public let degreesOfFreedom: Double
  private let factor: CovarianceFactor

  /// The distribution of a location, a scale matrix and degrees of freedom from 0.1 to 1e10; nil unless
  /// there are 1 to 1,000 finite places and a symmetric positive definite matrix of that order.
  public init?(location: [Double], scale: [[Double]], degreesOfFreedom: Double) {
    guard location.count == scale.count, location.allSatisfy(\.isFinite), degreesOfFreedom >= 0.1,
      degreesOfFreedom <= 1e10, let factor = CovarianceFactor(scale)
    else { return nil }
    self.location = location
    self.scale = scale
    self.degreesOfFreedom = degreesOfFreedom
    self.factor = factor
  }

  private enum CodingKeys: String, CodingKey { case location, scale, degreesOfFreedom }

  /// Decodes and validates the parameters.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard
      let valid = MultivariateT(
        location: try container.decode([Double].self, forKey: .location),
        scale: try container.decode([[Double]].self, forKey: .scale),
        degreesOfFreedom: try container.decode(Double.self, forKey: .degreesOfFreedom))
    else { throw invalidParameters("multivariate t distribution", decoder) }
    self = valid
  }

  /// Encodes location, scale and degrees of freedom; the factor follows from them.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(location, forKey: .location)
    try container.encode(scale, forKey: .scale)
    try container.encode(degreesOfFreedom, forKey: .degreesOfFreedom)
  }

  /// How many variables there are.
  public var dimension: Int { location.count }

  /// The name with the number of variables and the degrees of freedom.
  public var description: String {
    "MultivariateT(dimension: \(dimension), degreesOfFreedom: \(degreesOfFreedom))"
  }

  // MARK: Moments

  /// The location, or nil up to one degree of freedom.
  public var mean: [Double]? { degreesOfFreedom > 1 ? location : nil }

  /// The scale times `df / (df - 2)`, or nil up to two degrees of freedom.
  public var covariance: [[Double]]? {
    guard degreesOfFreedom > 2 else { return nil }
    let ratio = degreesOfFreedom / (degreesOfFreedom - 2)
    return scale.map { row in row.map { $0 * ratio } }
  }

  // MARK: Density

  /// The logarithm of the density at a point.
  ///
  /// **Same as:** `mvtnorm::dmvt(x, delta, sigma, df)` in R.
  /// - Complexity: O(d^2).
  public func logPDF(_ point: [Double]) -> Double {
    guard point.count == dimension, !point.contains(where: \.isNaN) else { return .nan }
    guard point.allSatisfy(\.isFinite) else { return -.infinity }
    let square = factor.squaredDistance(zip(point, location).map { $0 - $1 })
    let half = 0.5 * Double(dimension)
    return SpecialFunctions.logGammaIncrease(from: 0.5 * degreesOfFreedom, by: half)
      - half * (log(0.5 * degreesOfFreedom)) - Double(dimension) * halfLogTwoPi
      - factor.logDeterminant
      - (0.5 * degreesOfFreedom + half) * log1p(square / degreesOfFreedom)
  }

  // MARK: Probabilities

  /// The probability of a box, whose sides may be infinite.
  ///
  /// Accurate to about 12 digits for one and two variables; by randomly shifted lattice points for
  /// more, with the standard error that their spread shows.
  ///
  /// - Returns: nil for limits of another length or NaN, and for fewer than 12 or more than 1e9 points. 0
  ///   where a lower limit is not below its upper one.
  /// - Complexity: O(points x d^2) beyond two variables.
  ///
  /// **Same as:** `mvtnorm::pmvt(lower, upper, delta, df, sigma = ..., type = "shifted")` in R.
  public func probability(
    from lower: [Double], to upper: [Double], points: Int = 24_000, seed: UInt64 = 0
  ) -> BoxProbability? {
    guard let (low, high) = MultivariateBox.limits(lower, upper, mean: location, points: points)
    else { return nil }
    if zip(low, high).contains(where: { $0 >= $1 }) { return BoxProbability(value: 0) }
    guard dimension <= 2 else {
      let box = ConditionedBox(
        lower: low, upper: high, covariance: scale, degreesOfFreedom: degreesOfFreedom)
      return box.probability(points: points, seed: seed)
    }
    // The normal box of each root, over the density of log R.
    let constant =
      0.5 * (log(degreesOfFreedom) + logTwo) - halfLogTwoPi
      - SpecialFunctions.stirlingError(degreesOfFreedom / 2)
    let step = 1 / (2 * degreesOfFreedom).squareRoot()
    let integral = logUnimodalIntegral(from: start(low, high), step: step) { v in
      let root = exp(v)
      return log(normalBox(low.map { $0 * root }, high.map { $0 * root }))
        - degreesOfFreedom * halfExpMinus(v)
    }
    return BoxProbability(value: min(exp(constant + integral), 1))
  }

  // MARK: Samples

  /// One draw: the location plus the triangular factor times normals over a common root mean square.
  ///
  /// A root of zero, which needs few degrees of freedom, gives infinite numbers.
  public func sample(using generator: inout Philox) -> [Double] {
    let normals = (0..<dimension).map { _ in generator.normal() }
    let square = 2 * generator.standardGamma(degreesOfFreedom / 2) / degreesOfFreedom
    return zip(location, factor.times(normals)).map {
      $1 == 0 ? $0 : $0 + $1 / square.squareRoot()
    }
  }

  /// A logarithm of the root at which the box has mass: far out only small roots reach it.
  private func start(_ lower: [Double], _ upper: [Double]) -> Double {
    var nearest = 0.0
    for i in lower.indices {
      nearest = max(nearest, max(lower[i], -upper[i], 0) / scale[i][i].squareRoot())
    }
    var start = -0.5 * log1p(nearest / degreesOfFreedom * nearest)
    if !start.isFinite { start = -700 }
    func mass(_ v: Double) -> Double {
      normalBox(lower.map { $0 * exp(v) }, upper.map { $0 * exp(v) })
    }
    while start > -700, !(mass(start) > 0) { start -= 0.5 }
    return start
  }

  private func normalBox(_ lower: [Double], _ upper: [Double]) -> Double {
    guard dimension == 2 else {
      let width = scale[0][0].squareRoot()
      return SpecialFunctions.normalInterval(from: lower[0] / width, to: upper[0] / width)
    }
    return MultivariateBox.bivariateNormal(from: lower, to: upper, covariance: scale)
  }
}

/// A distribution of several real numbers together.
public protocol MultivariateDistribution: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How many variables there are.
  var dimension: Int { get }
  /// The logarithm of the density at a point; NaN for a point of another length or with NaN.
  func logPDF(_ point: [Double]) -> Double
  /// The probability of a box, whose sides may be infinite.
  ///
  /// - Returns: nil for limits of another length or NaN, and for fewer than 12 or more than 1e9 points. 0
  ///   where a lower limit is not below its upper one.
  func probability(
    from lower: [Double], to upper: [Double], points: Int, seed: UInt64
  ) -> BoxProbability?
  /// One draw.
  func sample(using generator: inout Philox) -> [Double]
}

extension MultivariateDistribution {
  /// The density at a point; NaN for a point of another length or with NaN.
  public func pdf(_ point: [Double]) -> Double { exp(logPDF(point)) }

  /// The probability that every variable lies at or below its limit.
  public func cdf(_ upper: [Double], points: Int = 24_000, seed: UInt64 = 0) -> BoxProbability? {
    probability(
      from: [Double](repeating: -.infinity, count: dimension), to: upper, points: points, seed: seed
    )
  }

  /// The probability that every variable exceeds its limit.
  public func survival(
    _ lower: [Double], points: Int = 24_000, seed: UInt64 = 0
  ) -> BoxProbability? {
    probability(
      from: lower, to: [Double](repeating: .infinity, count: dimension), points: points, seed: seed)
  }
}

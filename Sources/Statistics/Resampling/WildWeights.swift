public import Distributions

/// The random signs of a wild bootstrap: each residual, or all residuals of a cluster, is multiplied
/// by one weight with mean 0 and variance 1.
///
/// With few clusters Rademacher's two points give only 2^clusters different draws; Webb's six points
/// give 6^clusters. Below about ten clusters take Webb's.
///
/// **Reference:** Davidson and Flachaire (2008), doi:10.1016/j.jeconom.2008.08.003; Webb (2023),
/// doi:10.1111/caje.12661; Mammen (1993), doi:10.1214/aos/1176349025.
/// **Same as:** R `fwildclusterboot::boottest(type = "rademacher")`, `"webb"` and `"mammen"` in
/// distribution; numpy for the draws, see ``draw(_:using:)``.
public enum WildWeights: String, Sendable, Hashable, Codable, CaseIterable {
  /// -1 and 1, each with probability 1/2.
  case rademacher
  /// Plus and minus the roots of 1/2, 1 and 3/2, each with probability 1/6.
  case webb
  /// (1 - root of 5) / 2 with probability (root of 5 + 1) / (2 root of 5), else (1 + root of 5) / 2:
  /// the third moment is 1, too.
  case mammen

  /// The values that a weight takes, ascending.
  public var points: [Double] {
    switch self {
    case .rademacher: [-1, 1]
    case .webb: [-1.5.squareRoot(), -1, -0.5.squareRoot(), 0.5.squareRoot(), 1, 1.5.squareRoot()]
    case .mammen: [(1 - 5.0.squareRoot()) / 2, (1 + 5.0.squareRoot()) / 2]
    }
  }

  /// The probability of each point.
  public var probabilities: [Double] {
    switch self {
    case .rademacher: [0.5, 0.5]
    case .webb: [Double](repeating: 1.0 / 6, count: 6)
    case .mammen: [1, -1].map { (5.0.squareRoot() + $0) / (2 * 5.0.squareRoot()) }
    }
  }

  /// Weights for so many residuals or clusters; none for a count of 0 or less.
  ///
  /// **Same as:** numpy `points[rng.integers(0, len(points), count)]` for points that are equally
  /// likely, and `points[(rng.random(count) >= probabilities[0]).astype(int)]` for Mammen's.
  /// - Complexity: O(count).
  public func draw(_ count: Int, using random: inout Philox) -> [Double] {
    let points = points
    let first = probabilities[0]
    return (0..<max(0, count)).map { _ in
      self == .mammen
        ? points[random.uniform() >= first ? 1 : 0]
        : points[random.integer(below: points.count)]
    }
  }

  /// Every assignment of Rademacher's signs to so many clusters, or nil where they are more than a
  /// limit or half a million; for other weights nil.
  ///
  /// With ten clusters or fewer it is better to take each of the 2^clusters assignments once than to
  /// draw; the first is -1 throughout, the last 1 throughout.
  ///
  /// **Same as:** R `fwildclusterboot::boottest` when the draws asked for are more than 2^clusters.
  /// - Complexity: O(clusters x 2^clusters).
  public func all(_ count: Int, limit: Int = 20_000) -> [[Double]]? {
    guard self == .rademacher, count > 0, count < 20, 1 << count <= limit else { return nil }
    return (0..<(1 << count)).map { number in
      (0..<count).map { number >> $0 & 1 == 1 ? 1 : -1 }
    }
  }
}

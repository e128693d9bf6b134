import Distributions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Whether several groups vary alike.
///
/// **Reference:** Bartlett (1937), doi:10.1098/rspa.1937.0109; Levene (1960), in Olkin,
/// *Contributions to Probability and Statistics*, 278-292; Brown and Forsythe (1974),
/// doi:10.1080/01621459.1974.10482955; Fligner and Killeen (1976),
/// doi:10.1080/01621459.1976.10481517; Conover, Johnson and Johnson (1981), doi:10.2307/1268225,
/// for its form here.
public struct EqualVariancesTest: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Which test is meant.
  public enum Method: String, Sendable, Hashable, Codable, CaseIterable {
    /// One-way analysis of variance of distances from the groups' medians, the default: keeps its
    /// level for skewed values and heavy tails.
    ///
    /// **Same as:** R `car::leveneTest(y, group)`; SciPy `levene(..., center="median")`, the
    /// defaults of both.
    case brownForsythe
    /// The same of distances from the groups' means; rejects too often for skewed values.
    ///
    /// **Same as:** R `car::leveneTest(y, group, center = mean)`; SciPy `levene(...,
    /// center="mean")`.
    case levene
    /// Normal scores of the ranks of distances from the groups' medians; chi-squared.
    ///
    /// **Same as:** R `fligner.test(groups)`; SciPy `fligner`.
    case flignerKilleen
    /// The likelihood ratio for normal values, chi-squared; rejects far too often where tails are
    /// heavier.
    ///
    /// **Same as:** R `bartlett.test(groups)`; SciPy `bartlett`.
    case bartlett

    /// The method's name in words.
    public var name: String {
      switch self {
      case .brownForsythe: "Brown-Forsythe"
      case .levene: "Levene"
      case .flignerKilleen: "Fligner-Killeen"
      case .bartlett: "Bartlett"
      }
    }
  }

  /// The values of each group in the order given.
  public let groups: [[Double]]
  /// Which test it is.
  public let method: Method
  /// F for Levene's and Brown and Forsythe's, chi-squared for the others.
  public let statistic: Double
  /// The probability of a statistic as large when all groups vary alike.
  public let pValue: Double

  // MARK: Building

  /// Compares groups.
  ///
  /// - Parameters:
  ///   - groups: at least two, each of at least two values.
  ///   - method: which test.
  /// - Throws: `nonFinite`; `tooFew` groups or values; `constantColumn` when no group varies, or
  ///   for Bartlett's when any group does not; `undefined` when all distances within a group are
  ///   equal in every group, as they are in groups of two; `overflow`.
  /// - Complexity: O(*N* log *N*).
  public init(_ groups: [[Double]], method: Method = .brownForsythe) throws(EvaluationError) {
    try requireGroups(groups, least: 2)
    self.groups = groups
    self.method = method
    switch method {
    case .bartlett: (statistic, pValue) = try Self.bartlett(groups)
    case .flignerKilleen: (statistic, pValue) = try Self.flignerKilleen(groups)
    case .levene, .brownForsythe:
      (statistic, pValue) = try Self.analysis(
        of: Self.distances(groups, fromMeans: method == .levene), groups)
    }
  }

  private enum CodingKeys: String, CodingKey { case groups, method, statistic, pValue }

  /// Decodes a test, refusing figures that its groups do not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode([[Double]].self, forKey: .groups),
      method: fields.decode(Method.self, forKey: .method))
    try fields.require(statistic, forKey: .statistic)
    try fields.require(pValue, forKey: .pValue)
  }

  // MARK: Tests

  /// Distances from each group's centre.
  private static func distances(
    _ groups: [[Double]], fromMeans: Bool
  ) throws(EvaluationError) -> [[Double]] {
    var distances: [[Double]] = []
    for group in groups {
      let ordered = try OrderStatistics(group)
      let median = ordered.median
      let centre = fromMeans ? CentralMoments(ordered.values, pivot: median).mean : median
      distances.append(group.map { abs($0 - centre) })
    }
    guard distances.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
      throw .overflow(
        what: "a distance from a centre", needed: "the range of Double", found: "infinity")
    }
    guard distances.contains(where: { $0.contains { $0 > 0 } }) else {
      throw .constantColumn(
        column: "outcome", rows: groups.reduce(0) { $0 + $1.count },
        found: "constant within every group")
    }
    return distances
  }

  private static func analysis(
    of distances: [[Double]], _ groups: [[Double]]
  ) throws(EvaluationError) -> (Double, Double) {
    // Equal distances, as those of two values from their middle, differ by rounding alone.
    let isEven = zip(distances, groups).allSatisfy { distances, group in
      let size = group.reduce(0) { max($0, abs($1)) }
      let (low, high) = (distances.min() ?? 0, distances.max() ?? 0)
      return high - low <= 4 * size.ulp
    }
    guard !isEven else {
      throw .undefined(
        what: "the test of equal variances", needed: "groups of three values or more",
        found: "equal distances from each centre")
    }
    let test = try OneWayANOVA(distances, method: .classic)
    return (test.statistic, test.pValue)
  }

  /// sum n (mean score - grand mean)^2 over the variance of all scores.
  private static func flignerKilleen(
    _ groups: [[Double]]
  ) throws(EvaluationError) -> (Double, Double) {
    let distances = try distances(groups, fromMeans: false)
    let ranks = MidRanks(distances.flatMap { $0 }).doubled
    let count = Double(ranks.count)
    let scores = ranks.map {
      Normal.standard.quantile(0.5 + Double($0) / 4 / (count + 1))
    }
    var (moments, start) = ([Moments](), 0)
    for group in groups {
      moments.append(try Moments(Array(scores[start..<(start + group.count)])))
      start += group.count
    }
    let sums = try SumsOfSquares(moments)
    let variance = (sums.between + sums.within) / (count - 1)
    guard variance > 0 else {
      throw .undefined(
        what: "the test of equal variances", needed: "distances from the medians that differ",
        found: "equal distances")
    }
    let statistic = sums.between / variance
    return (statistic, chiSquared(statistic, groups.count))
  }

  /// ((N - k) log pooled - sum (n - 1) log v) / (1 + (sum 1 / (n - 1) - 1 / (N - k)) / (3 (k -
  /// 1))).
  private static func bartlett(
    _ groups: [[Double]]
  ) throws(EvaluationError) -> (Double, Double) {
    var variances: [(value: Double, freedom: Double)] = []
    for (place, group) in groups.enumerated() {
      let variance = try SampleVariance(Moments(group, column: "group \(place + 1)"))
      guard variance.value > 0 else {
        throw .constantColumn(
          column: "group \(place + 1)", rows: group.count, found: formatted(group[0]))
      }
      variances.append((variance.value, Double(variance.degreesOfFreedom)))
    }
    let freedom = variances.reduce(0) { $0 + $1.freedom }
    let largest = variances.reduce(0) { max($0, $1.value) }
    let pooled = variances.reduce(0) { $0 + $1.value / largest * ($1.freedom / freedom) }
    let sum = variances.reduce(0) { $0 + $1.freedom * log(pooled / ($1.value / largest)) }
    let inverses = variances.reduce(0) { $0 + 1 / $1.freedom }
    let correction = 1 + (inverses - 1 / freedom) / (3 * Double(groups.count - 1))
    let statistic = max(0, sum / correction)
    guard statistic.isFinite else {
      throw .overflow(
        what: "a ratio of variances", needed: "the range of Double", found: "infinity")
    }
    return (statistic, chiSquared(statistic, groups.count))
  }

  private static func chiSquared(_ statistic: Double, _ groups: Int) -> Double {
    ChiSquared(degreesOfFreedom: Double(groups - 1))?.survival(statistic) ?? .nan
  }

  /// The groups and the test.
  public var description: String {
    let letter = method == .levene || method == .brownForsythe ? "F" : "chi-squared"
    return "\(groups.count) groups, \(letter) = \(formatted(statistic)), p = \(formatted(pValue))"
      + " (\(method.name))"
  }
}

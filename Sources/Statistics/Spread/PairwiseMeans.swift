import Distributions

/// All pairs of several groups' means, with p-values and intervals that hold for all of them
/// together.
///
/// The distance of two means over its standard error times root 2 is held against the studentised
/// range of as many groups. Tukey-Kramer: standard error sqrt(MSW (1/n + 1/n')) with N - k degrees
/// of freedom, for groups of one variance. Games-Howell: sqrt(v/n + v'/n') with Welch's degrees of
/// freedom of the pair, for groups of any variances.
///
/// It stands on moments, which merge.
///
/// **Reference:** Tukey (1953), *The Problem of Multiple Comparisons*; Kramer (1956),
/// doi:10.2307/3001469; Games and Howell (1976), doi:10.2307/1164979.
/// **Same as:** R `TukeyHSD(aov(y ~ group))`, of which the differences are also the later group
/// minus the earlier; SciPy `tukey_hsd`; pingouin `pairwise_tukey`, `pairwise_gameshowell`.
public struct PairwiseMeans: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Which variances the standard errors take.
  public enum Method: String, Sendable, Hashable, Codable, CaseIterable {
    /// Each group's own, the default: right whether or not they are equal.
    case gamesHowell
    /// One of all groups together: right when all populations vary alike.
    case tukey

    /// The method's name in words.
    public var name: String {
      switch self {
      case .gamesHowell: "Games-Howell"
      case .tukey: "Tukey-Kramer"
      }
    }
  }

  /// Two of the groups.
  public struct Comparison: Sendable, Hashable, Codable {
    /// The place of the earlier group, from 0.
    public let first: Int
    /// The place of the later group, from 0.
    public let second: Int
    /// The mean of the later group minus that of the earlier.
    public let difference: Double
    /// The standard error of the difference.
    public let standardError: Double
    /// The degrees of freedom of the standard error.
    public let degreesOfFreedom: Double
    /// The p-value of equal means, adjusted for all pairs.
    public let pValue: Double
  }

  /// Count, mean and spread of each group.
  public let groups: [Moments]
  /// Which variances the standard errors take.
  public let method: Method
  /// Every pair: the first group with all later ones, then the second, and so on.
  public let comparisons: [Comparison]

  // MARK: Building

  /// Compares all pairs of groups by their moments.
  ///
  /// - Throws: `tooFew` groups or values (two in each for Games-Howell); `invalidArgument` above
  ///   50 groups; `constantColumn` when no group varies, or for Games-Howell when any does not;
  ///   `overflow`.
  /// - Complexity: O(groups^2) integrals.
  public init(_ groups: [Moments], method: Method = .gamesHowell) throws(EvaluationError) {
    guard groups.count <= 50 else {
      throw .invalidArgument(
        name: "the number of groups", needed: "at most 50", found: "\(groups.count)")
    }
    let analysis = try OneWayANOVA(groups, method: method == .tukey ? .classic : .welch)
    let freedom = analysis.denominatorDegreesOfFreedom
    let pooled =
      analysis.sumOfSquaresWithin / Double(groups.reduce(0) { $0 + $1.count } - groups.count)
    var comparisons: [Comparison] = []
    for (place, later) in groups.enumerated() {
      for (other, earlier) in groups[..<place].enumerated() {
        let parts = [later, earlier].map {
          (method == .tukey ? pooled : $0.variance ?? .nan) / Double($0.count)
        }
        comparisons.append(
          try Self.comparison(
            (other, earlier), (place, later), parts, among: groups.count,
            freedom: method == .tukey ? freedom : nil))
      }
    }
    self.groups = groups
    self.method = method
    self.comparisons = comparisons.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
  }

  /// Compares all pairs of groups of finite values.
  ///
  /// - Throws: `nonFinite`, and what the other initializer throws.
  public init(_ groups: [[Double]], method: Method = .gamesHowell) throws(EvaluationError) {
    var moments: [Moments] = []
    for (place, group) in groups.enumerated() {
      moments.append(try Moments(group, column: "group \(place + 1)"))
    }
    try self.init(moments, method: method)
  }

  private static func comparison(
    _ earlier: (place: Int, moments: Moments), _ later: (place: Int, moments: Moments),
    _ parts: [Double], among count: Int, freedom: Double?
  ) throws(EvaluationError) -> Comparison {
    let (one, other) = (later.moments, earlier.moments)
    let difference =
      one.shift - other.shift + (one.sum / Double(one.count) - other.sum / Double(other.count))
    let variance = parts[0] + parts[1]
    // Shares, so that tiny or huge variances neither vanish nor overflow.
    let (share, rest) = (parts[0] / variance, parts[1] / variance)
    let degrees =
      freedom
      ?? 1 / (share * share / Double(one.count - 1) + rest * rest / Double(other.count - 1))
    let error = variance.squareRoot()
    let distance = abs(difference) / error * 2.0.squareRoot()
    guard distance.isFinite, error > 0,
      let range = StudentizedRange(groupCount: count, degreesOfFreedom: max(1, degrees))
    else {
      throw .overflow(
        what: "a studentised distance", needed: "the range of Double", found: "\(distance)")
    }
    return Comparison(
      first: earlier.place, second: later.place, difference: difference, standardError: error,
      degreesOfFreedom: degrees, pValue: range.survival(distance))
  }

  private enum CodingKeys: String, CodingKey { case groups, method, comparisons }

  /// Decodes comparisons, refusing those that the groups do not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode([Moments].self, forKey: .groups),
      method: fields.decode(Method.self, forKey: .method))
    try fields.require(comparisons, forKey: .comparisons)
  }

  // MARK: Intervals

  /// The confidence interval of one difference; all of them hold together at the level.
  ///
  /// - Returns: nil for a level outside (0, 1).
  public func interval(of comparison: Comparison, level: Double = 0.95) -> Interval? {
    guard level > 0, level < 1,
      let range = StudentizedRange(
        groupCount: groups.count, degreesOfFreedom: max(1, comparison.degreesOfFreedom))
    else { return nil }
    let reach = range.quantile(survival: 1 - level) * comparison.standardError / 2.0.squareRoot()
    return Interval(
      level: level, lower: comparison.difference - reach, upper: comparison.difference + reach,
      method: method.name)
  }

  /// The first comparisons, one a line.
  public var description: String {
    let lines = comparisons.prefix(8).map { pair in
      "\(pair.second + 1) - \(pair.first + 1): \(formatted(pair.difference)), "
        + "p = \(formatted(pair.pValue))"
    }
    let rest = comparisons.count > 8 ? "\nand \(comparisons.count - 8) more" : ""
    return "\(groups.count) groups (\(method.name))\n" + lines.joined(separator: "\n") + rest
  }
}

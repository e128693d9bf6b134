import Distributions

/// The Kruskal-Wallis test of several independent groups.
///
/// H = 12 / (N (N + 1)) sum n (mean rank - (N + 1) / 2)^2 / (1 - sum (t^3 - t) / (N^3 - N)), with t
/// the sizes of ties; chi-squared with groups - 1 degrees of freedom, or exact: the share of all
/// divisions of the ranks into groups of these sizes whose H is as large, ties included. When all
/// values are equal H is 0 and p is 1.
///
/// **Reference:** Kruskal and Wallis (1952), doi:10.1080/01621459.1952.10483441.
/// **Same as:** R `kruskal.test(groups)`; SciPy `kruskal`; exact, `coin::kruskal_test` enumerated.
public struct KruskalWallis: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How the p-value is made.
  public enum Method: String, Sendable, Hashable, Codable, CaseIterable {
    /// Exact for up to 200 values and a million divisions into groups (three groups of 5), else
    /// chi-squared; the default.
    case automatic
    /// Exact by enumeration; refused beyond 200 values or fifty million divisions.
    case exact
    /// Chi-squared with groups - 1 degrees of freedom.
    case chiSquared
  }

  /// The values of each group in the order given.
  public let groups: [[Double]]
  /// The method asked for.
  public let method: Method
  /// Whether the p-value is exact.
  public let isExact: Bool
  /// H, corrected for ties.
  public let statistic: Double
  /// The probability of an H as large.
  public let pValue: Double

  /// Compares groups.
  ///
  /// - Parameters:
  ///   - groups: at least two, each of at least one value.
  ///   - method: how the p-value is made.
  /// - Throws: `nonFinite`; `tooFew` groups, or values of a group; `invalidArgument` when `exact`
  ///   is asked for more than 200 values or fifty million divisions.
  /// - Complexity: O(*N* log *N*), and the divisions when exact.
  public init(_ groups: [[Double]], method: Method = .automatic) throws(EvaluationError) {
    try requireGroups(groups, least: 1)
    let sizes = groups.map(\.count)
    let ranks = MidRanks(groups.flatMap { $0 })
    var start = 0
    let sums = sizes.map { size in
      defer { start += size }
      return ranks.doubled[start..<(start + size)].reduce(0, +)
    }
    let divisions = Self.divisions(sizes)
    // One level of recursion for each value.
    let isShort = ranks.doubled.count <= 200
    guard method != .exact || (divisions <= 5e7 && isShort) else {
      throw .invalidArgument(
        name: "the exact method",
        needed: "for up to 200 values and 5e7 divisions into groups",
        found: "asked for \(formatted(divisions))")
    }
    isExact = method == .exact || (method == .automatic && divisions <= 1e6 && isShort)
    self.groups = groups
    self.method = method
    let count = Double(ranks.doubled.count)
    let untied = 1 - ranks.tieSum / (count * count * count - count)
    statistic =
      untied > 0
      ? 12 / (count * (count + 1)) * Self.spread(sums, sizes, centre: count + 1) / 4 / untied : 0
    if untied <= 0 {
      pValue = 1
    } else if isExact {
      pValue = Self.exactShare(of: ranks.doubled, sizes, observed: sums)
    } else {
      pValue =
        ChiSquared(degreesOfFreedom: Double(groups.count - 1))?.survival(statistic) ?? .nan
    }
  }

  private enum CodingKeys: String, CodingKey { case groups, method, isExact, statistic, pValue }

  /// Decodes a test, refusing figures that its groups do not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode([[Double]].self, forKey: .groups),
      method: fields.decode(Method.self, forKey: .method))
    try fields.require(isExact, forKey: .isExact)
    try fields.require(statistic, forKey: .statistic)
    try fields.require(pValue, forKey: .pValue)
  }

  // MARK: Figures

  /// The groups less one.
  public var degreesOfFreedom: Int { groups.count - 1 }

  /// H / (N - 1): the share of the ranks' variance that the groups explain, from 0 to 1.
  ///
  /// **Reference:** Kelley (1935), doi:10.1073/pnas.21.9.554.
  /// **Same as:** R `rcompanion::epsilonSquared`; `effectsize::rank_epsilon_squared`.
  public var epsilonSquared: Double {
    statistic / Double(groups.reduce(0) { $0 + $1.count } - 1)
  }

  /// The sum of n (mean twofold rank - centre)^2.
  private static func spread(_ sums: [Int], _ sizes: [Int], centre: Double) -> Double {
    zip(sums, sizes).reduce(0) { total, group in
      let distance = Double(group.0) / Double(group.1) - centre
      return total + Double(group.1) * distance * distance
    }
  }

  // MARK: Enumeration

  /// How many ways there are to divide everybody into groups of these sizes.
  private static func divisions(_ sizes: [Int]) -> Double {
    var (ways, total) = (1.0, 0)
    for size in sizes {
      // A factor at a time, and no further than anybody would enumerate.
      for place in 1...size where ways < 1e300 {
        ways *= Double(total + place) / Double(place)
      }
      total += size
    }
    return ways
  }

  private static func exactShare(
    of scores: [Int], _ sizes: [Int], observed sums: [Int]
  ) -> Double {
    let centre = Double(scores.count + 1)
    let threshold = spread(sums, sizes, centre: centre) * (1 - 1e-12)
    var (room, trial) = (sizes, [Int](repeating: 0, count: sizes.count))
    var (reached, all) = (0, 0)
    func visit(_ place: Int) {
      guard place < scores.count else {
        all += 1
        if spread(trial, sizes, centre: centre) >= threshold { reached += 1 }
        return
      }
      for group in room.indices where room[group] > 0 {
        room[group] -= 1
        trial[group] += scores[place]
        visit(place + 1)
        trial[group] -= scores[place]
        room[group] += 1
      }
    }
    visit(0)
    return Double(reached) / Double(all)
  }

  /// The groups and the test.
  public var description: String {
    """
    \(groups.count) groups of \(groups.map { "\($0.count)" }.prefix(12).joined(separator: ", "))
    H = \(formatted(statistic)), \(degreesOfFreedom) degrees of freedom, p = \(formatted(pValue)) \
    (\(isExact ? "exact" : "chi-squared"))
    epsilon squared \(formatted(epsilonSquared))
    """
  }
}

/// Refuses fewer than two groups, groups with fewer than `least` values, and values that are not
/// finite.
///
/// - Throws: `tooFew`, `nonFinite`.
func requireGroups(_ groups: [[Double]], least: Int) throws(EvaluationError) {
  guard groups.count >= 2 else {
    throw .tooFew(what: "groups", needed: 2, found: groups.count)
  }
  for (place, group) in groups.enumerated() {
    guard group.count >= least else {
      throw .tooFew(what: "values in group \(place + 1)", needed: least, found: group.count)
    }
    try group.requireFinite(column: "group \(place + 1)")
  }
}

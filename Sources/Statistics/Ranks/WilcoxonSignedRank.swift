import Distributions

/// Wilcoxon's signed rank test of differences within pairs, with their pseudo-median.
///
/// V sums the ranks, by absolute size, of the differences above zero. Given the sizes, every sign
/// is a fair toss under the null hypothesis: mean sum r / 2, variance sum r^2 / 4 over the ranks r
/// used, ties sharing mean ranks. The test supposes differences symmetric about their centre.
///
/// When every difference is zero the p-values are 1.
///
/// **Reference:** Wilcoxon (1945), doi:10.2307/3001968; Pratt (1959),
/// doi:10.1080/01621459.1959.10501526; Hodges and Lehmann (1963), doi:10.1214/aoms/1177704172.
/// **Same as:** R `wilcox.test(differences)`; with ties or zeros, R
/// `coin::wilcoxsign_test(distribution = "exact", zero.method =)`; SciPy `wilcoxon(differences,
/// zero_method="wilcox" | "pratt")`.
public struct WilcoxonSignedRank: Sendable, Hashable, Codable, CustomStringConvertible {
  /// What becomes of differences of zero.
  public enum Zeros: String, Sendable, Hashable, Codable, CaseIterable {
    /// Left out before ranking, the default; R's rule and SciPy's `wilcox`.
    case wilcoxon
    /// Ranked with the others, and their ranks then left out; the default of R's coin.
    case pratt
  }

  /// The differences in ascending order.
  public let differences: OrderStatistics
  /// The method asked for; `automatic` is exact below 50 differences that are not zero (the rule of
  /// R, which demands neither ties nor zeros besides), save where Pratt's rule ranks them above so
  /// many zeros that the table would take minutes.
  public let method: RankTestMethod
  /// What became of differences of zero.
  public let zeros: Zeros
  /// Whether the p-values and the interval of the pseudo-median are exact.
  public let isExact: Bool
  /// The sum of the ranks of differences above zero.
  public let statistic: Double
  /// The two-sided p-value.
  public let pValue: Double
  /// The one-sided p-value of a centre below zero: the probability of a V as small.
  public let pValueLess: Double
  /// The one-sided p-value of a centre above zero: the probability of a V as large.
  public let pValueGreater: Double
  /// The Hodges-Lehmann estimate of the centre: the median of the averages of every two
  /// differences, each also with itself; zeros count as values.
  public let pseudoMedian: Double

  /// The most differences that the exact method takes.
  private static let mostExact = 500

  // MARK: Building

  /// Tests differences against zero.
  ///
  /// - Parameters:
  ///   - differences: treated minus control (or after minus before) in each pair, at least one.
  ///   - method: how the p-values are made.
  ///   - zeros: what becomes of differences of zero.
  /// - Throws: `nonFinite`, `tooFew`; `invalidArgument` when `exact` is asked for more than 500
  ///   differences that are not zero, or by Pratt's rule beside too many zeros: the product of their
  ///   number and the sum of their ranks is at most 250 million.
  /// - Complexity: O(*n* log *n*); exact O(*n*^3), by Pratt's rule that product.
  public init(
    differences: [Double], method: RankTestMethod = .automatic, zeros: Zeros = .wilcoxon
  ) throws(EvaluationError) {
    let differences = try OrderStatistics(differences, column: "differences")
    let moved = differences.values.filter { $0 != 0 }
    let ranked = zeros == .wilcoxon ? moved : differences.values
    let ranks = MidRanks(ranked.map { abs($0) })
    var (scores, positive) = ([Int](), 0)
    for (value, rank) in zip(ranked, ranks.doubled) where value != 0 {
      scores.append(rank)
      if value > 0 { positive += rank }
    }
    // By Pratt's rule ranks run up to the number of all differences, zeros included.
    let work = Double(scores.count) * scores.reduce(0.0) { $0 + Double($1) }
    let isQuick = moved.count <= Self.mostExact && work <= LatticeDistribution.mostWork
    guard method != .exact || isQuick else {
      throw .invalidArgument(
        name: "the exact method",
        needed: "for up to \(Self.mostExact) differences, and few zeros by Pratt's rule",
        found: "asked for \(moved.count) among \(differences.count)")
    }
    self.differences = differences
    self.method = method
    self.zeros = zeros
    isExact = method == .exact || (method == .automatic && moved.count < 50 && isQuick)
    statistic = Double(positive) / 2
    pseudoMedian = PairSelection.median(of: differences.count * (differences.count + 1) / 2) {
      PairSelection.average($0, differences.values)
    }
    (pValue, pValueLess, pValueGreater) =
      isExact
      ? Self.exactTails(scores, positive) : Self.normalTails(scores, positive, method.correction)
  }

  /// Tests the differences of pairs given in the same order.
  ///
  /// - Throws: `lengthMismatch` for lists of different lengths, and what the other initializer
  ///   throws.
  /// - Complexity: O(*n* log *n*); exact O(*n*^3).
  public init(
    treated: [Double], control: [Double], method: RankTestMethod = .automatic,
    zeros: Zeros = .wilcoxon
  ) throws(EvaluationError) {
    try self.init(
      differences: pairDifferences(treated, control), method: method, zeros: zeros)
  }

  private enum CodingKeys: String, CodingKey {
    case differences, method, zeros, isExact, statistic, pValue, pseudoMedian
  }

  /// Decodes a test, refusing figures that its differences do not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      differences: fields.decode(OrderStatistics.self, forKey: .differences).values,
      method: fields.decode(RankTestMethod.self, forKey: .method),
      zeros: fields.decode(Zeros.self, forKey: .zeros))
    try fields.require(isExact, forKey: .isExact)
    try fields.require(statistic, forKey: .statistic)
    try fields.require(pValue, forKey: .pValue)
    try fields.require(pseudoMedian, forKey: .pseudoMedian)
  }

  // MARK: Tails

  private static func exactTails(
    _ scores: [Int], _ positive: Int
  ) -> (two: Double, less: Double, greater: Double) {
    // Twofold ranks are all even without ties, and halves make the table half as long.
    let unit = scores.allSatisfy { $0 % 2 == 0 } ? 2 : 1
    let distribution = LatticeDistribution.signedSums(of: scores.map { $0 / unit })
    let low = distribution.atMost(positive / unit)
    let high = distribution.atLeast(positive / unit)
    return (min(1, 2 * min(low, high)), low, high)
  }

  private static func normalTails(
    _ scores: [Int], _ positive: Int, _ correction: Double
  ) -> (two: Double, less: Double, greater: Double) {
    guard !scores.isEmpty else { return (1, 1, 1) }
    let total = Double(scores.reduce(0, +))
    let squares = scores.reduce(0.0) { $0 + Double($1) * Double($1) }
    // Twofold ranks: a quarter of the variance, half of the distance.
    let error = squares.squareRoot() / 4
    let distance = (Double(positive) - total / 2) / 2
    let normal = Normal.standard
    let near = max(0, abs(distance) - correction) / error
    return (
      min(1, 2 * normal.survival(near)), normal.cdf((distance + correction) / error),
      normal.survival((distance - correction) / error)
    )
  }

  // MARK: Interval

  /// The confidence interval of the pseudo-median: two of the ordered averages of pairs.
  ///
  /// With l the largest rank for which P(V < l) is at most half of 1 - level, the limits are the
  /// l-th smallest and the l-th largest average; exact from the distribution of V without ties, and
  /// wider than need be where values are tied. Normal with l = floor(M / 2 + 1/2 - z sqrt(n (n + 1)
  /// (2 n + 1) / 24)) of M averages, without the half when uncorrected. Below 6 differences no
  /// limit has 95 %: nil, unbounded.
  ///
  /// - Returns: nil when the level is outside (0, 1).
  /// - Complexity: O(*n*) some 64 times each limit, and the table of V when exact.
  ///
  /// **Same as:** R `wilcox.test(differences, conf.int = TRUE, exact = TRUE)$conf.int` without ties
  /// and zeros, save that R gives the extremes, with a warning, where no limit has the level.
  public func interval(level: Double = 0.95, sides: Sides = .two) -> Interval? {
    guard level > 0, level < 1 else { return nil }
    let tail = sides == .two ? (1 - level) / 2 : 1 - level
    let count = differences.count
    let pairs = count * (count + 1) / 2
    // Many zeros beside few differences that count: the table would take minutes.
    let isExact = isExact && count <= Self.mostExact
    let rank = rank(tail: tail, pairs: pairs, isExact: isExact)
      .flatMap { (1...pairs).contains($0) ? $0 : nil }
    func average(_ rank: Int) -> Double { PairSelection.average(rank, differences.values) }
    return Interval(
      level: level, sides: sides, lower: sides == .upper ? nil : rank.map { average($0) },
      upper: sides == .lower ? nil : rank.map { average(pairs + 1 - $0) },
      method: "Hodges-Lehmann, " + method.name(isExact: isExact))
  }

  private func rank(tail: Double, pairs: Int, isExact: Bool) -> Int? {
    if isExact {
      return LatticeDistribution.signedSums(of: Array(1...differences.count))
        .lowerRank(tail: tail)
    }
    let n = Double(differences.count)
    let error = (n * (n + 1) * (2 * n + 1) / 24).squareRoot()
    let reach = Normal.standard.quantile(survival: tail) * error
    return Int(exactly: (Double(pairs) / 2 + method.correction - reach).rounded(.down))
  }

  /// The two-sided test and the pseudo-median.
  public var description: String {
    let name = method.name(isExact: isExact)
    return """
      differences \(differences.count)
      V = \(formatted(statistic)), p = \(formatted(pValue)) (\(name), zeros by \(zeros.rawValue))
      pseudo-median \(formatted(pseudoMedian))\(interval().map { ", \($0)" } ?? "")
      """
  }
}

/// Treated minus control in each pair.
func pairDifferences(
  _ treated: [Double], _ control: [Double]
) throws(EvaluationError) -> [Double] {
  guard treated.count == control.count else {
    throw .lengthMismatch(
      what: "the control values of the pairs", needed: treated.count, found: control.count)
  }
  return zip(treated, control).map { $0 - $1 }
}

import Distributions

/// The Mann-Whitney test (Wilcoxon's rank sum test) of two independent groups, with the shift
/// between them and the probability of superiority.
///
/// U counts the pairs in which the treated value is the larger, ties by half. Given the values,
/// every choice of who was treated is equally likely under the null hypothesis: its mean is n1 n0 /
/// 2, its variance n1 n0 / 12 (N + 1 - sum (t^3 - t) / (N (N - 1))) with t the sizes of ties. The
/// exact two-sided p-value is the probability of a U at least as far from the mean; without ties it
/// is twice the smaller tail.
///
/// The test is one of equal distributions. The shift, and its interval, read as an effect where
/// both groups have the same shape; the probability of superiority needs no shape. When all values
/// are equal every p-value is 1.
///
/// **Reference:** Mann and Whitney (1947), doi:10.1214/aoms/1177730491; Hodges and Lehmann (1963),
/// doi:10.1214/aoms/1177704172; Streitberg and Rohmel (1986), Statistical Software Newsletter 12,
/// 10-17, for the distribution with ties.
/// **Same as:** R `wilcox.test(treated, control)` (its W is this U); SciPy `mannwhitneyu`; with
/// ties and `exact`, R `coin::wilcox_test(distribution = "exact")`. SciPy's `method="exact"` takes
/// the distribution without ties even where there are ties.
public struct MannWhitney: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The treated values in ascending order.
  public let treated: OrderStatistics
  /// The control values in ascending order.
  public let control: OrderStatistics
  /// The method asked for; `automatic` is exact where each group has fewer than 50 values (the rule
  /// of R, which demands no ties besides).
  public let method: RankTestMethod
  /// Whether the p-values and the interval of the shift are exact.
  public let isExact: Bool
  /// Pairs in which the treated value is the larger, ties by half.
  public let statistic: Double
  /// The two-sided p-value.
  public let pValue: Double
  /// The one-sided p-value of smaller treated values: the probability of a U as small.
  public let pValueLess: Double
  /// The one-sided p-value of larger treated values: the probability of a U as large.
  public let pValueGreater: Double
  /// The Hodges-Lehmann shift: the median of all differences, treated minus control.
  public let shift: Double

  // MARK: Building

  /// Compares two groups.
  ///
  /// - Parameters:
  ///   - treated: the values under treatment, at least one.
  ///   - control: the values without treatment, at least one.
  ///   - method: how the p-values are made.
  /// - Throws: `nonFinite`, `tooFew`; `overflow` when a difference leaves the range of `Double`;
  ///   `invalidArgument` when `exact` is asked for groups too large (about 120 values each).
  /// - Complexity: O(*N* log *N*); exact O(*N* *n1*^2 *n0*) with the smaller group first.
  public init(
    treated: [Double], control: [Double], method: RankTestMethod = .automatic
  ) throws(EvaluationError) {
    let treated = try OrderStatistics(treated, column: "treated")
    let control = try OrderStatistics(control, column: "control")
    try treated.values.requireFiniteRange(with: control.values, column: "the outcome")
    let (size, others) = (treated.count, control.count)
    let ranks = MidRanks(treated.values + control.values)
    let rankSum = ranks.doubled.prefix(size).reduce(0, +)
    let doubledU = rankSum - size * (size + 1)
    let isExact = try Self.isExact(ranks, size, others, method)
    self.treated = treated
    self.control = control
    self.method = method
    self.isExact = isExact
    statistic = Double(doubledU) / 2
    shift = PairSelection.median(of: size * others) {
      PairSelection.difference($0, treated.values, control.values)
    }
    let tails =
      isExact
      ? Self.exactTails(ranks, size, rankSum)
      : Self.normalTails(ranks, size, others, doubledU, method.correction)
    (pValue, pValueLess, pValueGreater) = tails
  }

  private enum CodingKeys: String, CodingKey {
    case treated, control, method, isExact, statistic, pValue, shift
  }

  /// Decodes a test, refusing figures that its values do not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      treated: fields.decode(OrderStatistics.self, forKey: .treated).values,
      control: fields.decode(OrderStatistics.self, forKey: .control).values,
      method: fields.decode(RankTestMethod.self, forKey: .method))
    try fields.require(isExact, forKey: .isExact)
    try fields.require(statistic, forKey: .statistic)
    try fields.require(pValue, forKey: .pValue)
    try fields.require(shift, forKey: .shift)
  }

  // MARK: Tails

  private static func isExact(
    _ ranks: MidRanks, _ size: Int, _ others: Int, _ method: RankTestMethod
  ) throws(EvaluationError) -> Bool {
    switch method {
    case .normal, .normalUncorrected: return false
    case .automatic: return size < 50 && others < 50
    case .exact:
      let fewer = min(size, others)
      // The sum of the smaller group's ranks reaches over at most twice n1 n0 in half ranks.
      let reach = Double(size) * Double(others) * (ranks.isTied ? 2 : 1)
      guard Double(size + others) * Double(fewer) * reach <= LatticeDistribution.mostWork else {
        throw .invalidArgument(
          name: "the exact method", needed: "for groups of up to about 120 values each",
          found: "asked for \(size) and \(others)")
      }
      return true
    }
  }

  /// Twofold ranks are whole; without ties all are even, and halves make the table half as long.
  private static func exactTails(
    _ ranks: MidRanks, _ size: Int, _ rankSum: Int
  ) -> (two: Double, less: Double, greater: Double) {
    let unit = ranks.isTied ? 1 : 2
    let scores = ranks.doubled.map { $0 / unit }
    let count = scores.count
    let total = scores.reduce(0, +)
    // The distribution of the smaller group's sum tells that of the other.
    let isSmaller = size <= count - size
    let chosen = isSmaller ? size : count - size
    let sum = isSmaller ? rankSum / unit : total - rankSum / unit
    let distribution = LatticeDistribution.sums(of: scores, choosing: chosen)
    let low = distribution.atMost(sum)
    let high = distribution.atLeast(sum)
    return (
      distribution.asFar(sum, total: chosen * total, size: count), isSmaller ? low : high,
      isSmaller ? high : low
    )
  }

  private static func normalTails(
    _ ranks: MidRanks, _ size: Int, _ others: Int, _ doubledU: Int, _ correction: Double
  ) -> (two: Double, less: Double, greater: Double) {
    let (first, second) = (Double(size), Double(others))
    let count = first + second
    let variance = first * second / 12 * (count + 1 - ranks.tieSum / (count * (count - 1)))
    guard variance > 0 else { return (1, 1, 1) }
    let distance = Double(doubledU - size * others) / 2
    let error = variance.squareRoot()
    let normal = Normal.standard
    let near = max(0, abs(distance) - correction) / error
    return (
      min(1, 2 * normal.survival(near)), normal.cdf((distance + correction) / error),
      normal.survival((distance - correction) / error)
    )
  }

  // MARK: Description

  /// The two-sided test, the shift and the probability of superiority.
  public var description: String {
    func words(_ interval: Interval?) -> String { interval.map { ", \($0)" } ?? "" }
    return """
      treated \(treated.count), control \(control.count)
      U = \(formatted(statistic)), p = \(formatted(pValue)) (\(method.name(isExact: isExact)))
      shift \(formatted(shift))\(words(shiftInterval()))
      probability of superiority \(formatted(superiority))\(words(superiorityInterval()))
      """
  }
}

import Distributions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Kendall's rank correlation tau-b of two columns.
///
/// tau = (C - D) / sqrt((P - X)(P - Y)), with C concordant and D discordant pairs of rows among P =
/// n (n - 1) / 2, and X and Y the pairs tied in either column. The exact p-value is the share of
/// all orders of one column whose C - D is at least as far from zero; the normal one has the
/// variance of C - D with ties.
///
/// **Reference:** Kendall (1938), doi:10.1093/biomet/30.1-2.81; Knight (1966),
/// doi:10.1080/01621459.1966.10480879, for the count in n log n.
/// **Same as:** R `cor.test(x, y, method = "kendall")`, SciPy `kendalltau`; both take the normal
/// reference as soon as there is a tie.
public struct KendallCorrelation: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The pairs of rows, by what both columns say of them.
  let pairs: KendallPairs
  /// The method asked for; `automatic` is exact below 50 rows without ties (the rule of R) or up to
  /// 8 with ties, else normal without the correction for continuity, as in R and SciPy.
  public let method: RankTestMethod
  /// Whether the p-value is exact.
  public let isExact: Bool
  /// The two-sided p-value against no association.
  public let pValue: Double

  // MARK: Building

  /// Correlates two columns given in the same order.
  ///
  /// - Throws: `lengthMismatch`, `nonFinite`, `tooFew` below two rows, `constantColumn`;
  ///   `invalidArgument` when `exact` is asked for more than 250 rows, or 8 with ties.
  /// - Complexity: O(*n* log *n*); exact O(*n*^4), with ties O(*n* *n*!).
  public init(
    _ x: [Double], _ y: [Double], method: RankTestMethod = .automatic
  ) throws(EvaluationError) {
    try requirePairs(x, y)
    let (first, second) = (MidRanks(x), MidRanks(y))
    let pairs = KendallPairs(first.doubled, second.doubled)
    for (tied, name, column) in [(pairs.tiedX, "x", x), (pairs.tiedY, "y", y)]
    where tied == pairs.all {
      throw .constantColumn(column: name, rows: x.count, found: formatted(column[0]))
    }
    let isTied = first.isTied || second.isTied
    guard method != .exact || x.count <= (isTied ? 8 : 250) else {
      throw .invalidArgument(
        name: "the exact method", needed: "for up to 250 rows, or 8 with ties",
        found: "asked for \(x.count)")
    }
    self.pairs = pairs
    self.method = method
    isExact = method == .exact || (method == .automatic && x.count < (isTied ? 9 : 50))
    pValue =
      Self.pValue(pairs, method, isExact: isExact)
      ?? KendallPairs.exactShare(first.doubled, second.doubled, pairs.score)
  }

  /// The p-value that the counts tell: all but the exact one of tied rows.
  private static func pValue(
    _ pairs: KendallPairs, _ method: RankTestMethod, isExact: Bool
  ) -> Double? {
    guard isExact else { return pairs.normalTails(correction: method == .normal ? 1 : 0) }
    guard pairs.tiedX == 0, pairs.tiedY == 0 else { return nil }
    let distribution = LatticeDistribution.inversions(of: pairs.count)
    return min(1, 2 * distribution.atMost((pairs.all - abs(pairs.score)) / 2))
  }

  private enum CodingKeys: String, CodingKey { case pairs, method, isExact, pValue }

  /// Decodes a correlation, refusing counts that no rows have, an exact p-value where the method
  /// gives none, and a p-value outside [0, 1] or other than the counts tell.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    pairs = try fields.decode(KendallPairs.self, forKey: .pairs)
    method = try fields.decode(RankTestMethod.self, forKey: .method)
    isExact = try fields.decode(Bool.self, forKey: .isExact)
    pValue = try fields.decode(Double.self, forKey: .pValue)
    let isTied = pairs.tiedX > 0 || pairs.tiedY > 0
    let wanted = method == .exact || (method == .automatic && pairs.count < (isTied ? 9 : 50))
    guard (0...1).contains(pValue), isExact == wanted,
      !isExact || pairs.count <= (isTied ? 8 : 250),
      Self.pValue(pairs, method, isExact: isExact) ?? pValue == pValue
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .pValue, in: fields, debugDescription: "needs a p-value in [0, 1]")
    }
  }

  // MARK: Figures

  /// How many rows there are.
  public var count: Int { pairs.count }
  /// Pairs of rows that both columns put in the same order.
  public var concordant: Int { pairs.concordant }
  /// Pairs of rows that the columns put in opposite orders.
  public var discordant: Int { pairs.discordant }
  /// Tau-b, from -1 to 1.
  public var value: Double { pairs.tau }

  /// The confidence interval of tau by Fieller's error, sqrt(0.437 / (n - 4)), which Bonett and
  /// Wright keep.
  ///
  /// - Returns: nil below five rows, where all orders agree or are reversed (no error is known
  ///   there), or for a level outside (0, 1).
  public func interval(level: Double = 0.95, sides: Sides = .two) -> Interval? {
    guard count > 4, abs(value) < 1 else { return nil }
    return correlationInterval(
      value, centre: atanh(value), error: (0.437 / Double(count - 4)).squareRoot(), level: level,
      sides: sides, method: RankCorrelationInterval.fieller.name)
  }

  /// The correlation with interval and test.
  public var description: String {
    let words = isExact ? "exact" : method == .normal ? "normal, continuity corrected" : "normal"
    return """
      tau = \(formatted(value)), n \(count), p = \(formatted(pValue)) (\(words))\
      \(interval().map { "\n\($0)" } ?? "")
      """
  }
}

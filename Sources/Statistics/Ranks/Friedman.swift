import Distributions

/// Friedman's test of several treatments given to the same people (or blocks).
///
/// With r the ranks within each block and R their sums by treatment, Q = (k - 1) sum (R - b (k + 1)
/// / 2)^2 / (sum r^2 - b k (k + 1)^2 / 4) over b blocks and k treatments, which ties lower and the
/// denominator corrects; chi-squared with k - 1 degrees of freedom. When every block is tied
/// throughout Q is 0 and p is 1.
///
/// **Reference:** Friedman (1937), doi:10.1080/01621459.1937.10503522; Iman and Davenport (1980),
/// doi:10.1080/03610928008827904.
/// **Same as:** R `friedman.test(blocks)`; SciPy `friedmanchisquare`.
public struct Friedman: Sendable, Hashable, Codable, CustomStringConvertible {
  /// One row a block (person), one column a treatment.
  public let blocks: [[Double]]
  /// Q, corrected for ties.
  public let statistic: Double
  /// The chi-squared probability of a Q as large.
  public let pValue: Double

  /// Compares treatments.
  ///
  /// - Throws: `tooFew` blocks (1) or treatments (2); `lengthMismatch` for a block of another
  ///   length; `nonFinite`.
  /// - Complexity: O(*b* *k* log *k*).
  public init(_ blocks: [[Double]]) throws(EvaluationError) {
    guard let treatments = blocks.first?.count else {
      throw .tooFew(what: "blocks", needed: 1, found: 0)
    }
    guard treatments >= 2 else {
      throw .tooFew(what: "treatments", needed: 2, found: treatments)
    }
    for (place, block) in blocks.enumerated() {
      guard block.count == treatments else {
        throw .lengthMismatch(
          what: "block \(place + 1)", needed: treatments, found: block.count)
      }
      try block.requireFinite(column: "block \(place + 1)")
    }
    var sums = [Double](repeating: 0, count: treatments)
    var squares = 0.0
    let centre = Double(treatments + 1)
    for block in blocks {
      for (treatment, rank) in MidRanks(block).doubled.enumerated() {
        let distance = Double(rank) - centre
        sums[treatment] += distance
        squares += distance * distance
      }
    }
    let between = sums.reduce(0) { $0 + $1 * $1 }
    let freedom = Double(treatments - 1)
    self.blocks = blocks
    statistic = squares > 0 ? freedom * between / squares : 0
    pValue = ChiSquared(degreesOfFreedom: freedom)?.survival(statistic) ?? .nan
  }

  private enum CodingKeys: String, CodingKey { case blocks, statistic, pValue }

  /// Decodes a test, refusing figures that its blocks do not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(fields.decode([[Double]].self, forKey: .blocks))
    try fields.require(statistic, forKey: .statistic)
    try fields.require(pValue, forKey: .pValue)
  }

  // MARK: Figures

  /// The treatments less one.
  public var degreesOfFreedom: Int { blocks[0].count - 1 }

  /// Kendall's coefficient of concordance, Q / (b (k - 1)): 1 when every block ranks alike.
  public var concordance: Double {
    statistic / (Double(blocks.count) * Double(degreesOfFreedom))
  }

  /// The p-value by Iman and Davenport's F, closer to its level with few blocks.
  ///
  /// F = (b - 1) Q / (b (k - 1) - Q) with k - 1 and (k - 1)(b - 1) degrees of freedom; 0 where
  /// every block ranks alike, nil for one block.
  public var pValueByF: Double? {
    let (count, freedom) = (Double(blocks.count), Double(degreesOfFreedom))
    guard blocks.count > 1 else { return nil }
    let rest = count * freedom - statistic
    guard rest > 0 else { return 0 }
    return FDistribution(
      numeratorDegreesOfFreedom: freedom, denominatorDegreesOfFreedom: freedom * (count - 1)
    )?.survival((count - 1) * statistic / rest)
  }

  /// The size and the test.
  public var description: String {
    """
    \(blocks.count) blocks of \(blocks[0].count) treatments
    Q = \(formatted(statistic)), \(degreesOfFreedom) degrees of freedom, p = \(formatted(pValue))
    concordance \(formatted(concordance))
    """
  }
}

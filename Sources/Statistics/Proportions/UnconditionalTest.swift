/// Barnard's or Boschloo's exact test of equal rates: it fixes the sizes of the groups alone, not how
/// many succeeded in all.
///
/// Tables are ordered by a statistic; the p-value is the probability of tables as extreme as the one
/// observed, at the common rate that makes it largest. Barnard's orders by the pooled z statistic,
/// two-sided by its size; ties are decided in integers, and z is 0 where nobody or everybody
/// succeeded. Boschloo's orders by Fisher's one-sided p-value, and is never larger than it; two-sided
/// it is twice the smaller one-sided p-value. P-values of Fisher within a relative 1e-10 count as
/// equal.
///
/// The largest probability is searched on a grid of rates a sixth of a standard error apart, and every
/// peak of it is then climbed, so that no peak is missed.
///
/// **Reference:** Barnard (1945), doi:10.1038/156177a0; Boschloo (1970),
/// doi:10.1111/j.1467-9574.1970.tb00104.x.
/// **Same as:** SciPy `boschloo_exact([[x1, x0], [n1 - x1, n0 - x0]])`, and `barnard_exact` save where it
/// loses tied tables to rounding; R `exact2x2::boschloo(x0, n0, x1, n1, tsmethod = "central")`.
public struct UnconditionalTest: Sendable, Hashable, Codable, CustomStringConvertible {
  /// What orders the tables.
  public enum Ordering: String, Sendable, Hashable, Codable, CaseIterable {
    /// The pooled z statistic.
    case barnard
    /// Fisher's one-sided p-value.
    case boschloo

    /// The test's name.
    public var name: String {
      switch self {
      case .barnard: "Barnard exact"
      case .boschloo: "Boschloo exact"
      }
    }
  }

  /// What orders the tables.
  public let ordering: Ordering
  /// The two-sided p-value.
  public let pValue: Double
  /// The p-value that few treated successes give: small where the treated rate lies below.
  public let pValueFewer: Double
  /// The p-value that many treated successes give.
  public let pValueMore: Double

  /// The most tables that are looked at, (n1 + 1) (n0 + 1): a million.
  public static let mostTables = 1_000_000

  // MARK: Building

  /// Tests two proportions; nil when there are more than ``mostTables``.
  ///
  /// - Complexity: O(n1 n0 + N sqrt(N)).
  init?(_ treated: Proportion, _ control: Proportion, ordering: Ordering) {
    let tables = treated.trials.addingReportingOverflow(1).partialValue
      .multipliedReportingOverflow(by: control.trials + 1)
    guard !tables.overflow, tables.partialValue <= Self.mostTables else { return nil }
    let family = TableFamily(treated, control)
    self.ordering = ordering
    switch ordering {
    case .barnard:
      let weights = family.scoreWeights()
      pValueFewer = family.supremum(weights.fewer)
      pValueMore = family.supremum(weights.more)
      pValue = family.supremum(weights.both)
    case .boschloo:
      let weights = family.fisherWeights()
      pValueFewer = family.supremum(weights.fewer)
      pValueMore = family.supremum(weights.more)
      pValue = min(1, 2 * min(pValueFewer, pValueMore))
    }
  }

  /// Decodes a test, refusing what is no probability.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    ordering = try fields.decode(Ordering.self, forKey: .ordering)
    pValue = try fields.decode(Double.self, forKey: .pValue)
    pValueFewer = try fields.decode(Double.self, forKey: .pValueFewer)
    pValueMore = try fields.decode(Double.self, forKey: .pValueMore)
    guard [pValue, pValueFewer, pValueMore].allSatisfy({ (0...1).contains($0) }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .pValue, in: fields, debugDescription: "needs probabilities")
    }
  }

  /// The test with its two-sided p-value.
  public var description: String { "\(ordering.name) p = \(formatted(pValue))" }
}

extension ProportionComparison {
  /// Barnard's exact test of equal rates; nil beyond a million tables, where the z test is as good.
  public var barnard: UnconditionalTest? {
    UnconditionalTest(treated, control, ordering: .barnard)
  }

  /// Boschloo's exact test of equal rates, more powerful than Fisher's; nil beyond a million tables.
  public var boschloo: UnconditionalTest? {
    UnconditionalTest(treated, control, ordering: .boschloo)
  }
}

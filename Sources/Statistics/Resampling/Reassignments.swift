/// The confidence distribution of a constant shift between two groups, from reassignments of the
/// treatment: each gives the shift at which it would be as extreme as the assignment that was made.
///
/// Let a reassignment treat some controls instead of some treated. Had the treatment shifted every
/// treated outcome by d, its difference of means would be at least the observed one exactly when d
/// is at least its *threshold*: the mean of the treated outcomes that leave less the mean of the
/// control outcomes that enter. So the share of thresholds at or below d is the one-sided p-value of
/// d, and limits of every level are order statistics of the thresholds.
///
/// The assignment that was made counts among the reassignments; for a random sample of them that is
/// the rule (extreme + 1) / (draws + 1), which keeps the test's level exactly.
///
/// **Reference:** Tritchler (1984), doi:10.1080/01621459.1984.10478076, for the interval; Phipson and
/// Smyth (2010), doi:10.2202/1544-6115.1585, for the rule.
public struct Reassignments: Sendable, Hashable, Codable {
  /// The thresholds of all reassignments that move somebody, ascending, in units of the outcome.
  public let thresholds: [Double]
  /// How many reassignments are the one that was made, at least 1.
  public let unchanged: Int

  /// How many reassignments there are.
  public var count: Int { thresholds.count + unchanged }

  /// Sorts the thresholds.
  ///
  /// - Throws: `tooFew` when no assignment is counted as the one that was made; `nonFinite` for
  ///   thresholds that are not finite.
  /// - Complexity: O(n log n).
  package init(thresholds: [Double], unchanged: Int) throws(EvaluationError) {
    guard unchanged >= 1, unchanged <= 1 << 53 else {
      throw .tooFew(what: "assignments that were made", needed: 1, found: unchanged)
    }
    let faulty = thresholds.indices.filter { !thresholds[$0].isFinite }
    guard faulty.isEmpty else {
      throw .nonFinite(
        column: "thresholds of reassignments", rows: AffectedRows(faulty.map { $0 + 1 }))
    }
    self.thresholds = thresholds.sorted()
    self.unchanged = unchanged
  }

  private enum CodingKeys: String, CodingKey { case thresholds, unchanged }

  /// Decodes thresholds, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      thresholds: fields.decode([Double].self, forKey: .thresholds),
      unchanged: fields.decode(Int.self, forKey: .unchanged))
  }

  // MARK: Figures

  /// The share of reassignments as high as the one that was made, if the true shift is `null`.
  ///
  /// Small when the true shift must be larger. Thresholds that differ from the null by 1e-12 of the
  /// largest count as equal to it.
  public func pValueAbove(_ null: Double) -> Double { share(reached(by: null)) }

  /// The share of reassignments as low as the one that was made, if the true shift is `null`.
  public func pValueBelow(_ null: Double) -> Double {
    share(thresholds.count - ordinal { $0 < null - slack })
  }

  /// The two-sided p-value: twice the smaller share of both tails, at most 1.
  ///
  /// **Same as:** SciPy `permutation_test(..., alternative="two-sided")`.
  public func pValue(_ null: Double) -> Double {
    min(1, 2 * min(pValueAbove(null), pValueBelow(null)))
  }

  /// The one-sided level whose lower limit is `shift`.
  func confidence(thatExceeds shift: Double) -> Double {
    if shift == -.infinity { return 1 }
    return Double(thresholds.count - reached(by: shift)) / Double(count)
  }

  /// Both limits, each leaving at most `tail` outside; infinite where no shift is refused.
  func limits(tail: Double) -> (lower: Double, upper: Double) {
    // The least number of thresholds at or below a shift that the lower tail does not refuse.
    // A tail such as (1 - 0.9) / 2 falls short of its decimal by rounding alone.
    let needed = Int((tail * Double(count) * (1 + 1e-12)).rounded(.down)) + 1 - unchanged
    guard needed >= 1, !thresholds.isEmpty else { return (-.infinity, .infinity) }
    let place = min(needed, thresholds.count)
    return (thresholds[place - 1], thresholds[thresholds.count - place])
  }

  /// Whether a change of unit has left every threshold finite.
  var isFinite: Bool { (thresholds.first ?? 0).isFinite && (thresholds.last ?? 0).isFinite }

  /// The same shift in another unit.
  func scaled(by factor: Double) -> Reassignments {
    let scaled = thresholds.map { $0 * factor }
    return Reassignments(ascending: factor < 0 ? scaled.reversed() : scaled, unchanged: unchanged)
  }

  private init(ascending thresholds: [Double], unchanged: Int) {
    self.thresholds = thresholds
    self.unchanged = unchanged
  }

  private func share(_ extreme: Int) -> Double { Double(extreme + unchanged) / Double(count) }

  private func reached(by shift: Double) -> Int { ordinal { $0 <= shift + slack } }

  private var slack: Double { 1e-12 * max(abs(thresholds.first ?? 0), abs(thresholds.last ?? 0)) }

  /// How many of the first thresholds satisfy a condition that none satisfies after one that fails.
  private func ordinal(_ holds: (Double) -> Bool) -> Int {
    var (low, high) = (0, thresholds.count)
    while low < high {
      let middle = low + (high - low) / 2
      if holds(thresholds[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

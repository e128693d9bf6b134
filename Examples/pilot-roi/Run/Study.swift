import ProgramEvaluation

/// What a plan's design found: the delta for the business case, and what stands beside it in the
/// report.
struct Study {
  let delta: Delta
  /// Whose effect it is, and how it was found, for people.
  let summary: String
  /// The difference of means without any adjustment.
  let naive: Estimate?
  /// How alike the groups are, for a matched cohort.
  let balance: BalanceTable?
  /// Further parts of the report, such as a table of waves or of the series.
  let blocks: [Report.Block]

  init(
    delta: Delta, summary: String, naive: Estimate? = nil, balance: BalanceTable? = nil,
    blocks: [Report.Block] = []
  ) {
    self.delta = delta
    self.summary = summary
    self.naive = naive
    self.balance = balance
    self.blocks = blocks
  }

  /// The effect that the case rests on; nil for a declared delta.
  var effect: Estimate? { delta.effect }
}

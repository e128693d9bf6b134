public import Statistics

/// Several benefits of one programme against its one cost, without counting anything twice.
///
/// Levers that draw on one improvement may claim at most all of it. Levers that share people need a
/// declared overlap, which may be 0; a pair without one fails a check. Posted lines foot: the total is the
/// sum of the posted values less the posted deductions.
///
/// ```swift
/// let plan = try BenefitPlan(
///   levers: [time, exits, performance],
///   overlaps: [LeverOverlap(
///     countedIn: "time", removedFrom: "performance", share: 0.25, rationale: "the same hours")],
///   costs: costs)
/// ```
public struct BenefitPlan: Sendable, Hashable {
  /// A posted deduction for an overlap.
  public struct Deduction: Sendable, Hashable, Codable {
    /// The overlap that it follows from.
    public let overlap: LeverOverlap
    /// What is removed.
    public let amount: MoneyFigure
  }

  /// Two levers that share people without a word on what they have in common.
  public struct Pair: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The earlier lever.
    public let first: String
    /// The later one.
    public let second: String
    /// Both names.
    public var description: String { "\(excerpt(first)) and \(excerpt(second))" }
  }

  /// The levers in order.
  public let levers: [Lever]
  /// The declared overlaps.
  public let overlaps: [LeverOverlap]
  /// What the programme costs.
  public let costs: CostLedger
  /// The level of the one-sided headline.
  public let headlineLevel: Double
  /// The sum of the levers before any overlap is removed.
  public let grossTotal: MoneyFigure
  /// What is removed, one an overlap.
  public let deductions: [Deduction]
  /// The value of each lever after its deductions, in order.
  public let values: [MoneyFigure]
  /// The sum of those values.
  public let total: MoneyFigure
  /// The total less the cost.
  public let netBenefit: MoneyFigure
  /// Net benefit over cost, undiscounted; nil when the programme costs nothing.
  public let roi: ExactRatio?
  /// Total over cost, undiscounted; nil when the programme costs nothing.
  public let benefitCostRatio: ExactRatio?
  /// Pairs of levers that share people and have no declared overlap.
  public let undeclaredPairs: [Pair]

  // MARK: Building

  /// Adds levers up.
  ///
  /// - Parameters:
  ///   - levers: 1 to 100 levers of different names, in the currency of the costs.
  ///   - overlaps: what one lever counts already in another; each pair at most once.
  ///   - costs: what the programme costs.
  ///   - headlineLevel: the level of the one-sided lower bound.
  /// - Throws: `tooFew` without a lever; `invalidArgument` for more than 100, a name that stands twice,
  ///   claims of more than 100 % of one improvement, overlaps that name no lever, name a pair twice or remove
  ///   more than all of a lever, another currency, or a level outside (0, 1); `overflow` when money does not
  ///   fit.
  /// - Complexity: O(n²).
  public init(
    levers: [Lever], overlaps: [LeverOverlap] = [], costs: CostLedger, headlineLevel: Double = 0.90
  ) throws(EvaluationError) {
    try Self.validate(levers, level: headlineLevel, costs: costs)
    try Self.validate(claims: levers)
    let removed = try Self.removedShares(overlaps, levers)
    let currency = costs.currency
    var deductions: [Deduction] = []
    for overlap in overlaps {
      guard let lever = levers.first(where: { $0.name == overlap.removedFrom }) else { continue }
      deductions.append(
        Deduction(
          overlap: overlap,
          amount: try MoneyFigure(lever.value.exact * ExactRatio(overlap.share), in: currency)))
    }
    var values: [MoneyFigure] = []
    for lever in levers {
      let own = deductions.filter { $0.overlap.removedFrom == lever.name }.map(\.amount.posted)
      let kept = 1 - (removed[lever.name] ?? 0)
      values.append(
        MoneyFigure(
          exact: lever.value.exact * kept,
          posted: try lever.value.posted - Money.sum(own, in: currency)))
    }
    func sum(_ figures: [MoneyFigure]) throws(EvaluationError) -> MoneyFigure {
      MoneyFigure(
        exact: figures.reduce(0) { $0 + $1.exact },
        posted: try Money.sum(figures.map(\.posted), in: currency))
    }
    let total = try sum(values)
    let net = total.exact - costs.total.exact
    self.levers = levers
    self.overlaps = overlaps
    self.costs = costs
    self.headlineLevel = headlineLevel
    self.deductions = deductions
    self.values = values
    self.total = total
    grossTotal = try sum(levers.map(\.value))
    netBenefit = MoneyFigure(exact: net, posted: try total.posted - costs.total)
    roi = net.divided(by: costs.total.exact)
    benefitCostRatio = total.exact.divided(by: costs.total.exact)
    undeclaredPairs = Self.undeclared(levers, overlaps)
  }

  private static func validate(
    _ levers: [Lever], level: Double, costs: CostLedger
  ) throws(EvaluationError) {
    guard !levers.isEmpty else { throw .tooFew(what: "levers", needed: 1, found: 0) }
    guard levers.count <= 100, Set(levers.map(\.name)).count == levers.count else {
      throw .invalidArgument(
        name: "the levers", needed: "at most 100, each name once", found: "\(levers.count) levers")
    }
    guard level > 0, level < 1 else {
      throw .invalidArgument(
        name: "a confidence level", needed: "above 0 and below 1", found: "\(level)")
    }
    for lever in levers { try costs.total.requireCurrency(of: lever.value.posted) }
  }

  /// Levers of one outcome in one population claim parts of one improvement.
  private static func validate(claims levers: [Lever]) throws(EvaluationError) {
    for (index, lever) in levers.enumerated() {
      let rivals = levers.filter {
        $0.outcome == lever.outcome && $0.population == lever.population
      }
      guard rivals.count > 1, rivals.first == levers[index] else { continue }
      let claimed = rivals.reduce(ExactRatio(0)) { $0 + ExactRatio($1.share) }
      guard claimed <= 1 else {
        throw .invalidArgument(
          name: "the claims on \(excerpt(lever.outcome)) among \(excerpt(lever.population))",
          needed: "at most 100 % together", found: percentage(claimed))
      }
    }
  }

  /// The share of each lever that overlaps remove.
  private static func removedShares(
    _ overlaps: [LeverOverlap], _ levers: [Lever]
  ) throws(EvaluationError) -> [String: ExactRatio] {
    let names = Set(levers.map(\.name))
    var pairs: Set<Set<String>> = []
    var removed: [String: ExactRatio] = [:]
    for overlap in overlaps {
      guard names.contains(overlap.countedIn), names.contains(overlap.removedFrom) else {
        throw .invalidArgument(
          name: "an overlap", needed: "two levers of the plan", found: overlap.description)
      }
      guard pairs.insert([overlap.countedIn, overlap.removedFrom]).inserted else {
        throw .invalidArgument(
          name: "the overlaps", needed: "each pair of levers once", found: overlap.description)
      }
      let sum = (removed[overlap.removedFrom] ?? 0) + ExactRatio(overlap.share)
      guard sum <= 1 else {
        throw .invalidArgument(
          name: "the overlaps removed from \(excerpt(overlap.removedFrom))",
          needed: "at most all of it", found: percentage(sum))
      }
      removed[overlap.removedFrom] = sum
    }
    return removed
  }

  private static func undeclared(_ levers: [Lever], _ overlaps: [LeverOverlap]) -> [Pair] {
    let declared = Set(overlaps.map { Set([$0.countedIn, $0.removedFrom]) })
    var pairs: [Pair] = []
    for (index, first) in levers.enumerated() {
      for second in levers.dropFirst(index + 1)
      where first.population == second.population && !declared.contains([first.name, second.name]) {
        pairs.append(Pair(first: first.name, second: second.name))
      }
    }
    return pairs
  }
}

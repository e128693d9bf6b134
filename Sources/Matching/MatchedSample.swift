public import DataFrames
import Regression
public import Statistics

/// A matched cohort: treated people with controls that resemble them, chosen without sight of any
/// outcome.
///
/// A logistic regression gives each row its propensity score, unless the distance needs none; the
/// method finds partners, or classes of similar scores. The outcome comes later, with
/// `effect(on:in:)`, and need not even be known when the cohort is chosen.
///
/// **Reference:** Rosenbaum and Rubin (1983), doi:10.1093/biomet/70.1.41; Stuart (2010),
/// doi:10.1214/09-STS313.
/// **Same as:** R `MatchIt::matchit(distance = "glm")` 4.7, save for its ties.
public struct MatchedSample: Sendable, Hashable, Codable {
  /// The treatment's column.
  public let treatment: String
  /// The covariates' columns.
  public let covariates: [String]
  /// How partners were chosen, with its order filled in.
  public let method: MatchingMethod
  /// Whose average effect was asked for.
  public let target: TargetPopulation
  /// What partners had to share, not to share, and how far apart they could be.
  public let constraints: MatchingConstraints
  /// The rows used, and how many had to be left out.
  public let cases: CompleteCases
  /// How many treated rows were used.
  public let treatedCount: Int
  /// How many control rows were used.
  public let controlCount: Int
  /// The caliper's width on the score itself, or nil.
  public let caliperWidth: Double?
  /// The score of each row of ``cases``, in its order: a probability, or log odds where the linear
  /// predictor is the distance; empty without a score.
  public let scores: [Double]
  /// The matched pairs, ascending by focal row: treated, or control for effects on the untreated.
  ///
  /// Pairs of one focal person stand in the order in which the partners were taken. Empty for
  /// classes.
  public let pairs: [MatchedPair]
  /// The classes of similar scores; empty for matched pairs.
  public let subclasses: [MatchedSet]
  /// The scores that limit the classes, from the smallest to the largest of the people whose effect
  /// is asked for; empty for matched pairs.
  public let subclassLimits: [Double]
  /// The focal rows without a partner, ascending, each with the reason.
  public let unmatched: [UnmatchedRow]
  /// How alike the groups are, before and after.
  public let balance: BalanceTable

  // MARK: Matching

  /// Chooses a cohort.
  ///
  /// - Parameters:
  ///   - people: one row a person.
  ///   - treatment: a column of booleans, or of numbers 0 and 1.
  ///   - covariates: what the groups must resemble each other in: numbers, booleans or categories,
  ///     all measured before the treatment.
  ///   - method: how partners are chosen.
  ///   - target: whose average effect is wanted; `all` needs classes.
  ///   - constraints: what partners must share, must not share, and how far apart they may be.
  ///   - identifier: a column that must name each person once, or nil.
  ///   - missing: what to do about rows with empty cells in a column used.
  /// - Throws: `tooFew` without covariates, treated rows or controls; `noMatches` when the
  ///   constraints leave no pair; `duplicateIdentifiers`; `invalidArgument` for a method or
  ///   constraints that contradict themselves; `cancelled` with the task; and what
  ///   `LogisticRegression` throws, so that collinear and separated covariates are named.
  /// - Complexity: O(n k^2) for the score with k covariates, O(n log n) for matching on it, O(k n
  ///   log n) for balance; O(n k) memory. A Mahalanobis distance, anti-exact columns and calipers on
  ///   columns look at each candidate inside stratum and caliper.
  public init(
    _ people: DataFrame, treatment: String, covariates: [String],
    method: MatchingMethod = .nearestNeighbor(), target: TargetPopulation = .treated,
    constraints: MatchingConstraints = .none, identifier: String? = nil,
    missing: MissingCells = .reject
  ) throws(EvaluationError) {
    let method = method.resolved(for: target)
    let setup = try MatchingSetup(
      people, treatment: treatment, covariates: covariates, method: method, target: target,
      constraints: constraints, missing: missing)
    if let identifier { try Self.refuseDuplicates(people, identifier) }
    let found = try FoundCohort(setup, method: method, target: target)
    let treated = setup.treated
    let treatedCount = treated.count { $0 }
    guard !found.isEmpty else {
      throw .noMatches(
        column: treatment, treated: treatedCount, controls: treated.count - treatedCount,
        needed: method.ratio == nil
          ? "fewer classes" : "a wider caliper, or fewer constraints (\(constraints))")
    }
    let cases = setup.cases
    balance = try BalanceTable(
      people, columns: setup.balanceColumns, cases: cases, treated: treated,
      scores: setup.problem.scores, matched: found.weights(treated, target),
      denominator: target.denominator)
    self.treatment = treatment
    self.covariates = covariates
    self.method = method
    self.target = target
    self.constraints = constraints
    self.cases = cases
    self.treatedCount = treatedCount
    controlCount = treated.count - treatedCount
    caliperWidth = setup.problem.scoreWidth
    scores = setup.problem.scores ?? []
    // From places among the complete cases to rows of the frame.
    pairs = found.pairs.map { pair in
      let (focal, partner) = (cases.rows[pair.focal], cases.rows[pair.partner])
      return target == .control
        ? MatchedPair(treated: partner, control: focal, distance: pair.distance)
        : MatchedPair(treated: focal, control: partner, distance: pair.distance)
    }
    subclasses = found.classes.map { members in
      MatchedSet(
        treated: members.filter { treated[$0] }.map { cases.rows[$0] },
        controls: members.filter { !treated[$0] }.map { cases.rows[$0] })
    }
    subclassLimits = found.cuts
    unmatched = found.unmatched.map { UnmatchedRow(row: cases.rows[$0.row], reason: $0.reason) }
  }

  private static func refuseDuplicates(
    _ people: DataFrame, _ identifier: String
  ) throws(EvaluationError) {
    let groups = try people.groups(of: identifier)
    guard groups.levels.count < groups.codes.count else { return }
    var seen = Set<Int>()
    let repeated = groups.codes.indices.filter { !seen.insert(groups.codes[$0]).inserted }
    throw .duplicateIdentifiers(
      column: identifier, rows: AffectedRows(repeated.map { $0 + 1 }),
      found: groups.levels[groups.codes[repeated[0]]])
  }

  private enum CodingKeys: String, CodingKey {
    case treatment, covariates, method, target, constraints, cases, treatedCount, controlCount
    case caliperWidth, scores, pairs, subclasses, subclassLimits, unmatched, balance
  }

  /// Decodes a cohort, refusing one that breaks the rules of its method: a row used too often or
  /// outside the frame, a focal row neither matched nor accounted for, a pair beyond the caliper.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    treatment = try fields.decode(String.self, forKey: .treatment)
    covariates = try fields.decode([String].self, forKey: .covariates)
    method = try fields.decode(MatchingMethod.self, forKey: .method)
    target = try fields.decode(TargetPopulation.self, forKey: .target)
    constraints = try fields.decode(MatchingConstraints.self, forKey: .constraints)
    cases = try fields.decode(CompleteCases.self, forKey: .cases)
    treatedCount = try fields.decode(Int.self, forKey: .treatedCount)
    controlCount = try fields.decode(Int.self, forKey: .controlCount)
    caliperWidth = try fields.decodeIfPresent(Double.self, forKey: .caliperWidth)
    scores = try fields.decode([Double].self, forKey: .scores)
    pairs = try fields.decode([MatchedPair].self, forKey: .pairs)
    subclasses = try fields.decode([MatchedSet].self, forKey: .subclasses)
    subclassLimits = try fields.decode([Double].self, forKey: .subclassLimits)
    unmatched = try fields.decode([UnmatchedRow].self, forKey: .unmatched)
    balance = try fields.decode(BalanceTable.self, forKey: .balance)
    guard isSound else {
      throw DecodingError.dataCorruptedError(
        forKey: .pairs, in: fields, debugDescription: "needs a cohort that keeps its own rules")
    }
  }
}

extension TargetPopulation {
  /// What differences of means are divided by.
  fileprivate var denominator: BalanceTable.Denominator {
    switch self {
    case .treated: .treated
    case .control: .control
    case .all: .pooled
    }
  }
}

public import DataFrames
import Regression
public import Statistics

/// A matched cohort: treated people with controls that resemble them, chosen without sight of any
/// outcome.
///
/// A logistic regression gives each row its propensity score; the method pairs rows by it. The
/// outcome comes later, with ``effect(on:in:unit:direction:missing:)``, and need not even be known
/// when the cohort is chosen.
///
/// **Reference:** Rosenbaum and Rubin (1983), doi:10.1093/biomet/70.1.41; Stuart (2010),
/// doi:10.1214/09-STS313.
/// **Same as:** R `MatchIt::matchit(method = "nearest", distance = "glm")` 4.7, save for its ties.
public struct MatchedSample: Sendable, Hashable, Codable {
  /// The treatment's column.
  public let treatment: String
  /// The covariates' columns.
  public let covariates: [String]
  /// How partners were chosen.
  public let method: MatchingMethod
  /// The rows used, and how many had to be left out.
  public let cases: CompleteCases
  /// How many treated rows were used.
  public let treatedCount: Int
  /// How many control rows were used.
  public let controlCount: Int
  /// The caliper's width on the score itself, or nil.
  public let caliperWidth: Double?
  /// The propensity score of each row of ``cases``, in its order.
  public let propensityScores: [Double]
  /// The matched pairs, ascending by treated row.
  public let pairs: [MatchedPair]
  /// The treated rows without a partner, ascending, each with the reason.
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
  ///   - identifier: a column that must name each person once, or nil.
  ///   - missing: what to do about rows with empty cells in the treatment or a covariate.
  /// - Throws: `tooFew` without covariates, treated rows or controls; `noMatches` when the caliper
  ///   leaves no pair; `duplicateIdentifiers`; and what `LogisticRegression` throws, so that
  ///   collinear and separated covariates are named.
  /// - Complexity: O(n k^2) for the score with k covariates, O(n log n) for matching, O(k n log n)
  ///   for balance; O(n k) memory.
  public init(
    _ people: DataFrame, treatment: String, covariates: [String],
    method: MatchingMethod = .nearestNeighbor(), identifier: String? = nil,
    missing: MissingCells = .reject
  ) throws(EvaluationError) {
    guard !covariates.isEmpty else { throw .tooFew(what: "covariates", needed: 1, found: 0) }
    guard !covariates.contains(treatment) else {
      throw .invalidArgument(
        name: "the covariates", needed: "columns other than the treatment",
        found: "\"\(excerpt(treatment))\" among them")
    }
    if let identifier { try Self.refuseDuplicates(people, identifier) }
    let cases = try people.rows(using: [treatment] + covariates, missing: missing)
    let treated = try people.completeBinary(of: treatment, in: cases)
    let treatedCount = treated.count { $0 }
    guard treatedCount > 0 else {
      throw .tooFew(what: "treated rows (\(excerpt(treatment)) = 1)", needed: 1, found: 0)
    }
    guard treatedCount < treated.count else {
      throw .tooFew(what: "control rows (\(excerpt(treatment)) = 0)", needed: 1, found: 0)
    }
    let design = try DesignMatrix(people, predictors: covariates, in: cases)
    let model = try LogisticRegression(design, response: treated, outcome: treatment)
    let scores = model.fittedProbabilities

    let width = try Self.width(method.caliper, scores: scores, treated: treated)
    var found: (pairs: [MatchedPair], unmatched: [UnmatchedRow])
    switch method {
    case .nearestNeighbor(let order, _):
      found = try NearestNeighbor.match(
        score: scores, treated: treated, order: order, width: width)
    }
    guard !found.pairs.isEmpty else {
      throw .noMatches(
        column: treatment, treated: treatedCount, controls: treated.count - treatedCount,
        needed: "a caliper wider than \(method.caliper?.description ?? "none")")
    }
    let pairs = found.pairs.sorted { $0.treated < $1.treated }
    balance = try BalanceTable(
      people, covariates: covariates, cases: cases, treated: treated, scores: scores,
      pairs: pairs)
    self.treatment = treatment
    self.covariates = covariates
    self.method = method
    self.cases = cases
    self.treatedCount = treatedCount
    controlCount = treated.count - treatedCount
    caliperWidth = width
    propensityScores = scores
    // From places among the complete cases to rows of the frame.
    self.pairs = pairs.map {
      MatchedPair(
        treated: cases.rows[$0.treated], control: cases.rows[$0.control], distance: $0.distance)
    }
    unmatched = found.unmatched.map {
      UnmatchedRow(row: cases.rows[$0.row], reason: $0.reason)
    }.sorted { $0.row < $1.row }
  }

  private static func width(
    _ caliper: Caliper?, scores: [Double], treated: [Bool]
  ) throws(EvaluationError) -> Double? {
    guard let caliper else { return nil }
    var groups = (treated: Moments(), control: Moments())
    for (score, isTreated) in zip(scores, treated) {
      if isTreated { groups.treated.add(score) } else { groups.control.add(score) }
    }
    return try caliper.rawWidth(treated: groups.treated, control: groups.control)
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
    case treatment, covariates, method, cases, treatedCount, controlCount, caliperWidth
    case propensityScores, pairs, unmatched, balance
  }

  /// Decodes a cohort, refusing one that breaks the rules of its method: a row used twice or
  /// outside the frame, a treated row neither matched nor accounted for, a pair beyond the caliper.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    treatment = try fields.decode(String.self, forKey: .treatment)
    covariates = try fields.decode([String].self, forKey: .covariates)
    method = try fields.decode(MatchingMethod.self, forKey: .method)
    cases = try fields.decode(CompleteCases.self, forKey: .cases)
    treatedCount = try fields.decode(Int.self, forKey: .treatedCount)
    controlCount = try fields.decode(Int.self, forKey: .controlCount)
    caliperWidth = try fields.decodeIfPresent(Double.self, forKey: .caliperWidth)
    propensityScores = try fields.decode([Double].self, forKey: .propensityScores)
    pairs = try fields.decode([MatchedPair].self, forKey: .pairs)
    unmatched = try fields.decode([UnmatchedRow].self, forKey: .unmatched)
    balance = try fields.decode(BalanceTable.self, forKey: .balance)
    guard isSound else {
      throw DecodingError.dataCorruptedError(
        forKey: .pairs, in: fields, debugDescription: "needs a cohort that keeps its own rules")
    }
  }

  /// Whether every row is used at most once, inside the rows used, within the caliper, and all
  /// treated rows are accounted for.
  private var isSound: Bool {
    let used = pairs.flatMap { [$0.treated, $0.control] } + unmatched.map(\.row)
    return !pairs.isEmpty && !covariates.isEmpty
      && treatedCount > 0 && controlCount > 0 && treatedCount < cases.count
      && controlCount == cases.count - treatedCount
      && pairs.count <= controlCount && pairs.count <= treatedCount
      && unmatched.count == treatedCount - pairs.count
      && propensityScores.count == cases.count
      && propensityScores.allSatisfy { $0 >= 0 && $0 <= 1 }
      && Set(used).count == used.count && Set(used).isSubset(of: cases.rows)
      && caliperWidth ?? 0 >= 0 && caliperWidth ?? 0 < .infinity
      && pairs.allSatisfy { $0.distance >= 0 && $0.distance <= caliperWidth ?? 1 }
  }

  // MARK: Figures

  /// The weight of each row of the frame in the matched sample: 1 in a pair, else 0.
  ///
  /// - Complexity: O(rows of the frame).
  public var weights: [Double] {
    var weights = [Double](repeating: 0, count: cases.rowCount)
    for pair in pairs {
      weights[pair.treated] = 1
      weights[pair.control] = 1
    }
    return weights
  }

  /// The sum of all distances within pairs.
  public var totalDistance: Double { pairs.reduce(0) { $0 + $1.distance } }

  /// Whose average effect the cohort can show: of all treated, or of the matched ones alone.
  public var estimand: Estimand { unmatched.isEmpty ? .treated : .matchedTreated }

  /// Whose average effect a cohort shows.
  public enum Estimand: String, Sendable, Hashable, Codable {
    /// All treated people.
    case treated
    /// The treated people who found a partner; the others are not spoken for.
    case matchedTreated
  }
}

// MARK: - Description

extension MatchedSample: CustomStringConvertible {
  /// What was done and what was found, in at most ten lines.
  public var description: String {
    let order =
      switch method {
      case .nearestNeighbor(let order, _): order
      }
    var lines = [
      "Matched cohort: nearest neighbour 1:1 on the propensity score, without replacement, \(order.words)",
      "rows: \(cases)",
      "treated \(treatedCount), controls \(controlCount), pairs \(pairs.count), treated without partner \(unmatched.count)",
    ]
    if let caliper = method.caliper, let caliperWidth {
      lines.append("caliper: \(caliper), \(formatted(caliperWidth)) on the score")
    }
    if estimand == .matchedTreated {
      lines.append("the effect will be of the matched treated, not of all treated")
    }
    lines.append(balance.verdict)
    return lines.joined(separator: "\n")
  }
}

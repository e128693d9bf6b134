public import DataFrames
public import Statistics

/// How many candidates each person has before anybody is matched: constraint by constraint, and
/// under all together.
///
/// A person without any cannot be matched, whatever the method; people with one compete for it. It
/// is the place to see that "same manager and same role" leaves nobody, before a cohort is chosen.
public struct MatchingFeasibility: Sendable, Hashable, Codable {
  /// How many people have no candidate, one, or more, under some constraints.
  public struct Row: Sendable, Hashable, Codable {
    /// The constraint, or `all together`.
    public let constraint: String
    /// The people without a candidate.
    public let none: Int
    /// The people with exactly one.
    public let one: Int
    /// The people with two or more.
    public let more: Int
  }

  /// How many people seek partners.
  public let focalCount: Int
  /// How many candidates there are.
  public let candidateCount: Int
  /// Each constraint alone, then, where there is more than one, all together.
  public let rows: [Row]
  /// The rows of the frame, counted from zero, of people without a candidate under all constraints.
  public let hopeless: [Int]

  // MARK: Counting

  /// Counts candidates.
  ///
  /// - Parameters: as of ``MatchedSample``; a method with classes has no candidates to count.
  /// - Throws: what ``MatchedSample`` throws before it searches; `invalidArgument` for classes.
  /// - Complexity: O(n log n); O(n) for each person in addition where anti-exact columns or calipers
  ///   on several columns leave fewer than two candidates.
  public init(
    _ people: DataFrame, treatment: String, covariates: [String],
    method: MatchingMethod = .nearestNeighbor(), target: TargetPopulation = .treated,
    constraints: MatchingConstraints = .none, missing: MissingCells = .reject
  ) throws(EvaluationError) {
    guard method.ratio != nil else {
      throw .invalidArgument(
        name: "the method", needed: "one that finds partners", found: method.description)
    }
    let setup = try MatchingSetup(
      people, treatment: treatment, covariates: covariates, method: method.resolved(for: target),
      target: target, constraints: constraints, missing: missing)
    let problem = setup.problem
    let focal = problem.focalRows
    focalCount = focal.count
    candidateCount = problem.isFocal.count - focal.count
    var rows: [Row] = []
    for (name, part) in problem.parts(constraints, caliper: method.caliper) {
      rows.append(try Self.row(name, part, focal).row)
    }
    let joint = try Self.row("all together", problem, focal)
    if rows.count != 1 { rows.append(joint.row) }
    self.rows = rows
    hopeless = joint.hopeless.map { setup.cases.rows[$0] }
  }

  private static func row(
    _ name: String, _ problem: MatchingProblem, _ focal: [Int]
  ) throws(EvaluationError) -> (row: Row, hopeless: [Int]) {
    let counter = CandidateCounter(problem)
    var counts = [0, 0, 0]
    var hopeless: [Int] = []
    for (turn, person) in focal.enumerated() {
      if turn % 256 == 0, Task.isCancelled {
        throw .cancelled(what: "the count of candidates", done: turn, of: focal.count)
      }
      let count = counter.count(for: person, upTo: 2)
      counts[count] += 1
      if count == 0 { hopeless.append(person) }
    }
    return (Row(constraint: name, none: counts[0], one: counts[1], more: counts[2]), hopeless)
  }

  private enum CodingKeys: String, CodingKey { case focalCount, candidateCount, rows, hopeless }

  /// Decodes counts, refusing rows that do not count every person once.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    focalCount = try fields.decode(Int.self, forKey: .focalCount)
    candidateCount = try fields.decode(Int.self, forKey: .candidateCount)
    rows = try fields.decode([Row].self, forKey: .rows)
    hopeless = try fields.decode([Int].self, forKey: .hopeless)
    let total = focalCount
    let isCounted = rows.allSatisfy { row in
      let parts = [row.none, row.one, row.more]
      return parts.allSatisfy { (0...total).contains($0) }
        && parts.reduce(0) { $0 &+ $1 } == total
    }
    guard total > 0, candidateCount > 0, isCounted, rows.last?.none == hopeless.count,
      hopeless.first ?? 0 >= 0, zip(hopeless, hopeless.dropFirst()).allSatisfy({ $0 < $1 })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .rows, in: fields, debugDescription: "needs rows that count everybody once")
    }
  }

  // MARK: Verdict

  /// The people who cannot be matched as a check: inconclusive when there are any, failed when
  /// nobody can.
  public var check: Check {
    let share = Double(hopeless.count) / Double(focalCount)
    let sentence =
      hopeless.isEmpty
      ? "Each of \(focalCount) people has a candidate under all constraints."
      : "\(hopeless.count) of \(focalCount) people have no candidate under all constraints, whatever the method."
    return Check(
      "candidates", figure: share, threshold: 0,
      verdict: hopeless.isEmpty ? .passed : hopeless.count < focalCount ? .inconclusive : .failed,
      sentence: sentence)
  }
}

extension MatchingProblem {
  /// Each constraint alone.
  fileprivate func parts(
    _ constraints: MatchingConstraints, caliper: Caliper?
  ) -> [(String, MatchingProblem)] {
    var parts: [(String, MatchingProblem)] = []
    for (position, column) in constraints.exact.enumerated() {
      var part = keeping()
      part.strata = exact[position].codes
      part.strataCount = exact[position].levels.count
      parts.append(("same \(excerpt(column))", part))
    }
    for difference in differences {
      var part = keeping()
      part.differences = [difference]
      parts.append(("another \(excerpt(difference.name))", part))
    }
    if let caliper { parts.append(("within \(caliper)", keeping(scoreCaliper: true))) }
    for (limit, stated) in zip(limits, constraints.calipers) {
      var part = keeping()
      part.limits = [limit]
      parts.append(("within \(stated)", part))
    }
    return parts
  }
}

// MARK: - Description

extension MatchingFeasibility: CustomStringConvertible {
  /// The table as rows of texts, header first.
  public var cells: [[String]] {
    [["constraint", "no candidate", "one", "two or more"]]
      + rows.map { [$0.constraint, "\($0.none)", "\($0.one)", "\($0.more)"] }
  }

  /// The table's first rows and the verdict, in at most ten lines.
  public var description: String {
    let shown = cells.count <= 9 ? cells : Array(cells.prefix(7)) + [cells[cells.count - 1]]
    return TextTable.aligned(shown) + "\n" + check.sentence
  }

  /// A Markdown table without the verdict.
  public var markdown: String { TextTable.markdown(cells) }
}

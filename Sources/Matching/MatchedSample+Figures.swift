import DataFrames
import Statistics

// MARK: - Sets

extension MatchedSample {
  /// The people who are compared with one another, in the order of ``pairs`` or ``subclasses``.
  ///
  /// - Complexity: O(pairs).
  public var sets: [MatchedSet] {
    guard subclasses.isEmpty else { return subclasses }
    return runs.map { run in
      let members = pairs[run]
      return target == .control
        ? MatchedSet(treated: members.map(\.treated), controls: [pairs[run.lowerBound].control])
        : MatchedSet(treated: [pairs[run.lowerBound].treated], controls: members.map(\.control))
    }
  }

  /// The places of ``pairs`` that share a focal row.
  var runs: [Range<Int>] { MatchedWeights.runs(pairs.map(focal)) }

  func focal(_ pair: MatchedPair) -> Int { target == .control ? pair.control : pair.treated }

  func partner(_ pair: MatchedPair) -> Int { target == .control ? pair.treated : pair.control }

  /// How many focal people found some partners, but fewer than the ratio asks for.
  public var incompleteSetCount: Int {
    guard let ratio = method.ratio, ratio > 1 else { return 0 }
    return runs.count { $0.count < ratio }
  }

  /// The candidates whom nobody took, ascending: controls, or treated for effects on the untreated;
  /// none in classes.
  ///
  /// - Complexity: O(rows of the frame).
  public var unusedCandidates: [UnmatchedRow] {
    guard subclasses.isEmpty else { return [] }
    var isAccounted = [Bool](repeating: false, count: cases.rowCount)
    for pair in pairs {
      isAccounted[pair.treated] = true
      isAccounted[pair.control] = true
    }
    for row in unmatched { isAccounted[row.row] = true }
    return cases.rows.filter { !isAccounted[$0] }.map { UnmatchedRow(row: $0, reason: .notChosen) }
  }

  // MARK: Weights

  /// The weight of each row of the frame in the matched sample, 0 for rows not used.
  ///
  /// A focal person has 1; a partner the sum over its sets of 1 / (partners in the set). In classes
  /// the weights bring the groups to the composition of the people asked for: a control's is n_t /
  /// n_c for the treated, a treated person's n_c / n_t for the untreated, and 1 + n_other / n_own
  /// for all. Weights are then scaled to a mean of 1 over the rows used of each group.
  ///
  /// - Complexity: O(rows of the frame).
  public var weights: [Double] {
    subclasses.isEmpty
      ? MatchedWeights.ofPairs(
        focals: pairs.map(focal), partners: pairs.map(partner), rows: cases.rowCount)
      : MatchedWeights.ofClasses(
        subclasses.map { ($0.treated, $0.controls) }, target: target, rows: cases.rowCount)
  }

  /// How many people there were, were used, and count for.
  ///
  /// - Complexity: O(rows of the frame).
  public var sizes: CohortSizes {
    let weights = weights
    func group(_ rows: [Int], of available: Int) -> CohortSizes.Group {
      .init(available: available, weights: Set(rows).sorted().map { weights[$0] })
    }
    return CohortSizes(
      treated: group(pairs.map(\.treated) + subclasses.flatMap(\.treated), of: treatedCount),
      control: group(pairs.map(\.control) + subclasses.flatMap(\.controls), of: controlCount))
  }

  /// The sum of all distances within pairs.
  public var totalDistance: Double { pairs.reduce(0) { $0 + $1.distance } }

  // MARK: Estimand

  /// Whose average effect the cohort can show.
  public var estimand: Estimand {
    switch target {
    case .treated: unmatched.isEmpty ? .treated : .matchedTreated
    case .control: unmatched.isEmpty ? .control : .matchedControl
    case .all: unmatched.isEmpty ? .all : .matchedAll
    }
  }

  /// Whose average effect a cohort shows.
  public enum Estimand: String, Sendable, Hashable, Codable, CaseIterable {
    /// All treated people.
    case treated
    /// The treated people who found a partner; the others are not spoken for.
    case matchedTreated
    /// All untreated people.
    case control
    /// The untreated people who found a partner.
    case matchedControl
    /// Everybody.
    case all
    /// Everybody whose class holds both groups.
    case matchedAll

    /// The people in words.
    var words: String {
      switch self {
      case .treated: "the treated"
      case .matchedTreated: "the matched treated"
      case .control: "the untreated"
      case .matchedControl: "the matched untreated"
      case .all: "all"
      case .matchedAll: "those in classes with both groups"
      }
    }

    /// Whether nobody asked for is left out.
    public var isWhole: Bool { self == .treated || self == .control || self == .all }

    /// The same people less those who are lost to a missing outcome.
    var lessened: Estimand {
      switch self {
      case .treated, .matchedTreated: .matchedTreated
      case .control, .matchedControl: .matchedControl
      case .all, .matchedAll: .matchedAll
      }
    }
  }
}

// MARK: - Description

extension MatchedSample: CustomStringConvertible {
  /// What was done and what was found, in at most ten lines.
  public var description: String {
    let found =
      subclasses.isEmpty
      ? method.ratio == 1 ? "pairs \(pairs.count)" : "sets \(runs.count), pairs \(pairs.count)"
      : "classes \(subclasses.count)"
    var lines = [
      "Matched cohort: \(method.withoutCaliper)",
      "rows: \(cases)",
      "treated \(treatedCount), controls \(controlCount), \(found), \(target == .control ? "untreated" : target == .treated ? "treated" : "people") without partner \(unmatched.count)",
    ]
    if let caliper = method.caliper, let caliperWidth {
      lines.append("caliper: \(caliper), \(formatted(caliperWidth)) on the score")
    }
    if !constraints.isEmpty { lines.append("constraints: \(constraints)") }
    if incompleteSetCount > 0 {
      lines.append("\(incompleteSetCount) sets have fewer partners than asked for")
    }
    if sizes.control.effective < Double(sizes.control.matched) - 0.05
      || sizes.treated.effective < Double(sizes.treated.matched) - 0.05
    {
      lines.append("used: \(sizes)")
    }
    if !estimand.isWhole {
      lines.append("the effect will be of \(estimand.words), not of \(whole)")
    }
    lines.append(balance.verdict)
    return lines.joined(separator: "\n")
  }

  private var whole: String {
    switch target {
    case .treated: "all treated"
    case .control: "all untreated"
    case .all: "all"
    }
  }
}

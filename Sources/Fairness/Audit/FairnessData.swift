public import DataFrames
public import Statistics

/// What a policy is held against: rows of people, or counts, effects and weeks.
///
/// Counts and effects of a rule come before the rows where both are given.
public struct FairnessData: Sendable {
  /// Counts of the groups of one breakdown, for one rule.
  public struct Counts: Sendable, Hashable, Codable {
    /// The rule's name.
    public let rule: String
    /// What people are divided by.
    public let breakdown: Breakdown
    /// The groups of known members.
    public let groups: [GroupCount]
    /// How many people have no entry.
    public let unknown: Int
    /// The same groups within strata, or empty.
    public let strata: [[GroupCount]]

    /// Joins counts.
    ///
    /// - Throws: `invalidArgument` for a group twice, for unknown people outside 0 to 2^32, for the name
    ///   of an intersection's group that is not `first*second`, and for strata that do not sum to the
    ///   groups.
    public init(
      rule: String, breakdown: Breakdown, groups: [GroupCount], unknown: Int = 0,
      strata: [[GroupCount]] = []
    ) throws(EvaluationError) {
      guard Set(groups.map(\.group)).count == groups.count,
        (0...Proportion.mostTrials).contains(unknown)
      else {
        throw .invalidArgument(
          name: "the counts of \(excerpt(rule))",
          needed: "different groups and at least 0 unknown people",
          found: "\(groups.count) groups, \(unknown) unknown")
      }
      for group in groups where breakdown.isIntersection {
        guard group.group.split(separator: "*").count == 2 else {
          throw .invalidArgument(
            name: "the group of an intersection", needed: "a name such as woman*night",
            found: "\"\(excerpt(group.group))\"")
        }
      }
      if !strata.isEmpty {
        var sums: [String: (Int, Int)] = [:]
        for count in strata.joined() {
          let sum = sums[count.group] ?? (0, 0)
          sums[count.group] = (
            sum.0 + count.proportion.successes, sum.1 + count.proportion.trials
          )
        }
        for group in groups {
          let sum = sums.removeValue(forKey: group.group) ?? (0, 0)
          guard sum == (group.proportion.successes, group.proportion.trials) else {
            throw .invalidArgument(
              name: "the strata of \"\(excerpt(group.group))\"",
              needed: "counts that sum to the group's", found: "\(sum.0) of \(sum.1)")
          }
        }
        if let other = sums.keys.min() {
          throw .invalidArgument(
            name: "the strata", needed: "the same groups", found: "\"\(excerpt(other))\"")
        }
      }
      self.rule = rule
      self.breakdown = breakdown
      self.groups = groups
      self.unknown = unknown
      self.strata = strata
    }

    /// Decodes counts, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        rule: fields.decode(String.self, forKey: .rule),
        breakdown: fields.decode(Breakdown.self, forKey: .breakdown),
        groups: fields.decode([GroupCount].self, forKey: .groups),
        unknown: fields.decode(Int.self, forKey: .unknown),
        strata: fields.decode([[GroupCount]].self, forKey: .strata))
    }
  }

  /// A program's effect in one group, from any study.
  public struct GroupEffect: Sendable, Hashable, Codable {
    /// The group.
    public let group: String
    /// How many people it has.
    public let size: Int
    /// The effect of the program in it.
    public let effect: Estimate

    /// Joins a group's effect.
    ///
    /// - Throws: `invalidArgument` for a size outside 1 to 2^32.
    public init(_ group: String, size: Int, effect: Estimate) throws(EvaluationError) {
      guard (1...Proportion.mostTrials).contains(size) else {
        throw .invalidArgument(
          name: "the size of \"\(excerpt(group))\"", needed: "between 1 and 2^32", found: "\(size)")
      }
      self.group = group
      self.size = size
      self.effect = effect
    }

    /// Takes the effect of a study in one group.
    ///
    /// - Throws: `invalidArgument` for a size outside 1 to 2^32.
    public init(_ group: String, size: Int, evidence: some Evidence) throws(EvaluationError) {
      try self.init(group, size: size, effect: evidence.effect)
    }
  }

  /// One row a person, or nil.
  public var people: DataFrame?
  /// What to do about people without an outcome.
  public var missing: MissingCells
  /// Counts in place of rows.
  public var counts: [Counts] = []
  /// For each rule on effects, the groups.
  public var effects: [String: [GroupEffect]] = [:]
  /// For each trigger, how many were flagged and how many shown in each week.
  public var weeks: [String: (flagged: [Int], totals: [Int])] = [:]

  /// Data that start with rows of people, or with none.
  public init(people: DataFrame? = nil, missing: MissingCells = .reject) {
    self.people = people
    self.missing = missing
  }
}

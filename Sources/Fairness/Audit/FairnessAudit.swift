public import DataFrames
public import Statistics

/// A policy held against data: a finding for each group, one verdict, and what is to be done.
///
/// ```swift
/// let policy = try FairnessPolicy(json: bytes)
/// let audit = try FairnessAudit(people, policy: policy, on: today)
/// #expect(audit.verdict != .fail, "\(audit)")
/// ```
///
/// Groups too small to be shown, and others that would give them away, are in none of its parts.
/// Thresholds are those of a program, not a legal test.
public struct FairnessAudit: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How many people have no entry in a column.
  public struct Unknown: Sendable, Hashable, Codable {
    /// The column.
    public let column: String
    /// How many, or nil where that is hidden.
    public let count: Int?
  }

  /// The policy.
  public let policy: FairnessPolicy
  /// The day on which it was held against the data.
  public let date: CalendarDate
  /// What is said of each group, in the order of rules, breakdowns and groups.
  public let findings: [FairnessFinding]
  /// The people without an entry, for each column.
  public let unknown: [Unknown]
  /// How many people were audited; nil where it is not known or would give a hidden group away.
  public let peopleCount: Int?
  /// How many people had no outcome and were left out.
  public let peopleWithoutOutcome: Int
  /// The weeks of each trigger.
  public let monitors: [WeeklyMonitor]
  /// Fail if any group or trigger fails, else inconclusive if anything is not shown, else pass.
  public let verdict: FairnessVerdict

  // MARK: Auditing

  /// Audits rows of people.
  ///
  /// - Parameters:
  ///   - people: one row a person. Empty cells in a column of groups are counted as unknown.
  ///   - policy: the thresholds; its triggers need weeks, which ``FairnessData`` holds.
  ///   - date: the day on which the policy must be in force.
  ///   - missing: what to do about people without an outcome.
  /// - Throws: `invalidPlan` when the policy is not in force; what the data accessors throw, such as
  ///   `missingColumn`; `invalidValues` for a column of more than 60 groups.
  /// - Complexity: O(rows x rules), and for groups of up to 1,000 their exact power.
  public init(
    _ people: DataFrame, policy: FairnessPolicy, on date: CalendarDate,
    missing: MissingCells = .reject
  ) throws(EvaluationError) {
    try self.init(FairnessData(people: people, missing: missing), policy: policy, on: date)
  }

  /// Audits rows, counts, effects and weeks.
  ///
  /// - Parameters:
  ///   - data: what there is for each rule and trigger.
  ///   - policy: the thresholds.
  ///   - date: the day on which the policy must be in force.
  /// - Throws: As ``init(_:policy:on:missing:)``; `undefined` when a rule or trigger has no data.
  public init(
    _ data: FairnessData, policy: FairnessPolicy, on date: CalendarDate
  ) throws(EvaluationError) {
    try policy.requireInForce(on: date)
    var hidden = HiddenGroups()
    let byRows = policy.rules.filter { rule in
      data.effects[rule.id] == nil && !data.counts.contains { $0.rule == rule.id }
    }
    var table: PeopleTable?
    if !byRows.isEmpty {
      guard let people = data.people else {
        throw .undefined(
          what: "the rule \(excerpt(byRows[0].id))", needed: "rows, counts or effects for it",
          found: "none")
      }
      let made = try PeopleTable(people, rules: byRows, missing: data.missing)
      hidden.add(made, rules: byRows, privacy: policy.privacy)
      table = made
    }
    var samples: [GroupSamples] = []
    for rule in policy.rules {
      if let effects = data.effects[rule.id] {
        guard case .effectDifference = rule.metric else { throw Self.unfit(rule, "effects") }
        samples.append(try GroupSamples(rule, effects))
        hidden.add(effects, breakdown: rule.breakdowns[0], privacy: policy.privacy)
        continue
      }
      let counts = data.counts.filter { $0.rule == rule.id }
      if !counts.isEmpty {
        switch rule.metric {
        case .rateRatio, .rateDifference: break
        default: throw Self.unfit(rule, "counts")
        }
        hidden.add(counts, rule: rule, privacy: policy.privacy)
      }
      for breakdown in rule.breakdowns {
        if counts.isEmpty {
          if let table { samples.append(try table.samples(rule, breakdown)) }
        } else if let counted = counts.first(where: { $0.breakdown == breakdown }) {
          samples.append(try GroupSamples(rule, counted))
        } else {
          throw .undefined(
            what: "the rule \(excerpt(rule.id))", needed: "counts by \(breakdown)", found: "none")
        }
      }
    }
    let engine = try AuditEngine(samples, hidden: hidden, privacy: policy.privacy)
    findings = engine.findings.map { Self.waived($0, policy.waivers, on: date) }
    unknown = hidden.unknown.sorted { $0.key < $1.key }.map {
      Unknown(column: $0.key, count: $0.value)
    }
    peopleCount = hidden.isAny ? nil : table?.count
    peopleWithoutOutcome = table?.leftOut ?? 0
    monitors = try policy.triggers.map { trigger throws(EvaluationError) in
      guard let weeks = data.weeks[trigger.id] else {
        throw .undefined(
          what: "the trigger \(excerpt(trigger.id))", needed: "counts of its weeks", found: "none")
      }
      return try WeeklyMonitor(trigger, flagged: weeks.flagged, of: weeks.totals)
    }
    self.policy = policy
    self.date = date
    verdict = Self.overall(findings, monitors)
  }

  /// Audits counts of the groups of one breakdown under one rule.
  ///
  /// - Parameters:
  ///   - counts: the groups.
  ///   - rule: a rule on rates with one breakdown.
  ///   - unknown: how many people have no entry.
  ///   - privacy: which groups may be shown.
  ///   - date: the day of the audit.
  /// - Throws: As ``init(_:policy:on:)``.
  public init(
    counts: [GroupCount], rule: FairnessRule, unknown: Int = 0, privacy: Privacy = .usual,
    on date: CalendarDate
  ) throws(EvaluationError) {
    var data = FairnessData()
    data.counts = [
      try .init(rule: rule.id, breakdown: rule.breakdowns[0], groups: counts, unknown: unknown)
    ]
    let policy = try FairnessPolicy(
      program: rule.id, owner: "the rule's author", approved: date, expires: date, privacy: privacy,
      rules: [rule])
    try self.init(data, policy: policy, on: date)
  }

  private static func unfit(_ rule: FairnessRule, _ found: String) -> EvaluationError {
    .invalidArgument(
      name: "the data of \(excerpt(rule.id))", needed: "what a \(rule.metric.name) can be made of",
      found: found)
  }

  private static func waived(
    _ finding: FairnessFinding, _ waivers: [FairnessWaiver], on date: CalendarDate
  ) -> FairnessFinding {
    guard let verdict = finding.verdict, verdict != .pass, verdict != .fail else { return finding }
    var finding = finding
    finding.waiver = waivers.first {
      $0.rule == finding.rule && $0.breakdown == finding.breakdown && $0.group == finding.group
        && date <= $0.until
    }
    return finding
  }

  private static func overall(
    _ findings: [FairnessFinding], _ monitors: [WeeklyMonitor]
  ) -> FairnessVerdict {
    .overall(findings.compactMap(\.verdict) + monitors.map(\.verdict))
  }

  /// Decodes an audit, refusing a verdict that its findings do not give and figures of hidden groups.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    policy = try fields.decode(FairnessPolicy.self, forKey: .policy)
    date = try fields.decode(CalendarDate.self, forKey: .date)
    findings = try fields.decode([FairnessFinding].self, forKey: .findings)
    unknown = try fields.decode([Unknown].self, forKey: .unknown)
    peopleCount = try fields.decodeIfPresent(Int.self, forKey: .peopleCount)
    peopleWithoutOutcome = try fields.decode(Int.self, forKey: .peopleWithoutOutcome)
    monitors = try fields.decode([WeeklyMonitor].self, forKey: .monitors)
    verdict = try fields.decode(FairnessVerdict.self, forKey: .verdict)
    guard verdict == Self.overall(findings, monitors),
      findings.allSatisfy({ $0.verdict != .suppressed || !$0.hasFigures })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .verdict, in: fields,
        debugDescription: "needs the verdict of its findings, and hidden groups without figures")
    }
  }

  // MARK: Deciding

  /// The verdict that a gate reads: what a waiver in force covers does not count.
  public var gateVerdict: FairnessVerdict {
    .overall(findings.compactMap(\.gateVerdict) + monitors.map(\.verdict))
  }

  /// The strongest action that the policy asks for.
  public var action: FairnessAction {
    let rules = Dictionary(policy.rules.map { ($0.id, $0) }) { first, _ in first }
    let asked = findings.compactMap { finding -> FairnessAction? in
      guard let verdict = finding.gateVerdict, verdict != .pass else { return nil }
      return verdict == .fail ? rules[finding.rule]?.onFail : rules[finding.rule]?.onInconclusive
    }
    return .strongest(asked + monitors.map(\.action))
  }
}

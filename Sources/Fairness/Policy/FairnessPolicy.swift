public import DataFrames
public import Statistics

/// A program's thresholds for fairness, with their owner and the last day on which they hold.
///
/// Its file is JSON of the schema `fairness-policy/1`; see ``init(json:source:)``.
public struct FairnessPolicy: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The version of its file.
  public static let schema = "fairness-policy/1"
  /// What every output says of its thresholds.
  public static let basis = "program threshold, not a legal test"

  /// The program.
  public let program: String
  /// Who answers for the thresholds.
  public let owner: String
  /// The day on which they were approved.
  public let approved: CalendarDate
  /// The last day on which they hold.
  public let expires: CalendarDate
  /// Which groups may be shown.
  public let privacy: Privacy
  /// The comparisons of groups.
  public let rules: [FairnessRule]
  /// The weekly triggers.
  public let triggers: [WeeklyTrigger]
  /// The decisions to go on without a verdict.
  public let waivers: [FairnessWaiver]

  /// States a policy.
  ///
  /// - Throws: `invalidArgument` for a blank program or owner, an expiry before the approval, no rule
  ///   and no trigger, more than 100 of either, a name twice, or a waiver of a rule or breakdown that
  ///   is not there.
  public init(
    program: String, owner: String, approved: CalendarDate, expires: CalendarDate,
    privacy: Privacy = .usual, rules: [FairnessRule], triggers: [WeeklyTrigger] = [],
    waivers: [FairnessWaiver] = []
  ) throws(EvaluationError) {
    for (name, text) in [("program", program), ("owner", owner)]
    where !text.contains(where: { $0.isLetter || $0.isNumber }) {
      throw .invalidArgument(
        name: "the policy's \(name)", needed: "something stated in words",
        found: "\"\(excerpt(text))\"")
    }
    guard approved <= expires else {
      throw .invalidArgument(
        name: "the policy's expiry", needed: "not before its approval on \(approved)",
        found: "\(expires)")
    }
    let names = rules.map(\.id) + triggers.map(\.id)
    guard !names.isEmpty, rules.count <= 100, triggers.count <= 100 else {
      throw .invalidArgument(
        name: "the policy's rules", needed: "1 to 100 rules or triggers",
        found: "\(rules.count) rules, \(triggers.count) triggers")
    }
    var seen: Set<String> = []
    for name in names where !seen.insert(name).inserted {
      throw .invalidArgument(
        name: "the names of rules", needed: "different", found: "\"\(excerpt(name))\" twice")
    }
    for waiver in waivers {
      let rule = rules.first { $0.id == waiver.rule }
      guard let rule, rule.breakdowns.contains(where: { $0.description == waiver.breakdown })
      else {
        throw .invalidArgument(
          name: "a waiver", needed: "a rule and a breakdown of the policy",
          found: "\"\(excerpt(waiver.rule))\" by \"\(excerpt(waiver.breakdown))\"")
      }
    }
    self.program = program
    self.owner = owner
    self.approved = approved
    self.expires = expires
    self.privacy = privacy
    self.rules = rules
    self.triggers = triggers
    self.waivers = waivers
  }

  /// Decodes a policy, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      program: fields.decode(String.self, forKey: .program),
      owner: fields.decode(String.self, forKey: .owner),
      approved: fields.decode(CalendarDate.self, forKey: .approved),
      expires: fields.decode(CalendarDate.self, forKey: .expires),
      privacy: fields.decode(Privacy.self, forKey: .privacy),
      rules: fields.decode([FairnessRule].self, forKey: .rules),
      triggers: fields.decode([WeeklyTrigger].self, forKey: .triggers),
      waivers: fields.decode([FairnessWaiver].self, forKey: .waivers))
  }

  /// Refuses a day on which the policy does not hold.
  ///
  /// - Throws: `invalidPlan` before the approval and after the expiry.
  public func requireInForce(on date: CalendarDate) throws(EvaluationError) {
    guard date >= approved, date <= expires else {
      throw .invalidPlan(
        path: date < approved ? "$.approved" : "$.expires",
        needed: "a policy in force on \(date); ask \(excerpt(owner)) to renew it",
        found: "one that holds from \(approved) to \(expires)")
    }
  }

  /// Program, owner, days and rules, in at most ten lines.
  public var description: String {
    let lines = rules.map(\.description) + triggers.map(\.description)
    let rest = lines.count > 7 ? ["and \(lines.count - 7) more"] : []
    let head =
      "policy of \(excerpt(program)), owner \(excerpt(owner)), \(approved) to \(expires) "
      + "(\(Self.basis))"
    return ([head] + lines.prefix(7) + rest).joined(separator: "\n")
  }
}

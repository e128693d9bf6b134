public import Statistics

/// What a gate needs to know; what is nil or empty is missing, and then there is no verdict.
///
/// Findings of a fairness audit arrive as checks. A lower bound of ROI arrives with its hurdle,
/// from a business case or a benefit plan. Everything that decides is the caller's; no target,
/// limit or hurdle has a default. The parts from ``schedule`` on may be left out.
public struct GateInputs: Sendable, Hashable, Codable {
  /// An item of the governance checklist.
  public struct Item: Sendable, Hashable, Codable {
    /// What must be done.
    public let name: String
    /// Whether it is.
    public let isComplete: Bool

    /// Records an item.
    public init(_ name: String, isComplete: Bool) {
      self.name = name
      self.isComplete = isComplete
    }
  }

  /// The lower bound of ROI, and what it must reach.
  public struct Return: Sendable, Hashable, Codable {
    /// The one-sided lower bound; nil when the figures have no interval, which reaches nothing.
    public let lowerBound: ExactRatio?
    /// The hurdle.
    public let hurdle: ExactDecimal

    /// States a bound and its hurdle.
    public init(lowerBound: ExactRatio?, hurdle: ExactDecimal) {
      self.lowerBound = lowerBound
      self.hurdle = hurdle
    }

    /// Takes the headline of a business case, annualised.
    public init(_ businessCase: BusinessCase, hurdle: ExactDecimal) {
      self.init(lowerBound: businessCase.annualised.headline?.lower?.roi, hurdle: hurdle)
    }

    /// Takes the headline of a benefit plan.
    public init(_ plan: BenefitPlan, hurdle: ExactDecimal) {
      self.init(lowerBound: plan.headline?.lower?.roi, hurdle: hurdle)
    }

    /// Whether the bound reaches the hurdle, by exact comparison.
    public var reaches: Bool { lowerBound.map { $0 >= ExactRatio(hurdle) } ?? false }
  }

  /// The day of the gate.
  public var date: RecordDate
  /// One primary target and at most two secondary ones.
  public var targets: [KPITarget]
  /// The rules that call the programme back, with what was counted; an empty list says that none
  /// was set.
  public var triggers: [RollbackTrigger]?
  /// The findings of the fairness audit.
  public var fairness: [Check]
  /// Decisions to go on although a fairness check could not tell.
  public var waivers: [Waiver]
  /// The governance checklist.
  public var governance: [Item]
  /// How many of the three streams agree: figures, narratives, the sponsor's confirmation.
  public var evidenceStreams: Int?
  /// The lower bound of ROI with its hurdle.
  public var roi: Return?
  /// How many critical incidents are open.
  public var openCriticalIncidents: Int?
  /// Whether law or contract forbids to go on.
  public var legalShowstopper: Bool?
  /// Whether what is open can be put right in a further pilot.
  public var issuesAreRemediable: Bool?
  /// The schedule, whose window tells whether this is the gate or an interim look.
  public var schedule: PilotSchedule?
  /// The scorecard whose indicators the targets are.
  public var scorecard: Scorecard?
  /// Rates that should not rise; a rise warns and decides nothing by itself.
  public var monitors: [TrendMonitor]?
  /// Whether a path to a business metric was shown within 90 days.
  public var ninetyDays: NinetyDayCheck?
  /// What must hold before the programme grows.
  public var scale: ScalePreconditions?
  /// The most significant issues of configuration or culture fit, at most three, the first one
  /// first.
  public var issues: [PilotIssue]?

  /// Collects what is known; nil says that a thing is not.
  public init(
    date: RecordDate, targets: [KPITarget], triggers: [RollbackTrigger]?, fairness: [Check],
    waivers: [Waiver] = [], governance: [Item], evidenceStreams: Int?, roi: Return?,
    openCriticalIncidents: Int?, legalShowstopper: Bool?, issuesAreRemediable: Bool?,
    schedule: PilotSchedule? = nil, scorecard: Scorecard? = nil, monitors: [TrendMonitor]? = nil,
    ninetyDays: NinetyDayCheck? = nil, scale: ScalePreconditions? = nil,
    issues: [PilotIssue]? = nil
  ) {
    self.date = date
    self.targets = targets
    self.triggers = triggers
    self.fairness = fairness
    self.waivers = waivers
    self.governance = governance
    self.evidenceStreams = evidenceStreams
    self.roi = roi
    self.openCriticalIncidents = openCriticalIncidents
    self.legalShowstopper = legalShowstopper
    self.issuesAreRemediable = issuesAreRemediable
    self.schedule = schedule
    self.scorecard = scorecard
    self.monitors = monitors
    self.ninetyDays = ninetyDays
    self.scale = scale
    self.issues = issues
  }

  /// Takes the targets of a scorecard's indicators, as they stand on the day of the gate.
  ///
  /// - Throws: as ``Scorecard/targets(through:estimates:)``.
  public mutating func setTargets(
    from scorecard: Scorecard, estimates: [String: (effect: Estimate, level: Double)] = [:]
  ) throws(EvaluationError) {
    targets = try scorecard.targets(through: scorecard.week(of: date), estimates: estimates)
    self.scorecard = scorecard
  }

  /// Takes the number of streams that agree from the assessment of a case.
  public mutating func setEvidence(from assessment: EvidenceAssessment) {
    evidenceStreams = assessment.streams
  }

  /// Refuses lists and numbers that no gate has.
  func validate() throws(EvaluationError) {
    let primary = targets.count { $0.role == .primary }
    guard primary <= 1, targets.count - primary <= 2 else {
      throw .invalidArgument(
        name: "the targets", needed: "one primary and at most two secondary",
        found: "\(primary) primary and \(targets.count - primary) secondary")
    }
    if let evidenceStreams, !(0...3).contains(evidenceStreams) {
      throw .invalidArgument(
        name: "the evidence streams", needed: "0 to 3", found: "\(evidenceStreams)")
    }
    if let openCriticalIncidents, openCriticalIncidents < 0 {
      throw .invalidArgument(
        name: "the open critical incidents", needed: "not negative",
        found: "\(openCriticalIncidents)")
    }
    for target in targets {
      guard let scorecard, scorecard.part(of: target) == nil else { continue }
      throw .invalidArgument(
        name: "a target", needed: "the primary or a secondary indicator of the scorecard",
        found: "\(excerpt(target.name)), \(target.role.rawValue)")
    }
    if let issues, issues.count > 3 {
      throw .invalidArgument(
        name: "the issues", needed: "the three most significant ones", found: "\(issues.count)")
    }
    if let ninetyDays, ninetyDays.date > date {
      throw .invalidArgument(
        name: "the 90-day check", needed: "made by \(date), the day of the gate",
        found: ninetyDays.date.description)
    }
    for waiver in waivers where waiver.date > date {
      throw .invalidArgument(
        name: "a waiver", needed: "written by \(date), the day of the gate",
        found: waiver.date.description)
    }
  }

  /// What is not known.
  var missing: [String] {
    var missing: [String] = []
    let primary = targets.first { $0.role == .primary }
    if primary == nil { missing.append("the primary target") }
    for target in targets where target.status == .missing {
      missing.append("a reading of \(excerpt(target.name))")
    }
    for target in targets where target.status == .notDue {
      missing.append("\(excerpt(target.name)) when it is due")
    }
    if let scorecard {
      for target in targets {
        guard let indicator = scorecard.part(of: target) else { continue }
        let faults = scorecard.faultWords(indicator)
        if !faults.isEmpty { missing.append("a usable \(excerpt(target.name)): \(faults)") }
      }
    }
    if triggers == nil { missing.append("the rollback triggers") }
    for trigger in triggers ?? [] where trigger.readings.isEmpty {
      missing.append("counts of \(excerpt(trigger.name))")
    }
    if fairness.isEmpty { missing.append("the fairness audit") }
    if governance.isEmpty { missing.append("the governance checklist") }
    let others: [(String, Bool)] = [
      ("the evidence streams", evidenceStreams == nil), ("the lower bound of ROI", roi == nil),
      ("the incident log", openCriticalIncidents == nil),
      ("the legal review", legalShowstopper == nil),
      ("whether issues can be put right", issuesAreRemediable == nil),
    ]
    return missing + others.filter(\.1).map(\.0)
  }
}

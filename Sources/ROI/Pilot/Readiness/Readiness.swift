public import Statistics

/// Everything that says whether a programme may begin, and later grow; what is nil was not asked.
public struct Readiness: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Whether a pilot should begin.
  public var rubric: ReadinessRubric?
  /// Scored items.
  public var checklist: ReadinessChecklist?
  /// Whether a pilot may be left out.
  public var bypass: PilotBypass?
  /// The cohort against its rules.
  public var cohort: CohortCheck?
  /// How long data are kept.
  public var retention: RetentionCheck?
  /// What must hold before the programme grows.
  public var scale: ScalePreconditions?

  /// Collects what was asked.
  public init(
    rubric: ReadinessRubric? = nil, checklist: ReadinessChecklist? = nil,
    bypass: PilotBypass? = nil, cohort: CohortCheck? = nil, retention: RetentionCheck? = nil,
    scale: ScalePreconditions? = nil
  ) {
    self.rubric = rubric
    self.checklist = checklist
    self.bypass = bypass
    self.cohort = cohort
    self.retention = retention
    self.scale = scale
  }

  /// The answers as checks, in the order of the parts.
  public var checks: [Check] {
    let bypassed = bypass.map { bypass in
      Check(
        "pilot left out", verdict: bypass.isAllowed ? .passed : .failed,
        sentence: bypass.description)
    }
    return [
      rubric?.check, checklist?.check, bypassed, cohort?.check, retention?.check, scale?.check,
    ].compactMap(\.self)
  }

  /// One line for each answer.
  public var description: String {
    checks.isEmpty ? "nothing was asked" : checks.map(\.description).joined(separator: "\n")
  }
}

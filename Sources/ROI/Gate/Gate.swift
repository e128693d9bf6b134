public import Statistics

/// Go on, stop, or go back and change something: the decision at the end of a pilot, with its
/// reasons.
///
/// | found | verdict |
/// |---|---|
/// | a trigger fired, an open critical incident, a legal showstopper, the primary target missed | no-go |
/// | a failed fairness check (no waiver helps) | reconfigure, or no-go where it cannot be put right |
/// | a fairness check that could not tell, without an owner's dated waiver | the same |
/// | the primary target reached by the point alone, a secondary one missed, governance open, fewer than three streams of evidence, a lower bound of ROI below its hurdle | the same |
/// | an exploratory primary indicator, no path to a business metric within 90 days, an open precondition of scale | the same |
/// | nothing of these | go |
///
/// A rising rate warns and changes no verdict. A gate outside the window of its schedule is
/// labelled interim.
///
/// The verdict follows from the inputs alone, by comparisons of whole numbers and exact fractions.
/// An input that is missing leaves no verdict; a trigger that fired calls the programme back all
/// the same. That fairness is never bought back by ROI, and that a missing input leaves no verdict,
/// are practice's; the rest of the table is this library's own reading.
public struct Gate: Sendable, Hashable {
  /// What is decided.
  public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
    /// Prepare to scale.
    case go
    /// Change what is open and pilot again.
    case reconfigure
    /// Stop.
    case noGo = "no-go"
  }

  /// One finding and what it does to the verdict.
  public struct Reason: Sendable, Hashable, Codable, CustomStringConvertible {
    /// What a finding does.
    public enum Effect: String, Sendable, Hashable, Codable, CaseIterable {
      /// It speaks for going on.
      case supports
      /// It is to be watched and changes no verdict.
      case warns
      /// It was open and is waived.
      case waived
      /// It must be put right first.
      case needsWork
      /// It stops the programme.
      case stops

      /// The effect in words.
      public var words: String {
        switch self {
        case .supports: "supports"
        case .warns: "warns"
        case .waived: "waived"
        case .needsWork: "needs work"
        case .stops: "stops"
        }
      }
    }

    /// What it does.
    public let effect: Effect
    /// The finding in words.
    public let sentence: String

    /// Effect and finding.
    public var description: String { "\(effect.words): \(sentence)" }
  }

  /// What the gate knew.
  public let inputs: GateInputs
  /// What was decided; nil when an input is missing.
  public let verdict: Verdict?
  /// Every finding, those that stop first.
  public let reasons: [Reason]
  /// What is missing.
  public let missing: [String]
  /// The actions of the triggers that fired, to be carried out whatever the verdict.
  public let rollbackActions: [String]
  /// How the day of the gate stands to the window of its schedule; nil without a schedule.
  public let standing: PilotSchedule.Standing?

  /// Decides.
  ///
  /// - Throws: `invalidArgument` for more than one primary or two secondary targets, targets that
  ///   are not those of the scorecard, streams outside 0 to 3, a negative number of incidents, more
  ///   than three issues, or a waiver or 90-day check that is dated after the gate.
  public init(_ inputs: GateInputs) throws(EvaluationError) {
    try inputs.validate()
    let reasons = inputs.reasons
    let missing = inputs.missing
    self.inputs = inputs
    self.missing = missing
    self.reasons =
      reasons.filter { $0.effect == .stops } + reasons.filter { $0.effect == .needsWork }
      + reasons.filter { $0.effect == .warns } + reasons.filter { $0.effect == .waived }
      + reasons.filter { $0.effect == .supports }
    standing = inputs.schedule?.standing(on: inputs.date)
    rollbackActions = (inputs.triggers ?? []).filter { !$0.firing.isEmpty }.map(\.action)
    verdict =
      if !missing.isEmpty {
        nil
      } else if reasons.contains(where: { $0.effect == .stops }) {
        .noGo
      } else if reasons.contains(where: { $0.effect == .needsWork }) {
        inputs.issuesAreRemediable == true ? .reconfigure : .noGo
      } else {
        .go
      }
  }

  /// Whether the gate is held outside the window of its schedule.
  public var isInterim: Bool { standing.map { $0 != .gate } ?? false }

  /// What follows from the verdict; nil without one.
  public var nextStep: String? {
    switch verdict {
    case .go where isInterim: "go on to the gate of the schedule; this look is interim"
    case .go: "prepare the plan to scale, with contractual data clauses"
    case .reconfigure: "change what is open and pilot again: a finding, not a failure"
    case .noGo: "stop, and carry out the rollback"
    case nil: nil
    }
  }
}

// MARK: - Text and coding

extension Gate: CustomStringConvertible, Codable {
  /// The verdict and the reasons that made it, in at most ten lines.
  public var description: String {
    let label = isInterim ? "gate (interim)" : "gate"
    var lines = [verdict.map { "\(label): \($0.rawValue)" } ?? "\(label): no verdict"]
    if !missing.isEmpty { lines.append("missing: " + missing.prefix(8).joined(separator: ", ")) }
    if !rollbackActions.isEmpty {
      lines.append(
        "roll back: " + rollbackActions.prefix(3).map { excerpt($0) }.joined(separator: "; "))
    }
    let shown = reasons.prefix(6)
    lines += shown.map(\.description)
    if reasons.count > shown.count { lines.append("and \(reasons.count - shown.count) more") }
    return lines.joined(separator: "\n")
  }

  /// Decodes the inputs and decides anew, so that no stored verdict can disagree with them.
  public init(from decoder: any Decoder) throws {
    try self.init(GateInputs(from: decoder))
  }

  /// Encodes the inputs; the verdict follows from them.
  public func encode(to encoder: any Encoder) throws { try inputs.encode(to: encoder) }
}

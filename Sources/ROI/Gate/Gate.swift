public import Statistics

/// Go on, stop, or go back and change something: the decision at the end of a pilot, with its reasons.
///
/// | found | verdict |
/// |---|---|
/// | a trigger fired, an open critical incident, a legal showstopper, the primary target missed | no-go |
/// | a failed fairness check (no waiver helps) | reconfigure, or no-go where it cannot be put right |
/// | a fairness check that could not tell, without an owner's dated waiver | the same |
/// | the primary target reached by the point alone, a secondary one missed, governance open, fewer than three streams of evidence, a lower bound of ROI below its hurdle | the same |
/// | nothing of these | go |
///
/// The verdict follows from the inputs alone, by comparisons of whole numbers and exact fractions. An
/// input that is missing leaves no verdict; a trigger that fired calls the programme back all the same.
/// That fairness is never bought back by ROI, and that a missing input leaves no verdict, are practice's;
/// the rest of the table is this library's own reading.
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
      /// It was open and is waived.
      case waived
      /// It must be put right first.
      case needsWork
      /// It stops the programme.
      case stops
    }

    /// What it does.
    public let effect: Effect
    /// The finding in words.
    public let sentence: String

    /// Effect and finding.
    public var description: String {
      switch effect {
      case .supports: "supports: \(sentence)"
      case .waived: "waived: \(sentence)"
      case .needsWork: "needs work: \(sentence)"
      case .stops: "stops: \(sentence)"
      }
    }
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

  /// Decides.
  ///
  /// - Throws: `invalidArgument` for more than one primary or two secondary targets, streams outside 0 to 3,
  ///   a negative number of incidents, or a waiver that is dated after the gate.
  public init(_ inputs: GateInputs) throws(EvaluationError) {
    try inputs.validate()
    let reasons = inputs.reasons
    let missing = inputs.missing
    self.inputs = inputs
    self.missing = missing
    self.reasons =
      reasons.filter { $0.effect == .stops } + reasons.filter { $0.effect == .needsWork }
      + reasons.filter { $0.effect == .waived } + reasons.filter { $0.effect == .supports }
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
}

// MARK: - Reasons

extension GateInputs {
  /// Every finding, in the order of the inputs.
  var reasons: [Gate.Reason] {
    var reasons = targets.compactMap(Self.reason)
    reasons += (triggers ?? []).map(Self.reason)
    reasons += fairness.map(reason)
    let open = governance.filter { !$0.isComplete }.map { excerpt($0.name) }
    if !governance.isEmpty {
      reasons.append(
        open.isEmpty
          ? .init(effect: .supports, sentence: "The governance checklist is complete.")
          : .init(
            effect: .needsWork,
            sentence: "Governance is open: \(open.prefix(10).joined(separator: ", "))."))
    }
    if let evidenceStreams {
      reasons.append(
        .init(
          effect: evidenceStreams == 3 ? .supports : .needsWork,
          sentence: "\(evidenceStreams) of 3 streams agree (figures, narratives, sponsor)."))
    }
    if let roi {
      let bound = figure(roi.lowerBound)
      reasons.append(
        .init(
          effect: roi.reaches ? .supports : .needsWork,
          sentence: roi.lowerBound == nil
            ? "ROI has no lower bound to hold against the hurdle of \(roi.hurdle)."
            : "The lower bound of ROI, \(bound), \(roi.reaches ? "reaches" : "lies below") the hurdle of \(roi.hurdle)."
        ))
    }
    if let openCriticalIncidents, openCriticalIncidents > 0 {
      reasons.append(
        .init(effect: .stops, sentence: "Critical incidents open: \(openCriticalIncidents)."))
    }
    if legalShowstopper == true {
      reasons.append(.init(effect: .stops, sentence: "Law or contract forbids to go on."))
    }
    return reasons
  }

  private static func reason(_ target: KPITarget) -> Gate.Reason? {
    switch target.status {
    case .missing, .notDue: return nil
    case .met, .metEarly: return .init(effect: .supports, sentence: "Met: \(target).")
    case .directional:
      return .init(
        effect: .needsWork, sentence: "Reached by the point alone, not by its bound: \(target).")
    case .notMet, .reachedLate:
      let words = target.status == .notMet ? "Missed" : "Reached after the deadline"
      return .init(
        effect: target.role == .primary ? .stops : .needsWork, sentence: "\(words): \(target).")
    }
  }

  private static func reason(_ trigger: RollbackTrigger) -> Gate.Reason {
    let firing = trigger.firing
    guard let first = firing.first else {
      return .init(effect: .supports, sentence: "Quiet: \(trigger).")
    }
    let more = firing.count > 1 ? " and in \(firing.count - 1) more" : ""
    return .init(
      effect: .stops,
      sentence:
        "Fired in \(excerpt(first.span)) (\(first.count) of \(first.total))\(more): \(trigger).")
  }

  private func reason(_ check: Check) -> Gate.Reason {
    let sentence = "Fairness, \(excerpt(check.name)): \(excerpt(check.sentence, limit: 300))"
    switch check.verdict {
    case .passed: return .init(effect: .supports, sentence: sentence)
    case .failed: return .init(effect: .needsWork, sentence: sentence)
    case .inconclusive:
      guard let waiver = waivers.first(where: { $0.check == check.name }) else {
        return .init(effect: .needsWork, sentence: sentence)
      }
      return .init(effect: .waived, sentence: "\(sentence) (\(waiver))")
    }
  }
}

// MARK: - Text and coding

extension Gate: CustomStringConvertible, Codable {
  /// The verdict and the reasons that made it, in at most ten lines.
  public var description: String {
    var lines = [verdict.map { "gate: \($0.rawValue)" } ?? "gate: no verdict"]
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

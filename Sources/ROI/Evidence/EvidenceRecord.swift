public import Statistics

/// What stands beside the figures of a case: narratives, the sponsor's word, confounders, trust, the plan,
/// the path to a business metric, the data and the consent behind them.
///
/// Everything but the observed window may be missing; what that costs is said by ``EvidenceAssessment``.
public struct EvidenceRecord: Sendable, Hashable, Codable {
  /// The days observed under the programme.
  public let window: ObservationWindow
  /// What people who saw the programme say, by reference.
  public let narratives: [Narrative]
  /// The sponsor's confirmation; nil when there is none.
  public let sponsor: SponsorSignOff?
  /// What else happened; nil when nobody kept a log.
  public let confounders: ConfounderLog?
  /// The signs of lost trust that are monitored.
  public let trust: [TrustSignal]
  /// The plan; nil when nothing was registered.
  public let plan: MeasurementPlan?
  /// The path to a business metric; nil when none was shown.
  public let path: NinetyDayCheck.Path?
  /// The data that were read.
  public let data: [DataManifest]
  /// Who was asked, who agreed and who was left out; nil when it was not counted.
  public let consent: Consent?

  // MARK: Building

  /// Bundles a record.
  ///
  /// - Parameters:
  ///   - window: the days observed under the programme.
  ///   - narratives: what people say, each reference once.
  ///   - sponsor: the sponsor's confirmation.
  ///   - confounders: what else happened.
  ///   - trust: the signs of lost trust, each metric once.
  ///   - plan: the plan; its first outcome lies by the window's end.
  ///   - path: the path to a business metric.
  ///   - data: the data that were read.
  ///   - consent: who was asked, who agreed and who was left out.
  /// - Throws: `duplicateIdentifiers` for a reference or metric that is repeated; `invalidArgument` for a
  ///   plan whose first outcome is later than the window.
  /// - Complexity: O(*n*).
  public init(
    window: ObservationWindow, narratives: [Narrative] = [], sponsor: SponsorSignOff? = nil,
    confounders: ConfounderLog? = nil, trust: [TrustSignal] = [], plan: MeasurementPlan? = nil,
    path: NinetyDayCheck.Path? = nil, data: [DataManifest] = [], consent: Consent? = nil
  ) throws(EvaluationError) {
    try Self.requireDistinct(narratives.map(\.reference), as: "narratives")
    try Self.requireDistinct(trust.map(\.metric), as: "trust")
    if let plan, plan.firstOutcome > window.to {
      throw .invalidArgument(
        name: "the day of the first outcome", needed: "by the window's end, \(window.to)",
        found: plan.firstOutcome.description)
    }
    if let path, path.date < window.from {
      throw .invalidArgument(
        name: "the path to a business metric",
        needed: "shown on the first day, \(window.from), or later",
        found: path.date.description)
    }
    self.window = window
    self.narratives = narratives
    self.sponsor = sponsor
    self.confounders = confounders
    self.trust = trust
    self.plan = plan
    self.path = path
    self.data = data
    self.consent = consent
  }

  private static func requireDistinct(
    _ names: [String], as column: String
  ) throws(EvaluationError) {
    var rows: [String: Int] = [:]
    for (row, name) in names.enumerated() {
      if let first = rows.updateValue(row + 1, forKey: name) {
        throw .duplicateIdentifiers(
          column: column, rows: AffectedRows([first, row + 1]), found: name)
      }
    }
  }

  /// Decodes a record, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      window: fields.decode(ObservationWindow.self, forKey: .window),
      narratives: fields.decode([Narrative].self, forKey: .narratives),
      sponsor: fields.decodeIfPresent(SponsorSignOff.self, forKey: .sponsor),
      confounders: fields.decodeIfPresent(ConfounderLog.self, forKey: .confounders),
      trust: fields.decode([TrustSignal].self, forKey: .trust),
      plan: fields.decodeIfPresent(MeasurementPlan.self, forKey: .plan),
      path: fields.decodeIfPresent(NinetyDayCheck.Path.self, forKey: .path),
      data: fields.decode([DataManifest].self, forKey: .data),
      consent: fields.decodeIfPresent(Consent.self, forKey: .consent))
  }

  // MARK: Properties

  /// The narratives of a stance, in order.
  public func narratives(_ stance: Narrative.Stance) -> [Narrative] {
    narratives.filter { $0.stance == stance }
  }

  /// Three narratives or more support the figures, and more than contradict them.
  public var narrativesAgree: Bool {
    let supporting = narratives(.supports).count
    return supporting >= 3 && supporting > narratives(.contradicts).count
  }

  /// The sponsor confirmed the figures on the window's last day or later: before it there was nothing to
  /// confirm.
  public var sponsorConfirms: Bool { sponsor.map { $0.date >= window.to } ?? false }

  /// Whether a path to a business metric was shown by day 90, asked on the window's last day.
  public var ninetyDays: NinetyDayCheck? {
    try? NinetyDayCheck(start: window.from, on: window.to, path: path)
  }

  /// The confounders inside the window that nobody ruled out.
  public var openConfounders: [ConfounderLog.Entry] { confounders?.open(in: window) ?? [] }
}

// MARK: - Description

extension EvidenceRecord: CustomStringConvertible {
  /// The window and what is on record, in at most ten lines.
  public var description: String {
    let stances = Narrative.Stance.allCases.map { "\(narratives($0).count) \($0.rawValue)" }
    return [
      "observed \(window)",
      "narratives: \(stances.joined(separator: ", "))",
      "sponsor: \(sponsor?.description ?? "no sign-off")",
      "confounders: \(confounders?.description ?? "no log")",
      "trust: \(trust.count { $0.isPresent }) of \(trust.count) signals read",
      "plan: \(plan?.description ?? "none registered")",
      "path: \(path?.description ?? "none shown")",
      "data: \(data.count) manifest\(data.count == 1 ? "" : "s")",
      "consent: \(consent?.description ?? "not counted")",
    ].joined(separator: "\n")
  }
}

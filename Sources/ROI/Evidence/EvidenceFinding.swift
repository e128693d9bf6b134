import Statistics

/// Streams and grade of a record, with the sentences that say how they came about.
struct EvidenceFinding {
  let agreeing: [EvidenceAssessment.Stream]
  let designGrade: EvidenceGrade
  let grade: EvidenceGrade
  /// What is claimed to agree, where the record bears it out.
  let corroboration: Attribution.Corroboration
  private(set) var reasons: [String]

  init(design: StudyDesign, claimed: Attribution.Corroboration, record: EvidenceRecord?) {
    let narrativesAgree = record?.narrativesAgree ?? false
    let sponsorConfirms = record?.sponsorConfirms ?? false
    let found: [(EvidenceAssessment.Stream, Bool)] = [
      (.figures, design != .declared), (.narratives, narrativesAgree), (.sponsor, sponsorConfirms),
    ]
    agreeing = found.filter(\.1).map(\.0)
    designGrade = EvidenceGrade(of: design)
    reasons = [
      designGrade == .directional
        ? "A \(design) cannot tell the programme from what would have happened anyway: directional at "
          + "best."
        : "A \(design) is \(designGrade) evidence."
    ]
    let isBorneOut =
      switch claimed {
      case .none: true
      case .surveys: record == nil || narrativesAgree
      case .sponsor: record == nil || sponsorConfirms
      }
    corroboration = isBorneOut ? claimed : .none
    guard let record else {
      grade = designGrade
      reasons.append("No evidence beside the figures is on record.")
      return
    }
    let contradicting = record.narratives(.contradicts)
    let supporting = record.narratives(.supports)
    let open = record.openConfounders
    let isNet = !contradicting.isEmpty && contradicting.count >= supporting.count
    grade = designGrade.lowered(
      by: (open.isEmpty ? 0 : 1) + (contradicting.isEmpty ? 0 : 1) + (isNet ? 1 : 0))
    reasons += Self.lowering(open: open, contradicting: contradicting, isNet: isNet)
    if grade < designGrade { reasons.append("So the grade falls to \(grade).") }
    reasons.append(Self.narratives(record, supporting: supporting.count))
    reasons.append(Self.sponsor(record))
    if !isBorneOut {
      reasons.append(
        "The record does not bear out the corroboration claimed (\(claimed.rawValue)).")
    }
  }

  // MARK: Sentences

  private static func lowering(
    open: [ConfounderLog.Entry], contradicting: [Narrative], isNet: Bool
  ) -> [String] {
    var sentences: [String] = []
    if !open.isEmpty {
      let named = open.prefix(5).map { "\($0.date) \($0.kind.rawValue)" }.joined(separator: ", ")
      sentences.append(
        "\(counted(open.count, "confounder")) inside the window \(open.count == 1 ? "is" : "are") "
          + "not ruled out: \(named)\(open.count > 5 ? " and more" : "").")
    }
    if !contradicting.isEmpty {
      let named = contradicting.prefix(5).map(\.reference).joined(separator: ", ")
      sentences.append(
        "\(counted(contradicting.count, "narrative")) contradict\(contradicting.count == 1 ? "s" : "") "
          + "the figures: \(named)\(contradicting.count > 5 ? " and more" : "")"
          + (isNet ? ", as many as support them or more." : "."))
    }
    return sentences
  }

  private static func narratives(_ record: EvidenceRecord, supporting: Int) -> String {
    record.narrativesAgree
      ? "\(supporting) narratives support the figures."
      : "\(counted(supporting, "narrative")) support\(supporting == 1 ? "s" : "") the figures; three are "
        + "needed, and more than contradict them."
  }

  private static func sponsor(_ record: EvidenceRecord) -> String {
    guard let sponsor = record.sponsor else { return "The sponsor has not signed." }
    return record.sponsorConfirms
      ? "The sponsor signed on \(sponsor.date)."
      : "The sponsor signed on \(sponsor.date), before the window's last day, when there was nothing to "
        + "confirm."
  }

  static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}

extension EvidenceAssessment {
  static func reasons(missing: [Element], labels: [Label]) -> [String] {
    let gaps = missing.map { element in
      switch element {
      case .behavior: "No change was measured; the figure is declared."
      case .monetization: "The change is not turned into money."
      case .trust: "No signal of trust was read."
      }
    }
    let notes = labels.map { label in
      switch label {
      case .postHoc: "The plan was registered after the first outcome: post-hoc."
      case .exploratory: "The indicator is not the one that was locked: exploratory."
      case .underpowered: "The study had less power than planned: underpowered."
      case .provisional: "The indicator was judged earlier than its kind allows: provisional."
      }
    }
    return gaps + notes
  }

  static func obstacles(
    _ finding: EvidenceFinding, missing: [Element], record: EvidenceRecord?
  ) -> [String] {
    var obstacles = Stream.allCases.filter { !finding.agreeing.contains($0) }.map { stream in
      switch stream {
      case .figures: "The figures rest on no data."
      case .narratives:
        "Three narratives or more must support the figures, and more than contradict."
      case .sponsor: "The sponsor must sign, on the window's last day or later."
      }
    }
    if missing.contains(.monetization) { obstacles.append("The change must be turned into money.") }
    if missing.contains(.trust) { obstacles.append("A signal of trust must be read.") }
    if record?.confounders == nil { obstacles.append("A confounder log must be kept.") }
    return obstacles
  }
}

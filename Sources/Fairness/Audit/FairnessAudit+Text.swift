public import Statistics

extension FairnessVerdict {
  /// The verdict of a check: what is not shown is inconclusive.
  var checkVerdict: Check.Verdict {
    switch self {
    case .pass: .passed
    case .fail: .failed
    case .inconclusive, .notEvaluable, .suppressed: .inconclusive
    }
  }

  /// How soon it must be read: the worst first.
  fileprivate var urgency: Int {
    switch self {
    case .fail: 0
    case .inconclusive: 1
    case .notEvaluable: 2
    case .suppressed: 3
    case .pass: 4
    }
  }
}

// MARK: - Checks

extension FairnessAudit {
  /// The audit as checks for a gate: one for each breakdown of each rule, one more where the sign of a
  /// difference turns within strata, and one for each trigger.
  ///
  /// What is not evaluable or suppressed is inconclusive, and the sentence says which. A waiver stands in
  /// the sentence and leaves the verdict as it is; see ``waivedChecks``.
  public var checks: [Check] {
    judgedBreakdowns.flatMap { rule, breakdown in
      let members = findings(of: rule, by: breakdown)
      let name = Self.checkName(rule, breakdown)
      let turning = members.filter { $0.stratified?.reversesCrudeDifference == true }
      var result = [Self.check(name, members)]
      if let first = turning.first, let stratified = first.stratified {
        let others = turning.count > 1 ? " So does that of \(turning.count - 1) more." : ""
        result.append(
          Check(
            name + " within strata", figure: stratified.riskDifference.value,
            verdict: .inconclusive,
            sentence: "\(excerpt(first.group)): \(stratified).\(others)"))
      }
      return result
    } + monitors.map(\.check)
  }

  /// The inconclusive checks all of whose open groups a waiver in force covers, with the waiver that ends
  /// first: what a gate that asks for an owner's dated decision can be given.
  public var waivedChecks: [String: FairnessWaiver] {
    var result: [String: FairnessWaiver] = [:]
    for (rule, breakdown) in judgedBreakdowns {
      let open = findings(of: rule, by: breakdown).filter { $0.verdict != .pass }
      guard !open.isEmpty, open.allSatisfy({ $0.waiver != nil }) else { continue }
      result[Self.checkName(rule, breakdown)] =
        open.compactMap(\.waiver).min { $0.until < $1.until }
    }
    return result
  }

  private var judgedBreakdowns: [(FairnessRule, String)] {
    policy.rules.filter { $0.reference != .highestRate }.flatMap { rule in
      rule.breakdowns.map { (rule, $0.description) }
    }
  }

  private func findings(of rule: FairnessRule, by breakdown: String) -> [FairnessFinding] {
    findings.filter {
      $0.rule == rule.id && $0.breakdown == breakdown && $0.verdict != nil
    }
  }

  private static func checkName(_ rule: FairnessRule, _ breakdown: String) -> String {
    "\(rule.id) by \(breakdown)"
  }

  private static func check(_ name: String, _ members: [FairnessFinding]) -> Check {
    let verdict = FairnessVerdict.overall(members.compactMap(\.verdict))
    let worst = members.min { first, second in
      (first.verdict?.urgency ?? 9) < (second.verdict?.urgency ?? 9)
    }
    var sentence = "No group could be compared."
    if let worst {
      let counts = FairnessVerdict.allCases.compactMap { verdict -> String? in
        let count = members.count { $0.verdict == verdict }
        return count > 0 ? "\(count) \(verdict.words)" : nil
      }
      sentence = "\(counts.joined(separator: ", ")). \(worst). A \(FairnessPolicy.basis)."
    }
    return Check(
      name, figure: worst?.delta, threshold: worst?.accepted?.lower,
      verdict: verdict.checkVerdict, sentence: sentence)
  }
}

// MARK: - Tables

extension FairnessAudit {
  /// The findings as rows of texts, header first; hidden groups have a name and a verdict alone.
  public var cells: [[String]] {
    func number(_ value: Double?) -> String {
      value.map { formatted($0, significantDigits: 4) } ?? ""
    }
    let header = [
      "rule", "group", "people", "selected", "value", "delta", "lower", "upper", "p adjusted",
      "verdict",
    ]
    return [header]
      + findings.map { finding in
        [
          excerpt(finding.rule, limit: 30),
          excerpt("\(finding.breakdown): \(finding.group)", limit: 40),
          finding.size.map(String.init) ?? "", finding.selected.map(String.init) ?? "",
          number(finding.value), number(finding.delta), number(finding.interval?.lower),
          finding.interval.map { $0.upper == nil ? "unbounded" : number($0.upper) } ?? "",
          number(finding.adjustedPValue), finding.verdict?.words ?? finding.role.rawValue,
        ]
      }
  }

  /// The findings as a Markdown table.
  public var markdown: String {
    let sides: [TextTable.Alignment] = cells[0].indices.map {
      [0, 1, 9].contains($0) ? .left : .right
    }
    return TextTable.markdown(cells, alignment: sides)
  }

  /// RFC 4180 text with CRLF, with all digits; a hidden group's figures are empty.
  public var csv: String {
    let header = [
      "rule", "breakdown", "group", "role", "verdict", "reference", "people", "selected", "value",
      "delta", "lower", "upper", "level", "p_value", "p_adjusted", "family",
    ]
    let rows = findings.map { finding -> [String] in
      let texts = [
        finding.rule, finding.breakdown, finding.group, finding.role.rawValue,
        finding.verdict?.rawValue ?? "", finding.reference ?? "",
      ].map { SpreadsheetText.field($0) }
      let counts = [finding.size, finding.selected].map { $0.map(String.init) ?? "" }
      let figures = [
        finding.value, finding.delta, finding.interval?.lower, finding.interval?.upper,
        finding.interval?.level, finding.pValue, finding.adjustedPValue,
      ].map { $0.map { "\($0)" } ?? "" }
      return texts + counts + figures + [finding.familySize.map(String.init) ?? ""]
    }
    return ([header] + rows).map { $0.joined(separator: ",") + "\r\n" }.joined()
  }

  /// Verdict, action, the findings that matter most, and whose thresholds they are, in at most ten
  /// lines.
  public var description: String {
    var lines = [
      "fairness of \(excerpt(policy.program)) on \(date): \(verdict.words)"
        + (action == .none ? "" : "; action: \(action.words)")
        + (gateVerdict == verdict ? "" : "; \(gateVerdict.words) with waivers"),
      "thresholds of \(excerpt(policy.owner)), in force until \(policy.expires): "
        + FairnessPolicy.basis,
    ]
    let judged = findings.enumerated().filter { $0.element.role != .reference }.sorted {
      ($0.element.verdict?.urgency ?? 9, $0.offset) < ($1.element.verdict?.urgency ?? 9, $1.offset)
    }.map(\.element)
    let shown = monitors.isEmpty ? 5 : 4
    lines += judged.prefix(shown).map(\.description)
    if judged.count > shown { lines.append("and \(judged.count - shown) more groups") }
    if let monitor = monitors.min(by: { $0.verdict.urgency < $1.verdict.urgency }) {
      lines.append("\(monitor.check)")
    }
    if !unknown.isEmpty {
      let counts = unknown.prefix(5).map {
        "\(excerpt($0.column)) \($0.count.map(String.init) ?? "hidden")"
      }
      lines.append("without an entry: " + counts.joined(separator: ", "))
    }
    if peopleWithoutOutcome > 0 {
      lines.append("\(peopleWithoutOutcome) people left out, for they have no outcome")
    }
    return lines.joined(separator: "\n")
  }
}

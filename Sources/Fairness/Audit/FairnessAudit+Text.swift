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
  /// The audit as checks for a gate: one for each breakdown of each rule, and one for each trigger.
  ///
  /// What is not evaluable or suppressed is inconclusive, and the sentence says which. Where a waiver in
  /// force covers all that is not shown the check passes, and the sentence says so.
  public var checks: [Check] {
    var result: [Check] = []
    for rule in policy.rules where rule.reference != .highestRate {
      for breakdown in rule.breakdowns {
        let members = findings.filter {
          $0.rule == rule.id && $0.breakdown == breakdown.description && $0.verdict != nil
        }
        result.append(Self.check(rule, breakdown.description, members))
      }
    }
    return result + monitors.map(\.check)
  }

  private static func check(
    _ rule: FairnessRule, _ breakdown: String, _ members: [FairnessFinding]
  ) -> Check {
    let verdict = FairnessVerdict.overall(members.compactMap(\.gateVerdict))
    let worst = members.min { first, second in
      (first.verdict?.urgency ?? 9) < (second.verdict?.urgency ?? 9)
    }
    var sentence = members.isEmpty ? "No group could be compared." : ""
    if let worst {
      let counts = FairnessVerdict.allCases.compactMap { verdict -> String? in
        let count = members.count { $0.verdict == verdict }
        return count > 0 ? "\(count) \(verdict.words)" : nil
      }
      sentence = counts.joined(separator: ", ") + ". \(worst). "
      if members.contains(where: { $0.waiver != nil }) { sentence += "Waivers are in force. " }
      sentence += "A \(FairnessPolicy.basis)."
    }
    return Check(
      "fairness: \(rule.id) by \(breakdown)", figure: worst?.delta,
      threshold: worst?.accepted?.lower, verdict: verdict.checkVerdict, sentence: sentence)
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
  public var markdown: String { TextTable.markdown(cells) }

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
      "policy of \(excerpt(policy.owner)), in force until \(policy.expires): "
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

import ROI
import Statistics

extension WorkbookBuilder {
  // MARK: Inputs

  /// The figures and counts that the gate decides on.
  var gateInputs: [InputLine] {
    guard let gate = dossier.gate else { return [] }
    let date = gate.inputs.date.description
    func line(
      _ key: String, _ item: String, _ value: ExactRatio, _ unit: String, _ source: String,
      _ rule: InputRule
    ) -> InputLine {
      InputLine(
        key: key, item: item, value: value, unit: unit, source: source, date: date, rule: rule)
    }
    var lines: [InputLine] = []
    for (number, target) in gate.inputs.targets.enumerated() {
      lines += targetInputs("target_\(number + 1)", target, line)
    }
    for (number, trigger) in (gate.inputs.triggers ?? []).enumerated() {
      let key = "trigger_\(number + 1)"
      lines.append(
        line(
          "\(key)_limit", "Limit: \(trigger.name)", ExactRatio(trigger.limit), "share",
          "plan; action: \(trigger.action)", .share))
      for (place, reading) in trigger.readings.enumerated() {
        let words = "\(trigger.name), \(reading.span)"
        lines += [
          line(
            "\(key)_count_\(place + 1)", "Flagged: \(words)", ExactRatio(reading.count), "events",
            "counted", .count),
          line(
            "\(key)_total_\(place + 1)", "Out of: \(words)", ExactRatio(reading.total), "events",
            "counted", .count),
        ]
      }
    }
    for (number, item) in gate.inputs.governance.enumerated() {
      lines.append(
        line(
          "governance_\(number + 1)", "Complete: \(item.name)", item.isComplete ? 1 : 0,
          "1 or 0", "governance checklist", .flag))
    }
    let open = fairnessOpen(gate)
    lines.append(
      line(
        "fairness_open", "Fairness checks failed, or undecided without a waiver",
        ExactRatio(open), "checks", "the fairness audit", .count))
    if let streams = gate.inputs.evidenceStreams {
      lines += [
        line(
          "evidence_streams", "Streams of evidence that agree", ExactRatio(streams), "streams",
          "figures, narratives, sponsor", .streams),
        line("streams_needed", "Streams that a go needs", 3, "streams", "practice", .streams),
      ]
    }
    if let roi = gate.inputs.roi {
      lines.append(
        line("gate_hurdle", "Hurdle of ROI", ExactRatio(roi.hurdle), "ratio", "plan", .number))
      if let bound = roi.lowerBound, gateBound == nil {
        lines.append(
          line(
            "gate_roi_bound", "Lower bound of ROI that the gate was given", bound, "ratio",
            "a value of the library", .number))
      }
    }
    if let incidents = gate.inputs.openCriticalIncidents {
      lines.append(
        line(
          "open_incidents", "Open critical incidents", ExactRatio(incidents), "incidents",
          "incident log", .count))
    }
    if let legal = gate.inputs.legalShowstopper {
      lines.append(
        line(
          "legal_showstopper", "Law or contract forbids to go on", legal ? 1 : 0, "1 or 0",
          "legal review", .flag))
    }
    if let remediable = gate.inputs.issuesAreRemediable {
      lines.append(
        line(
          "issues_remediable", "What is open can be put right in a further pilot",
          remediable ? 1 : 0, "1 or 0", "judgement", .flag))
    }
    let others = otherFindings(gate)
    for (key, words, count) in [
      ("other_stops", "Further findings that stop", others.stops),
      ("other_needs_work", "Further findings that need work", others.needsWork),
    ] where count > 0 {
      lines.append(
        line(key, words, ExactRatio(count), "findings", "a value of the library", .count))
    }
    return lines
  }

  private func targetInputs(
    _ key: String, _ target: KPITarget,
    _ line: (String, String, ExactRatio, String, String, InputRule) -> InputLine
  ) -> [InputLine] {
    let side = target.side == .atLeast ? "at least" : "at most"
    var lines = [
      line(
        "\(key)_figure", "Target, \(side): \(target.name)", ExactRatio(target.figure), "indicator",
        "plan", .number)
    ]
    if target.per != 1 {
      lines.append(
        line(
          "\(key)_per", "The figure is for so many: \(target.name)", ExactRatio(target.per),
          "number",
          "plan", .positiveCount))
    }
    switch target.reading {
    case .share(let count, let total, _), .ratio(let count, let total, _):
      lines += [
        line(
          "\(key)_count", "Counted: \(target.name)", ExactRatio(count), "number", "counted",
          .count),
        line(
          "\(key)_total", "Out of or to: \(target.name)", ExactRatio(total), "number", "counted",
          .count),
      ]
    case .value(let value, _):
      lines.append(
        line(
          "\(key)_value", "Observed: \(target.name)", ExactRatio(value), "indicator", "observed",
          .number))
    case .estimate(let estimate, let level):
      let bound = estimate.interval(level: level, sides: target.side == .atLeast ? .lower : .upper)
      let limit = target.side == .atLeast ? bound?.lower : bound?.upper
      let source = "pasted: \(estimate.method)"
      for (part, words, value) in [
        ("value", "Estimate", estimate.value as Double?), ("bound", "Bound", limit),
      ] {
        guard let value = value.flatMap(decimal) else { continue }
        lines.append(
          line("\(key)_\(part)", "\(words): \(target.name)", value, "indicator", source, .number))
      }
    case nil: break
    }
    return lines
  }

  // MARK: Counting

  /// Fairness findings that need work.
  private func fairnessOpen(_ gate: Gate) -> Int {
    gate.inputs.fairness.count { check in
      check.verdict == .failed
        || check.verdict == .inconclusive
          && !gate.inputs.waivers.contains { $0.check == check.name }
    }
  }

  /// What a missed target does; nil where it is met or unknown.
  private func effect(of target: KPITarget) -> Gate.Reason.Effect? {
    switch target.status {
    case .notMet, .reachedLate: target.role == .primary ? .stops : .needsWork
    case .directional: .needsWork
    default: nil
    }
  }

  /// Findings that no row of the sheet works out, by what they do.
  private func otherFindings(_ gate: Gate) -> (stops: Int, needsWork: Int) {
    let inputs = gate.inputs
    var stops = inputs.targets.count { effect(of: $0) == .stops }
    stops += (inputs.triggers ?? []).count { !$0.firing.isEmpty }
    stops += (inputs.openCriticalIncidents ?? 0) > 0 ? 1 : 0
    stops += inputs.legalShowstopper == true ? 1 : 0
    var needsWork = inputs.targets.count { effect(of: $0) == .needsWork } + fairnessOpen(gate)
    needsWork += inputs.governance.contains { !$0.isComplete } ? 1 : 0
    needsWork += inputs.evidenceStreams.map { $0 == 3 ? 0 : 1 } ?? 0
    needsWork += inputs.roi.map { $0.reaches ? 0 : 1 } ?? 0
    return (
      gate.reasons.count { $0.effect == .stops } - stops,
      gate.reasons.count { $0.effect == .needsWork } - needsWork
    )
  }

  /// The key whose figure is the bound that the gate was given; nil where none is.
  var gateBound: String? {
    guard let bound = dossier.gate?.inputs.roi?.lowerBound else { return nil }
    if bound == dossier.businessCase.annualised.headline?.lower?.roi { return "headline_lower_roi" }
    if bound == dossier.benefits?.headline?.lower?.roi { return "overlap_bound_roi" }
    return nil
  }
}

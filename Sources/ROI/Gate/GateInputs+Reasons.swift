import Statistics

// MARK: - Findings that make the verdict

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
    return reasons + programme
  }

  /// What schedule, scorecard, monitors, 90-day check and preconditions of scale say.
  private var programme: [Gate.Reason] {
    var reasons: [Gate.Reason] = []
    if let schedule, schedule.standing(on: date) != .gate {
      reasons.append(
        .init(
          effect: .warns,
          sentence: "Interim: held on \(date), \(schedule.words(for: date)), outside the window of "
            + "the \(schedule.preset), \(schedule.gate)."))
    }
    if let isExploratory = scorecard?.isExploratory {
      reasons.append(
        .init(
          effect: isExploratory ? .needsWork : .supports,
          sentence: isExploratory
            ? "Exploratory: the primary indicator is not the one that was locked before the start."
            : "The primary indicator is the one that was locked before the start."))
    }
    reasons += scorecard.map(readingReasons) ?? []
    reasons += (monitors ?? []).map { monitor in
      .init(
        effect: monitor.outcome == .quiet ? .supports : .warns,
        sentence: "\(monitor)"
          + (monitor.outcome == .rising ? ": \(excerpt(monitor.action, limit: 200))." : "."))
    }
    if let ninetyDays {
      let effect: Gate.Reason.Effect =
        switch ninetyDays.outcome {
        case .shown: .supports
        case .notDue, .shownLate: .warns
        case .pause: .needsWork
        }
      reasons.append(.init(effect: effect, sentence: ninetyDays.description))
    }
    if let scale {
      reasons.append(
        .init(effect: scale.isComplete ? .supports : .needsWork, sentence: scale.description))
    }
    return reasons
  }

  /// What warns about the readings of a scorecard: rare data, readings not taken, lagging
  /// indicators of the gate that were read within three months.
  private func readingReasons(_ scorecard: Scorecard) -> [Gate.Reason] {
    let week = scorecard.week(of: date)
    let open = scorecard.checks(through: week).filter {
      $0.verdict == .inconclusive && ["data cadence", "readings"].contains($0.name)
    }
    let early = scorecard.actuals(through: week)
      .filter { $0.isProvisional && $0.reading != nil && $0.indicator.part != .diagnostic }
    return open.map { .init(effect: .warns, sentence: $0.sentence) }
      + early.map {
        .init(
          effect: .warns,
          sentence:
            "Provisional: \(excerpt($0.indicator.name)) lags and was read within three months.")
      }
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
    let alarms = (try? trigger.falseAlarms()).flatMap(\.self)
    let chance = alarms.map { " Fires by chance alone \($0)." } ?? ""
    guard let first = firing.first else {
      return .init(effect: .supports, sentence: "Quiet: \(trigger).\(chance)")
    }
    let more = firing.count > 1 ? " and in \(firing.count - 1) more" : ""
    return .init(
      effect: .stops,
      sentence:
        "Fired in \(excerpt(first.span)) (\(first.count) of \(first.total))\(more): \(trigger).\(chance)"
    )
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

import ROI
import Statistics

extension Dossier {
  /// What the report is called.
  var title: String { businessCase.assessment.title(for: businessCase.name) }

  /// When what happened, by what the dossier knows.
  var timelineWords: String {
    if let schedule = schedule ?? gate?.inputs.schedule {
      let day = schedule.firstDay(of: schedule.gate.first).map { ", from \($0)" } ?? ""
      return "\(schedule.preset) from \(schedule.start), people take part from \(schedule.launch), "
        + "gate in \(schedule.gate)\(day)"
    }
    let time = businessCase.time
    return "\(time.observedWeeks) weeks observed; horizon: \(time.horizon); persistence: "
      + time.persistence
  }

  /// The decision, or that none was made.
  var verdictWords: String {
    guard let gate else { return "no gate was held" }
    return (gate.verdict?.rawValue ?? "no verdict") + (gate.isInterim ? " (interim)" : "")
  }

  /// Why the decision is what it is, in a sentence.
  var verdictNote: String {
    guard let gate else { return "the figures stand without a decision" }
    if gate.verdict == nil {
      let names = gate.missing.prefix(3).joined(separator: ", ")
      return "missing: \(names)"
        + (gate.missing.count > 3 ? " and \(gate.missing.count - 3) more" : "")
    }
    return gate.reasons.first.map(\.description) ?? ""
  }

  /// Three narratives by their references, those that contradict first, and how many there are.
  var narrativeWords: String {
    guard let record = businessCase.evidence, !record.narratives.isEmpty else {
      return "Narratives: none on record."
    }
    let named = [Narrative.Stance.contradicts, .supports, .neutral]
      .flatMap(record.narratives).prefix(3)
    let counts = Narrative.Stance.allCases.map { "\(record.narratives($0).count) \($0.rawValue)" }
    return "Narratives: \(named.map(\.description).joined(separator: "; ")). "
      + "All \(record.narratives.count) on record: \(counts.joined(separator: ", ")). "
      + "Sponsor: \(record.sponsor.map { "\(excerpt($0.sponsor)), \($0.date)" } ?? "no sign-off")."
  }

  /// The three figures that a sponsor asks for: the gate's targets, else those of the scorecard, else
  /// change, value and confidence.
  var topMetrics: [Report.KeyFigure] {
    var targets = gate?.inputs.targets ?? []
    if targets.isEmpty, let scorecard {
      targets = (try? scorecard.targets(through: scorecard.lastWeek)) ?? []
    }
    guard targets.isEmpty else {
      return (targets.filter { $0.role == .primary } + targets.filter { $0.role == .secondary })
        .prefix(3).map(\.keyFigure)
    }
    return businessCase.topMetrics
  }
}

extension KPITarget {
  /// What was observed, with the target and how it stands to it.
  var keyFigure: Report.KeyFigure {
    func seen(_ week: Int?) -> String { week.map { " in week \($0)" } ?? "" }
    let value =
      switch reading {
      case .share(let count, let total, let week):
        "\(grouped(count)) of \(grouped(total))\(seen(week))"
      case .ratio(let count, let other, let week):
        "\(grouped(count)) to \(grouped(other))\(seen(week))"
      case .value(let value, let week): "\(digits(ExactRatio(value)))\(seen(week))"
      case .estimate(let estimate, _): charted(estimate.value)
      case nil: "nothing observed"
      }
    let goal =
      "\(side == .atLeast ? "at least" : "at most") \(figure)\(per == 1 ? "" : " to \(per)")"
    let unit = if case .estimate(let estimate, _) = reading { estimate.unit } else { "" }
    let due = dueWeek.map { " by week \($0)" } ?? ""
    return Report.KeyFigure(
      name, value,
      note: (unit.isEmpty ? "" : "in \(unit); ")
        + "target: \(goal)\(due); \(status.words)\(role == .primary ? "; primary" : "")")
  }
}

extension BusinessCase {
  /// The headline bound and the point, both labelled.
  var headlineFigures: [Report.KeyFigure] {
    var figures: [Report.KeyFigure] = []
    if let headline = annualised.headline, let bound = headline.lower {
      figures.append(
        Report.KeyFigure(
          "Headline, annualised",
          "ROI of at least \(bound.roi.map { TextTable.grouped($0.decimal(significantDigits: 4)) } ?? "undefined")",
          note: headline.label))
    }
    let roi = annualised.roi.map { TextTable.grouped($0.decimal(significantDigits: 6)) }
    figures.append(
      Report.KeyFigure(
        "Point, \(label(of: .annualised))", "ROI \(roi ?? "undefined")",
        note: "\(annualised.attributableValue) attributed to the programme against a cost of "
          + "\(annualised.programCost), net / cost"))
    return figures
  }

  /// The change, its value, and the confidence that ROI exceeds the first hurdle.
  var topMetrics: [Report.KeyFigure] {
    let change =
      if let baseline = delta.baseline, let observed = delta.observed {
        "from \(digits(baseline)) to \(digits(observed)) \(indicator.unit)"
      } else {
        "improvement of \(digits(annualised.delta)) \(improvementUnit(over: .annualised))"
      }
    let interval = annualised.interval
    let limits = interval.map { interval in
      let ends = [interval.lower, interval.upper].map { $0.map { digits($0.delta) } ?? "unbounded" }
      return "improvement \(ends[0]) to \(ends[1]), \(interval.label)"
    }
    var figures = [
      Report.KeyFigure(
        indicator.name, change,
        note: "\(delta.design); \(limits ?? "declared, without data or interval")"),
      Report.KeyFigure(
        "Value, \(label(of: .annualised))", annualised.attributableValue.description,
        note: "the credited share of \(annualised.grossValueOfDelta), \(perspective)"),
    ]
    if let confidence = publishedConfidence { figures.append(Report.KeyFigure(confidence)) }
    return figures
  }

  /// The confidence that annualised ROI exceeds the first hurdle, as a percentage for publication; nil
  /// without a confounder log or numbers behind the delta.
  private var publishedConfidence: PublishedPercentage? {
    guard let first = confidences.first, let confidence = first.confidence,
      let share = try? ExactDecimal(confidence), let log = evidence?.confounders
    else { return nil }
    return try? PublishedPercentage(
      "confidence that ROI exceeds \(ROIDistributionChart.name(of: first.hurdle))",
      share: ExactRatio(share), sampleSizes: delta.effect?.sampleSizes ?? [], design: delta.design,
      grade: assessment.grade, confounders: log)
  }
}

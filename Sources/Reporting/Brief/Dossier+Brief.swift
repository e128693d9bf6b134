import ROI
import Statistics

extension Dossier {
  /// What the report is called.
  var title: String { businessCase.name }

  /// When what happened, by what the dossier knows.
  var timelineWords: String {
    let time = businessCase.time
    return "\(time.observedWeeks) weeks observed; horizon: \(time.horizon); persistence: "
      + time.persistence
  }

  /// The decision, or that none was made.
  var verdictWords: String {
    guard let gate else { return "no gate was held" }
    return gate.verdict?.rawValue ?? "no verdict"
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

  /// The narratives by their references; those that contradict come first.
  var narrativeWords: String { "Narratives: none on record." }

  /// The three figures that a sponsor asks for: the gate's targets, else change, value and confidence.
  var topMetrics: [Report.KeyFigure] {
    let targets = gate?.inputs.targets ?? []
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
      case .value(let value, let week): "\(digits(ExactRatio(value)))\(seen(week))"
      case .estimate(let estimate, _): "\(charted(estimate.value)) \(estimate.unit)"
      case nil: "nothing observed"
      }
    let goal = "\(side == .atLeast ? "at least" : "at most") \(figure)"
    let due = dueWeek.map { " by week \($0)" } ?? ""
    return Report.KeyFigure(
      name, value,
      note: "target: \(goal)\(due); \(status.words)\(role == .primary ? "; primary" : "")")
  }
}

extension KPITarget.Status {
  /// The status in words.
  var words: String {
    switch self {
    case .met: "met"
    case .metEarly: "met early"
    case .directional: "reached by the point alone"
    case .notDue: "not yet due"
    case .reachedLate: "reached late"
    case .notMet: "not met"
    case .missing: "not observed"
    }
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
    if let first = confidences.first, let confidence = first.confidence {
      let name = ROIDistributionChart.name(of: first.hurdle)
      figures.append(
        Report.KeyFigure(
          "Confidence that ROI exceeds \(name)", ROIDistributionChart.percent(confidence),
          basis: PercentageBasis(self)))
    }
    return figures
  }
}

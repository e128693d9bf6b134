import ProgramEvaluation

/// What a run prints on the screen: the answers, the money, and what to doubt.
struct Summary: CustomStringConvertible {
  let run: PilotRun

  var description: String {
    let pilot = run.businessCase
    var screen = Screen()
    screen.say("\(pilot.name) (\(pilot.indicator.name); \(pilot.perspective))")
    screen.say(run.study.summary)
    if let comparison = run.comparison { screen.show(comparison.description) }
    screen.show(money(pilot))
    screen.say(pilot.bottomLine)
    for sentence in credit(pilot) { screen.say(sentence) }
    if let benefits = run.benefits {
      screen.gap()
      for line in benefits.description.split(separator: "\n") { screen.say(String(line)) }
    }
    if let fairness = run.fairness {
      screen.gap()
      for line in fairness.description.split(separator: "\n").prefix(5) { screen.say(String(line)) }
    }
    if let gate = run.gate {
      screen.gap()
      for line in gate.description.split(separator: "\n") { screen.say(String(line)) }
    }
    if let refusal = run.workbookRefusal { screen.say("worksheet.xlsx is left out: \(refusal)") }
    screen.doubts(pilot.checks + (run.benchmarkCheck.map { [$0] } ?? []))
    return screen.text
  }

  // MARK: Money

  private func money(_ pilot: BusinessCase) -> [[String]] {
    let columns = [pilot.inWindow, pilot.annualised]
    func row(_ label: String, _ text: (Figures) -> String) -> [String] {
      [label] + columns.map(text)
    }
    let number = { (value: ExactRatio) in
      TextTable.grouped(value.decimal(significantDigits: 6))
    }
    let ratio = { (value: ExactRatio?) in value.map(number) ?? "undefined" }
    var rows = [
      ["", "in the window", pilot.time.isExtrapolated ? "annualised, extrapolated" : "annualised"],
      row("improvement over that time (\(excerpt(pilot.improvementUnit, limit: 40)))") {
        number($0.delta)
      },
      row("value attributed") { "\($0.attributableValue)" },
      row("cost") { "\($0.programCost)" },
      row("net benefit") { "\($0.netBenefit)" },
      row("ROI, point (net / cost, undiscounted)") { ratio($0.roi) },
    ]
    if let headline = pilot.annualised.headline {
      rows.append(
        row("ROI, headline: \(percent(headline.level)) one-sided, at least") {
          ratio($0.headline?.lower?.roi)
        })
    }
    if let interval = pilot.annualised.interval {
      rows.append(
        row("ROI, interval: \(percent(interval.level)) two-sided") {
          "\(ratio($0.interval?.lower?.roi)) to \(ratio($0.interval?.upper?.roi))"
        })
    }
    return rows
  }

  private func percent(_ level: Double) -> String {
    let tenths = (level * 1000).rounded() / 10
    return tenths == tenths.rounded() ? "\(Int(tenths)) %" : "\(tenths) %"
  }

  private func credit(_ pilot: BusinessCase) -> [String] {
    var lines: [String] = []
    if let method = pilot.annualised.interval?.method { lines.append("limits by \(method)") }
    if let sentence = pilot.bandSentence { lines.append(sentence) }
    if let confidence = pilot.confidences.first(where: { $0.confidence != nil }) {
      lines.append("annualised, \(confidence)")
    }
    return lines
  }
}

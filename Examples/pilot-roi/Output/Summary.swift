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
    screen.show(CaseTable(businessCase: pilot).rows)
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

  // MARK: Words

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

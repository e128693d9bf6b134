import ProgramEvaluation

/// What a run prints on the screen: the headline with the point beside it, the money, what is decided,
/// what to doubt, and where the files are.
struct Summary: CustomStringConvertible {
  let run: PilotRun
  /// The folder that was written.
  let folder: String
  /// The names of the files in it.
  let files: [String]

  var description: String {
    let pilot = run.businessCase
    let table = CaseTable(businessCase: pilot)
    var screen = Screen()
    screen.say(
      "\(pilot.assessment.title(for: pilot.name)); \(pilot.perspective)")
    screen.say(table.headline)
    screen.say("\(excerpt(pilot.indicator.name)): \(run.study.summary)")
    if let comparison = run.comparison { screen.show(comparison.description) }
    screen.show(table.rows)
    screen.say(pilot.bottomLine)
    if let sentence = pilot.bandSentence { screen.say(sentence) }
    for sentence in certainty(pilot) { screen.say(sentence) }
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
      for line in decision(gate) { screen.say(line) }
    }
    screen.doubts(
      pilot.checks + (run.benchmarkCheck.map { [$0] } ?? []), limit: 5)
    screen.gap()
    if let refusal = run.workbookRefusal { screen.say("worksheet.xlsx is left out: \(refusal)") }
    screen.say("Files in \(folder): \(names)")
    return screen.text
  }

  // MARK: Words

  private func certainty(_ pilot: BusinessCase) -> [String] {
    var words: [String] = []
    if let confidence = pilot.confidences.first(where: { $0.confidence != nil }) {
      words.append("Annualised, \(confidence).")
    }
    if let joint = run.dossier.propagation, let low = joint.lower.roi, let high = joint.upper.roi {
      words.append(
        "With share, price and cost uncertain too: ROI \(formatted(low, significantDigits: 4)) to \(formatted(high, significantDigits: 4)) (\(CaseTable.percent(joint.level)), \(joint.method))."
      )
    }
    return words
  }

  /// The verdict with what is open; what speaks for it stands in the report.
  private func decision(_ gate: Gate) -> [String] {
    let lines = gate.description.split(separator: "\n").map(String.init)
    let quiet = ["supports:", "warns:", "waived:", "and "]
    return Array(lines.filter { line in !quiet.contains { line.hasPrefix($0) } }.prefix(4))
  }

  /// Each file, the sheets counted.
  private var names: String {
    let sheets = files.count { $0.hasPrefix(OutputFolder.sheets + "/") }
    let others = files.filter { !$0.hasPrefix(OutputFolder.sheets + "/") }.sorted()
    return (others + (sheets > 0 ? ["\(OutputFolder.sheets)/ (\(sheets) CSV files)"] : []))
      .joined(separator: ", ")
  }
}

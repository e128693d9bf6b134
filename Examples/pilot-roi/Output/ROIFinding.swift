import ProgramEvaluation

/// A case in words, as a chain and for machines.
struct ROIFinding {
  let run: PilotRun

  init(_ run: PilotRun) { self.run = run }

  var finding: Finding {
    Finding(
      command: "roi", title: "\(excerpt(run.plan.name)): \(table.headline)", screen: screen,
      figures: PilotResult(run), report: blocks, checks: run.businessCase.checks)
  }

  private var table: CaseTable { CaseTable(businessCase: run.businessCase) }

  private var sentences: [String] {
    let pilot = run.businessCase
    var sentences = [pilot.bottomLine, table.breakEven]
    if let method = pilot.annualised.interval?.method {
      sentences.append("Limits by \(method); share, price and cost are held as stated.")
    }
    if let sentence = pilot.bandSentence { sentences.append(sentence) }
    let known = pilot.confidences.filter { $0.confidence != nil }.prefix(3)
    if !known.isEmpty {
      sentences.append("Annualised, \(known.map(\.description).joined(separator: "; ")).")
    }
    return sentences
  }

  private var screen: Screen {
    var screen = Screen()
    screen.say(
      "\(excerpt(run.businessCase.indicator.name)): \(excerpt(run.study.summary, limit: 300)); \(run.businessCase.perspective)."
    )
    screen.show(table.chain)
    for sentence in sentences { screen.say(sentence) }
    return screen
  }

  private var blocks: [Report.Block] {
    sentences.map { .paragraph($0) } + [
      .heading("The chain"), .table(table.chain, leftColumns: [0]),
      .paragraph(
        "\(run.businessCase.delta). Credited: \(excerpt(run.businessCase.attribution.description, limit: 400))."
      ),
    ]
  }
}

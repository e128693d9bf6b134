import ProgramEvaluation

/// What `pilot-roi match` says of a cohort.
struct MatchFinding {
  let cohort: MatchedSample
  let feasibility: MatchingFeasibility?
  let outcome: MatchOutcome?
  /// What each row of the data is called.
  let names: [String]

  var finding: Finding {
    Finding(
      command: "match", title: title, screen: screen, figures: MatchFigures(self), report: report,
      checks: checks, tables: tables)
  }

  // MARK: Words

  /// The people whose effect is asked for.
  private var people: String {
    switch cohort.target {
    case .treated: "treated people"
    case .control: "untreated people"
    case .all: "people"
    }
  }

  private var asked: Int {
    switch cohort.target {
    case .treated: cohort.treatedCount
    case .control: cohort.controlCount
    case .all: cohort.cases.count
    }
  }

  private var title: String {
    let table = cohort.balance
    let total = table.covariateRows.count
    let open = table.covariateRows.count { row in
      !(table.standardizedDifference(row).map { abs($0) <= BalanceTable.usualLimit } ?? false)
    }
    let balance =
      open == 0
      ? "the groups are alike in all \(total) covariates"
      : "the groups still differ in \(open) of \(total) covariates"
    let found = cohort.subclasses.isEmpty ? "have partners" : "stand in classes with both groups"
    return "\(asked - cohort.unmatched.count) of \(asked) \(people) \(found), and \(balance)"
  }

  private var checks: [Check] {
    guard outcome == nil else { return (outcome?.effect.checks ?? []) + candidates }
    return [cohort.balance.check()] + candidates
  }

  private var candidates: [Check] { feasibility.map { [$0.check] } ?? [] }

  /// How many people were left without a partner for each reason.
  private var reasons: [(words: String, count: Int)] {
    UnmatchedRow.Reason.allCases.compactMap { reason in
      let count = cohort.unmatched.count { $0.reason == reason }
      return count > 0 ? (reason.words, count) : nil
    }
  }

  private var screen: Screen {
    var screen = Screen()
    screen.say(sentence(cohort.method.description) + " " + sentence("used: \(cohort.sizes)"))
    if !cohort.constraints.isEmpty { screen.say("Constraints: \(cohort.constraints).") }
    if let width = cohort.caliperWidth {
      screen.say("The caliper is \(formatted(width)) wide on the score.")
    }
    if let feasibility, feasibility.rows.count > 1 || !feasibility.hopeless.isEmpty {
      screen.show(feasibility.cells)
    }
    for (words, count) in reasons { screen.say("Without a partner: \(count), \(words).") }
    screen.show(balanceCells)
    if let outcome {
      for line in outcome.effect.description.split(separator: "\n").prefix(4) {
        screen.say(String(line))
      }
      if let bounds = outcome.bounds { screen.say(bounds.sentence) }
    }
    return screen
  }

  private func sentence(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst() + "."
  }

  /// At most fifteen covariates, the worst first, so that the screen holds them.
  private var balanceCells: [[String]] {
    let cells = cohort.balance.cells
    guard cells.count > 17 else { return cells }
    func size(_ row: BalanceTable.Row) -> Double {
      cohort.balance.standardizedDifference(row).map { abs($0) } ?? .infinity
    }
    let worst = cohort.balance.covariateRows.sorted { size($0) > size($1) }.prefix(15)
    let shown = Set(worst.map { excerpt($0.variable, limit: 30) })
    return [cells[0]] + cells.dropFirst().filter { shown.contains($0[0]) }
  }

  // MARK: Report

  private var report: [Report.Block] {
    var blocks: [Report.Block] = [
      .paragraph(sentence(cohort.method.description)),
      .paragraph(sentence("used: \(cohort.sizes)")),
    ]
    if !cohort.constraints.isEmpty {
      blocks.append(.paragraph("Constraints: \(cohort.constraints)."))
    }
    if let outcome {
      blocks += [
        .heading("The effect"),
        .paragraph(outcome.effect.effect.description.replacing("\n", with: ". ") + "."),
      ]
      if let bounds = outcome.bounds {
        blocks += [
          .heading("Hidden bias"), .paragraph(bounds.sentence),
          .table(bounds.cells, leftColumns: []),
        ]
      }
    }
    if let feasibility {
      blocks += [
        .heading("Candidates before matching"), .paragraph(feasibility.check.sentence),
        .table(feasibility.cells, leftColumns: [0]),
      ]
    }
    if !reasons.isEmpty {
      blocks += [
        .heading("Left without a partner"), .list(reasons.map { "\($0.count): \($0.words)" }),
      ]
    }
    blocks.append(.heading("Balance"))
    if let plot = try? LovePlot(cohort.balance) { blocks.append(.figure(.love(plot))) }
    let cells = cohort.balance.cells
    blocks.append(.table(cells, leftColumns: [0, (cells.first?.count ?? 1) - 1]))
    return blocks
  }

  // MARK: Tables

  private var tables: [OutputFile] {
    [
      OutputFile("cohort.csv", cohortTable), OutputFile("unmatched.csv", unmatchedTable),
      OutputFile("balance.csv", cohort.balance.csv),
    ]
  }

  /// One line for each person in each set: what a reviewer checks row by row.
  private var cohortTable: String {
    let weights = cohort.weights
    var distances: [[Int]: Double] = [:]
    for pair in cohort.pairs { distances[[pair.treated, pair.control]] = pair.distance }
    var lines = [["set", "row", "name", "group", "weight", "distance"]]
    for (number, set) in cohort.sets.enumerated() {
      for (members, group) in [(set.treated, "treated"), (set.controls, "control")] {
        for row in members {
          let isPartner = (group == "control") == (cohort.target != .control)
          let focal = cohort.target == .control ? set.controls.first : set.treated.first
          let pair = cohort.target == .control ? [row, focal ?? 0] : [focal ?? 0, row]
          let distance = isPartner ? distances[pair].map { "\($0.printed)" } : nil
          lines.append([
            "\(number + 1)", "\(row + 1)", SpreadsheetText.field(names[row]), group,
            "\(weights[row].printed)", distance ?? "",
          ])
        }
      }
    }
    return text(lines)
  }

  private var unmatchedTable: String {
    let rows = (cohort.unmatched + cohort.unusedCandidates).sorted { $0.row < $1.row }
    return text(
      [["row", "name", "reason"]]
        + rows.map { ["\($0.row + 1)", SpreadsheetText.field(names[$0.row]), $0.reason.words] })
  }

  private func text(_ lines: [[String]]) -> String {
    lines.map { $0.joined(separator: ",") + "\r\n" }.joined()
  }
}

import ROI
import Statistics

extension WorkbookBuilder {
  // MARK: Checks

  mutating func addChecks() {
    begin(
      .checks, title: "Checks",
      words: "1 where a figure equals the one issued; after an edit the figures issued stay behind."
    )
    // The master check stands first, but reaches over all rows below it.
    let first = SheetLayout.checks.firstRow + 1
    let figures = worksheet.lines.filter { line in
      if case .input = line.origin {
        false
      } else {
        line.key != "effect" && line.key != "standard_error"
      }
    }
    let last = first + max(figures.count + checked.count + issued.count, 1) - 1
    let verdicts = CellFormula.range(
      CellReference(known: SheetLayout.checks.name, 6, first),
      CellReference(known: SheetLayout.checks.name, 6, last))
    add(
      .checks,
      [
        .text(SheetLayout.masterCheck),
        .text("Master check: 1 when every check below passes"), .empty, .empty, .empty,
        live(.function(.minimum, [verdicts]), .verdict),
      ])
    for line in figures {
      let issued = line.value.map { CellContents.number($0) } ?? .text("undefined")
      addCheck(
        line.key, line.label, figure: cell(line.key), issued: issued,
        style: isPosted(line) ? .money : .figure,
        tolerance: isPosted(line) ? "money_tolerance" : "figure_tolerance")
    }
    for figure in issued {
      addCheck(
        figure.key + "_issued", figure.label, figure: cell(figure.key),
        issued: figure.value.map { .number($0) } ?? .text("undefined"),
        style: figure.isMoney ? .money : .figure,
        tolerance: figure.isMoney ? "money_tolerance" : "figure_tolerance")
    }
    for (key, item, against) in checked {
      addCheck(
        key + "_check", item, figure: cell(key), issued: .formula(against, .empty), style: .figure,
        tolerance: "figure_tolerance")
    }
    addStudyChecks()
  }

  private mutating func addCheck(
    _ key: String, _ item: String, figure: CellFormula, issued: CellContents, style: CellStyle,
    tolerance: String
  ) {
    let row = nextRow(.checks)
    let (workbook, stated, allowed) = (
      here(.checks, 3, row), here(.checks, 4, row), here(.checks, 5, row)
    )
    let distance = CellFormula.function(.abs, [workbook - stated])
    let passes: CellFormula
    if case .text = issued {
      passes = .function(.isError, [workbook])
    } else if tolerance == "money_tolerance" {
      passes = .operation(.below, distance, allowed)
    } else {
      passes = .operation(.atMost, distance, allowed * (1 + .function(.abs, [stated])))
    }
    let verdict: CellFormula =
      if case .text = issued {
        .choose(passes, 1, else: 0)
      } else {
        .choose(.function(.isError, [workbook]), 0, else: .choose(passes, 1, else: 0))
      }
    add(
      .checks,
      [
        .text(key), .text(item), live(figure, style),
        WorkbookCell(contents: issued, style: style), live(cell(tolerance)),
        live(verdict, .verdict),
      ])
  }

  /// What was asked before the figures are believed, in words.
  private mutating func addStudyChecks() {
    add(.checks, [])
    add(.checks, ["asked", "in words", "verdict"].map { .text($0, .heading) })
    for check in worksheet.checks {
      add(.checks, [.text(check.name), .text(check.sentence), .text(check.verdict.rawValue)])
    }
  }
}

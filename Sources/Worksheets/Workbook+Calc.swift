import ROI
import Statistics

extension WorkbookBuilder {
  // MARK: Calc

  /// Whether the figure of a line that follows is posted money.
  func isPosted(_ line: WorksheetLine) -> Bool { line.kind == .money }

  /// The lines that follow from others, in order.
  private var following: [(line: WorksheetLine, formula: Formula)] {
    worksheet.lines.compactMap { line in
      if case .formula(let formula) = line.origin { (line, formula) } else { nil }
    }
  }

  /// Gives every line that follows its place, before any formula names one.
  mutating func placeCalc() {
    begin(
      .calc, title: "Calculation",
      words: "One formula a line, in words beside it; posted money is rounded once, "
        + (businessCase.rounding == .halfToEven ? "half to even." : "half away from zero."))
    for (index, (line, _)) in following.enumerated() {
      let column = isPosted(line) ? 7 : 6
      place(line.key, .calc, column: column, row: SheetLayout.calc.firstRow + index)
    }
  }

  mutating func addCalc() {
    for (line, formula) in following {
      let row = nextRow(.calc)
      let unrounded = formula.cells { places[$0] } ?? 0
      let cell = here(.calc, 6, row)
      let isMoney = line.kind == .money || line.kind == .unroundedMoney
      var cells: [WorkbookCell] = [
        .text(line.key), number(line.key), .text(line.section), .text(line.label),
        .text(worksheet.explanation(of: line)),
        live(unrounded, isMoney ? .unroundedMoney : .figure), .empty, .text(line.unit),
      ]
      if isPosted(line) {
        cells[6] = live(posted(cell, formula.rounding), .money)
      }
      add(.calc, cells)
    }
  }

  /// A figure as the case posts money.
  func posted(_ cell: CellFormula) -> CellFormula {
    posted(cell, (places: minorDigits, mode: businessCase.rounding))
  }

  /// `ROUND(x,2)`; half to even where the case rounds so, which spreadsheets have no function for.
  private func posted(
    _ cell: CellFormula, _ rounding: (places: Int, mode: Rounding)?
  ) -> CellFormula {
    let rounded = rounded(cell)
    guard rounding?.mode == .halfToEven else { return rounded }
    let scaled = CellFormula.function(.abs, [cell]) * self.cell("minor_units")
    let whole = CellFormula.function(.integer, [scaled])
    let fromHalf = CellFormula.function(.abs, [(scaled - whole) * self.cell("two") - 1])
    let even = whole + .function(.remainder, [whole, self.cell("two")])
    return .choose(
      .operation(.atMost, fromHalf, self.cell("tie_tolerance") * (1 + scaled)),
      .function(.sign, [cell]) * even / self.cell("minor_units"), else: rounded)
  }
}

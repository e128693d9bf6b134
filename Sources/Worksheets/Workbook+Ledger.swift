import ROI

extension WorkbookBuilder {
  // MARK: Ledger

  mutating func addLedger() {
    begin(
      .ledger, title: "Ledger",
      words: "What each figure follows from, as issued. The notes stand below.")
    for layout in [SheetLayout.inputs, .calc, .uncertainty] {
      guard let sheet = sheets[layout] else { continue }
      for row in layout.firstRow..<max(layout.firstRow, sheet.nextRow) {
        guard let key = sheet.text(row, SheetLayout.key), let place = places[key],
          place.sheet == layout.name
        else { continue }
        addLedgerRow(key, place, in: sheet, row: row, layout: layout)
      }
    }
    add(.ledger, [])
    add(.ledger, [.text("notes", .heading)])
    for note in worksheet.notes { add(.ledger, [.text(note, .plain)]) }
  }

  private mutating func addLedgerRow(
    _ key: String, _ place: CellReference, in sheet: WorkbookSheet, row: Int, layout: SheetLayout
  ) {
    func text(_ head: String) -> String {
      layout.heads.firstIndex(of: head).flatMap { sheet.text(row, $0 + 1) } ?? ""
    }
    let contents = sheet[place.row, place.column].contents
    var formula = ""
    if case .formula(let own, _) = contents { formula = "=" + own.text(on: layout.name) }
    let issued: WorkbookCell =
      if case .number(let number) = contents.shown {
        WorkbookCell(contents: .number(number), style: .figure)
      } else {
        .text("undefined")
      }
    let line = worksheet.line(key)
    var from = ""
    if case .formula(let own) = line?.origin {
      from = (own.keys ?? []).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        .joined(separator: ", ")
    }
    let rounding =
      if case .number = contents {
        "as stated"
      } else if place.column == 7, layout == .calc {
        "to \(minorDigits) decimals, "
          + (businessCase.rounding == .halfToEven ? "half to even" : "half away from zero")
      } else {
        "none"
      }
    let source =
      layout == .inputs
      ? text("source") : layout == .uncertainty ? text("method") : "calculation"
    add(
      .ledger,
      [
        .text(key), sheet[row, 2], sheet[row, layout.item], .text(place.description),
        issued, .text(text("unit")), .text(formula), .text(text("formula in words")),
        .text(from), .text(rounding), .text(source),
      ])
  }
}

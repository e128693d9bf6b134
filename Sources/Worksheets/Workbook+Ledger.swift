import ROI

extension WorkbookBuilder {
  // MARK: Ledger

  mutating func addLedger() {
    begin(
      .ledger, title: "Ledger",
      words: "What each figure follows from, as issued. The notes stand below.")
    let keys = Dictionary(
      places.map { ($0.value, $0.key) }, uniquingKeysWith: { first, second in min(first, second) })
    for layout in SheetLayout.ledgered {
      guard let sheet = sheets[layout] else { continue }
      for row in layout.firstRow..<max(layout.firstRow, sheet.nextRow) {
        for (key, column) in layout.figures(in: sheet.cells(in: row)) {
          let place = CellReference(known: layout.name, column, row)
          guard places[key] == place else { continue }
          addLedgerRow(key, place, in: sheet, layout, keys)
        }
      }
    }
    add(.ledger, [])
    add(.ledger, [.text("notes", .heading)])
    for note in worksheet.notes { add(.ledger, [.text(note, .plain)]) }
  }

  private mutating func addLedgerRow(
    _ key: String, _ place: CellReference, in sheet: WorkbookSheet, _ layout: SheetLayout,
    _ keys: [CellReference: String]
  ) {
    let row = place.row
    func text(_ head: String) -> String {
      layout.column(head).flatMap { sheet.text(row, $0) } ?? ""
    }
    let contents = sheet[row, place.column].contents
    var formula = ""
    var from: [String] = []
    if case .formula(let own, _) = contents {
      formula = "=" + own.text(on: layout.name)
      from = own.references.compactMap { keys[$0] }
    }
    if case .formula(let own) = worksheet.line(key)?.origin { from = own.keys ?? [] }
    let issued: WorkbookCell =
      if case .number(let number) = contents.shown {
        WorkbookCell(contents: .number(number), style: .figure)
      } else {
        .text("undefined")
      }
    let source =
      layout == .inputs
      ? text("source") : layout == .uncertainty ? text("method") : "calculation"
    add(
      .ledger,
      [
        .text(key), worksheet.line(key) == nil ? .empty : sheet[row, 2],
        .text(item(at: place, in: sheet, layout)), .text(place.description), issued,
        .text(text("unit")), .text(formula), .text(text("formula in words")),
        .text(
          from.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
            .joined(separator: ", ")),
        .text(rounding(of: contents, posted: place.column == 7 && layout == .calc)), .text(source),
      ])
  }

  /// What a row is, and in a table what its column is.
  private func item(
    at place: CellReference, in sheet: WorkbookSheet, _ layout: SheetLayout
  ) -> String {
    let item = sheet.text(place.row, layout.item) ?? ""
    guard layout.hasTables else { return item }
    let head = (1..<place.row).reversed().first { sheet[$0, place.column].style.isHeading }
    return head.flatMap { sheet.text($0, place.column) }.map { "\(item), \($0)" } ?? item
  }

  private func rounding(of contents: CellContents, posted: Bool) -> String {
    guard case .formula(let formula, _) = contents else { return "as stated" }
    if posted, businessCase.rounding == .halfToEven {
      return "to \(minorDigits) decimals, half to even"
    }
    guard case .function(.round, _) = formula else { return "none" }
    return "to \(minorDigits) decimals, half away from zero"
  }
}

extension Workbook {
  // MARK: Sheets

  /// The part of a sheet, its elements in the order of the schema.
  ///
  /// **Reference:** ECMA-376, part 1, 18.3.1.99.
  static func part(of sheet: WorkbookSheet, blind: Bool, isProtected: Bool) -> String {
    let layout = SheetLayout(rawValue: sheet.name)
    let columns = max(sheet.widths.count, 1)
    var text =
      declaration + "<worksheet xmlns=\"\(main)\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>"
      + "<dimension ref=\"A1:\(CellReference.letters(columns))\(max(1, sheet.rows.count))\"/>"
      + view(of: sheet) + "<sheetFormatPr defaultRowHeight=\"\(RowHeight.line)\"/>"
    if !sheet.widths.isEmpty {
      let columns = sheet.widths.enumerated().map { column, width in
        "<col min=\"\(column + 1)\" max=\"\(column + 1)\" width=\"\(width)\" customWidth=\"1\"/>"
      }
      text += "<cols>\(columns.joined())</cols>"
    }
    text += "<sheetData>"
    for (row, cells) in sheet.rows.enumerated() {
      let height = RowHeight.points(cells, widths: sheet.widths)
      text += "<row r=\"\(row + 1)\" ht=\"\(height)\" customHeight=\"1\">"
      for (column, cell) in cells.enumerated() where cell.contents != .empty {
        text += element(
          cell, at: CellReference(known: sheet.name, column + 1, row + 1), blind: blind)
      }
      text += "</row>"
    }
    text += "</sheetData>"
    if isProtected { text += "<sheetProtection sheet=\"1\" objects=\"1\" scenarios=\"1\"/>" }
    text += verdictLooks(of: sheet) + validations(of: sheet, layout)
    return text
      + "<pageMargins left=\"0.4\" right=\"0.4\" top=\"0.5\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/>"
      + "<pageSetup paperSize=\"9\" orientation=\"landscape\" fitToWidth=\"1\" "
      + "fitToHeight=\"\(layout?.isOnePage == true ? 1 : 0)\"/>"
      + "<headerFooter><oddFooter>&amp;L&amp;F, &amp;A&amp;Rpage &amp;P of &amp;N</oddFooter></headerFooter>"
      + "</worksheet>"
  }

  private static func view(of sheet: WorkbookSheet) -> String {
    let pane =
      "<pane ySplit=\"\(sheet.frozenRows)\" topLeftCell=\"A\(sheet.frozenRows + 1)\" activePane=\"bottomLeft\" state=\"frozen\"/>"
    return
      "<sheetViews><sheetView workbookViewId=\"0\">\(sheet.frozenRows > 0 ? pane : "")</sheetView></sheetViews>"
  }

  /// Red for a check that fails and green for one that passes.
  private static func verdictLooks(of sheet: WorkbookSheet) -> String {
    let cells = sheet.cells.filter { $0.cell.style == .verdict }.map(\.place.local)
    guard !cells.isEmpty else { return "" }
    let looks = CellStyle.verdictLooks
    func rule(_ priority: Int, _ look: Int, _ value: Int) -> String {
      "<cfRule type=\"cellIs\" dxfId=\"\(look)\" priority=\"\(priority)\" operator=\"equal\"><formula>\(value)</formula></cfRule>"
    }
    return "<conditionalFormatting sqref=\"\(ranges(cells))\">"
      + rule(1, looks.failed, 0) + rule(2, looks.passed, 1) + "</conditionalFormatting>"
  }

  /// Cells of one column that follow each other as ranges.
  private static func ranges(_ cells: [String]) -> String {
    var ranges: [(first: String, last: String)] = []
    for cell in cells {
      if let last = ranges.last?.last, let next = next(after: last), next == cell {
        ranges[ranges.count - 1].last = cell
      } else {
        ranges.append((cell, cell))
      }
    }
    return ranges.map { $0.first == $0.last ? $0.first : "\($0.first):\($0.last)" }
      .joined(separator: " ")
  }

  private static func next(after cell: String) -> String? {
    CellReference(cell, on: "").map { CellReference(known: "", $0.column, $0.row + 1).local }
  }

  /// The rule of each input by the words beside it.
  private static func validations(of sheet: WorkbookSheet, _ layout: SheetLayout?) -> String {
    guard let layout, let words = layout.column(SheetLayout.admissible) else { return "" }
    let column = layout.figures[0]
    var elements: [String] = []
    for row in layout.firstRow..<max(layout.firstRow, sheet.nextRow) {
      guard let rule = sheet.text(row, words).flatMap(InputRule.init),
        sheet[row, column].contents.isFigure
      else { continue }
      elements.append(rule.element(for: CellReference(known: sheet.name, column, row).local))
    }
    guard !elements.isEmpty else { return "" }
    return "<dataValidations count=\"\(elements.count)\">\(elements.joined())</dataValidations>"
  }

  // MARK: Cells

  private static func element(
    _ cell: WorkbookCell, at place: CellReference, blind: Bool
  ) -> String {
    let style = cell.style == .plain ? "" : " s=\"\(cell.style.rawValue)\""
    let start = "<c r=\"\(place.local)\"\(style)"
    switch cell.contents {
    case .empty: return ""
    case .text(let text):
      return "\(start) t=\"inlineStr\"><is><t>\(XMLText.cell(text))</t></is></c>"
    case .number(let number): return "\(start)><v>\(CellValue.text(of: number))</v></c>"
    case .formula(let formula, let value):
      let text = "<f>\(XMLText.escaped(formula.text(on: place.sheet)))</f>"
      if blind { return "\(start)>\(text)</c>" }
      switch value {
      case .number(let number):
        return "\(start)>\(text)<v>\(CellValue.text(of: number))</v></c>"
      case .error(let mark): return "\(start) t=\"e\">\(text)<v>\(mark)</v></c>"
      case .text(let words):
        return "\(start) t=\"str\">\(text)<v>\(XMLText.cell(words))</v></c>"
      case .empty: return "\(start)>\(text)</c>"
      }
    }
  }
}

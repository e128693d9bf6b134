extension Workbook {
  private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let relations =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let packageRelations =
    "http://schemas.openxmlformats.org/package/2006/relationships"
  private static let types = "application/vnd.openxmlformats-officedocument.spreadsheetml"

  // MARK: File

  /// The file `.xlsx`, the same to the byte for the same workbook.
  ///
  /// - Parameter blind: leaves the values of formulas out, so that a program must work them out before it
  ///   can show any.
  /// - Returns: the bytes of a stored archive.
  /// - Complexity: O(cells).
  public func bytes(blind: Bool = false) -> [UInt8] {
    var parts: [(String, String)] = [
      ("[Content_Types].xml", contentTypes), ("_rels/.rels", Self.rootRelations),
      ("xl/workbook.xml", book), ("xl/_rels/workbook.xml.rels", bookRelations),
      ("xl/styles.xml", CellStyle.part(minorDigits: minorDigits)),
    ]
    for (number, sheet) in sheets.enumerated() {
      parts.append((Self.path(number), Self.part(of: sheet, blind: blind)))
    }
    return ZipArchive(parts.map { ZipArchive.File($0, Array($1.utf8)) }).bytes
  }

  /// The path of a sheet counted from 0.
  static func path(_ number: Int) -> String { "xl/worksheets/sheet\(number + 1).xml" }

  // MARK: Parts around the sheets

  private var contentTypes: String {
    var text =
      Self.declaration
      + "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
      + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
      + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
      + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"\(Self.types).sheet.main+xml\"/>"
      + "<Override PartName=\"/xl/styles.xml\" ContentType=\"\(Self.types).styles+xml\"/>"
    for number in sheets.indices {
      text +=
        "<Override PartName=\"/\(Self.path(number))\" ContentType=\"\(Self.types).worksheet+xml\"/>"
    }
    return text + "</Types>"
  }

  private static let rootRelations =
    declaration
    + "<Relationships xmlns=\"\(packageRelations)\"><Relationship Id=\"rId1\" Type=\"\(relations)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"

  private var bookRelations: String {
    var text = Self.declaration + "<Relationships xmlns=\"\(Self.packageRelations)\">"
    for number in sheets.indices {
      text +=
        "<Relationship Id=\"rId\(number + 1)\" Type=\"\(Self.relations)/worksheet\" Target=\"worksheets/sheet\(number + 1).xml\"/>"
    }
    return text
      + "<Relationship Id=\"rId\(sheets.count + 1)\" Type=\"\(Self.relations)/styles\" Target=\"styles.xml\"/></Relationships>"
  }

  private var book: String {
    var text =
      Self.declaration + "<workbook xmlns=\"\(Self.main)\" xmlns:r=\"\(Self.relations)\"><sheets>"
    for (number, sheet) in sheets.enumerated() {
      text +=
        "<sheet name=\"\(XMLText.escaped(sheet.name))\" sheetId=\"\(number + 1)\" r:id=\"rId\(number + 1)\"/>"
    }
    text += "</sheets>"
    if !names.isEmpty {
      let cells = names.map { name in
        let place = name.place
        let cell = "\(place.sheet)!$\(CellReference.letters(place.column))$\(place.row)"
        return "<definedName name=\"\(XMLText.escaped(name.name))\">\(cell)</definedName>"
      }
      text += "<definedNames>\(cells.joined())</definedNames>"
    }
    // Programs that heed it work everything out when the file is opened.
    return text + "<calcPr calcId=\"191029\" fullCalcOnLoad=\"1\"/></workbook>"
  }

  // MARK: Sheets

  private static func part(of sheet: WorkbookSheet, blind: Bool) -> String {
    var text =
      declaration + "<worksheet xmlns=\"\(main)\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>"
    let pane =
      "<pane ySplit=\"\(sheet.frozenRows)\" topLeftCell=\"A\(sheet.frozenRows + 1)\" activePane=\"bottomLeft\" state=\"frozen\"/>"
    text +=
      "<sheetViews><sheetView workbookViewId=\"0\">\(sheet.frozenRows > 0 ? pane : "")</sheetView></sheetViews>"
    if !sheet.widths.isEmpty {
      let columns = sheet.widths.enumerated().map { column, width in
        "<col min=\"\(column + 1)\" max=\"\(column + 1)\" width=\"\(width)\" customWidth=\"1\"/>"
      }
      text += "<cols>\(columns.joined())</cols>"
    }
    text += "<sheetData>"
    for (row, cells) in sheet.rows.enumerated() {
      text += "<row r=\"\(row + 1)\">"
      for (column, cell) in cells.enumerated() where cell.contents != .empty {
        text += element(
          cell, at: CellReference(known: sheet.name, column + 1, row + 1), blind: blind)
      }
      text += "</row>"
    }
    return text
      + "</sheetData><pageSetup orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>"
  }

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

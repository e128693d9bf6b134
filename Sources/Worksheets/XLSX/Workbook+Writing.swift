extension Workbook {
  static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let relations =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let packageRelations =
    "http://schemas.openxmlformats.org/package/2006/relationships"
  private static let types = "application/vnd.openxmlformats-officedocument.spreadsheetml"

  // MARK: File

  /// The file `.xlsx`, the same to the byte for the same workbook.
  ///
  /// - Parameters:
  ///   - blind: leaves the values of formulas out, so that a program must work them out before it can show
  ///     any.
  ///   - isProtected: locks every cell but the inputs, without a password, against slips of the keyboard.
  /// - Returns: the bytes of a stored archive.
  /// - Complexity: O(cells).
  public func bytes(blind: Bool = false, isProtected: Bool = false) -> [UInt8] {
    var parts: [(String, String)] = [
      ("[Content_Types].xml", contentTypes), ("_rels/.rels", Self.rootRelations),
      ("xl/workbook.xml", book), ("xl/_rels/workbook.xml.rels", bookRelations),
      ("xl/styles.xml", CellStyle.part(minorDigits: minorDigits)),
    ]
    for (number, sheet) in sheets.enumerated() {
      parts.append(
        (Self.path(number), Self.part(of: sheet, blind: blind, isProtected: isProtected)))
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
    let names = sheets.enumerated().flatMap(Self.printNames) + names.map(Self.definition)
    if !names.isEmpty { text += "<definedNames>\(names.joined())</definedNames>" }
    // Programs that heed it work everything out when the file is opened.
    return text + "<calcPr calcId=\"191029\" fullCalcOnLoad=\"1\"/></workbook>"
  }

  /// The heads that every page repeats, and the page itself where a sheet is one.
  private static func printNames(_ number: Int, _ sheet: WorkbookSheet) -> [String] {
    guard let layout = SheetLayout(rawValue: sheet.name) else { return [] }
    func name(_ name: String, _ range: String) -> String {
      "<definedName name=\"_xlnm.\(name)\" localSheetId=\"\(number)\">\(sheet.name)!\(range)</definedName>"
    }
    var names: [String] = []
    if layout.isOnePage {
      let last = CellReference.letters(layout.heads.count)
      names.append(name("Print_Area", "$A$1:$\(last)$\(max(1, sheet.rows.count))"))
    }
    if layout.repeatsHeads {
      let heads = layout.firstRow - 1
      names.append(name("Print_Titles", "$\(heads):$\(heads)"))
    }
    return names
  }

  private static func definition(_ name: Name) -> String {
    let place = name.place
    let cell = "\(place.sheet)!$\(CellReference.letters(place.column))$\(place.row)"
    return "<definedName name=\"\(XMLText.escaped(name.name))\">\(cell)</definedName>"
  }
}

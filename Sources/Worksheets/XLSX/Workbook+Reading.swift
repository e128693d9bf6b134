import ROI
public import Statistics

extension Workbook {
  /// The most rows, columns and cells that are read.
  private static let limits = (rows: 200_000, columns: 32, cells: 1_000_000)

  // MARK: Book

  /// Reads a workbook that this library wrote, with the values that its formulas show.
  ///
  /// - Parameters:
  ///   - bytes: the file, at most 64 MB.
  ///   - source: what to call it in an error.
  /// - Throws: `malformed` for any other file: saved by another program, damaged, with other sheets, a
  ///   hidden one, or a formula that this library does not write.
  /// - Complexity: O(bytes).
  public init(reading bytes: [UInt8], source: String = "the workbook") throws(EvaluationError) {
    let archive = try ZipArchive(reading: bytes, source: source)
    func part(_ name: String) throws(EvaluationError) -> XMLReader {
      guard let contents = archive.contents(of: name) else {
        throw .malformed(
          source: source, line: 1, needed: "a workbook as this library writes it",
          found: "no part \(name)")
      }
      return XMLReader(contents, source: "\(source), \(name)")
    }
    let named = try Self.sheetNames(part("xl/workbook.xml"))
    let layouts = named.compactMap(SheetLayout.init)
    guard layouts.count == named.count, SheetLayout.allCases.filter(layouts.contains) == layouts,
      SheetLayout.compulsory.isSubset(of: layouts)
    else {
      throw .malformed(
        source: source, line: 1,
        needed: "the sheets " + SheetLayout.allCases.map(\.name).joined(separator: ", ")
          + " in this order, each once",
        found: excerpt(named.joined(separator: ", "), limit: 120))
    }
    var sheets: [WorkbookSheet] = []
    var cells = 0
    for (number, layout) in layouts.enumerated() {
      var reader = SheetReader(
        sheet: layout.name, source: "\(source), \(layout.name)", limits: Self.limits)
      try reader.read(part(Self.path(number)))
      cells += reader.cells
      guard cells <= Self.limits.cells else {
        throw .malformed(
          source: source, line: 1, needed: "at most \(Self.limits.cells) cells", found: "more")
      }
      sheets.append(
        WorkbookSheet(
          layout.name, widths: layout.widths, frozenRows: layout.firstRow - 1, rows: reader.rows))
    }
    self.init(sheets: sheets, minorDigits: Self.minorDigits(of: sheets))
  }

  /// The decimals of money, by the half of a minor unit that checks allow.
  private static func minorDigits(of sheets: [WorkbookSheet]) -> Int {
    let allowed = Workbook(sheets: sheets, minorDigits: 0).figure("money_tolerance") ?? 0
    return (0...4).first { digits in
      (0..<digits).reduce(allowed * 2) { unit, _ in unit * 10 } == 1
    } ?? 2
  }

  /// The names of the sheets in order; a hidden one carries a mark that matches no name.
  private static func sheetNames(_ part: XMLReader) throws(EvaluationError) -> [String] {
    var reader = part
    var names: [String] = []
    while let event = try reader.next() {
      guard case .start("sheet", let attributes) = event else { continue }
      let hidden = attributes["state"] == nil ? "" : " (hidden)"
      names.append((attributes["name"] ?? "a sheet without a name") + hidden)
      guard names.count <= SheetLayout.allCases.count + 1 else { break }
    }
    return names
  }
}

// MARK: - Sheet

/// Collects the cells of one sheet.
private struct SheetReader {
  let sheet: String
  let source: String
  let limits: (rows: Int, columns: Int, cells: Int)
  private(set) var rows: [[WorkbookCell]] = []
  private(set) var cells = 0

  private var place: CellReference?
  private var attributes: [String: String] = [:]
  private var formula: String?
  private var value: String?
  private var text: String?
  private var open = ""

  init(sheet: String, source: String, limits: (rows: Int, columns: Int, cells: Int)) {
    self.sheet = sheet
    self.source = source
    self.limits = limits
  }

  private func refused(_ needed: String, _ found: String) -> EvaluationError {
    .malformed(source: source, line: place?.row ?? 1, needed: needed, found: found)
  }

  mutating func read(_ part: XMLReader) throws(EvaluationError) {
    var reader = part
    while let event = try reader.next() {
      switch event {
      case .start("c", let attributes): try begin(attributes)
      case .start(let name, _): open = name
      case .text(let words):
        switch open {
        case "f": formula = (formula ?? "") + words
        case "v": value = (value ?? "") + words
        case "t": text = (text ?? "") + words
        default: break
        }
      case .end("c"): try finish()
      case .end: open = ""
      }
    }
  }

  private mutating func begin(_ attributes: [String: String]) throws(EvaluationError) {
    guard let place = CellReference(attributes["r"] ?? "", on: sheet), place.row <= limits.rows,
      place.column <= limits.columns
    else {
      throw refused(
        "cells within \(limits.rows) rows and \(limits.columns) columns",
        excerpt(attributes["r"] ?? "a cell without a place"))
    }
    cells += 1
    guard cells <= limits.cells else { throw refused("at most \(limits.cells) cells", "more") }
    self.place = place
    self.attributes = attributes
    (formula, value, text) = (nil, nil, nil)
  }

  private mutating func finish() throws(EvaluationError) {
    guard let place else { return }
    let style = attributes["s"].map { Int($0) ?? -1 } ?? 0
    guard let style = CellStyle(rawValue: style) else {
      throw refused("a style of this library", "another in \(place)")
    }
    let cell = WorkbookCell(contents: try contents(of: place), style: style)
    while rows.count < place.row { rows.append([]) }
    while rows[place.row - 1].count < place.column { rows[place.row - 1].append(.empty) }
    guard rows[place.row - 1][place.column - 1].contents == .empty else {
      throw refused("each cell once", "\(place) twice")
    }
    rows[place.row - 1][place.column - 1] = cell
    self.place = nil
  }

  private func contents(of place: CellReference) throws(EvaluationError) -> CellContents {
    if let formula {
      guard let parsed = CellFormula(formula, on: sheet) else {
        throw refused("a formula of this library", "\"\(excerpt(formula))\" in \(place)")
      }
      return .formula(parsed, try shown(at: place))
    }
    switch attributes["t"] {
    case "inlineStr": return .text(XMLText.decoded(text ?? ""))
    case nil:
      guard case .number(let number) = try shown(at: place) else { return .empty }
      return .number(number)
    case .some(let type): throw refused("a text or a number", "\(excerpt(type)) in \(place)")
    }
  }

  /// The value that a cell shows.
  private func shown(at place: CellReference) throws(EvaluationError) -> CellValue {
    guard let value else { return attributes["t"] == "str" ? .text("") : .empty }
    switch attributes["t"] {
    case nil:
      if let number = CellValue.number(reading: value) { return .number(number) }
    case "e":
      if CellValue.errors.contains(value) { return .error(value) }
    case "str": return .text(XMLText.decoded(value))
    default: break
    }
    throw refused("a number", "\"\(excerpt(value))\" in \(place)")
  }
}

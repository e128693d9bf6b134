import ROI
import Statistics
import Worksheets

extension Workbook {
  /// The sheet of a name; one without cells where there is none.
  func sheet(_ name: String) throws -> WorkbookSheet {
    guard let sheet = sheets.first(where: { $0.name == name }) else {
      throw EvaluationError.undefined(what: "a sheet", needed: name, found: "none")
    }
    return sheet
  }

  /// The path of a sheet's part.
  func path(of name: String) -> String {
    "xl/worksheets/sheet\((sheets.firstIndex { $0.name == name } ?? 98) + 1).xml"
  }

  /// The workbook read back after a part was changed as a text.
  func forged(_ sheet: String, _ change: (String) -> String) throws -> Workbook {
    let archive = try ZipArchive(reading: bytes(), source: "file")
    let path = path(of: sheet)
    let forged = ZipArchive(
      archive.files.map { file in
        file.name == path
          ? .init(path, Array(change(String(decoding: file.bytes, as: UTF8.self)).utf8)) : file
      })
    return try Workbook(reading: forged.bytes)
  }

  /// The text of a part of the file.
  func part(_ name: String) throws -> String {
    let archive = try ZipArchive(reading: bytes(), source: "file")
    return String(decoding: archive.contents(of: name) ?? [], as: UTF8.self)
  }
}

extension WorkbookCell {
  /// The formula as a text, or nil.
  var formula: CellFormula? {
    if case .formula(let formula, _) = contents { formula } else { nil }
  }

  /// The text, or nil.
  var text: String? { if case .text(let text) = contents { text } else { nil } }
}

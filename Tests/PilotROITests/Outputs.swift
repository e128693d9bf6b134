import Foundation
import TestSupport
import Testing

/// What must hold of a run, whatever its input was.
enum Outputs {
  /// What a run writes.
  static let files = [
    "audit.json", "brief.html", "brief.md", "ledger.csv", "ledger.json", "report.html", "report.md",
    "result.json", "sheets", "worksheet.csv", "worksheet.xlsx",
  ]

  /// What a run writes for amounts that no spreadsheet holds.
  static let filesWithoutWorkbook = files.filter { $0 != "sheets" && $0 != "worksheet.xlsx" }

  /// Either all files, sound, or no trace.
  static func check(
    _ ending: Program.Ending, _ scratch: Scratch, out: String, of what: String
  ) throws {
    let code = try #require(ending.code, "\(what) ended by a signal: \(ending.errors)")
    #expect([0, 2, 3].contains(code), "\(what): exit code \(code): \(ending.errors)")
    let strays = scratch.names()?.filter { $0.hasPrefix(".") }
    #expect(strays == [], "\(what)")
    guard code == 0 else {
      #expect(!ending.errors.isEmpty, "\(what): no word on standard error")
      #expect(ending.output.isEmpty, "\(what)")
      #expect(scratch.names(out) == nil, "\(what): half an output")
      return
    }
    // The workbook alone may be missing, for amounts that no spreadsheet holds.
    #expect([files, filesWithoutWorkbook].contains(scratch.names(out)), "\(what)")
    let result = try JSONValue(contentsOf: scratch.folder.appending(path: "\(out)/result.json"))
    #expect(result["result"] == "pilot-roi/result/1", "\(what)")
    let rows = try #require(Tables.csv(try scratch.text("\(out)/worksheet.csv")), "\(what)")
    #expect(Set(rows.map(\.count)) == [6], "\(what): rows of unequal length")
    #expect(try scratch.text("\(out)/report.md").hasPrefix("# "), "\(what)")
    let page = try #require(
      Markup(try scratch.text("\(out)/report.html")), "\(what): no sound page")
    #expect(page.all("script").isEmpty && page.all("h1").count == 1, "\(what)")
    try FileManager.default.removeItem(at: scratch.folder.appending(path: out))
  }
}

import Foundation
import ROI
import Statistics
import TestSupport
import Testing
import Worksheets

@Suite struct WorkbookExportsTests {
  private static func workbook(
    _ change: (inout Cases.Parts) throws -> Void = { _ in }
  ) throws -> Workbook {
    var parts = Cases.Parts(delta: try Cases.counts())
    try change(&parts)
    return try Workbook(Cases.make(parts))
  }

  /// The records of RFC 4180 text, by a reader of a few lines that knows nothing of the writer.
  private func records(_ bytes: [UInt8]) -> [[String]] {
    var (records, record, field, quoted): ([[String]], [String], [UInt8], Bool) = (
      [], [], [], false
    )
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      if quoted {
        if byte == 0x22, place + 1 < bytes.count, bytes[place + 1] == 0x22 {
          field.append(byte)
          place += 1
        } else if byte == 0x22 {
          quoted = false
        } else {
          field.append(byte)
        }
      } else if byte == 0x22 {
        quoted = true
      } else if byte == 0x2C || byte == 0x0A {
        record.append(String(decoding: field, as: UTF8.self))
        field = []
        if byte == 0x0A {
          records.append(record)
          record = []
        }
      } else if byte != 0x0D {
        field.append(byte)
      }
      place += 1
    }
    return records
  }

  // MARK: CSV

  @Test func `every sheet has a file in which each cell stands at its place`() throws {
    let workbook = try Self.workbook()
    let files = workbook.csvFiles
    #expect(files.map(\.name) == workbook.sheets.map { "\($0.name).csv" })
    for (file, sheet) in zip(files, workbook.sheets) {
      let rows = records(file.bytes)
      #expect(rows.count == sheet.rows.count)
      #expect(Set(rows.map(\.count)).count == 1)
      for (place, cell) in sheet.cells {
        let field = rows[place.row - 1][place.column - 1]
        switch cell.contents {
        case .text(let text): #expect(field == SpreadsheetText.guarded(text), "\(place)")
        case .number(let number):
          #expect(field == number.description || Double(field) == number.value, "\(place)")
        case .formula(_, let value):
          if let number = value.number {
            #expect(field.isEmpty == false && Double(field) != nil, "\(place)")
            #expect(abs((Double(field) ?? .nan) - number.value) <= 1e-15 * abs(number.value))
          }
        case .empty: Issue.record("an empty cell is not listed")
        }
      }
    }
    let calc = try #require(files.first { $0.name == "Calc.csv" })
    let place = try #require(workbook.place(of: "net_benefit"))
    #expect(records(calc.bytes)[place.row - 1][place.column - 1] == "18000.00")
  }

  @Test func `texts that begin like formulas are guarded, figures keep their signs`() throws {
    let workbook = try Self.workbook {
      $0.name = "=2+5, \"quoted\""
      $0.unit = "@exits"
    }
    let all = workbook.csvFiles.map { String(decoding: $0.bytes, as: UTF8.self) }
    #expect(all.contains { $0.hasPrefix("\"'=2+5, \"\"quoted\"\"\"") })
    for file in workbook.csvFiles {
      for field in records(file.bytes).joined()
      where ["=", "+", "@", "-"].contains(field.prefix(1)) {
        #expect(Double(field) != nil, "\(field)")
      }
    }
    #expect(all.joined().contains(",-"))
    #expect(!all.joined().contains(",="))
  }

  @Test func `money has the decimals of its currency, undefined figures say so`() throws {
    let yen = try Self.workbook {
      $0.currency = "JPY"
      $0.value = "1234567"
    }
    func text(_ workbook: Workbook, _ sheet: String) throws -> String {
      let file = try #require(workbook.csvFiles.first { $0.name == sheet + ".csv" })
      return String(decoding: file.bytes, as: UTF8.self)
    }
    #expect(try text(yen, "Inputs").contains(",1234567,"))
    let dinars = try Self.workbook {
      $0.currency = "KWD"
      $0.costs = ["1.5"]
    }
    #expect(try text(dinars, "Inputs").contains(",1.500,"))
    let free = try Self.workbook { $0.costs = [] }
    #expect(try text(free, "Calc").contains(",undefined,"))
    // A workbook that was read knows the decimals by the half of a minor unit that checks allow.
    let read = try Workbook(reading: dinars.bytes())
    #expect(try text(read, "Inputs").contains(",1.500,"))
    let figures = try text(read, "Calc")
    #expect(
      try figures.split(separator: "\n").count == text(dinars, "Calc").split(separator: "\n").count)
  }

  // MARK: Markdown

  @Test func `the page has a section and a table for each sheet`() throws {
    let workbook = try Self.workbook { $0.name = "A | B <script>" }
    let page = workbook.markdown
    for sheet in workbook.sheets { #expect(page.contains("# \(sheet.name)\n")) }
    #expect(page.contains("## A \\| B"))
    #expect(!page.contains("<script>"))
    #expect(page.contains("120,000.00") && page.contains("| net\\_benefit |"))
    // Every row of a table has as many cells as its rule.
    var width = 0
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("|") else {
        width = 0
        continue
      }
      let cells = line.replacingOccurrences(of: "\\|", with: "").count { $0 == "|" }
      if width > 0 { #expect(cells <= width, "\(line)") } else { width = cells }
    }
    #expect(page.hasSuffix("\n") && !page.contains("\n\n\n"))
  }

  // MARK: JSON

  @Test func `the JSON holds every cell with its formula and figure`() throws {
    let workbook = try Self.workbook()
    let json = try CanonicalJSON(reading: workbook.canonicalJSON.bytes())
    let sheets = try #require(json["sheets"]?.elements)
    #expect(sheets.map { $0["name"]?.string } == workbook.sheets.map(\.name))
    for (sheet, written) in zip(workbook.sheets, sheets) {
      let cells = try #require(written["cells"]?.elements)
      #expect(cells.count == sheet.cells.count)
      for ((place, cell), written) in zip(sheet.cells, cells) {
        #expect(written["cell"]?.string.map { "\(sheet.name)!\($0)" } == place.description)
        if case .formula(let formula, let value) = cell.contents {
          #expect(written["formula"]?.string == "=" + formula.text(on: sheet.name))
          #expect((written["number"]?.string == nil) == (value.number == nil))
        } else {
          #expect(written["formula"] == nil)
        }
        if case .number(let number) = cell.contents {
          #expect(
            written["number"]?.string
              == number.exactDecimal ?? number.decimal(significantDigits: 40))
        }
      }
    }
  }

  @Test func `exports are the same to the byte for the same case`() throws {
    let (first, second) = (try Self.workbook(), try Self.workbook())
    #expect(first.csvFiles.map(\.bytes) == second.csvFiles.map(\.bytes))
    #expect(first.markdown == second.markdown)
    #expect(try first.canonicalJSON.digest() == second.canonicalJSON.digest())
  }
}

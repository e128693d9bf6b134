import Foundation
import ROI
import Statistics
import TestSupport
import Testing
import Worksheets

/// The rules of the spreadsheet standards, held over every workbook that the tests make.
@Suite struct WorkbookLintTests {
  private static func workbooks() throws -> [(name: String, workbook: Workbook)] {
    try Dossiers.workbooks.get().map { ($0.name, $0.workbook) }
  }

  @Test func `no formula holds a number of its own or changes with the clock`() throws {
    for (name, workbook) in try Self.workbooks() {
      for (place, cell) in workbook.sheets.flatMap(\.cells) {
        guard let formula = cell.formula else { continue }
        let text = formula.text(on: place.sheet)
        let bare = text.replacing(/(?:[A-Za-z]+!)?[A-Z]+[0-9]+(?::[A-Z]+[0-9]+)?/, with: "cell")
          .replacing(/,[0-4]\)/, with: ")")
        for number in bare.matches(of: /[0-9.]+/) {
          #expect(["0", "1"].contains(String(number.0)), "\(name), \(place): \(text)")
        }
        for word in bare.matches(of: /[A-Z]{2,}/) {
          #expect(
            CellFormula.Function(rawValue: String(word.0)) != nil, "\(name), \(place): \(text)")
        }
        for banned in [
          "NOW", "TODAY", "RAND", "OFFSET", "INDIRECT", "_xl", "[", "#REF", "http", "\"", "$",
        ] {
          #expect(!text.contains(banned), "\(name), \(place): \(text)")
        }
      }
    }
  }

  /// Digits of rounding stand in ROUND alone.
  @Test func `only ROUND holds digits`() throws {
    func numbers(_ formula: CellFormula, inRound: Bool = false) -> [Int] {
      switch formula {
      case .number(let value): inRound || value == 0 || value == 1 ? [] : [value]
      case .cell, .range: []
      case .negative(let term): numbers(term)
      case .operation(_, let left, let right): numbers(left) + numbers(right)
      case .function(.round, let arguments) where arguments.count == 2:
        numbers(arguments[0]) + numbers(arguments[1], inRound: true)
      case .function(_, let arguments): arguments.flatMap { numbers($0) }
      }
    }
    for (name, workbook) in try Self.workbooks() {
      for (place, cell) in workbook.sheets.flatMap(\.cells) {
        if let formula = cell.formula {
          #expect(numbers(formula) == [], "\(name), \(place)")
        }
      }
    }
  }

  @Test func `every input has a unit, a source, a colour and a rule`() throws {
    for (name, workbook) in try Self.workbooks() {
      let inputs = try workbook.sheet("Inputs")
      let xml = try workbook.part(workbook.path(of: "Inputs"))
      var found = 0
      for (place, cell) in inputs.cells where place.column == 4 && place.row > 3 {
        guard case .number = cell.contents else {
          Issue.record("\(name): \(place) is no number")
          continue
        }
        found += 1
        #expect([CellStyle.input, .inputMoney].contains(cell.style), "\(name): \(place)")
        for column in [1, 3, 5, 6, 9] {
          #expect(inputs[place.row, column].text?.isEmpty == false, "\(name): \(place), \(column)")
        }
        #expect(xml.contains("sqref=\"D\(place.row)\""), "\(name): \(place) is not validated")
      }
      #expect(found >= 6)
      #expect(inputs.cells.allSatisfy { $0.cell.formula == nil })
      let elsewhere = workbook.sheets.filter { $0.name != "Inputs" }.flatMap(\.cells)
      #expect(elsewhere.allSatisfy { $0.cell.style != .input && $0.cell.style != .inputMoney })
    }
  }

  /// Numbers that are typed stand on Inputs; elsewhere only as line numbers and as issued or pasted values.
  @Test func `numbers are typed on Inputs alone`() throws {
    for (name, workbook) in try Self.workbooks() {
      for (place, cell) in workbook.sheets.flatMap(\.cells) {
        guard case .number = cell.contents else { continue }
        let isAdmitted =
          switch place.sheet {
          case "Inputs", "Ledger": true
          case "Calc": place.column == 2
          case "Uncertainty": true
          case "Checks": place.column == 4
          default: false
          }
        #expect(isAdmitted, "\(name): \(place)")
      }
    }
  }

  @Test func `nothing is hidden, linked from outside or named oddly`() throws {
    for (name, workbook) in try Self.workbooks() {
      let archive = try ZipArchive(reading: workbook.bytes(), source: "file")
      let xml = archive.files.map { String(decoding: $0.bytes, as: UTF8.self) }.joined()
      for banned in [
        "hidden=", "state=\"hidden", "veryHidden", "externalReference", "TargetMode=\"External\"",
        "<hyperlink", "vbaProject", "outlineLevel",
      ] {
        #expect(!xml.contains(banned), "\(name): \(banned)")
      }
      for sheet in workbook.sheets {
        #expect(!sheet.name.isEmpty && sheet.name.count <= 31)
        #expect(sheet.name.allSatisfy { $0.isASCII && $0.isLetter })
      }
      #expect(Set(workbook.sheets.map(\.name)).count == workbook.sheets.count)
    }
  }

  /// Elements of a sheet in the order of CT_Worksheet.
  @Test func `the elements of a sheet stand in the order of the schema`() throws {
    let order = [
      "<sheetPr>", "<dimension ", "<sheetViews>", "<sheetFormatPr ", "<cols>", "<sheetData>",
      "<sheetProtection ", "<conditionalFormatting ", "<dataValidations ", "<pageMargins ",
      "<pageSetup ", "<headerFooter>",
    ]
    let workbook = try Workbook(Cases.make(.init(delta: Cases.counts())))
    let archive = try ZipArchive(reading: workbook.bytes(isProtected: true), source: "file")
    for sheet in workbook.sheets {
      let xml = String(
        decoding: archive.contents(of: workbook.path(of: sheet.name)) ?? [], as: UTF8.self)
      let places = order.compactMap { xml.range(of: $0)?.lowerBound }
      #expect(places == places.sorted() && places.count >= 10, "\(sheet.name)")
    }
  }

  /// One formula a row: what stands in a column of a table follows the same pattern in each row.
  @Test func `rows of the grids hold one pattern each`() throws {
    let workbook = try Workbook(Cases.make(.init(delta: Cases.counts())))
    let sheet = try workbook.sheet("Sensitivity")
    func pattern(_ place: CellReference, _ cell: WorkbookCell) -> String? {
      cell.formula?.text(on: place.sheet)
        .replacing(/(Inputs|Calc|Uncertainty)![A-Z]+[0-9]+/, with: "named")
        .replacing(/([A-Z]+)[0-9]+/) { "\($0.1)row" }
    }
    var patterns: [Int: Set<String>] = [:]
    for (place, cell) in sheet.cells where sheet[place.row, 1].text?.hasPrefix("grid_") == true {
      guard sheet[place.row, 1].text != "grid_1", let pattern = pattern(place, cell) else {
        continue
      }
      patterns[place.column, default: []].insert(pattern)
    }
    #expect(patterns.count == 6)
    #expect(patterns.values.allSatisfy { $0.count == 1 })
  }
}

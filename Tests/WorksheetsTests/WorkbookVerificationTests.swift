import Foundation
import ROI
import Statistics
import TestSupport
import Testing
import Worksheets

@Suite struct WorkbookVerificationTests {
  private static func businessCase() throws -> BusinessCase {
    try Cases.make(.init(delta: Cases.counts()))
  }

  /// The file with the part of one sheet changed as a text.
  private func forged(_ sheet: String, _ change: (String) -> String) throws -> Workbook {
    try Workbook(Self.businessCase()).forged(sheet, change)
  }

  @Test func `an untouched file has no difference`() throws {
    let workbook = try forged("Inputs") { $0 }
    #expect(workbook.differences() == [])
    #expect(try workbook.differences(from: Self.businessCase()) == [])
  }

  @Test func `each changed figure is found and named`() throws {
    let businessCase = try Self.businessCase()
    let issued = try Workbook(businessCase)
    for (number, (place, cell)) in issued.sheets.dropLast().flatMap(\.cells).enumerated() {
      guard number % 41 == 0, case .formula(_, let value) = cell.contents, value.number != nil
      else {
        continue
      }
      let workbook = try forged(place.sheet) { text in
        guard let cell = text.range(of: "<c r=\"\(letters(place))\""),
          let start = text.range(of: "<v>", range: cell.upperBound..<text.endIndex),
          let end = text.range(of: "</v>", range: start.upperBound..<text.endIndex)
        else { return text }
        return text.replacingCharacters(in: start.upperBound..<end.lowerBound, with: "123456.75")
      }
      let found = workbook.differences()
      #expect(found.contains { $0.place == place && $0.stated == "123456.75" }, "\(place)")
      #expect(try workbook.differences(from: businessCase).contains { $0.place == place })
    }
  }

  private func letters(_ place: CellReference) -> String {
    String(place.description.split(separator: "!").last ?? "")
  }

  @Test func `a changed input is found in what follows`() throws {
    for key in ["baseline_count", "attribution", "unit_value", "cost_1", "interval_level"] {
      let workbook = try Workbook(Self.businessCase()).editing([key: 0.17])
      let found = try Workbook(reading: workbook.bytes()).differences()
      #expect(found.count > 3, "\(key)")
      #expect(found.contains { $0.place.sheet == "Ledger" }, "\(key)")
    }
  }

  @Test func `inputs that are not there are refused`() throws {
    let workbook = try Workbook(Self.businessCase())
    for key in ["nothing", "attributable_value", "interval_lower_delta", "master_check", ""] {
      #expect(throws: EvaluationError.self) { try workbook.editing([key: 1]) }
    }
  }

  @Test func `an edit that was worked out differs from the ledger and from the case`() throws {
    let edited = try Workbook(Self.businessCase()).editing(["attribution": 0.25]).recalculated()
    #expect(!edited.masterCheck)
    #expect(edited.figure("attributable_value") == 60_000)
    #expect(edited.differences().allSatisfy { $0.place.sheet == "Ledger" })
    #expect(!edited.differences().isEmpty)
    let found = try edited.differences(from: Self.businessCase())
    #expect(found.contains { $0.label == "Attribution" && $0.stated == "0.25" })
  }

  @Test func `changed formulas, units, words and rows are found`() throws {
    let issued = try Workbook(Self.businessCase())
    let place = try #require(issued.place(of: "attributable_value_unrounded"))
    let cell = letters(place)
    let formula = try forged("Calc") { text in
      guard let start = text.range(of: "<c r=\"\(cell)\""),
        let mark = text.range(of: "<f>", range: start.upperBound..<text.endIndex)
      else { return text }
      return text.replacingCharacters(in: mark, with: "<f>1*")
    }
    #expect(
      formula.differences().contains { $0.place.sheet == "Ledger" && $0.stated.hasPrefix("=") })
    let unit = try forged("Ledger") {
      $0.replacing("<t>exits a year</t>", with: "<t>exits a week</t>")
    }
    #expect(!unit.differences().isEmpty)
    let place2 = try forged("Ledger") { $0.replacing("<t>Calc!F", with: "<t>Calc!E") }
    #expect(!place2.differences().isEmpty)
    let row = try forged("Ledger") { $0.replacing("<t>net_benefit</t>", with: "<t>roi</t>") }
    #expect(!row.differences().isEmpty)
    let verdict = try forged("Checks") { $0.replacing("inconclusive", with: "passed") }
    #expect(verdict.differences() == [])
    #expect(try verdict.differences(from: Self.businessCase()).count == 3)
    let sentence = try forged("Inputs") { $0.replacing("as seen", with: "as proved") }
    #expect(try !sentence.differences(from: Self.businessCase()).isEmpty)
  }

  @Test func `a difference says where, what and how`() throws {
    let workbook = try Workbook(Self.businessCase()).editing(["cost_1": 1])
    let words = workbook.differences().map(\.description)
    #expect(words.contains { $0.contains("Cost of the programme: stated 30000, should be 12001") })
  }
}

import Foundation
import ROI
import Statistics
import TestSupport
import Testing
import Worksheets

/// Writes workbooks for a foreign spreadsheet program to recalculate, with the figures that it must find.
///
/// `Scripts/check-workbooks` sets the folder; without it nothing is written.
@Suite struct WorkbookFilesTests {
  private static let folder = ProcessInfo.processInfo.environment["WORKBOOKS"]

  /// One file: a workbook as written, and the case that it must come to.
  private struct File {
    let name: String
    let bytes: [UInt8]
    let expected: Workbook
  }

  /// Inputs to change, and the same change in a case.
  private struct Edit: Sendable {
    let name: String
    let inputs: [String: ExactDecimal]
    let change: @Sendable (inout Cases.Parts) throws -> Void
  }

  private static let edits: [Edit] = [
    Edit(name: "share", inputs: ["attribution": 0.15]) { $0.shares = (0.15, 0.15) },
    Edit(name: "unit-value", inputs: ["unit_value": 95_000.5, "attribution": 0.25]) {
      $0.value = "95000.50"
      $0.shares = (0.25, 0.25)
    },
    Edit(name: "costs", inputs: ["cost_1": 60_000, "cost_3": 12_345.67]) {
      $0.costs = ["60000", "8000", "12345.67"]
    },
    Edit(name: "weeks", inputs: ["observed_weeks": 26]) { $0.weeks = 26 },
  ]

  private func issued() throws -> [File] {
    var files: [File] = []
    for (number, item) in try Dossiers.workbooks.get().enumerated() {
      let workbook = item.workbook
      files.append(File(name: "case-\(number)", bytes: workbook.bytes(), expected: workbook))
      files.append(
        File(name: "blind-\(number)", bytes: workbook.bytes(blind: true), expected: workbook))
    }
    return files
  }

  private func edited() throws -> [File] {
    var files: [File] = []
    let kinds: [(String, Cases.Parts)] = [
      ("counts", .init(delta: try Cases.counts())),
      (
        "t",
        .init(
          delta: try Cases.evidence(.higherIsBetter), direction: .higherIsBetter, covers: .window)
      ),
      ("proportions", .init(delta: try Cases.proportions())),
      ("normal", .init(delta: try Cases.normal())),
      ("declared", .init(delta: Cases.declared())),
    ]
    for (kind, parts) in kinds {
      let issued = try Workbook(Cases.make(parts))
      for edit in Self.edits {
        var changed = parts
        try edit.change(&changed)
        files.append(
          File(
            name: "edited-\(kind)-\(edit.name)", bytes: try issued.editing(edit.inputs).bytes(),
            expected: try Workbook(Cases.make(changed))))
      }
    }
    var other = Cases.Parts(delta: try Cases.counts())
    let issued = try Workbook(Cases.make(other))
    other.delta = try Cases.counts(before: 14, after: 1)
    files.append(
      File(
        name: "edited-counts-counts",
        bytes: try issued.editing(["baseline_count": 14, "pilot_count": 1]).bytes(),
        expected: try Workbook(Cases.make(other))))
    let exits = try Workbook(Cases.make(.init(delta: Cases.proportions())))
    files.append(
      File(
        name: "edited-proportions-counts", bytes: try exits.editing(["pilot_count": 0]).bytes(),
        expected: try Workbook(Cases.make(.init(delta: Cases.proportions(pilot: 0))))))
    let declared = try Workbook(Cases.make(.init(delta: Cases.declared())))
    files.append(
      File(
        name: "edited-declared-observed", bytes: try declared.editing(["observed": 9]).bytes(),
        expected: try Workbook(Cases.make(.init(delta: Cases.declared(10, 9))))))
    return files
  }

  @Test(.enabled(if: folder != nil)) func `workbooks are written with the figures to be found`()
    throws
  {
    let folder = URL(fileURLWithPath: try #require(Self.folder))
    for file in try issued() + edited() {
      try Data(file.bytes).write(to: folder.appendingPathComponent("\(file.name).xlsx"))
      var rows = ["sheet,row,column,key,kind,value"]
      for (place, cell) in file.expected.sheets.flatMap(\.cells) {
        guard case .formula(_, let value) = cell.contents, place.sheet != "Ledger" else { continue }
        if place.sheet == "Checks", file.name.hasPrefix("edited") { continue }
        // Bars are texts.
        if case .text = value { continue }
        let key = file.expected.sheets.first { $0.name == place.sheet }?[place.row, 1].contents
        guard case .text(let name) = key else { continue }
        // Found by search, these stay as issued after an edit, and their check says so.
        let isSearched = ["edited-counts", "edited-proportions"].contains {
          file.name.hasPrefix($0)
        }
        if isSearched, name.contains("confidence_") { continue }
        if name == "summary_master_check", file.name.hasPrefix("edited") { continue }
        let kind = cell.style == .money ? "money" : "figure"
        let text = value.number.map { "\($0.value)" } ?? "undefined"
        rows.append("\(place.sheet),\(place.row),\(place.column),\(name),\(kind),\(text)")
      }
      #expect(rows.count > 20)
      try Data((rows.joined(separator: "\n") + "\n").utf8)
        .write(to: folder.appendingPathComponent("\(file.name).expected.csv"))
    }
  }

  /// What the script demands of a spreadsheet program, demanded of our own calculator.
  @Test func `an edited workbook comes to the edited case`() throws {
    for file in try edited() {
      let read = try Workbook(reading: file.bytes)
      #expect(!read.differences().isEmpty, "\(file.name): the old figures are found")
      let recalculated = read.recalculated()
      for line in file.expected.sheets.flatMap(\.cells) where line.place.sheet == "Calc" {
        guard case .formula(_, let value) = line.cell.contents,
          case .formula(_, let found) = try recalculated.sheet("Calc")[
            line.place.row, line.place.column
          ].contents
        else { continue }
        let (first, second) = (found.number?.value ?? .nan, value.number?.value ?? .nan)
        #expect(
          first == second || abs(first - second) <= 1e-9 * abs(second), "\(file.name) \(line.place)"
        )
      }
    }
  }
}

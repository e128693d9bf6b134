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

  @Test(.enabled(if: folder != nil)) func `workbooks are written with the figures to be found`()
    throws
  {
    for (number, item) in try Dossiers.workbooks.get().enumerated() {
      let figures = try WorkbookEdit.figures(of: item.workbook, edit: nil) { place, _ in
        if case .formula(_, let value) = try item.workbook.sheet(place.sheet)[
          place.row, place.column
        ].contents {
          value
        } else {
          nil
        }
      }
      try write("case-\(number)", item.workbook.bytes(), figures)
      try write("blind-\(number)", item.workbook.bytes(blind: true), figures)
    }
    for edit in try WorkbookEdit.all() {
      try write("edited-\(edit.name)", edit.edited().bytes(), edit.figures())
    }
  }

  private func write(_ name: String, _ bytes: [UInt8], _ figures: [WorkbookEdit.Figure]) throws {
    let folder = URL(fileURLWithPath: try #require(Self.folder))
    try Data(bytes).write(to: folder.appendingPathComponent("\(name).xlsx"))
    #expect(figures.count > 20)
    let rows = figures.map { figure in
      let value = figure.value.map { "\($0.value)" } ?? "undefined"
      return
        "\(figure.place.sheet),\(figure.place.row),\(figure.place.column),\(figure.key),"
        + "\(figure.isMoney ? "money" : "figure"),\(value)"
    }
    let text = (["sheet,row,column,key,kind,value"] + rows).joined(separator: "\n") + "\n"
    try Data(text.utf8).write(to: folder.appendingPathComponent("\(name).expected.csv"))
  }

  // MARK: Our own calculator

  @Test func `every kind of delta has ten edits or more`() throws {
    let names = try WorkbookEdit.all().map(\.name)
    #expect(Set(names).count == names.count)
    for kind in ["counts", "proportions", "normal", "t", "study", "declared"] {
      #expect(names.count { $0.hasPrefix(kind + "-") } >= 10, "\(kind)")
    }
    #expect(names.count { $0.hasPrefix("reference-") } == 5)
  }

  /// What the script demands of a spreadsheet program, demanded of our own calculator; all edits where
  /// files are written, else some of each kind.
  @Test func `an edited workbook comes to the edited case`() throws {
    for (number, edit) in try WorkbookEdit.all().enumerated()
    where Self.folder != nil || number % 13 == 4 || edit.name.hasPrefix("dossier") {
      let read = try Workbook(reading: edit.edited().bytes())
      #expect(
        read.differences().isEmpty == edit.inputs.isEmpty, "\(edit.name): the old figures are found"
      )
      let recalculated = read.recalculated()
      for figure in try edit.figures() {
        let cell = try recalculated.sheet(figure.place.sheet)[
          figure.place.row, figure.place.column]
        guard case .formula(_, let found) = cell.contents else {
          Issue.record("\(edit.name) \(figure.place) is no formula")
          continue
        }
        let (first, second) = (found.number?.value ?? .nan, figure.value?.value ?? .nan)
        #expect(
          (first.isNaN && second.isNaN) || first == second
            || abs(first - second) <= 1e-9 * max(1, abs(second)), "\(edit.name) \(figure.place)")
      }
    }
  }

  @Test func `the reference case and its edits come to the figures that it states`() throws {
    let keys = [
      ("Delta", "improvement"), ("GrossValue", "gross_value_of_delta"),
      ("AttributableValue", "attributable_value"), ("NetBenefit", "net_benefit"),
      ("ROI", "roi_ratio_net_over_cost"), ("BCR", "bcr_gross_over_cost"),
      ("BreakEvenAttribution", "break_even_attribution"),
    ]
    for (number, (edit, expected)) in try WorkbookEdit.reference().enumerated() {
      let workbook = try edit.edited().recalculated()
      for (name, key) in keys {
        let wanted = try #require(expected[name].double)
        let found = try #require(workbook.figure(key)?.value)
        #expect(abs(found - wanted) <= 1e-9, "\(edit.name) \(name)")
      }
      // The check compares with the figures issued, which an edit leaves behind.
      #expect(workbook.masterCheck == (number == 0))
    }
  }
}

import ROI
import Statistics
import TestSupport
import Testing
import Worksheets

@Suite struct WorkbookSummaryTests {
  @Test func `the summary is one page with the bound first`() throws {
    let workbook = try Workbook(Dossiers.full())
    let sheet = try workbook.sheet("Summary")
    #expect(workbook.sheets.first?.name == "Summary")
    #expect(sheet[4, 1].text == "summary_headline" && sheet[5, 1].text == "summary_roi")
    let xml = try workbook.part("xl/worksheets/sheet1.xml")
    #expect(xml.contains("fitToWidth=\"1\" fitToHeight=\"1\"") && xml.contains("paperSize=\"9\""))
    let book = try workbook.part("xl/workbook.xml")
    #expect(
      book.contains("<definedName name=\"_xlnm.Print_Area\" localSheetId=\"0\">Summary!$A$1:$E$"))
    #expect(
      book.contains("<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"1\">Inputs!$3:$3<"))
    // What fits A4 across at the scale of its columns: some fifty lines.
    #expect(sheet.rows.count <= 45)
  }

  @Test func `its figures are links to where they are worked out`() throws {
    let dossier = try Dossiers.full()
    let workbook = try Workbook(dossier)
    let links = [
      ("headline", "headline_lower_roi"), ("roi", "roi_ratio_net_over_cost"),
      ("value", "attributable_value"), ("net", "net_benefit"), ("cost", "program_cost"),
      ("plan_total", "overlap_total.D"), ("plan_roi", "overlap_roi"),
      ("attribution", "attribution"), ("master_check", "master_check"),
      ("break_even", "break_even_attribution"), ("in_window_net", "in_window_net_benefit"),
    ]
    for (own, figure) in links {
      #expect(workbook.figure("summary_\(own)") == workbook.figure(figure), "\(own)")
      #expect(workbook.figure(figure) != nil, "\(figure)")
    }
    let edited = try workbook.editing(["attribution": 0.1]).recalculated()
    #expect(edited.figure("summary_value") == 24_000 && edited.figure("summary_master_check") == 0)
  }

  @Test func `each ratio names definition and basis, and what is not known is said`() throws {
    for (name, _, workbook) in try Dossiers.workbooks.get() {
      let sheet = try workbook.sheet("Summary")
      for (place, cell) in sheet.cells where cell.formula != nil {
        #expect(sheet[place.row, 5].text?.isEmpty == false, "\(name): \(place)")
        guard sheet[place.row, 2].text?.hasPrefix("ROI") == true,
          sheet[place.row, 2].text?.contains("limit") == false
        else { continue }
        #expect(sheet[place.row, 5].text?.contains("net / cost") == true, "\(name): \(place)")
      }
    }
    let declared = try Workbook(Cases.make(.init(delta: Cases.declared())))
    let texts = try declared.sheet("Summary").cells.compactMap(\.cell.text)
    #expect(texts.contains { $0.contains("no interval") })
  }

  @Test func `a forged summary is found`() throws {
    let workbook = try Workbook(Dossiers.full())
    let forged = try workbook.forged("Summary") {
      $0.replacing("<f>Calc!G", with: "<f>1*Calc!G")
    }
    #expect(forged.differences().filter { $0.place.sheet == "Ledger" }.count > 2)
  }
}

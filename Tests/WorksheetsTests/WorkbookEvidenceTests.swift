import ROI
import Statistics
import TestSupport
import Testing
import Worksheets

@Suite struct WorkbookEvidenceTests {
  @Test func `streams and grade are worked out as the library has them`() throws {
    let cases: [(contradicting: Int, signed: String?, openConfounder: Bool)] = [
      (0, "2026-04-02", false), (0, "2026-04-02", true), (1, "2026-04-01", true),
      (2, nil, false), (3, "2026-03-31", true),
    ]
    for item in cases {
      let businessCase = try Dossiers.recorded(
        contradicting: item.contradicting, signed: item.signed, openConfounder: item.openConfounder)
      let assessment = businessCase.assessment
      let workbook = try Workbook(businessCase)
      #expect(workbook.masterCheck)
      #expect(workbook.figure("streams_agreeing") == ExactRatio(assessment.streams))
      let grades = EvidenceGrade.allCases.sorted()
      #expect(
        workbook.figure("evidence_grade")
          == grades.firstIndex(of: assessment.grade).map { ExactRatio($0) })
      for stream in EvidenceAssessment.Stream.allCases {
        #expect(
          workbook.figure("stream_\(stream.rawValue)")
            == (assessment.agreeing.contains(stream) ? 1 : 0))
      }
    }
  }

  @Test func `an edit moves streams and grade`() throws {
    let workbook = try Workbook(
      Dossiers.recorded(contradicting: 0, signed: "2026-04-02", openConfounder: false))
    #expect(workbook.figure("streams_agreeing") == 3 && workbook.figure("evidence_grade") == 1)
    let edited = try workbook.editing(["narratives_contradicting": 3, "sponsor_confirms": 0])
      .recalculated()
    #expect(edited.figure("streams_agreeing") == 1)
    #expect(edited.figure("evidence_grade") == 0, "a grade never falls below contested")
    #expect(!edited.masterCheck)
  }

  @Test func `narratives stand by reference, events are texts, intangibles are never summed`()
    throws
  {
    var dossier = Dossier(try Dossiers.recorded())
    dossier.intangibles = [
      try Intangible("calm", direction: .better, evidence: "interviews", source: "the survey")
    ]
    let workbook = try Workbook(dossier)
    let sheet = try workbook.sheet("Evidence")
    let texts = sheet.cells.compactMap(\.cell.text)
    for text in ["N-1", "C-0", "calm", "the steward", "agreed", "overrides"] {
      #expect(texts.contains(text), "\(text)")
    }
    #expect(
      sheet.cells.contains { $0.cell.text == "=a new bonus" && $0.cell.style == .guardedText })
    let row = try #require(sheet.cells.first { $0.cell.text == "calm" }).place.row
    #expect(sheet.cells.filter { $0.place.row == row }.allSatisfy { $0.cell.formula == nil })
    let summary = try workbook.sheet("Summary").cells.compactMap(\.cell.text)
    #expect(summary.contains { $0.contains("N-1 (coach) supports") })
  }

  @Test func `a case without a record has no such sheet`() throws {
    let plain = try Workbook(Cases.make(.init(delta: Cases.counts())))
    #expect(!plain.sheets.contains { $0.name == "Evidence" })
    let title = try #require(try plain.sheet("Summary")[1, 1].text)
    #expect(title.contains("engagement report (directional"))
  }

  @Test func `a stream that was talked up is found`() throws {
    let workbook = try Workbook(Dossiers.recorded(signed: nil))
    let forged = try workbook.forged("Evidence") {
      $0.replacing("<f>Inputs!D", with: "<f>1+Inputs!D")
    }
    #expect(!forged.differences().isEmpty)
    let texts = try workbook.forged("Evidence") { $0.replacing("not signed", with: "signed") }
    #expect(try !texts.differences(from: Dossiers.recorded(signed: nil)).isEmpty)
  }
}

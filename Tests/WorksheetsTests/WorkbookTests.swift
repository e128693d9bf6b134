import Foundation
import ROI
import Statistics
import TestSupport
import Testing
import Worksheets

@Suite struct WorkbookTests {
  private func workbook(_ parts: Cases.Parts? = nil) throws -> Workbook {
    try Workbook(Cases.make(parts ?? .init(delta: Cases.counts())))
  }

  // MARK: Agreement

  @Test func `every kind of case becomes a workbook that agrees with the library`() throws {
    for (number, (name, dossier, workbook)) in try Dossiers.workbooks.get().enumerated() {
      let businessCase = dossier.businessCase
      #expect(workbook.masterCheck, "\(name)")
      #expect(workbook.differences() == [], "\(name)")
      if number % 6 == 0 || number > 36 {
        let read = try Workbook(reading: workbook.bytes())
        #expect(read.sheets.map(\.rows.count) == workbook.sheets.map(\.rows.count), "\(name)")
        #expect(read.differences() == [], "\(name)")
        #expect(try read.differences(from: dossier) == [], "\(name)")
        #expect(read.bytes() == workbook.bytes(), "\(name)")
      }
      for line in Worksheet(businessCase).lines {
        let (found, value) = (workbook.figure(line.key)?.value, line.value?.value)
        if line.kind == .money {
          #expect(found == value, "\(name): \(line.key)")
        } else if let found, let value {
          #expect(abs(found - value) <= 1e-9 * (1 + abs(value)), "\(name): \(line.key)")
        } else {
          #expect(found == value, "\(name): \(line.key)")
        }
      }
    }
  }

  @Test func `random cases agree to the cent`() throws {
    var generator = Generator(seed: 22)
    for number in 0..<25 {
      let businessCase = try Cases.random(&generator)
      let workbook = try Workbook(businessCase)
      #expect(workbook.masterCheck, "case \(number)")
      #expect(workbook.differences() == [], "case \(number)")
    }
  }

  @Test func `the file is the same to the byte and reads back cell by cell`() throws {
    let first = try workbook()
    #expect(first.bytes() == (try workbook()).bytes())
    let read = try Workbook(reading: first.bytes())
    for (own, other) in zip(first.sheets, read.sheets) {
      for (place, cell) in own.cells {
        let found = other[place.row, place.column]
        #expect(found.style == cell.style, "\(place)")
        switch (cell.contents, found.contents) {
        case (.formula(let formula, let value), .formula(let again, let shown)):
          #expect(formula == again && value.number?.value == shown.number?.value, "\(place)")
        case (.number(let number), .number(let again)):
          #expect(number.value == again.value, "\(place)")
        default: #expect(cell == found, "\(place)")
        }
      }
    }
  }

  @Test func `a blind copy has no value in any formula`() throws {
    let workbook = try workbook()
    let blind = try Workbook(reading: workbook.bytes(blind: true))
    let formulas = blind.sheets.flatMap(\.cells).filter { $0.cell.isFormula }
    #expect(formulas.count > 100)
    #expect(formulas.allSatisfy { $0.cell.formulaValue == .empty })
    #expect(!blind.masterCheck && blind.recalculated().masterCheck)
    let issued = try Workbook(reading: workbook.bytes()).sheets.flatMap(\.cells)
    #expect(issued.filter(\.cell.isFormula).allSatisfy { $0.cell.formulaValue != .empty })
  }

  /// Reference case roi-s48: base figures and four edits of the input cells.
  @Test func `edited inputs come to the figures of the reference`() throws {
    var parts = Cases.Parts(delta: Cases.declared())
    parts.shares = (0.30, 0.30)
    parts.costs = ["30000.00"]
    let issued = try workbook(parts)
    let edits: [([String: ExactDecimal], [Double])] = [
      ([:], [2, 240_000, 72_000, 42_000, 1.4, 2.4, 0.125]),
      (["attribution": 0.15], [2, 240_000, 36_000, 6_000, 0.2, 1.2, 0.125]),
      (["observed": 9], [1, 120_000, 36_000, 6_000, 0.2, 1.2, 0.25]),
      (
        ["unit_value": 95_000.5, "attribution": 0.25],
        [2, 190_001, 47_500.25, 17_500.25, 0.583341666666667, 1.583341666666667, 0.157893905821548]
      ),
      (["cost_1": 72_000], [2, 240_000, 72_000, 0, 0, 1, 0.3]),
    ]
    let keys = [
      "improvement", "gross_value_of_delta", "attributable_value", "net_benefit",
      "roi_ratio_net_over_cost", "bcr_gross_over_cost", "break_even_attribution",
    ]
    for (inputs, expected) in edits {
      let found = try issued.editing(inputs).recalculated()
      #expect(found.masterCheck == inputs.isEmpty)
      for (key, value) in zip(keys, expected) {
        #expect(abs((found.figure(key)?.value ?? .nan) - value) <= 1e-9, "\(inputs) \(key)")
      }
    }
  }

  // MARK: Rules of the layout

  @Test func `the sheets stand in order, and every figure has its words`() throws {
    let workbook = try workbook()
    #expect(
      workbook.sheets.map(\.name) == [
        "Summary", "Inputs", "Calc", "Uncertainty", "Sensitivity", "Checks", "Ledger",
      ])
    #expect(workbook.place(of: "attributable_value")?.description.hasPrefix("Calc!G") == true)
    #expect(workbook.place(of: "interval_lower_delta")?.sheet == "Uncertainty")
    #expect(workbook.place(of: "attribution")?.sheet == "Inputs")
    #expect(workbook.place(of: "nothing") == nil && workbook.figure("nothing") == nil)
    for (name, column) in [
      ("Calc", 5), ("Uncertainty", 4), ("Sensitivity", 11), ("Summary", 5),
    ] {
      let sheet = try workbook.sheet(name)
      for (place, cell) in sheet.cells where cell.isFormula {
        guard case .text(let words) = sheet[place.row, column].contents else {
          Issue.record("\(place) has no words")
          continue
        }
        #expect(!words.contains("not here"))
      }
    }
    #expect(workbook.description.contains("every figure as issued"))
  }

  @Test func `the coaching example stands in the cells`() throws {
    var parts = Cases.Parts(delta: try Cases.counts())
    parts.shares = (0.30, 0.30)
    let workbook = try workbook(parts)
    let expected = [
      ("attributable_value", 72_000), ("roi_ratio_net_over_cost", 1.4),
      ("interval_lower_delta", -15.781687166960905), ("interval_upper_delta", 11.578615184572257),
      ("headline_lower_roi", -15.179273033487784), ("confidence_1", 0.4066080224716144),
      ("break_even_attribution", 0.125), ("master_check", 1),
    ]
    for (key, value) in expected {
      #expect(agrees(workbook.figure(key)?.value ?? .nan, value, relative: 1e-12), "\(key)")
    }
  }

  // MARK: Texts

  @Test func `texts that begin like formulas stay texts`() throws {
    for text in ["=1+1 a", "+a", "-a", "@a", "\t=a", "=cmd|' /C calc'!A0", "\u{FF1D}a"] {
      var parts = Cases.Parts(delta: try Cases.counts())
      parts.unit = text
      parts.name = text
      let workbook = try workbook(parts)
      let xml = String(
        decoding: try ZipArchive(reading: workbook.bytes(), source: "file").files
          .flatMap(\.bytes), as: UTF8.self)
      #expect(!xml.contains("<f>=") && !xml.contains("<f>cmd"))
      let units = try workbook.sheet("Calc").cells.filter { $0.cell.contents == .text(text) }
      #expect(!units.isEmpty)
      #expect(units.allSatisfy { $0.cell.style == .guardedText }, "\(text.debugDescription)")
      #expect(try Workbook(reading: workbook.bytes()).differences() == [])
    }
  }

  // MARK: Limits

  @Test func `figures beyond a spreadsheet's digits are refused`() throws {
    var parts = Cases.Parts(delta: Cases.declared(2, 1))
    parts.value = "9007199254740993.01"
    parts.shares = (0.25, 0.25)
    let error = #expect(throws: EvaluationError.self) { try workbook(parts) }
    #expect(error?.description.contains("15 digits") == true)
  }

  @Test func `extreme cases become workbooks or are refused`() throws {
    let effects: [(Double, Uncertainty)] = [
      (0, .normal(standardError: 0)), (1e300, .normal(standardError: 1e290)),
      (1e-300, .normal(standardError: 1e-290)), (5, .t(standardError: 1, degreesOfFreedom: 0.5)),
      (5, .t(standardError: 1, degreesOfFreedom: 1e9)),
      (5, .t(standardError: 0, degreesOfFreedom: 3)),
      (5, .t(standardError: 1, degreesOfFreedom: 1e-140)), (5, .unknown),
    ]
    for (value, uncertainty) in effects {
      let delta = Delta.evidence(
        effect: try Estimate(value: value, uncertainty: uncertainty, method: "stated"),
        design: .beforeAfter, checks: [], units: 1)
      guard
        let businessCase = try? Cases.make(
          .init(delta: delta, direction: .higherIsBetter, value: "1.00"))
      else { continue }
      do {
        let workbook = try Workbook(businessCase)
        #expect(workbook.masterCheck && workbook.differences() == [])
      } catch {
        let isKnown = error.description.contains("15 digits") || error.description.contains("reach")
        #expect(isKnown, "\(value), \(uncertainty): \(error)")
      }
    }
    let rates = try RateComparison(
      treated: EventRate(count: 1_000_000_000, exposure: 1e9),
      control: EventRate(count: 0, exposure: 1e-3))
    _ = try? Workbook(Cases.make(.init(delta: .counts(rates))))
  }
}

extension WorkbookCell {
  fileprivate var isFormula: Bool { if case .formula = contents { true } else { false } }
  fileprivate var formulaValue: CellValue? {
    if case .formula(_, let value) = contents { value } else { nil }
  }
}

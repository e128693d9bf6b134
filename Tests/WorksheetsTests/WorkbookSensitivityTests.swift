import ROI
import Statistics
import TestSupport
import Testing
import Worksheets

@Suite struct WorkbookSensitivityTests {
  private static func workbook(_ change: (inout Cases.Parts) -> Void = { _ in }) throws -> Workbook
  {
    var parts = Cases.Parts(delta: Cases.declared())
    parts.shares = (0.30, 0.30)
    parts.costs = ["30000.00"]
    change(&parts)
    return try Workbook(Cases.make(parts))
  }

  /// Base case of the practice's example: 2 exits x 0.30 x 120,000 against 30,000, with a stress of 20 %.
  @Test func `each input is moved alone`() throws {
    let workbook = try Self.workbook()
    let expected: [(String, Double, Double)] = [
      ("improvement", 1.6 * 0.3 * 120_000 / 30_000 - 1, 2.4 * 0.3 * 120_000 / 30_000 - 1),
      ("attribution", 2 * 0.15 * 120_000 / 30_000 - 1, 2 * 0.25 * 120_000 / 30_000 - 1),
      ("unit_value", 2 * 0.3 * 96_000 / 30_000 - 1, 2 * 0.3 * 144_000 / 30_000 - 1),
      ("program_cost", 72_000 / 24_000.0 - 1, 72_000 / 36_000.0 - 1),
    ]
    for (key, low, high) in expected {
      let found = ["F", "G", "H"].map { workbook.figure("tornado_\(key).\($0)")?.value ?? .nan }
      #expect(agrees(found[0], low, relative: 1e-12), "\(key)")
      #expect(agrees(found[1], high, relative: 1e-12), "\(key)")
      #expect(agrees(found[2], abs(high - low), relative: 1e-12), "\(key)")
    }
  }

  @Test func `the widest swing stands first, and bars are as long as swings`() throws {
    let workbook = try Self.workbook()
    let sheet = try workbook.sheet("Sensitivity")
    var swings: [Double] = []
    for row in 4...7 {
      let swing = try #require(sheet[row, 8].contents.number)
      guard case .formula(_, .text(let bar)) = sheet[row, 10].contents else {
        Issue.record("no bar")
        continue
      }
      swings.append(swing)
      #expect(bar == String(repeating: "█", count: Int((swing / swings[0] * 20).rounded())))
    }
    #expect(swings == swings.sorted(by: >) && swings.count == 4)
    let still = try workbook.editing(["unit_value": 0]).recalculated().sheet("Sensitivity")
    #expect(still[4, 10].contents != .empty)
  }

  /// Reference case roi-s46: the ends of ranges as inputs of their own.
  @Test func `the interval's limits and the range's ends are taken where there are some`() throws {
    let workbook = try Self.workbook {
      $0.delta = (try? Cases.counts()) ?? $0.delta
      $0.shares = (0.15, 0.5)
    }
    #expect(
      workbook.figure("tornado_improvement")?.value
        == workbook.figure("interval_lower_delta")?.value)
    #expect(workbook.figure("tornado_attribution")?.value == 0.15)
    #expect(workbook.figure("tornado_attribution.E")?.value == 0.5)
    let low = 2 * 0.15 * 120_000 / 30_000.0 - 1
    #expect(agrees(workbook.figure("tornado_attribution.F")?.value ?? .nan, low, relative: 1e-12))
    #expect(workbook.figure("tornado_improvement.I") == 1)
    #expect(workbook.figure("tornado_attribution.I") == 0)
  }

  @Test func `break-evens have their headroom`() throws {
    let workbook = try Self.workbook()
    let expected: [(String, Double, Double)] = [
      ("improvement", 5.0 / 6, 2 - 5.0 / 6), ("attribution", 0.125, 0.175),
      ("unit_value", 50_000, 70_000), ("program_cost", 72_000, 42_000),
    ]
    for (key, needed, headroom) in expected {
      #expect(agrees(workbook.figure("headroom_\(key)")?.value ?? .nan, needed, relative: 1e-12))
      #expect(
        agrees(workbook.figure("headroom_\(key).E")?.value ?? .nan, headroom, relative: 1e-12))
    }
  }

  @Test func `the grid and the two-way table follow their steps`() throws {
    let workbook = try Self.workbook()
    #expect(workbook.figure("grid_3")?.value == 0.3)
    #expect(agrees(workbook.figure("grid_3.F")?.value ?? .nan, 1.4, relative: 1e-12))
    #expect(agrees(workbook.figure("grid_3.H")?.value ?? .nan, 5.0 / 6, relative: 1e-12))
    #expect(workbook.figure("grid_10") == 1)
    #expect(agrees(workbook.figure("two_way_3.H")?.value ?? .nan, 1.4, relative: 1e-12))
    #expect(
      agrees(
        workbook.figure("two_way_1.D")?.value ?? .nan, 0.1 * 120_000 / 30_000 - 1, relative: 1e-12))
    let fine = try workbook.editing(["share_step": 0.15, "improvement_step": 0.5]).recalculated()
    #expect(fine.masterCheck, "the layout changes no figure of the case")
    #expect(fine.figure("grid_10") == 1 && fine.figure("grid_6")?.value == 0.9)
    #expect(agrees(fine.figure("two_way_5.H")?.value ?? .nan, 4 * 0.3 * 4 - 1, relative: 1e-12))
  }

  @Test func `a programme without cost is moved in net benefit`() throws {
    let workbook = try Self.workbook { $0.costs = [] }
    #expect(workbook.masterCheck)
    #expect(
      agrees(
        workbook.figure("tornado_unit_value.F")?.value ?? .nan, 2 * 0.3 * 96_000, relative: 1e-12))
    #expect(try workbook.sheet("Sensitivity")[2, 1].text?.hasPrefix("Net benefit") == true)
  }

  @Test func `a band of one share is moved by the stress`() throws {
    var parts = Cases.Parts(
      delta: try Cases.evidence(.higherIsBetter), direction: .higherIsBetter)
    parts.shares = (1, 1)
    let workbook = try Workbook(Cases.make(parts))
    #expect(workbook.figure("tornado_attribution")?.value == 0.8)
    #expect(workbook.masterCheck)
  }
}

extension CellContents {
  fileprivate var number: Double? {
    if case .formula(_, let value) = self { value.number?.value } else { nil }
  }
}

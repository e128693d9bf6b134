import ROI
import Statistics
import TestSupport
import Testing
import Worksheets

@Suite struct WorkbookOverlapTests {
  private static func issued() throws -> (plan: BenefitPlan, workbook: Workbook) {
    let dossier = try Dossiers.full()
    return (try #require(dossier.benefits), try Workbook(dossier))
  }

  @Test func `levers, overlaps and totals are those of the plan`() throws {
    let (plan, workbook) = try Self.issued()
    #expect(workbook.masterCheck)
    let expected: [(String, ExactRatio?)] = [
      ("overlap_gross.D", plan.grossTotal.posted.exact),
      ("overlap_total.D", plan.total.posted.exact),
      ("overlap_net.D", plan.netBenefit.posted.exact), ("lever_3.G", plan.values[2].posted.exact),
      ("overlap_1.D", plan.deductions[0].amount.posted.exact),
      ("overlap_2.D", plan.deductions[1].amount.posted.exact),
    ]
    for (key, value) in expected { #expect(workbook.figure(key) == value, "\(key)") }
    let ratios: [(String, Double?)] = [
      ("overlap_roi", plan.roi?.value), ("overlap_bcr", plan.benefitCostRatio?.value),
      ("overlap_bound", plan.headline?.lower?.value.value),
      ("overlap_bound_roi", plan.headline?.lower?.roi?.value),
    ]
    for (key, value) in ratios {
      #expect(
        agrees(workbook.figure(key)?.value ?? .nan, try #require(value), relative: 1e-9), "\(key)")
    }
  }

  /// 80,000.005 x 0.25 = 20,000.00125 posts 20,000.00; a quarter of ROUND'ed 80,000.01 would be 20,000.0025.
  @Test func `posted lines foot`() throws {
    let workbook = try Self.issued().workbook
    let kept = (1...4).compactMap { workbook.figure("lever_\($0).G") }.reduce(0) { $0 + $1 }
    #expect(kept == workbook.figure("overlap_total.D"))
    #expect(workbook.figure("overlap_1.D") == 20_000)
    #expect(workbook.figure("lever_3.D")?.decimal(places: 2) == "80000.01")
  }

  @Test func `an edited share of an overlap is that of another plan`() throws {
    let (plan, workbook) = try Self.issued()
    var overlaps = plan.overlaps
    overlaps[0] = try LeverOverlap(
      countedIn: "time", removedFrom: "quality", share: 0.9, rationale: "more")
    let other = try BenefitPlan(levers: plan.levers, overlaps: overlaps, costs: plan.costs)
    let edited = try workbook.editing(["overlap_1_share": 0.9]).recalculated()
    #expect(edited.figure("overlap_total.D") == other.total.posted.exact)
    #expect(
      agrees(
        edited.figure("overlap_bound")?.value ?? .nan,
        try #require(other.headline?.lower?.value.value), relative: 1e-12))
    #expect(!edited.masterCheck)
  }

  @Test func `claims on one improvement are added up`() throws {
    let workbook = try Self.issued().workbook
    #expect(workbook.figure("claim_1.E") == 1 && workbook.figure("claim_1") == 1)
    let over = try workbook.editing(["lever_2_share": 0.6]).recalculated()
    #expect(over.figure("claim_1") == 0)
  }

  @Test func `pairs without a declared overlap and rationales are written as texts`() throws {
    let (plan, workbook) = try Self.issued()
    let texts = try workbook.sheet("Overlap").cells.compactMap(\.cell.text)
    for pair in plan.undeclaredPairs {
      #expect(texts.contains("\(pair.first) and \(pair.second)"))
    }
    let inputs = try workbook.sheet("Inputs").cells
    #expect(inputs.contains { $0.cell.text == "=the same hours" && $0.cell.style == .guardedText })
  }

  @Test func `a changed deduction is found`() throws {
    let workbook = try Self.issued().workbook
    let place = try #require(workbook.place(of: "overlap_2.D"))
    let touched = try workbook.forged("Overlap") {
      $0.replacing("<v>8000</v>", with: "<v>7000</v>")
    }
    #expect(touched.differences().contains { $0.place == place && $0.stated == "7000" })
    let formula = try workbook.forged("Overlap") { $0.replacing("<f>ROUND(", with: "<f>1*ROUND(") }
    #expect(formula.differences().contains { $0.place.sheet == "Ledger" })
  }

  @Test func `a plan with its own costs and money beyond a double`() throws {
    var dossier = try Dossiers.full()
    let plan = try #require(dossier.benefits)
    dossier.benefits = try BenefitPlan(
      levers: plan.levers, overlaps: plan.overlaps,
      costs: CostLedger(
        [
          Cost("=fees", category: .fees, amount: Money("100.10", .usd), source: "books"),
          Cost("hours", category: .managerTime, amount: Money("0.05", .usd), source: "books"),
        ], in: .usd))
    let workbook = try Workbook(dossier)
    #expect(workbook.figure("overlap_cost")?.decimal(places: 2) == "100.15")
    dossier.benefits = try BenefitPlan(
      levers: [
        Lever(
          "vast", outcome: "a", population: "b", share: 1, design: .declared,
          value: Dossiers.money(90_071_992_547_409.93 as ExactDecimal), source: "c")
      ], costs: plan.costs)
    let error = #expect(throws: EvaluationError.self) { try Workbook(dossier) }
    #expect(error?.description.contains("15 digits") == true)
  }
}

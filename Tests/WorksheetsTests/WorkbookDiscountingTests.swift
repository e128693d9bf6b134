import ROI
import Statistics
import TestSupport
import Testing
import Worksheets

@Suite struct WorkbookDiscountingTests {
  private static func issued(
    _ businessCase: BusinessCase, _ projection: (BusinessCase) throws -> CashFlowProjection
  ) throws -> (projection: CashFlowProjection, workbook: Workbook) {
    var dossier = Dossier(businessCase)
    let projection = try projection(businessCase)
    dossier.cashFlow = projection
    return (projection, try Workbook(dossier))
  }

  private static func plain(_ projection: (BusinessCase) throws -> CashFlowProjection) throws -> (
    projection: CashFlowProjection, workbook: Workbook
  ) { try issued(Cases.make(.init(delta: Cases.counts())), projection) }

  private func expectAgreement(
    _ projection: CashFlowProjection, _ workbook: Workbook, _ name: String
  )
    throws
  {
    #expect(workbook.masterCheck, "\(name)")
    for (key, course) in [("point", projection.point)]
      + (projection.headline.map { [("bound", $0)] } ?? [])
    {
      for year in 0...projection.terms.years {
        let expected: [(String, ExactRatio)] = [
          ("F", course.benefits[year].posted.exact), ("G", projection.costs[year].exact),
          ("H", course.net[year].exact), ("L", course.presentBenefits[year].posted.exact),
          ("M", projection.presentCosts[year].posted.exact),
          ("N", course.presentNet[year].posted.exact),
        ]
        for (column, value) in expected {
          #expect(
            workbook.figure("\(key)_\(year).\(column)") == value, "\(name) \(key) \(year)\(column)")
        }
        #expect(
          agrees(
            workbook.figure("\(key)_\(year).I")?.value ?? .nan, projection.discountFactors[year],
            relative: 1e-14), "\(name)")
      }
      #expect(workbook.figure("\(key)_npv") == course.netPresentValue.posted.exact, "\(name)")
      #expect(
        workbook.figure("\(key)_payback") == course.payback.periods ?? -1, "\(name) \(key)")
      if let ratio = course.roiOnPresentValue?.value {
        let found = workbook.figure("\(key)_roi_present")?.value ?? .nan
        #expect(agrees(found, ratio, relative: 1e-12), "\(name)")
      } else {
        #expect(workbook.figure("\(key)_roi_present") == nil, "\(name)")
      }
      if let rate = course.internalRates.unique {
        let found = workbook.figure("\(key)_irr")?.value ?? .nan
        #expect(agrees(found, rate, relative: 1e-12), "\(name)")
      }
    }
  }

  @Test func `years, factors and present values are those of the projection`() throws {
    let variants: [(String, (BusinessCase) throws -> CashFlowProjection)] = [
      ("plain", { try Dossiers.projection($0) }),
      ("mid-year", { try Dossiers.projection($0, timing: .midYear) }),
      ("a lag beyond a year", { try Dossiers.projection($0, lag: 70.5) }),
      ("everything lost", { try Dossiers.projection($0, dropOff: 1) }),
      ("one year", { try Dossiers.projection($0, years: 1) }),
      ("thirty years", { try Dossiers.projection($0, years: 30, dropOff: 0) }),
      ("no rate", { try Dossiers.projection($0, rate: 0) }),
      ("a negative rate", { try Dossiers.projection($0, rate: -0.05) }),
    ]
    for (name, make) in variants {
      let (projection, workbook) = try Self.plain(make)
      try expectAgreement(projection, workbook, name)
    }
    for rounding in [Rounding.halfToEven, .halfAwayFromZero] {
      let (projection, workbook) = try Self.issued(Dossiers.dated(rounding)) {
        try Dossiers.projection($0, lag: 13)
      }
      try expectAgreement(projection, workbook, "dated \(rounding)")
    }
  }

  @Test func `costs of nothing and benefits of nothing`() throws {
    for parts in [
      Cases.Parts(delta: try Cases.counts(), costs: []),
      Cases.Parts(delta: Cases.declared(10, 10)), Cases.Parts(delta: Cases.declared(8, 10)),
      Cases.Parts(delta: try Cases.counts(), shares: (0, 0)),
    ] {
      let (projection, workbook) = try Self.issued(Cases.make(parts)) {
        try Dossiers.projection($0)
      }
      try expectAgreement(projection, workbook, "\(parts.costs) \(parts.delta)")
    }
  }

  @Test func `the net present value is a difference of posted sums, with NPV beside it`() throws {
    let (projection, workbook) = try Self.plain { try Dossiers.projection($0) }
    #expect(
      workbook.figure("point_npv")
        == projection.point.totalPresentBenefits.posted.exact
        - projection.totalPresentCosts.posted.exact)
    let function = try #require(workbook.figure("point_npv_function")?.value)
    #expect(abs(function - projection.point.netPresentValue.value) < 0.03)
    #expect(workbook.figure("point_npv_agrees") == 1)
    let texts = try workbook.sheet("Discounting").cells.compactMap { place, cell in
      cell.formula?.text(on: place.sheet)
    }
    #expect(texts.contains { $0.contains("NPV(Inputs!") })
    #expect(texts.contains { $0.hasPrefix("IRR(H4:H7,Inputs!") })
  }

  @Test func `edited terms and costs are those of another projection`() throws {
    let (_, workbook) = try Self.plain { try Dossiers.projection($0) }
    let (other, _) = try Self.plain {
      try Dossiers.projection($0, rate: 0.07, lag: 26, dropOff: 0.5)
    }
    let edited = try workbook.editing(
      ["discount_rate": 0.07, "benefit_lag_weeks": 26, "drop_off": 0.5]
    ).recalculated()
    #expect(edited.figure("point_npv") == other.point.netPresentValue.posted.exact)
    #expect(edited.figure("bound_npv") == other.headline?.netPresentValue.posted.exact)
    #expect(
      agrees(
        edited.figure("point_irr")?.value ?? .nan, try #require(other.point.internalRates.unique),
        relative: 1e-12))
    #expect(!edited.masterCheck && edited.figure("summary_npv") == edited.figure("point_npv"))
    let dearer = try workbook.editing(["cost_1": 50_000]).recalculated()
    #expect(dearer.figure("point_total.G") == 62_000)
  }

  @Test func `flows without one internal rate say so`() throws {
    let (projection, workbook) = try Self.issued(Cases.make(.init(delta: Cases.declared(8, 10)))) {
      try Dossiers.projection($0)
    }
    #expect(projection.point.internalRates.unique == nil)
    #expect(workbook.figure("point_irr") == nil && workbook.figure("point_payback") == -1)
    let texts = try workbook.sheet("Discounting").cells.compactMap(\.cell.text)
    #expect(texts.contains(projection.point.internalRates.description))
  }

  @Test func `the projection of another case is refused, and a changed flow is found`() throws {
    var dossier = Dossier(try Cases.make(.init(delta: Cases.declared())))
    dossier.cashFlow = try Dossiers.projection(Cases.make(.init(delta: Cases.counts())))
    let error = #expect(throws: EvaluationError.self) { try Workbook(dossier) }
    #expect(error?.description.contains("own case") == true)
    let (_, workbook) = try Self.plain { try Dossiers.projection($0) }
    let forged = try workbook.forged("Discounting") {
      $0.replacing("<v>48000</v>", with: "<v>84000</v>")
    }
    #expect(forged.differences().contains { $0.place.sheet == "Discounting" })
    let formula = try workbook.forged("Discounting") { $0.replacing("<f>I4/", with: "<f>1*I4/") }
    #expect(formula.differences().contains { $0.place.sheet == "Ledger" })
  }
}

import Foundation
import ROI
import Statistics
import Testing

@Suite struct CashFlowProjectionTests {
  static func rate(_ value: ExactDecimal = 0.10) throws -> DiscountRate<Nominal> {
    try DiscountRate(value, date: RecordDate("2026-01-01"), source: "Treasury memo")
  }

  static func cost(
    _ amount: String, _ timing: CostTiming? = nil, maintenance: Bool = false
  ) throws -> Cost {
    try Cost(
      "item \(amount)", category: .fees, amount: Money(amount, .usd), source: "invoice",
      timing: timing, isMaintenance: maintenance)
  }

  static func ledger(_ costs: [Cost], noMaintenance: Bool = false) throws -> CostLedger {
    try CostLedger(
      costs, declaredNone: [.analytics, .managerTime], declaresNoMaintenance: noMaintenance,
      in: .usd)
  }

  /// 72,000 a year against 30,000 at the start and 5,000 a year of upkeep.
  static func projection(
    years: Int = 3, lag: ExactDecimal = 0, dropOff: ExactDecimal = 0,
    timing: FlowTiming = .endOfYear, delta: Delta? = nil
  ) throws -> CashFlowProjection {
    try CashFlowProjection(
      Coaching.businessCase(
        delta: delta ?? .counts(Coaching.comparison()),
        costs: ledger([
          cost("30000"), cost("5000", .years(first: 1, last: 100), maintenance: true),
        ])),
      terms: .init(
        years: years, rate: rate(), benefitStartLagWeeks: lag, dropOff: dropOff, timing: timing))
  }

  // MARK: Figures by hand

  @Test func postsEveryYearAndFoots() throws {
    let projection = try Self.projection()
    #expect(projection.costs.map(\.amount) == ["30000.00", "5000.00", "5000.00", "5000.00"])
    // 5,000 / 1.1, / 1.21, / 1.331.
    #expect(
      projection.presentCosts.map(\.posted.amount) == ["30000.00", "4545.45", "4132.23", "3756.57"])
    let point = projection.point
    #expect(point.benefits.map(\.posted.amount) == ["0.00", "72000.00", "72000.00", "72000.00"])
    #expect(
      point.presentBenefits.map(\.posted.amount) == ["0.00", "65454.55", "59504.13", "54094.67"])
    #expect(point.net.map(\.amount) == ["-30000.00", "67000.00", "67000.00", "67000.00"])
    #expect(projection.totalPresentCosts.posted.amount == "42434.25")
    #expect(point.totalPresentBenefits.posted.amount == "179053.35")
    #expect(point.netPresentValue.posted.amount == "136619.10")
    #expect(point.totalBenefits.posted.amount == "216000.00")
    #expect(point.netBenefit.posted.amount == "171000.00")
    #expect(point.roiUndiscounted?.exactDecimal == "3.8")
    // mpmath findroot, and ((67000 (1.21 + 1.1 + 1) / 30000)^(1/3) - 1), both at 30 digits.
    #expect(abs((point.internalRates.unique ?? 0) - 2.1627401071436975) < 1e-14)
    #expect(abs((point.modifiedInternalRate ?? 0) - 0.94802195502963964) < 1e-14)
    #expect(point.payback.periods?.decimal(significantDigits: 6) == "0.447761")
    #expect(point.payback.isSustained == true)
    #expect(projection.discountFactors.count == 4 && projection.discountFactors[0] == 1)
  }

  @Test func theHeadlineStandsBesideThePoint() throws {
    let projection = try Self.projection()
    let headline = try #require(projection.headline)
    #expect(headline.label.contains("one-sided"))
    #expect(headline.netPresentValue.value < projection.point.netPresentValue.value)
    #expect(
      headline.benefits[1].exact
        == projection.businessCase.annualised.headline?.lower?
        .attributableValue.exact)
    // The lower bound of ten exits against two in a quarter is a loss in every year.
    #expect(headline.payback.periods == nil && headline.internalRates.status == .none)
    #expect(headline.modifiedInternalRate == nil)
    let value = projection.checks.first { $0.name == "net present value" }
    #expect(value?.verdict == .inconclusive)
    let declared = try Self.projection(delta: .declared(baseline: 10, observed: 8))
    #expect(declared.headline == nil)
    #expect(declared.checks.first { $0.name == "net present value" }?.verdict == .inconclusive)
  }

  @Test func lagAndDropOffShareOutTheBenefit() throws {
    let late = try Self.projection(lag: 26)
    #expect(
      late.point.benefits.map(\.posted.amount) == ["0.00", "36000.00", "72000.00", "72000.00"])
    let very = try Self.projection(lag: 65)
    #expect(very.point.benefits.map(\.posted.amount) == ["0.00", "0.00", "54000.00", "72000.00"])
    let fading = try Self.projection(lag: 26, dropOff: 0.25)
    #expect(
      fading.point.benefits.map(\.posted.amount) == ["0.00", "36000.00", "54000.00", "40500.00"])
    let never = try Self.projection(lag: 5_300)
    #expect(never.point.totalBenefits.posted.isZero && never.point.breakEvenAnnualValue == nil)
    #expect(never.point.breakEvenShare == nil && never.point.payback.periods == nil)
    let gone = try Self.projection(dropOff: 1)
    #expect(gone.point.benefits.map(\.posted.amount) == ["0.00", "72000.00", "0.00", "0.00"])
  }

  @Test func midYearIsWorthMore() throws {
    let end = try Self.projection().point.netPresentValue.value
    let middle = try Self.projection(timing: .midYear).point.netPresentValue.value
    #expect(abs((middle + 30_000) - (end + 30_000) * 1.1.squareRoot()) < 0.05)
  }

  @Test(arguments: [1, 2, 3, 10], [FlowTiming.endOfYear, .midYear])
  func totalsAreSumsOfPostedLines(years: Int, timing: FlowTiming) throws {
    let projection = try Self.projection(years: years, lag: 7, dropOff: 0.07, timing: timing)
    for course in [projection.point, projection.headline].compactMap({ $0 }) {
      let present = try Money.sum(course.presentBenefits.map(\.posted), in: .usd)
      let costs = try Money.sum(projection.presentCosts.map(\.posted), in: .usd)
      #expect(course.totalPresentBenefits.posted == present)
      #expect(try course.netPresentValue.posted == present - costs)
      #expect(
        try Money.sum(course.presentNet.map(\.posted), in: .usd) == course.netPresentValue.posted)
      #expect(try Money.sum(course.net, in: .usd) == course.netBenefit.posted)
      if let share = course.breakEvenShare, let annual = course.breakEvenAnnualValue {
        // That share of the benefits is worth exactly what the costs are.
        #expect(share * course.totalPresentBenefits.exact == projection.totalPresentCosts.exact)
        let earned =
          course.label == "point estimate"
          ? projection.businessCase.annualised.attributableValue.exact
          : projection.businessCase.annualised.headline?.lower?.attributableValue.exact ?? 0
        #expect(abs((share * earned).value - annual.value) <= 1e-9 * abs(annual.value))
      }
    }
  }

  // MARK: Checks

  @Test func maintenanceIsAskedOfSeveralYears() throws {
    func verdict(_ ledger: CostLedger, years: Int = 3) throws -> Check.Verdict? {
      try CashFlowProjection(
        Coaching.businessCase(costs: ledger), terms: .init(years: years, rate: Self.rate())
      ).checks.first { $0.name == "maintenance" }?.verdict
    }
    #expect(try verdict(Self.ledger([Self.cost("1")])) == .failed)
    #expect(try verdict(Self.ledger([Self.cost("1")]), years: 1) == nil)
    #expect(try verdict(Self.ledger([Self.cost("1")], noMaintenance: true)) == .passed)
    #expect(try verdict(Self.ledger([Self.cost("1", maintenance: true)])) == .inconclusive)
    let upkeep = try Self.cost("1", .years(first: 1, last: 3), maintenance: true)
    #expect(try verdict(Self.ledger([upkeep])) == .passed)
  }

  @Test func severalRatesAndLateCostsAreSaid() throws {
    // Closing down in year 2 costs more than is left: two rates, and what was paid back is lost.
    let closing = try Self.cost("77000", .years(first: 2, last: 2))
    let late = try Self.cost("9", .years(first: 5, last: 6))
    let projection = try CashFlowProjection(
      Coaching.businessCase(
        delta: .declared(baseline: 10, observed: 8),
        costs: Self.ledger([Self.cost("15000"), closing, late])),
      terms: .init(years: 2, rate: Self.rate(), dropOff: 1))
    #expect(projection.costsAfterHorizon.amount == "18.00")
    #expect(projection.point.net.map(\.amount) == ["-15000.00", "72000.00", "-77000.00"])
    let names = projection.checks.filter { !$0.passed }.map(\.name)
    #expect(names.contains("internal rate of return") && names.contains("payback"))
    #expect(names.contains("costs after the horizon"))
    #expect(projection.point.payback.isSustained == false)
  }

  @Test func nothingSpentLeavesRatiosUndefined() throws {
    let projection = try CashFlowProjection(
      Coaching.businessCase(costs: Self.ledger([])), terms: .init(years: 2, rate: Self.rate()))
    #expect(projection.point.roiOnPresentValue == nil && projection.point.roiUndiscounted == nil)
    #expect(projection.point.benefitCostRatioOnPresentValue == nil)
    #expect(projection.description.contains("undefined"))
  }

  // MARK: Text and coding

  @Test func isDescribedInTenLines() throws {
    let text = try Self.projection().description
    #expect(text.split(separator: "\n").count <= 10)
    #expect(text.contains("on present value") && text.contains("undiscounted"))
    #expect(text.contains("10 % nominal (Treasury memo, 2026-01-01)"))
    var dossier = Dossier(try Coaching.businessCase())
    dossier.cashFlow = try Self.projection()
    let data = try JSONEncoder().encode(dossier)
    #expect(try JSONDecoder().decode(Dossier.self, from: data) == dossier)
  }

  @Test func decodingComputesAnew() throws {
    let projection = try Self.projection(lag: 3, dropOff: 0.1)
    let data = try JSONEncoder().encode(projection)
    let text = String(decoding: data, as: UTF8.self)
    #expect(!text.contains("netPresentValue"))
    #expect(try JSONDecoder().decode(CashFlowProjection.self, from: data) == projection)
    for (sound, forged) in [
      (#""years":3"#, #""years":0"#), (#""years":3"#, #""years":101"#),
      (#""dropOff":"0.1""#, #""dropOff":"1.1""#),
      (#""benefitStartLagWeeks":"3""#, #""benefitStartLagWeeks":"-3""#),
      (#""kind":"nominal""#, #""kind":"real""#),
    ] {
      let hostile = text.replacingOccurrences(of: sound, with: forged)
      #expect(hostile != text)
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(CashFlowProjection.self, from: Data(hostile.utf8))
      }
    }
  }

  @Test func hostileTermsAreRefused() throws {
    let rate = try Self.rate()
    let dated = try Self.cost("1", .once(on: RecordDate("2026-05-01")))
    let most = try Self.cost("92233720368547758.07", .years(first: 0, last: 1))
    let attempts: [(String, () throws -> Void)] = [
      ("invalidArgument", { _ = try CashFlowProjection.Terms(years: 0, rate: rate) }),
      ("invalidArgument", { _ = try CashFlowProjection.Terms(years: .max, rate: rate) }),
      ("invalidArgument", { _ = try CashFlowProjection.Terms(years: .min, rate: rate) }),
      (
        "invalidArgument",
        { _ = try CashFlowProjection.Terms(years: 1, rate: rate, benefitStartLagWeeks: -1) }
      ),
      (
        "invalidArgument",
        { _ = try CashFlowProjection.Terms(years: 1, rate: rate, benefitStartLagWeeks: 5_301) }
      ),
      (
        "invalidArgument", { _ = try CashFlowProjection.Terms(years: 1, rate: rate, dropOff: -0.1) }
      ),
      ("invalidArgument", { _ = try CashFlowProjection.Terms(years: 1, rate: rate, dropOff: 1.1) }),
      (
        "invalidArgument",
        {
          _ = try CashFlowProjection(
            Coaching.businessCase(costs: Self.ledger([dated])), terms: .init(years: 1, rate: rate))
        }
      ),
      (
        "overflow",
        {
          _ = try CashFlowProjection(
            Coaching.businessCase(
              delta: .declared(baseline: 1, observed: 1), costs: Self.ledger([most])),
            terms: .init(years: 1, rate: rate))
        }
      ),
      (
        "overflow",
        {
          _ = try CashFlowProjection(
            Coaching.businessCase(), terms: .init(years: 100, rate: Self.rate(-0.99)))
        }
      ),
    ]
    for (expected, attempt) in attempts { #expect(kind(thrown(attempt)) == expected) }
  }
}

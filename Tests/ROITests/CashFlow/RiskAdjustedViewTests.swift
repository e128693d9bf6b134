import Foundation
import ROI
import Statistics
import TestSupport
import Testing

@Suite struct RiskAdjustedViewTests {
  static func line(
    _ name: String, _ amounts: [String], risk: ExactDecimal = 0, currency: Currency = .usd
  ) throws -> RiskAdjustedView.Line {
    try .init(
      name, byPeriod: amounts.map { try Money($0, currency) }, risk: risk, rationale: "interviews")
  }

  static func view(
    _ benefits: [RiskAdjustedView.Line], _ costs: [RiskAdjustedView.Line],
    rate: ExactDecimal = 0.10
  ) throws -> RiskAdjustedView {
    try RiskAdjustedView(
      benefits: benefits, costs: costs, rate: CashFlowProjectionTests.rate(rate))
  }

  @Test func benefitsShrinkAndCostsGrow() throws {
    let view = try Self.view(
      [Self.line("time", ["0", "1000.01", "1000"], risk: 0.2)],
      [Self.line("licence", ["500"], risk: 0.05)])
    #expect(view.benefits[0].adjusted.map(\.posted.amount) == ["0.00", "800.01", "800.00"])
    #expect(view.costs[0].adjusted.map(\.posted.amount) == ["525.00", "0.00", "0.00"])
    #expect(view.net.posted.map(\.amount) == ["-525.00", "800.01", "800.00"])
    #expect(view.payback.periods?.decimal(significantDigits: 4) == "0.6562")
    #expect(view.description.contains("on present value"))
    #expect(view.description.contains("undiscounted"))
  }

  @Test func totalsAreSumsOfPostedLines() throws {
    var generator = Generator(seed: 31)
    for _ in 0..<20 {
      func lines(_ count: Int) throws -> [RiskAdjustedView.Line] {
        try (0..<count).map { number in
          try Self.line(
            "line \(number)", (0...3).map { _ in generator.digits(5) + ".37" },
            risk: ExactDecimal("0." + generator.digits(3)))
        }
      }
      let view = try Self.view(lines(3), lines(2))
      let present = try Money.sum(view.benefits.map(\.presentValue.posted), in: .usd)
      #expect(view.presentBenefits.posted == present)
      #expect(try view.netPresentValue.posted == present - view.presentCosts.posted)
      for row in view.benefits + view.costs {
        #expect(try Money.sum(row.adjusted.map(\.posted), in: .usd) == row.total.posted)
      }
      #expect(try Money.sum(view.net.posted, in: .usd) == view.netBenefit.posted)
    }
  }

  @Test func withoutCostsThereIsNoReturn() throws {
    let view = try Self.view([Self.line("time", ["1", "2"])], [])
    #expect(view.roiOnPresentValue == nil && view.roiUndiscounted == nil)
    #expect(view.benefitCostRatioOnPresentValue == nil && view.payback.periods == 0)
  }

  @Test func hostileLinesAreRefused() throws {
    let attempts: [(String, () throws -> Void)] = [
      ("other", { _ = try Self.view([], []) }),
      ("invalidArgument", { _ = try Self.line("x", []) }),
      ("invalidArgument", { _ = try Self.line("x", [String](repeating: "1", count: 102)) }),
      ("invalidArgument", { _ = try Self.line("x", ["1"], risk: -0.01) }),
      ("invalidArgument", { _ = try Self.line("x", ["1"], risk: 10.01) }),
      ("invalidArgument", { _ = try Self.line(" ", ["1"]) }),
      ("invalidArgument", { _ = try Self.view([Self.line("x", ["1"], risk: 1.01)], []) }),
      ("invalidArgument", { _ = try Self.view([], [Self.line("x", ["1", "-1"])]) }),
      (
        "invalidArgument",
        { _ = try Self.view([Self.line("x", ["1"])], [Self.line("y", ["1"], currency: .eur)]) }
      ),
      ("overflow", { _ = try Self.view([], [Self.line("x", ["92233720368547758"], risk: 1)]) }),
      (
        "overflow",
        {
          let most = try Self.line("x", ["92233720368547758"])
          _ = try Self.view([most, most], [])
        }
      ),
    ]
    for (expected, attempt) in attempts { #expect(kind(thrown(attempt)) == expected) }
  }

  @Test func decodingAdjustsAnew() throws {
    let view = try Self.view([Self.line("a", ["1", "5"], risk: 0.5)], [Self.line("b", ["2"])])
    let data = try JSONEncoder().encode(view)
    #expect(try JSONDecoder().decode(RiskAdjustedView.self, from: data) == view)
    var dossier = Dossier(try Coaching.businessCase())
    dossier.riskAdjusted = view
    let whole = try JSONEncoder().encode(dossier)
    #expect(try JSONDecoder().decode(Dossier.self, from: whole).riskAdjusted == view)
    let forged = String(decoding: data, as: UTF8.self)
      .replacingOccurrences(of: #""risk":"0.5""#, with: #""risk":"1.5""#)
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(RiskAdjustedView.self, from: Data(forged.utf8))
    }
  }
}

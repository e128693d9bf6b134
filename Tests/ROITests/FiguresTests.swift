import Foundation
import ROI
import Statistics
import TestSupport
import Testing

/// The chain from delta to dollars against Python's fractions (Scripts/reference/money/chain.py).
@Suite struct FiguresTests {
  static func cases() throws -> [JSONValue] {
    let file = ReferenceCase.folder("money").appendingPathComponent("chain.json")
    return try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: file))["cases"].elements
  }

  static func businessCase(_ inputs: JSONValue, _ rounding: Rounding) throws -> BusinessCase {
    let currency = try Currency(inputs["currency"].text())
    return try BusinessCase(
      name: "chain", perspective: .public, indicator: Coaching.indicator(),
      delta: .declared(
        baseline: decimal(inputs["baseline"]), observed: decimal(inputs["observed"])),
      time: Coaching.time(decimal(inputs["weeks"])),
      attribution: Coaching.share(decimal(inputs["attribution"]), override: Coaching.override()),
      unitValue: UnitValue(Money(inputs["unit_value"].text(), currency), source: "drawn"),
      costs: CostLedger(
        [
          Cost(
            "all", category: .fees, amount: Money(inputs["program_cost"].text(), currency),
            source: "drawn")
        ], in: currency), rounding: rounding)
  }

  static func expectRatio(_ ratio: ExactRatio?, _ field: JSONValue, _ name: String) throws {
    guard let text = field.string else {
      #expect(ratio == nil, "\(name)")
      return
    }
    let printed = try #require(ratio, "\(name)").decimal(significantDigits: 30)
    #expect(try ExactDecimal(printed) == ExactDecimal(text), "\(name)")
  }

  @Test func chainAgreesWithPythonsFractions() throws {
    let cases = try Self.cases()
    #expect(cases.count == 150)
    for item in cases {
      let away = try Self.businessCase(item, .halfAwayFromZero)
      let even = try Self.businessCase(item, .halfToEven)
      for (basis, name) in [(Basis.annualised, "annualised"), (.inWindow, "in_window")] {
        let expected = item["expected"][name]
        let figures = away.figures(basis)
        #expect(try figures.grossValueOfDelta.posted.amount == expected["gross"].text())
        #expect(try figures.attributableValue.posted.amount == expected["value"].text())
        #expect(
          try even.figures(basis).attributableValue.posted.amount
            == expected["value_half_even"].text())
        try Self.expectRatio(figures.delta, expected["delta"], "delta")
        try Self.expectRatio(figures.roi, expected["roi"], "ROI")
        try Self.expectRatio(figures.benefitCostRatio, expected["bcr"], "BCR")
        let point = figures.breakEven
        try Self.expectRatio(point.attribution, expected["break_even_attribution"], "attribution")
        try Self.expectRatio(point.delta, expected["break_even_delta"], "break-even delta")
        try Self.expectRatio(point.unitValue, expected["break_even_unit_value"], "unit value")
      }
    }
  }

  @Test func postedLinesFootInEachCase() throws {
    for item in try Self.cases() {
      for rounding in Rounding.allCases {
        let result = try Self.businessCase(item, rounding)
        for basis in Basis.allCases {
          let figures = result.figures(basis)
          #expect(
            try figures.netBenefit.posted + figures.programCost
              == figures.attributableValue.posted)
          let data = try JSONEncoder().encode(figures)
          #expect(try JSONDecoder().decode(Figures.self, from: data) == figures)
        }
      }
    }
  }

  @Test func descriptionsNameEachRatio() throws {
    let figures = try Coaching.businessCase().annualised
    #expect(
      figures.description
        == "delta 2, value USD 72,000, cost USD 30,000, net USD 42,000, ROI 1.4 (net / cost), "
        + "BCR 2.4 (value / cost)")
  }

  @Test func refusesForgedFigures() throws {
    let figures = try Coaching.businessCase().annualised
    let text = String(decoding: try JSONEncoder().encode(figures), as: UTF8.self)
    for (good, bad) in [
      (#""roi":"7\/5""#, #""roi":"9\/5""#), (#""benefitCostRatio":"12\/5""#, #""x":1"#),
      (#""amount":"30000.00""#, #""amount":"30000.01""#),
      (#""amount":"42000.00""#, #""amount":"42001.00""#),
      (#""level":0.9"#, #""level":1"#), (#""level":0.9"#, #""level":-3"#),
    ] {
      #expect(text.contains(good))
      let forged = text.replacingOccurrences(of: good, with: bad)
      #expect(throws: (any Error).self, "\(bad)") {
        try JSONDecoder().decode(Figures.self, from: Data(forged.utf8))
      }
    }
  }
}

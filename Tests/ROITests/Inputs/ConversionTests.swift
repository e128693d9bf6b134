import Foundation
import ROI
import Statistics
import Testing

@Suite struct ConversionTests {
  private func usd(_ amount: String) throws -> Money { try Money(amount, .usd) }

  /// Products made with Python's `decimal`.
  @Test func theFourConversions() throws {
    let cases: [(Conversion.Parts, String, String)] = [
      (.costAvoided(try usd("120000.00")), "120000.00", "USD 120,000 avoided"),
      (
        .hours(Hours(1), loadedRate: try usd("100.00"), realisedShare: 0.5), "50.00",
        "1 h x USD 100 x 50 % realised"
      ),
      // 1.5 x 33.33 x 0.7 = 34.9965
      (
        .hours(Hours(1.5), loadedRate: try usd("33.33"), realisedShare: 0.7), "35.00",
        "1.5 h x USD 33.33 x 70 % realised"
      ),
      (
        .revenue(try usd("250000.00"), margin: 0.18), "45000.00",
        "USD 250,000 revenue x 18 % margin"
      ),
      (
        .risk(before: 0.05, after: 0.02, loss: try usd("1000000.00")), "30000.00",
        "(5 % - 2 %) x USD 1,000,000 loss"
      ),
    ]
    for (parts, amount, words) in cases {
      let conversion = try Conversion(parts)
      #expect(conversion.value.posted.amount == amount)
      #expect(conversion.description.hasPrefix(words + " = "), "\(conversion)")
      #expect(!parts.name.isEmpty)
    }
  }

  @Test func theProductIsTheTermsTogether() throws {
    let hours = try Conversion(
      .hours(Hours(1.5), loadedRate: usd("33.33"), realisedShare: 0.7))
    #expect(hours.value.exact == hours.terms.reduce(1) { $0 * $1.value })
    #expect(hours.value.exact == ExactRatio(34.9965))
    #expect(hours.terms.map(\.unit) == ["h", "USD", "share"])
    let risk = try Conversion(.risk(before: 0.05, after: 0.02, loss: usd("10.00")))
    let terms = risk.terms.map(\.value)
    #expect(risk.value.exact == (terms[0] - terms[1]) * terms[2])
    #expect(risk.terms.map(\.unit) == ["probability", "probability", "USD"])
    #expect(try Conversion(.costAvoided(usd("7.00"))).terms.map(\.value) == [7])
    #expect(
      try Conversion(.revenue(usd("7.00"), margin: 0.5)).terms.map(\.value) == [7, ExactRatio(0.5)])
  }

  @Test func roundingIsTheStatedOne() throws {
    let parts = Conversion.Parts.revenue(try usd("0.05"), margin: 0.5)
    #expect(try Conversion(parts).value.posted.amount == "0.03")
    #expect(try Conversion(parts, rounding: .halfToEven).value.posted.amount == "0.02")
  }

  @Test func aRiskThatGrowsIsNegativeAndNoUnitValue() throws {
    let grown = try Conversion(.risk(before: 0.02, after: 0.05, loss: usd("100.00")))
    #expect(grown.value.posted.amount == "-3.00")
    #expect(kind(thrown { _ = try UnitValue(grown, source: "actuary") }) == "invalidArgument")
    let lost = try Conversion(.hours(Hours(-1), loadedRate: usd("10.00"), realisedShare: 1))
    #expect(lost.value.posted.amount == "-10.00")
  }

  // MARK: In a case

  @Test func aCaseTakesThePostedPrice() throws {
    let price = try UnitValue(
      Conversion(.hours(Hours(1.5), loadedRate: usd("33.33"), realisedShare: 0.7)),
      source: "payroll")
    #expect(price.amount.amount == "35.00")
    let result = try Coaching.businessCase(value: price, costs: Coaching.costs("10.00"))
    #expect(result.annualised.grossValueOfDelta.posted.amount == "70.00")
    #expect(result.unitValue.conversion?.terms.count == 3)
    #expect(price.description == "1.5 h x USD 33.33 x 70 % realised = USD 35 a unit (payroll)")
    try expectCoding(result, refuses: [(#""amount":"35.00""#, #""amount":"36.00""#)])
  }

  // MARK: Hours

  @Test func hoursAddToHours() throws {
    let saved = try TimeSaved(
      people: 50, hoursPerWeek: 2, loadedHourlyCost: usd("100.00"), workingWeeks: 52,
      realisedShare: 1)
    #expect(saved.annualHours == Hours(5_200))
    #expect(try saved.annualHours.valued(at: usd("100.00")).posted.amount == "520000.00")
    #expect(saved.annualHours + Hours(0.5) - Hours(5_200) == Hours(0.5))
    #expect(Hours(-1) < Hours(0) && !(Hours(1) < Hours(1)))
    #expect(try Hours(10).realised(share: 0.25) == Hours(2.5))
    #expect(Hours(2.5).description == "2.5 h")
    try expectCoding(Hours(2.5), refuses: [("5/2", "5/0"), ("5/2", "x")])
  }

  // MARK: Refusals

  @Test func hostilePartsAreRefused() throws {
    let (one, minus) = (try usd("1.00"), try usd("-0.01"))
    let largest = Money(minorUnits: .max, currency: .usd)
    let attempts: [(String, Conversion.Parts)] = [
      ("invalidArgument", .costAvoided(minus)),
      ("invalidArgument", .hours(Hours(1), loadedRate: minus, realisedShare: 1)),
      ("invalidArgument", .hours(Hours(1), loadedRate: one, realisedShare: 1.01)),
      ("invalidArgument", .hours(Hours(1), loadedRate: one, realisedShare: -0.01)),
      ("invalidArgument", .revenue(minus, margin: 0.1)),
      ("invalidArgument", .revenue(one, margin: 1.000001)),
      ("invalidArgument", .revenue(one, margin: -1)),
      ("invalidArgument", .risk(before: 1.1, after: 0, loss: one)),
      ("invalidArgument", .risk(before: 0, after: -0.1, loss: one)),
      ("invalidArgument", .risk(before: 1, after: 0, loss: minus)),
      ("overflow", .hours(Hours(1e300), loadedRate: one, realisedShare: 1)),
      ("overflow", .hours(Hours(2), loadedRate: largest, realisedShare: 1)),
      ("none", .risk(before: 1, after: 0, loss: largest)), ("none", .costAvoided(largest)),
      ("none", .hours(Hours(1e-300), loadedRate: one, realisedShare: 1)),
    ]
    for (index, (expected, parts)) in attempts.enumerated() {
      #expect(kind(thrown { _ = try Conversion(parts) }) == expected, "attempt \(index)")
    }
    #expect(kind(thrown { _ = try Hours(1).valued(at: minus) }) == "invalidArgument")
    #expect(kind(thrown { _ = try Hours(1).realised(share: 2) }) == "invalidArgument")
  }

  @Test func decodingRefusesForgedParts() throws {
    try expectCoding(
      Conversion(.risk(before: 0.05, after: 0.02, loss: usd("10.00"))),
      refuses: [
        ("\"0.05\"", "\"5\""), ("\"0.02\"", "\"-0.02\""),
        (#""amount":"10.00""#, #""amount":"-10.00""#),
        ("\"risk\"", "\"luck\""),
      ])
  }
}

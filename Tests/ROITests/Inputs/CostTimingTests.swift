import Foundation
import ROI
import Statistics
import Testing

@Suite struct CostTimingTests {
  /// The costs of each year of a projection that starts on 1 April 2026.
  static func byYear(_ amount: String, _ timing: CostTiming?, years: Int = 3) throws -> [String] {
    let cost = try CashFlowProjectionTests.cost(amount, timing)
    return try CashFlowProjection(
      Coaching.businessCase(costs: CashFlowProjectionTests.ledger([cost])),
      terms: .init(
        years: years, rate: CashFlowProjectionTests.rate(), start: RecordDate("2026-04-01"))
    ).costs.map(\.amount)
  }

  static func day(_ text: String) throws -> RecordDate { try RecordDate(text) }

  @Test func aCostWithoutTimingIsPaidAtTheStart() throws {
    #expect(try Self.byYear("100", nil) == ["100.00", "0.00", "0.00", "0.00"])
  }

  @Test(arguments: [
    ("2025-12-01", 0), ("2026-04-01", 0), ("2026-04-02", 1), ("2027-03-31", 1), ("2027-04-01", 2),
    ("2029-03-31", 3), ("2029-04-01", -1),
  ])
  func oneOffCostsFallIntoTheirYear(_ day: String, _ year: Int) throws {
    var expected = [String](repeating: "0.00", count: 4)
    if year >= 0 { expected[year] = "100.00" }
    #expect(try Self.byYear("100", .once(on: Self.day(day))) == expected)
  }

  @Test func yearsRepeatTheAmount() throws {
    #expect(
      try Self.byYear("10", .years(first: 0, last: 1)) == ["10.00", "10.00", "0.00", "0.00"])
    #expect(
      try Self.byYear("10", .years(first: 2, last: 900)) == ["0.00", "0.00", "10.00", "10.00"])
  }

  @Test func instalmentsAddUpToTheYear() throws {
    // 100.00 in twelve parts is four of 8.34 and eight of 8.33.
    let monthly = try Self.byYear(
      "100", .recurring(every: .month, first: Self.day("2026-04-01"), last: Self.day("2028-03-31")))
    #expect(monthly == ["0.00", "100.00", "100.00", "0.00"])
    let late = try Self.byYear(
      "100", .recurring(every: .month, first: Self.day("2027-01-31"), last: Self.day("2027-06-30")))
    // Three payments before April 2027 and three after.
    #expect(late == ["0.00", "25.02", "25.00", "0.00"])
    let quarterly = try Self.byYear(
      "100",
      .recurring(every: .quarter, first: Self.day("2026-01-01"), last: Self.day("2026-12-31")))
    #expect(quarterly == ["25.00", "75.00", "0.00", "0.00"])
    let yearly = try Self.byYear(
      "100", .recurring(every: .year, first: Self.day("2026-04-01"), last: Self.day("2999-12-31")))
    #expect(yearly == ["0.00", "100.00", "100.00", "100.00"])
  }

  @Test func hostileTimingsAreRefused() throws {
    let (early, late) = (try Self.day("2026-01-01"), try Self.day("2026-12-31"))
    let timings: [CostTiming] = [
      .years(first: -1, last: 2), .years(first: 3, last: 2), .years(first: .min, last: .max),
      .years(first: 0, last: .max), .recurring(every: .month, first: late, last: early),
    ]
    for timing in timings {
      #expect(
        kind(thrown { _ = try CashFlowProjectionTests.cost("1", timing) }) == "invalidArgument")
    }
    #expect(try Self.byYear("0", .recurring(every: .month, first: early, last: late)).count == 4)
  }

  @Test func timingsAreCodedOnlyWhereStated() throws {
    let plain = try CashFlowProjectionTests.cost("1")
    let text = String(decoding: try JSONEncoder().encode(plain), as: UTF8.self)
    #expect(!text.contains("timing") && !text.contains("isMaintenance"))
    let recurring = try CashFlowProjectionTests.cost(
      "1", .recurring(every: .quarter, first: Self.day("2026-01-01"), last: Self.day("2027-01-01")),
      maintenance: true)
    let data = try JSONEncoder().encode(recurring)
    #expect(try JSONDecoder().decode(Cost.self, from: data) == recurring)
    #expect(
      recurring.description.hasSuffix("every quarter from 2026-01-01 to 2027-01-01"))
    #expect(recurring.description.contains("maintenance"))
    let forged = String(decoding: data, as: UTF8.self)
      .replacingOccurrences(of: "2027-01-01", with: "2025-01-01")
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(Cost.self, from: Data(forged.utf8))
    }
  }

  @Test func declaredMaintenanceIsKeptAndContradictionsAreRefused() throws {
    let upkeep = try CashFlowProjectionTests.cost("1", maintenance: true)
    #expect(
      kind(thrown { _ = try CashFlowProjectionTests.ledger([upkeep], noMaintenance: true) })
        == "invalidArgument")
    let ledger = try CashFlowProjectionTests.ledger([], noMaintenance: true)
    let data = try JSONEncoder().encode(ledger)
    #expect(try JSONDecoder().decode(CostLedger.self, from: data) == ledger)
    #expect(ledger.maintenanceCheck.passed && ledger.declaresNoMaintenance)
  }
}

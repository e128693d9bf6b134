import Foundation
import ROI
import Statistics
import Testing

@Suite struct TimeSavedTests {
  static func saved(
    people: Int = 50, hours: ExactDecimal = 2, cost: String = "100", weeks: ExactDecimal = 52,
    share: ExactDecimal = 1
  ) throws -> TimeSaved {
    try TimeSaved(
      people: people, hoursPerWeek: hours, loadedHourlyCost: Money(cost, .usd), workingWeeks: weeks,
      realisedShare: share)
  }

  @Test func fiftyManagers() throws {
    let saved = try Self.saved(weeks: 48, share: 0.5)
    #expect(saved.weeklyValue.posted.amount == "10000.00")
    #expect(saved.annualValue.posted.amount == "240000.00")
    #expect(try saved.roi(cost: Money("100000", .usd)) == ExactRatio(1.4))
    #expect(try saved.roi(cost: .zero(.usd)) == nil)
    #expect(
      saved.description
        == "50 people x 2 hours a week x USD 100 x 48 weeks x 50 % realised = USD 240,000 a year")
  }

  @Test func onlyTheYearIsRounded() throws {
    // 1/3 cent-like products: the week is posted for show, the year is from the exact product.
    let saved = try Self.saved(people: 1, hours: 0.333, cost: "0.05", weeks: 46.5)
    #expect(saved.weeklyValue.posted.amount == "0.02")
    #expect(saved.annualValue.posted.amount == "0.77")
    #expect(try Self.saved(hours: -2).annualValue.posted.amount == "-520000.00")
    #expect(try Self.saved(people: 0).annualValue.posted.isZero)
  }

  @Test func hostileInputsAreRefused() throws {
    let attempts: [(String, () throws -> Void)] = [
      ("invalidArgument", { _ = try Self.saved(people: -1) }),
      ("invalidArgument", { _ = try Self.saved(people: .min) }),
      ("invalidArgument", { _ = try Self.saved(hours: 168.5) }),
      ("invalidArgument", { _ = try Self.saved(hours: -1e300) }),
      ("invalidArgument", { _ = try Self.saved(cost: "-1") }),
      ("invalidArgument", { _ = try Self.saved(weeks: 0) }),
      ("invalidArgument", { _ = try Self.saved(weeks: 54) }),
      ("invalidArgument", { _ = try Self.saved(share: 1.01) }),
      ("invalidArgument", { _ = try Self.saved(share: -0.01) }),
      ("overflow", { _ = try Self.saved(people: .max) }),
      ("overflow", { _ = try Self.saved(cost: "92233720368547758.07") }),
      ("invalidArgument", { _ = try Self.saved().roi(cost: Money("1", .eur)) }),
    ]
    for (index, (expected, attempt)) in attempts.enumerated() {
      #expect(kind(thrown(attempt)) == expected, "attempt \(index)")
    }
  }

  @Test func decodingComputesAnew() throws {
    let saved = try Self.saved(weeks: 46, share: 0.75)
    let data = try JSONEncoder().encode(saved)
    #expect(try JSONDecoder().decode(TimeSaved.self, from: data) == saved)
    let forged = String(decoding: data, as: UTF8.self)
      .replacingOccurrences(of: #""workingWeeks":"46""#, with: #""workingWeeks":"460""#)
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(TimeSaved.self, from: Data(forged.utf8))
    }
  }
}

import Foundation
import ROI
import Statistics
import TestSupport
import Testing

@Suite struct SharedCreditTests {
  private func claims(_ shares: [ExactDecimal]) throws -> [SharedCredit.Claim] {
    try shares.enumerated().map { try .init("team \($0)", share: $1) }
  }

  @Test func `claims above the whole are refused unless they are settled`() throws {
    let claims = try claims([0.40, 0.50, 0.30])
    let error = thrown { _ = try SharedCredit(claims) }
    #expect(kind(error) == "invalidArgument")
    #expect(error?.description.contains("120 %") == true)
    let scaled = try SharedCredit(claims, settlement: .proportional)
    #expect(scaled.isOverClaimed && scaled.total == 1)
    let fair = try SharedCredit(claims, settlement: .shapley)
    #expect(fair.total == ExactRatio(0.79 as ExactDecimal))
    #expect(fair.shares.map(\.description) == ["0.26", "0.345", "0.185"])
    #expect(try SharedCredit(self.claims([0.5, 0.5])).total == 1)
  }

  /// The Shapley value by its definition: the mean over all orders of what a claim adds.
  @Test func `Shapley values are the mean over all orders`() throws {
    var generator = Generator(seed: 3)
    for count in 1...6 {
      let shares = try (0..<count).map { _ in try ExactDecimal("0." + generator.digits(3)) }
      let credit = try SharedCredit(claims(shares), settlement: .shapley)
      var sums = [Double](repeating: 0, count: count)
      let orders = permutations(Array(0..<count))
      for order in orders {
        var left = 1.0
        for index in order {
          sums[index] += left * shares[index].value
          left *= 1 - shares[index].value
        }
      }
      for (share, sum) in zip(credit.shares, sums) {
        #expect(agrees(share.value, sum / Double(orders.count), relative: 1e-12, absolute: 1e-15))
      }
      #expect(credit.total == credit.independentTotal)
    }
  }

  private func permutations(_ items: [Int]) -> [[Int]] {
    guard items.count > 1 else { return [items] }
    return items.indices.flatMap { index -> [[Int]] in
      var rest = items
      let first = rest.remove(at: index)
      return permutations(rest).map { [first] + $0 }
    }
  }

  @Test func `money adds up to the cent`() throws {
    let credit = try SharedCredit(
      claims([0.333, 0.333, 0.334]), settlement: .shapley)
    for amount in ["100.00", "0.01", "0.02", "-99.99", "0.00", "123456789.01"] {
      let value = try MoneyFigure(ExactRatio(ExactDecimal(amount)), in: .usd)
      let parts = try credit.money(of: value)
      let whole = try Money(posting: value.exact * credit.total, in: .usd)
      #expect(try Money.sum(parts, in: .usd) == whole, "\(amount)")
    }
  }

  @Test func `extremes of claims`() throws {
    let all = try SharedCredit(claims([1, 1, 1]), settlement: .shapley)
    #expect(all.total == 1 && Set(all.shares).count == 1)
    let none = try SharedCredit(claims([0, 0]), settlement: .proportional)
    #expect(none.shares == [0, 0])
    let money = try MoneyFigure(100, in: .usd)
    #expect(try none.money(of: money).map(\.minorUnits) == [0, 0])
    let many = try SharedCredit(
      claims([ExactDecimal](repeating: 0.123456789012345, count: 20)), settlement: .shapley)
    #expect(many.total == many.independentTotal)
  }

  @Test func `faulty claims are refused`() throws {
    for share: ExactDecimal in [-0.01, 1.01, 1e300] {
      #expect(kind(thrown { _ = try SharedCredit.Claim("a", share: share) }) == "invalidArgument")
    }
    #expect(kind(thrown { _ = try SharedCredit.Claim(" ", share: 0) }) == "invalidArgument")
    #expect(throws: EvaluationError.self) { try SharedCredit([]) }
    let twice = try [SharedCredit.Claim("a", share: 0.1), .init("a", share: 0.2)]
    #expect(throws: EvaluationError.self) { try SharedCredit(twice) }
    #expect(throws: EvaluationError.self) {
      try SharedCredit(claims([ExactDecimal](repeating: 0.01, count: 21)))
    }
  }

  @Test func `a credit survives coding, and a forged one is refused`() throws {
    let credit = try SharedCredit(claims([0.3, 0.2]), settlement: .shapley)
    let coded = try JSONEncoder().encode(credit)
    #expect(try JSONDecoder().decode(SharedCredit.self, from: coded) == credit)
    let text = String(decoding: coded, as: UTF8.self)
    for (old, new) in [
      ("shapley", "added\",\"x\":\""), ("\"0.3\"", "\"1.3\""), ("\"0.2\"", "\"-1\""),
    ] {
      let forged = Data(text.replacing(old, with: new).utf8)
      let found = try? JSONDecoder().decode(SharedCredit.self, from: forged)
      #expect(found == nil || found?.settlement == .added, "\(new)")
    }
    #expect(credit.description.contains("50 % claimed, 44 % credited"))
  }
}

@Suite struct MoneyAllocationTests {
  @Test(arguments: [
    ("100.00", [1, 1, 1], ["33.34", "33.33", "33.33"]),
    ("0.02", [1, 1, 1], ["0.01", "0.01", "0.00"]),
    ("-100.00", [1, 1, 1], ["-33.34", "-33.33", "-33.33"]),
    ("0.05", [0, 3, 2], ["0.00", "0.03", "0.02"]),
    ("7.00", [5], ["7.00"]), ("0.00", [0, 0], ["0.00", "0.00"]),
  ])
  func `parts add up, ties go to the earlier`(total: String, weights: [Int], parts: [String]) throws
  {
    let found = try Money(total, .usd).allocated(by: weights.map { ExactRatio($0) })
    #expect(found.map(\.amount) == parts)
  }

  @Test func `random parts are within a unit of their share and add up`() throws {
    var generator = Generator(seed: 9)
    for _ in 0..<300 {
      let total = Money(
        minorUnits: Int64(truncatingIfNeeded: generator.next() >> generator.below(60)),
        currency: .usd)
      let weights = (0...generator.below(9)).map { _ in ExactRatio(1 + generator.below(1_000)) }
      let sum = weights.reduce(ExactRatio(0)) { $0 + $1 }
      let parts = try total.allocated(by: weights)
      #expect(try Money.sum(parts, in: .usd) == total)
      for (part, weight) in zip(parts, weights) {
        let share = try #require((total.exact * weight).divided(by: sum))
        let distance = part.exact - share
        #expect(distance * 100 < 1 && -distance * 100 < 1)
      }
    }
  }

  @Test func `extremes and faults`() throws {
    for units in [Int64.min, .max] {
      let total = Money(minorUnits: units, currency: .usd)
      #expect(try total.allocated(by: [1]) == [total])
      #expect(try Money.sum(total.allocated(by: [1, 2, 3]), in: .usd) == total)
    }
    let amount = try Money("1.00", .usd)
    for weights: [ExactRatio] in [
      [], [0], [0, 0], [1, -1], [ExactRatio](repeating: 1, count: 100_001),
    ] {
      #expect(kind(thrown { _ = try amount.allocated(by: weights) }) == "invalidArgument")
    }
  }
}

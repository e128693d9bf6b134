import ExperimentDesign
import Statistics
import TestSupport
import Testing

@Suite struct ProgramWorthTests {
  @Test func percentMoneyAndBreakEven() throws {
    let worth = try ProgramWorth(baseline: 80, valuePerUnit: 25, headcount: 40, cost: 6000)
    #expect(worth.percent(4) == 5)
    #expect(worth.money(4) == 4000)
    #expect(worth.breakEven == 6)
    #expect(worth.hopedFor == .increase)
  }

  @Test func anOutcomeThatShouldFallHasItsSignTurned() throws {
    let worth = try ProgramWorth(
      baseline: 0.2, valuePerUnit: 15_000, headcount: 50, cost: 30_000,
      direction: .lowerIsBetter)
    #expect(worth.breakEven == -0.04)
    #expect(worth.money(-0.04) == 30_000)
    #expect(worth.money(0.01) == -7500)
    #expect(worth.hopedFor == .decrease)
  }

  @Test func whatIsNotKnownIsLeftOut() throws {
    let nothing = try ProgramWorth()
    #expect(nothing.percent(1) == nil && nothing.money(1) == nil && nothing.breakEven == nil)
    #expect(nothing.description == "no worth stated")
    #expect(try ProgramWorth(valuePerUnit: 2, cost: 5).breakEven == nil)
    // A figure beyond the range of doubles is not known either.
    #expect(try ProgramWorth(valuePerUnit: 1e150, headcount: 1e150).money(1e100) == nil)
  }

  @Test func hostileInput() throws {
    for wrong in [0, .nan, .infinity, -.infinity] as [Double] {
      #expect(thrownCase { try ProgramWorth(baseline: wrong) } == "invalidArgument")
      #expect(thrownCase { try ProgramWorth(valuePerUnit: wrong) } == "invalidArgument")
      #expect(thrownCase { try ProgramWorth(headcount: wrong) } == "invalidArgument")
    }
    for cost in [-1, .nan, .infinity] as [Double] {
      #expect(thrownCase { try ProgramWorth(cost: cost) } == "invalidArgument")
    }
    let worth = try ProgramWorth(
      baseline: -3, valuePerUnit: 1, headcount: 2, cost: 0, currency: "EUR\u{1B}[31m")
    #expect(try decoded(worth) == worth && !worth.description.contains("\u{1B}"))
    #expect(throws: (any Error).self) { try forged(worth, ["headcount": -2]) }
  }
}

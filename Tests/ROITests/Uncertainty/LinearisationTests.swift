import Foundation
import ROI
import Statistics
import TestSupport
import Testing

@Suite struct LinearisationTests {
  private func joint(_ low: ExactDecimal, _ high: ExactDecimal, digits: Int) throws -> Propagation {
    try Propagation(
      delta: Uncertain.delta(2, 0.8), attribution: Uncertain.share(.uniform(low: low, high: high)),
      unitValue: Uncertain.worth(.fixed(120_000)), cost: Uncertain.cost(.fixed(30_000)),
      currency: .usd, significantDigits: digits, draws: 1_000, seed: 1)
  }

  /// u = 34,306.85 is 34 x 10^3 with two digits, so that ends may differ by 500; with one by 5,000.
  @Test func theToleranceIsHalfAUnitOfTheLastDigit() throws {
    let two = try #require(try joint(0.30, 0.40, digits: 2).linearisation)
    #expect(two.tolerance == 500)
    // By the reference case the 5 % and 95 % points lie at -1,601.60 and 111,554.15, and the delta method's at
    // 54,000 give or take 1.6448536 x 34,306.85.
    let reach = 1.6448536269514722 * 34306.85062782650703626065
    #expect(agrees(two.lower, 54_000 - reach, relative: 1e-12))
    #expect(agrees(two.lowerDifference, abs(54_000 - reach + 1601.595723), relative: 1e-6))
    #expect(agrees(two.upperDifference, abs(54_000 + reach - 111554.151873), relative: 1e-6))
    #expect(two.verdict == .failed && two.check.verdict == .failed)
    let one = try #require(try joint(0.30, 0.40, digits: 1).linearisation)
    #expect(one.tolerance == 5_000 && one.verdict == .passed)
    #expect("\(one)".contains("would have done"))
  }

  /// A band of no width leaves the delta alone: the interval is linear in it.
  @Test func aNarrowBandIsLinear() throws {
    let narrow = try #require(try joint(0.3499, 0.3501, digits: 4).linearisation)
    #expect(narrow.verdict == .passed)
    #expect(narrow.upperDifference < narrow.tolerance)
  }

  /// With draws alone a small tolerance cannot be told from the error of the draws.
  @Test func drawsMayLeaveItUndecided() throws {
    let drawn = try Propagation(
      delta: UncertainInput(.uniform(low: 1, high: 3), source: "guess"),
      attribution: Uncertain.share(.uniform(low: 0.3, high: 0.4)),
      unitValue: Uncertain.worth(.fixed(120_000)), cost: Uncertain.cost(.fixed(30_000)),
      currency: .usd, significantDigits: 1, draws: 1_000, seed: 4)
    let linear = try #require(drawn.linearisation)
    #expect(drawn.method == .simulation)
    #expect(linear.verdict != .passed || linear.upperDifference <= linear.tolerance)
    #expect(linear.description.hasPrefix("linearisation: \(linear.verdict.rawValue)"))
  }
}

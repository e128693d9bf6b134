import ROI
import Statistics
import Testing

@Suite struct RoundingTests {
  /// Every fraction k/d of a cent with small d, against integer arithmetic.
  @Test func agreesWithWholeNumbers() throws {
    for denominator in 1...40 {
      for numerator in -130...130 {
        let exact = try #require(
          ExactRatio(numerator).divided(by: ExactRatio(100 * denominator)))
        let (whole, rest) = abs(numerator).quotientAndRemainder(dividingBy: denominator)
        let up = 2 * rest >= denominator ? whole + 1 : whole
        let isTie = 2 * rest == denominator
        let even = isTie ? whole + whole % 2 : up
        let sign = numerator < 0 ? -1 : 1
        #expect(try Money(posting: exact, in: .usd).minorUnits == Int64(sign * up))
        let banker = try Money(posting: exact, in: .usd, rounding: .halfToEven)
        #expect(banker.minorUnits == Int64(sign * even))
      }
    }
  }

  @Test func onlyExactHalvesAreTies() throws {
    let above = try ExactRatio(ExactDecimal("0.00500000000000000000000000000000001"))
    let below = try ExactRatio(ExactDecimal("0.00499999999999999999999999999999999"))
    for rounding in Rounding.allCases {
      #expect(try Money(posting: above, in: .usd, rounding: rounding).minorUnits == 1)
      #expect(try Money(posting: below, in: .usd, rounding: rounding).isZero)
      #expect(try Money(posting: -above, in: .usd, rounding: rounding).minorUnits == -1)
    }
  }

  @Test func edgesOfTheRangeRoundBeforeTheyOverflow() throws {
    let most = ExactRatio(Int(Int64.max))
    let yen = try Currency("JPY")
    #expect(try Money(posting: most + ExactRatio(0.4), in: yen).minorUnits == .max)
    #expect(
      kind(thrown { _ = try Money(posting: most + ExactRatio(0.5), in: yen) }) == "overflow")
    let least = ExactRatio(Int(Int64.min))
    #expect(try Money(posting: least - ExactRatio(0.4), in: yen).minorUnits == .min)
    #expect(
      kind(thrown { _ = try Money(posting: least - ExactRatio(0.5), in: yen) }) == "overflow")
  }
}

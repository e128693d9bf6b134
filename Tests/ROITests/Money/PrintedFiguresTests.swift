import ROI
import Statistics
import TestSupport
import Testing

/// What is printed and typed in again gives the same cents.
@Suite struct PrintedFiguresTests {
  @Test func aStatisticEntersAsItsPrintedDecimal() throws {
    var generator = Generator(seed: 20_260_331)
    let worth = try Money("120000.55", .usd)
    var kept = 0
    for _ in 0..<2_000 {
      let value = generator.finite()
      let statistic = try ExactDecimal(value)
      // Shortest: it reads back as the same Double and as the same decimal.
      #expect(try ExactDecimal(statistic.description) == statistic)
      #expect(Double(statistic.description) == value && statistic.value == value)
      let ratio = ExactRatio(statistic) * worth.exact
      guard let posted = try? Money(posting: ratio, in: .usd) else { continue }
      kept += 1
      let retyped = ExactRatio(try ExactDecimal(statistic.description)) * worth.exact
      #expect(try Money(posting: retyped, in: .usd) == posted)
      #expect(try Money(posted.amount, .usd) == posted)
    }
    #expect(kept > 500)
  }

  @Test func roundedFiguresAreRetypedToo() throws {
    var generator = Generator(seed: 7)
    for _ in 0..<500 {
      let value = (generator.uniform() - 0.5) * 1e4
      let printed = ExactRatio(try ExactDecimal(value)).decimal(places: 6)
      let retyped = try ExactDecimal(printed)
      // The six decimals printed are the exact figure, rounded once.
      let error = ExactRatio(retyped) - ExactRatio(try ExactDecimal(value))
      #expect((error.isNegative ? -error : error) <= ExactRatio(try ExactDecimal("0.0000005")))
      #expect(ExactRatio(retyped).decimal(places: 6) == printed)
    }
  }

  @Test func allocationsAddUpWhateverTheWeights() throws {
    var generator = Generator(seed: 99)
    for _ in 0..<200 {
      let money = Money(minorUnits: Int64(bitPattern: generator.next()), currency: .usd)
      let weights = try (0..<(1 + generator.below(9))).map { _ in
        let digits = [
          "0", "0.000000000000000001", "1", "99999999999999999999", generator.digits(5),
        ]
        return ExactRatio(try ExactDecimal(generator.pick(digits)))
      }
      guard weights.contains(where: { !$0.isZero }) else { continue }
      let parts = try money.allocated(by: weights)
      #expect(try Money.sum(parts, in: .usd) == money)
      let sum = weights.reduce(ExactRatio(0)) { $0 + $1 }
      for (part, weight) in zip(parts, weights) {
        if weight.isZero { #expect(part.isZero) }
        #expect(part.isZero || part.isNegative == money.isNegative)
        // No part is a whole unit away from its exact share.
        let exact = (money.exact * weight).divided(by: sum) ?? 0
        let error = (part.exact - exact) * 100
        #expect((error.isNegative ? -error : error) < 1)
      }
    }
    let least = Money(minorUnits: .min, currency: .usd)
    #expect(try least.allocated(by: [0, 1]) == [.zero(.usd), least])
    #expect(try Money.zero(.usd).allocated(by: [0, 0]) == [.zero(.usd), .zero(.usd)])
  }
}

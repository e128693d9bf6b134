import Foundation
import ROI
import Statistics
import Testing

@Suite struct ExactRatioTests {
  /// Whole numbers whose limbs are full, empty or have a single high bit: the hard cases of
  /// division.
  static func awkward() -> [ExactRatio] {
    var numbers: [ExactRatio] = [1, 3, 5, 10]
    for power in [31, 32, 33, 63, 64, 65, 95, 96, 127, 128, 160] {
      var two: ExactRatio = 1
      for _ in 0..<power { two = two + two }
      numbers += [two, two + 1, two - 1, two - ExactRatio(1 << 31), two + ExactRatio(1 << 33)]
    }
    return numbers
  }

  @Test func productsDivideBack() {
    let numbers = Self.awkward()
    for first in numbers {
      for second in numbers where !second.isZero {
        #expect((first * second).divided(by: second) == first)
        #expect((first + second) - second == first)
        let quotient = first.divided(by: second)
        #expect(quotient.map { $0 * second } == first)
        // Remainders below the divisor leave the whole part alone.
        if second > 1 {
          let whole = (first * second + (second - 1)).divided(by: second)
          #expect(whole.map { $0 >= first && $0 < first + 1 } == true)
        }
      }
    }
  }

  @Test func quotientsOfWholeNumbersAreTheNearestDoubles() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<3_000 {
      let first = Int.random(in: -(1 << 53)...(1 << 53), using: &generator)
      let second = Int.random(in: 1...(1 << Int.random(in: 1...53)), using: &generator)
      let ratio = ExactRatio(first).divided(by: ExactRatio(second))
      #expect(ratio?.value == Double(first) / Double(second))
    }
  }

  /// Long quotients against Python: `Context(prec=60).divide(Decimal(a), Decimal(b))`.
  @Test func longQuotientsAgreeWithPython() throws {
    func power(_ base: Int, _ exponent: Int) -> ExactRatio {
      (0..<exponent).reduce(ExactRatio(1)) { product, _ in product * ExactRatio(base) }
    }
    let prime = power(2, 127) - 1
    let cases: [(ExactRatio, ExactRatio, String)] = [
      (
        prime * prime * prime, power(10, 38) + 7,
        "49252507745493099015348800125179517252033557876617419938184200000000000000000"
      ),
      (
        power(2, 64) - 1, (power(2, 63) + 1) * (power(2, 63) + 1),
        "0.000000000000000000216840434497100886742715842632873966896915211370135410680532"
      ),
      (
        power(3, 200), power(7, 150),
        "0.0000000000000000000000000000000"
          + "456609498760838307173172614634367183371234747228820858776377"
      ),
    ]
    for (numerator, denominator, text) in cases {
      let ratio = try #require(numerator.divided(by: denominator))
      #expect(ratio.decimal(significantDigits: 60) == text)
    }
  }

  @Test func orderIsExact() {
    let third = ExactRatio(1).divided(by: 3) ?? 0
    #expect(third > ExactRatio(0.3333333333333333) && third < ExactRatio(0.3333333333333334))
    #expect(-third > -1 && -third < 0 && third == (ExactRatio(2).divided(by: 6) ?? 0))
    #expect(third.exceeds(0.333) && !ExactRatio(0.5).exceeds(0.5))
    #expect(ExactRatio(3).divided(by: 0) == nil)
  }

  @Test func valueLeavesTheRangeOfDouble() {
    let huge = ExactRatio(1e300) * ExactRatio(1e300)
    #expect(huge.value == .infinity && (-huge).value == -.infinity)
    #expect((ExactRatio(1e-300) * ExactRatio(1e-300)).value == 0)
    #expect(huge.divided(by: huge) == 1)
  }

  @Test(arguments: [
    (ExactRatio(1.4), 3, "1.4"), (ExactRatio(0.125), 2, "0.12"), (ExactRatio(0.135), 2, "0.14"),
    (ExactRatio(999_999), 3, "1000000"), (ExactRatio(0.000999996), 5, "0.001"),
    (ExactRatio(-19.93802460035308), 5, "-19.938"), (ExactRatio(0), 4, "0"),
    (ExactRatio(120_000), 1, "100000"), (ExactRatio(1e-20), 3, "0.00000000000000000001"),
    (ExactRatio(9.99), 0, "10"), (ExactRatio(7), Int.min, "7"),
  ])
  func roundsToSignificantDigits(_ ratio: ExactRatio, _ digits: Int, _ text: String) {
    #expect(ratio.decimal(significantDigits: digits) == text)
  }

  @Test(arguments: [
    (ExactRatio(0.005), 2, "0.01"), (ExactRatio(-0.005), 2, "-0.01"),
    (ExactRatio(-0.004), 2, "0.00"),
    (ExactRatio(2.5), 0, "3"), (ExactRatio(72_000), 2, "72000.00"), (ExactRatio(1e-9), 2, "0.00"),
    (ExactRatio(1.5), Int.min, "2"),
  ])
  func roundsToPlaces(_ ratio: ExactRatio, _ places: Int, _ text: String) {
    #expect(ratio.decimal(places: places) == text)
  }

  @Test func describesInFullOrToSixteenDigits() throws {
    let even = try #require(ExactRatio(5).divided(by: 6))
    #expect(even.description == "0.8333333333333333" && even.exactDecimal == nil)
    #expect(ExactRatio(1.4).description == "1.4" && ExactRatio(-0.25).exactDecimal == "-0.25")
    #expect(ExactRatio(50_000).description == "50000")
    let power = try #require(ExactRatio(1).divided(by: ExactRatio(1 << 62)))
    #expect(power.exactDecimal?.count == 64 && power.description.contains("2168404344971009"))
    #expect(ExactRatio(1e21).isWhole && !even.isWhole && !even.isNegative && !even.isZero)
  }

  @Test func isCodedAsAFraction() throws {
    let ratios = [ExactRatio(1.4), -2, 0] + Self.awkward()
    let data = try JSONEncoder().encode(ratios)
    #expect(String(decoding: data, as: UTF8.self).hasPrefix(#"["7\/5","-2\/1","0\/1""#))
    #expect(try JSONDecoder().decode([ExactRatio].self, from: data) == ratios)
    #expect(
      try JSONDecoder().decode([ExactRatio].self, from: Data(#"["14/10"]"#.utf8)) == [ratios[0]])
  }

  @Test(arguments: [
    "1/0", "1", "", "/", "1/", "/2", "1/-2", "1.5/2", "a/b", "1/2/3", "--1/2", "+1/2",
  ])
  func refusesWhatIsNoFraction(_ text: String) {
    let data = Data("[\"\(text)\"]".utf8)
    #expect(throws: (any Error).self) { try JSONDecoder().decode([ExactRatio].self, from: data) }
  }

  @Test func subnormalValuesAreRoundedOnce() throws {
    var generator = SeededBits(state: 5)
    for _ in 0..<200 {
      let double = Double(bitPattern: generator.next() & 0x001F_FFFF_FFFF_FFFF)
      #expect(ExactRatio(try ExactDecimal(double)).value == double)
      let digits = String(generator.next() >> 2)
      let places = 300 + Int(generator.next() % 46)
      let text = "0." + String(repeating: "0", count: places - digits.count) + digits
      #expect(ExactRatio(try ExactDecimal(text)).value == Double(text), "\(text.suffix(20))")
    }
  }

  private struct SeededBits {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 31)
    }
  }
}

import Foundation
import ROI
import Statistics
import Testing

/// Texts that no parser of exact figures may accept.
let hostileNumbers = [
  "12abc", "1,5", "", "-", ".", "1.", ".5", "１２", "+1", " 1", "1 ", "1e5", "1E5", "0x10", "--1",
  "1.2.3", "1-", "NaN", "nan", "inf", "Infinity", "1_000", "1,000.00", "٣", "1\u{0}", "\n1", "1\n",
  "−1", "$5", "5 %", "½", "1..2", "-.5", "- 1", "\u{FEFF}1", "1/2", "e5", "1\u{301}",
]

@Suite struct ExactDecimalTests {
  @Test(arguments: hostileNumbers)
  func refusesWhatIsNoDecimal(_ text: String) {
    #expect(kind(thrown { _ = try ExactDecimal(text) }) == "invalidArgument")
  }

  @Test(arguments: [
    ("0", "0"), ("-0", "0"), ("0.000", "0"), ("0.30", "0.3"), ("-12.50", "-12.5"),
    ("120000", "120000"), ("007", "7"), ("0.0001", "0.0001"), ("1000.0010", "1000.001"),
    ("17014118346046923173168730371588410572", "17014118346046923173168730371588410572"),
    ("-99999999999999999999999999999999999999", "-99999999999999999999999999999999999999"),
  ])
  func readsAndWrites(_ text: String, _ printed: String) throws {
    let decimal = try ExactDecimal(text)
    #expect(decimal.description == printed)
    #expect(try ExactDecimal(printed) == decimal)
  }

  @Test func tooManyDigitsOverflow() {
    let long = String(repeating: "9", count: 40)
    #expect(kind(thrown { _ = try ExactDecimal(long) }) == "overflow")
    let small = "0." + String(repeating: "0", count: 450) + "1"
    #expect(kind(thrown { _ = try ExactDecimal(small) }) == "overflow")
    let endless = String(repeating: "9", count: 100_000)
    #expect(kind(thrown { _ = try ExactDecimal(endless) }) == "invalidArgument")
  }

  @Test(arguments: [
    (0.1, "0.1"), (0.30, "0.3"), (3.133, "3.133"), (-2.0, "-2"), (1e21, "1000000000000000000000"),
    (1e-7, "0.0000001"), (0.1 + 0.2, "0.30000000000000004"), (-0.0, "0"), (72_000.005, "72000.005"),
  ])
  func takesTheShortestDecimalOfADouble(_ value: Double, _ text: String) throws {
    #expect(try ExactDecimal(value).description == text)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, .signalingNaN])
  func refusesWhatIsNotFinite(_ value: Double) {
    #expect(kind(thrown { _ = try ExactDecimal(value) }) == "invalidArgument")
  }

  @Test func everyFiniteDoubleComesBack() throws {
    let extremes: [Double] = [
      .greatestFiniteMagnitude, .leastNonzeroMagnitude, .leastNormalMagnitude, 1e300, 1e-300,
      -.greatestFiniteMagnitude, -.leastNonzeroMagnitude, .pi, 0x1p-1022,
    ]
    var generator = SystemRandomNumberGenerator()
    let random = (0..<2_000).map { _ in Double(bitPattern: generator.next()) }
    for value in extremes + random where value.isFinite {
      let decimal = try ExactDecimal(value)
      #expect(decimal.value == value)
      #expect(try ExactDecimal(decimal.description) == decimal)
      // Subnormal numbers may be rounded twice by the ratio.
      if abs(value) >= .leastNormalMagnitude || value == 0 {
        #expect(ExactRatio(decimal).value == value)
      }
    }
  }

  @Test func comparesExactly() throws {
    #expect(try ExactDecimal("0.1") < ExactDecimal("0.10000000000000000000000000000000000001"))
    #expect(ExactDecimal(-1) < 0 && ExactDecimal.zero < .one && !(ExactDecimal.one < 1))
    #expect(ExactDecimal(0.30) == 0.3 && ExactDecimal(Int.min).description == "\(Int.min)")
  }

  @Test func properties() {
    #expect(ExactDecimal(0).isZero && !ExactDecimal(0).isNegative && ExactDecimal(-1.5).isNegative)
    #expect(ExactDecimal(120_000).isWhole && !ExactDecimal(0.5).isWhole)
  }

  @Test func isCodedAsAText() throws {
    let decimals: [ExactDecimal] = [0.3, -120_000, 0, 1e-300]
    let data = try JSONEncoder().encode(decimals)
    #expect(String(decoding: data, as: UTF8.self).hasPrefix(#"["0.3","-120000","0","0.000"#))
    #expect(try JSONDecoder().decode([ExactDecimal].self, from: data) == decimals)
    for hostile in [#"["1,5"]"#, "[0.3]", #"[""]"#, "[null]"] {
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode([ExactDecimal].self, from: Data(hostile.utf8))
      }
    }
  }
}

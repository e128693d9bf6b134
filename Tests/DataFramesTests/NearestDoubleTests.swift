import DataFrames
import Statistics
import TestSupport
import Testing

/// The nearest `Double` of long decimals and exponents, through the rows that show it, against the
/// standard library's.
@Suite struct NearestDoubleTests {
  private func check(_ texts: [String]) throws {
    var tokenizer = CSVTokenizer()
    tokenizer.append(Array((texts.joined(separator: "\n") + "\n").utf8))
    tokenizer.finish()
    for text in texts {
      #expect(try tokenizer.next())
      let needed = try #require(Double(text))
      let value = tokenizer.row.number(0)
      if needed.isInfinite || needed == 0 {
        if value != nil { Issue.record("\(text) read as \(String(describing: value))") }
      } else if value?.bitPattern != needed.bitPattern {
        Issue.record("\(text) read as \(String(describing: value)), needed \(needed)")
      }
    }
  }

  /// Every power of ten that a number can have, and beyond, with significands at both ends.
  @Test func readsEveryPower() throws {
    for significand in ["1", "9007199254740993", "18446744073709551615", "9999999999999999999"] {
      try check((-365...330).map { "\(significand)e\($0)" })
    }
  }

  /// Decimals half-way between two neighbours, where one digit more or less decides.
  @Test func breaksTiesToEven() throws {
    try check([
      "9007199254740993e0", "9007199254740993.0", "9007199254740992.9999999999999999",
      "9007199254740993.00000000000000000001", "9007199254740995e0", "4503599627370496.5",
      "4503599627370497.5", "1e23", "8.5e22", "9.5e22", "2.4703282292062327208e-324",
      "2.4703282292062328e-324", "7.4109846876186982e-324", "2.2250738585072011e-308",
      "2.2250738585072012e-308", "2.22507385850720138309e-308", "1.7976931348623158e308",
      "1.7976931348623159e308", "17976931348623158079e289", "6929495644600919.5e0",
      "3.518437208883201171875e13", "0.500000000000000166533453693773481063544750213623046875",
      "5.0052514406109000000000000000000000000000000000000000000000000001e2",
    ])
  }

  /// All bit patterns in the shortest text that gives them back, and in longer and shorter ones.
  @Test func readsTextsOfAnyNumber() throws {
    var generator = Generator(seed: 314)
    #if DEBUG
      let count = 6_000
    #else
      let count = 2_000_000
    #endif
    var texts: [String] = []
    for _ in 0..<count {
      let value = generator.finite().magnitude
      switch generator.below(3) {
      case 0: texts.append("\(value)")
      case 1:
        let digits = "\(1 + generator.below(9))" + generator.digits(generator.below(24))
        texts.append("\(digits)e\(generator.below(640) - 330)")
      default:
        // Between a number and its neighbour.
        let middle = "\(value)".split(separator: "e", omittingEmptySubsequences: false)
        texts.append("\(middle[0])5" + (middle.count > 1 ? "e\(middle[1])" : ""))
      }
    }
    try check(texts)
  }

  @Test func shortNumbersAreExact() throws {
    var generator = Generator(seed: 2718)
    let texts = (0..<4_000).map { _ in
      let sign = generator.pick(["", "-"])
      let whole = generator.pick(["", "0", "\(1 + generator.below(999))"])
      return sign + whole + "." + generator.digits(1 + generator.below(4))
    }
    let frame = try DataFrame(csvText: "x\n" + texts.joined(separator: "\n"))
    #expect(frame["x"]?.type == .number)
    #expect(
      try frame.completeNumbers(of: "x").map(\.bitPattern) == texts.map { Double($0)?.bitPattern })
    // As texts they come back as they were.
    let mixed = try DataFrame(csvText: "x\n" + texts.joined(separator: "\n") + "\nend")
    #expect(try mixed.categories(of: "x") == texts + ["end"])
  }
}

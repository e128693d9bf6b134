import Foundation
import ROI
import Statistics
import TestSupport
import Testing

/// Decimals and amounts are read by their grammar and by nothing else.
@Suite struct DecimalGrammarTests {
  /// `-?[0-9]+(\.[0-9]+)?` over the whole text, by an automaton that shares nothing with the parser.
  private func isDecimal(_ text: String) -> Bool {
    enum State { case start, sign, whole, point, fraction }
    var state = State.start
    for byte in text.utf8 {
      switch (state, byte) {
      case (.start, 0x2D): state = .sign
      case (.start, 0x30...0x39), (.sign, 0x30...0x39), (.whole, 0x30...0x39): state = .whole
      case (.whole, 0x2E): state = .point
      case (.point, 0x30...0x39), (.fraction, 0x30...0x39): state = .fraction
      default: return false
      }
    }
    return state == .whole || state == .fraction
  }

  private static let marks = Array("0123456789.,-+eE abxNn_'/٣½\u{0}\u{2212}")

  private func mutated(_ random: inout Generator) -> String {
    var text = Array(
      String(random.below(100_000)) + (random.below(2) == 0 ? "" : "." + random.digits(3)))
    if random.below(3) == 0 { text.insert("-", at: 0) }
    for _ in 0..<random.below(3) {
      let place = random.below(text.count + 1)
      switch random.below(3) {
      case 0: text.insert(random.pick(Self.marks), at: place)
      case 1 where place < text.count: text.remove(at: place)
      case 2 where place < text.count: text[place] = random.pick(Self.marks)
      default: break
      }
    }
    return String(text)
  }

  @Test(arguments: ["12abc", "1,5", "1 000", "+1", ".5", "5.", "1e3", "", "-", "--1", "1.2.3", "٣"])
  func `what only begins like a number is refused`(text: String) {
    #expect(thrown { _ = try ExactDecimal(text) } != nil)
    #expect(thrown { _ = try Money(text, .usd) } != nil)
    #expect(!isDecimal(text))
  }

  @Test func `thousands of spoilt decimals are read or refused by the grammar alone`() throws {
    var random = Generator(seed: 21)
    var read = 0
    for _ in 0..<4_000 {
      let text = mutated(&random)
      let decimal = try? ExactDecimal(text)
      #expect((decimal != nil) == isDecimal(text), "\(text)")
      if let decimal {
        read += 1
        #expect(decimal.value == Double(text), "\(text)")
        #expect(try ExactDecimal(decimal.description) == decimal)
      }
      let places = text.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first
      let fits = isDecimal(text) && (places?.count ?? 0) <= 2
      #expect(((try? Money(text, .usd)) != nil) == fits, "\(text)")
    }
    #expect(read > 1_000 && read < 3_500)
  }

  @Test(arguments: [("JPY", 0), ("USD", 2), ("KWD", 3), ("CLF", 4)])
  func `amounts have the digits of their currency, printed and read`(code: String, digits: Int)
    throws
  {
    let currency = try Currency(code)
    #expect(currency.minorDigits == digits)
    var random = Generator(seed: UInt64(digits))
    for _ in 0..<300 {
      let units = Int64(truncatingIfNeeded: random.next()) >> Int64(random.below(60))
      let money = Money(minorUnits: units, currency: currency)
      let places = money.amount.split(separator: ".").dropFirst().first?.count ?? 0
      #expect(places == digits)
      #expect(try Money(money.amount, currency) == money)
      #expect(try recoded(money) == money)
      // One digit more is refused, even a zero.
      let longer = digits == 0 ? money.amount + ".0" : money.amount + "0"
      #expect(thrown { _ = try Money(longer, currency) } != nil)
    }
  }
}

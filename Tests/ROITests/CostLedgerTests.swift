import Foundation
import ROI
import Statistics
import Testing

@Suite struct CostLedgerTests {
  static func cost(
    _ amount: String, _ category: Cost.Category = .fees, _ currency: Currency = .usd
  ) throws -> Cost {
    try Cost("item", category: category, amount: Money(amount, currency), source: "invoice")
  }

  @Test func sumsPostedCosts() throws {
    let ledger = try CostLedger(
      [
        Self.cost("18000.10"), Self.cost("8000.20", .analytics), Self.cost("4000", .managerTime),
        Self.cost("0.70", .other),
      ], in: .usd)
    #expect(ledger.total.amount == "30001.00" && ledger.missingCategories.isEmpty)
    #expect(ledger.check.passed && ledger.description == "USD 30,001 in 4 costs")
    let data = try JSONEncoder().encode(ledger)
    #expect(try JSONDecoder().decode(CostLedger.self, from: data) == ledger)
  }

  @Test func missingClassesAreNamedUnlessDeclaredNone() throws {
    let ledger = try CostLedger([Self.cost("1")], declaredNone: [.managerTime], in: .usd)
    #expect(ledger.missingCategories == [.analytics])
    #expect(ledger.check.verdict == .failed && ledger.check.sentence.contains("analytics"))
    #expect(ledger.description.contains("not considered: analytics"))
    let empty = try CostLedger([], in: .usd)
    #expect(empty.missingCategories == Cost.Category.compulsory && empty.total.isZero)
  }

  @Test func hostileCostsAreRefused() throws {
    let dollar = try Self.cost("1")
    let attempts: [(String, () throws -> Void)] = [
      ("invalidArgument", { _ = try Self.cost("-1") }),
      ("invalidArgument", { _ = try CostLedger([dollar, Self.cost("1", .fees, .eur)], in: .usd) }),
      ("invalidArgument", { _ = try CostLedger([dollar], in: .eur) }),
      ("invalidArgument", { _ = try CostLedger([dollar], declaredNone: [.fees], in: .usd) }),
      (
        "overflow",
        { _ = try CostLedger([dollar, Self.cost("92233720368547758.07")], in: .usd) }
      ),
    ]
    for (expected, attempt) in attempts { #expect(kind(thrown(attempt)) == expected) }
    for words in hostileWords {
      let unnamed = thrown {
        _ = try Cost(words, category: .fees, amount: .zero(.usd), source: "invoice")
      }
      let unsourced = thrown {
        _ = try Cost("coach", category: .fees, amount: .zero(.usd), source: words)
      }
      #expect(kind(unnamed) == "invalidArgument" && kind(unsourced) == "invalidArgument")
    }
  }

  @Test func decodingSumsAnew() throws {
    let cost =
      #"{"name":"a","category":"fees","amount":{"amount":"5","currency":"USD"},"source":"b"}"#
    func decode(_ text: String) throws -> CostLedger {
      try JSONDecoder().decode(CostLedger.self, from: Data(text.utf8))
    }
    let sound = #"{"costs":[\#(cost)],"declaredNone":[],"currency":"USD","total":"9"}"#
    #expect(try decode(sound).total.amount == "5.00")
    let negative = sound.replacingOccurrences(of: #""5""#, with: #""-5""#)
    let mixed = sound.replacingOccurrences(
      of: #"[],"currency":"USD""#, with: #"[],"currency":"EUR""#)
    for hostile in [negative, mixed, "{}", "[]"] {
      #expect(throws: (any Error).self) { try decode(hostile) }
    }
  }
}

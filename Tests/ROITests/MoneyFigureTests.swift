import Foundation
import ROI
import Statistics
import Testing

@Suite struct MoneyFigureTests {
  @Test func figuresKeepBothAmounts() throws {
    let figure = try MoneyFigure(ExactRatio(2).divided(by: 3) ?? 0, in: .usd)
    #expect(figure.posted.amount == "0.67" && figure.value == 2.0 / 3 && "\(figure)" == "USD 0.67")
    let data = try JSONEncoder().encode(figure)
    #expect(try JSONDecoder().decode(MoneyFigure.self, from: data) == figure)
    let forged = String(decoding: data, as: UTF8.self).replacingOccurrences(
      of: "0.67", with: "0.68")
    #expect(throws: EvaluationError.self) {
      try JSONDecoder().decode(MoneyFigure.self, from: Data(forged.utf8))
    }
  }

  @Test func roundsOnceAndByTheModeAsked() throws {
    let exact = ExactRatio(0.125)
    #expect(try MoneyFigure(exact, in: .usd).posted.amount == "0.13")
    #expect(try MoneyFigure(exact, in: .usd, rounding: .halfToEven).posted.amount == "0.12")
    #expect(try MoneyFigure(exact, in: Currency("KWD")).posted.amount == "0.125")
    #expect(try MoneyFigure(exact, in: Currency("JPY")).posted.amount == "0")
    #expect(try MoneyFigure(exact, in: .usd).exact == exact)
  }

  @Test func overflowIsAnErrorAndTinyFiguresAreZero() throws {
    #expect(kind(thrown { _ = try MoneyFigure(ExactRatio(1e17), in: .usd) }) == "overflow")
    #expect(kind(thrown { _ = try MoneyFigure(ExactRatio(-1e300), in: .usd) }) == "overflow")
    let tiny = try MoneyFigure(ExactRatio(-1e-300), in: .usd)
    #expect(tiny.posted.isZero && tiny.posted.amount == "0.00" && tiny.value == -1e-300)
  }

  @Test(arguments: [
    #"{"exact":"1/0","posted":{"amount":"1","currency":"USD"}}"#,
    #"{"exact":"1/1","posted":{"amount":"1.01","currency":"USD"}}"#,
    #"{"exact":"-1/1","posted":{"amount":"1","currency":"USD"}}"#,
    #"{"exact":"1/1","posted":{"amount":"1","currency":"?"}}"#, #"{"exact":"1/1"}"#, "{}", "null",
  ])
  func forgedFiguresAreRefused(_ text: String) {
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(MoneyFigure.self, from: Data(text.utf8))
    }
  }
}

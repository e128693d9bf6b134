import Foundation
import ROI
import Testing
import Worksheets

@Suite struct FormulaTests {
  private static let values: [String: ExactRatio] = ["a": 7, "b": 2, "zero": 0, "c": 5]
  private static let numbers = ["a": 1, "b": 2, "zero": 3, "c": 12]

  private func value(_ formula: Formula) -> ExactRatio? {
    formula.evaluate { Self.values[$0] }
  }

  private func words(_ formula: Formula) -> String { formula.words { Self.numbers[$0] } }

  // MARK: Evaluating

  @Test func `each kind of formula gives its exact value`() throws {
    #expect(value("a") == 7)
    #expect(value(.sum(["a", "b", "c"])) == 14)
    #expect(value(.difference("b", "a")) == -5)
    #expect(value(.product(["a", "b", "c"])) == 70)
    #expect(value(.quotient("a", "b")) == ExactRatio(try ExactDecimal("3.5")))
    #expect(value(.negative("a")) == -7)
    #expect(value(.quotient(.quotient("a", "c"), "a")) == ExactRatio(try ExactDecimal("0.2")))
  }

  @Test func `nothing added is 0 and nothing multiplied is 1`() {
    #expect(value(.sum([])) == 0)
    #expect(value(.product([])) == 1)
    #expect(words(.sum([])) == "0")
    #expect(words(.product([])) == "1")
  }

  @Test func `thirds stay exact`() throws {
    let third = Formula.quotient("a", .sum(["a", "a", "a"]))
    #expect(value(.sum([third, third, third])) == 1)
  }

  @Test(arguments: [
    ("2.345", 2, Rounding.halfAwayFromZero, "2.35"), ("-2.345", 2, .halfAwayFromZero, "-2.35"),
    ("2.345", 2, .halfToEven, "2.34"), ("2.355", 2, .halfToEven, "2.36"),
    ("2.5", 0, .halfToEven, "2"), ("-2.5", 0, .halfAwayFromZero, "-3"),
    ("2.4999", 0, .halfToEven, "2"),
    ("0.0005", 3, .halfAwayFromZero, "0.001"), ("1234", 2, .halfAwayFromZero, "1234"),
  ])
  func `rounding is the spreadsheet's`(
    text: String, places: Int, rounding: Rounding, expected: String
  ) throws {
    let number = ExactRatio(try ExactDecimal(text))
    let rounded = Formula.rounded("x", places: places, rounding).evaluate { _ in number }
    #expect(rounded == ExactRatio(try ExactDecimal(expected)))
  }

  @Test func `what is undefined stays undefined`() {
    let missing: Formula = "missing"
    let undefined: [Formula] = [
      missing, .sum(["a", missing]), .product([missing, "zero"]), .difference("a", missing),
      .difference(missing, "a"), .quotient(missing, "a"), .quotient("a", missing),
      .quotient("a", "zero"), .quotient("zero", "zero"), .negative(missing),
      .quotient("a", .difference("b", "b")), .rounded(missing, places: 2, .halfToEven),
      .sum([.quotient("a", "zero"), "a"]),
    ]
    for formula in undefined { #expect(value(formula) == nil, "\(formula)") }
  }

  @Test func `rounding outside any use is brought into range`() {
    #expect(value(.rounded("a", places: -3, .halfAwayFromZero)) == 7)
    #expect(value(.rounded("a", places: Int.max, .halfAwayFromZero)) == 7)
  }

  // MARK: Words

  @Test func `words name lines and keep the order of calculation`() {
    #expect(words("a") == "line 1")
    #expect(words(.sum(["a", "b", "c"])) == "line 1 + line 2 + line 12")
    #expect(words(.sum(["a"])) == "line 1")
    #expect(words(.product(["a", "b"])) == "line 1 x line 2")
    #expect(words(.difference("a", "b")) == "line 1 - line 2")
    #expect(words(.quotient("a", "b")) == "line 1 / line 2")
    #expect(words(.negative("a")) == "minus line 1")
    #expect(words(.product([.negative("a"), "b"])) == "(minus line 1) x line 2")
    #expect(
      words(.quotient(.difference("a", "b"), .product(["b", "c"])))
        == "(line 1 - line 2) / (line 2 x line 12)")
    #expect(words(.difference("a", .difference("b", "c"))) == "line 1 - (line 2 - line 12)")
    #expect(
      words(.rounded(.product(["a", "b"]), places: 2, .halfAwayFromZero))
        == "line 1 x line 2, rounded to 2 decimals")
    #expect(
      words(.rounded("a", places: 0, .halfToEven))
        == "line 1, rounded to 0 decimals, half to even")
    #expect(words("missing") == "a line that is not here")
  }

  @Test func `a formula survives coding`() throws {
    let formula = Formula.rounded(
      .quotient(.sum(["a", .negative("b")]), .product(["c", .difference("a", "b")])), places: 2,
      .halfToEven)
    let coded = try JSONEncoder().encode(formula)
    #expect(try JSONDecoder().decode(Formula.self, from: coded) == formula)
  }

  // MARK: Limits

  private func nested(_ levels: Int) -> Formula {
    (0..<levels).reduce("a") { formula, _ in .negative(formula) }
  }

  @Test func `deep formulas have no value and no end of words`() throws {
    #expect(value(nested(Formula.depthLimit - 2)) == 7)
    #expect(value(nested(5_000)) == nil)
    #expect(words(nested(5_000)).contains("nested too deep"))
    let coder = JSONEncoder()
    let deepest = nested(Formula.depthLimit - 1)
    #expect(try JSONDecoder().decode(Formula.self, from: coder.encode(deepest)) == deepest)
    var text = #"{"line":{"_0":"a"}}"#
    for _ in 0..<200 { text = #"{"negative":{"_0":\#(text)}}"# }
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(Formula.self, from: Data(text.utf8))
    }
  }

  @Test func `figures that grow without bound have no value`() {
    let power = Formula.product([Formula](repeating: "a", count: 10_000))
    #expect(value(power) == nil)
    #expect(value(.product([Formula](repeating: "a", count: 100))) != nil)
    // 7^5000 has 14,037 bits: each fits, but not the work for thousands of them.
    let large = Formula.product([Formula](repeating: "a", count: 5_000))
    #expect(value(.sum([Formula](repeating: large, count: 50))) == nil)
    #expect(value(.sum([Formula](repeating: "a", count: 20_000))) == 140_000)
  }

  @Test(arguments: [
    "{}", #"{"line":{}}"#, #"{"line":{"_0":"a"},"sum":{"_0":[]}}"#, #"{"power":{"_0":"a"}}"#,
    #"{"rounded":{"_0":{"line":{"_0":"a"}},"places":2.5,"_2":"halfToEven"}}"#,
    #"{"difference":{"_0":{"line":{"_0":"a"}}}}"#, "[]", #""a""#,
  ])
  func `forged formulas are refused`(text: String) {
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(Formula.self, from: Data(text.utf8))
    }
  }
}

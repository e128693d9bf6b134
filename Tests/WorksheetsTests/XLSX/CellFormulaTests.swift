import ROI
import Statistics
import TestSupport
import Testing
import Worksheets

@Suite struct CellFormulaTests {
  private func read(_ text: String) -> CellFormula? { CellFormula(text, on: "Calc") }

  /// A cell of the sheet Calc, or of another.
  private func cell(_ text: String) throws -> CellFormula { try #require(read(text)) }

  @Test(arguments: [
    "D5", "Inputs!D5", "0", "1", "-D5", "A1+B2", "A1-B2-C3", "A1-(B2-C3)", "A1/(B2*C3)", "A1*B2/C3",
    "(A1+B2)*C3", "-(A1+B2)", "(-A1)*B2", "A1+(-B2)", "A1-(-B2)", "ROUND(A1,2)", "SUM(C12:C14)",
    "SUM(Inputs!D4:D3003)", "IF(A1=0,0,B1/A1)", "IF(ABS(C5-D5)<=E5*(1+ABS(D5)),1,0)",
    "IF(A1<B1,1,0)", "MIN(F5:F40)", "SIGN(1-A1-A1)*IF(B1=INT(B1),TINV(C1,B1),SQRT(B1*D1/(1-D1)))",
    "CHIINV(1-E5,Inputs!D20*Inputs!D4)/Inputs!D20", "BETADIST(A1/(A1+B1*B1),A1/C1,1/C1)/C1",
    "NORMSDIST((A1-B1)/C1)", "-NORMSINV(A1)", "ISERROR(AZ1048576)", "MOD(INT(A1),B1)",
    "BETAINV(1-A1,1/B1,C1/B1)", "-(-A1)",
  ])
  func `a formula is written as it was read`(text: String) throws {
    let formula = try #require(read(text))
    #expect(formula.text(on: "Calc") == text)
  }

  @Test func `places on other sheets carry the sheet's name`() throws {
    let formula = try cell("D5+Inputs!D6")
    #expect(formula.text(on: "Inputs") == "Calc!D5+D6")
    #expect(formula.text(on: "Checks") == "Calc!D5+Inputs!D6")
  }

  /// Any tree comes back from its text.
  @Test func `random formulas survive their text`() throws {
    var generator = Generator(seed: 31)
    for _ in 0..<2_000 {
      let formula = try random(&generator, depth: 5)
      let text = formula.text(on: "Calc")
      #expect(read(text) == formula, "\(text)")
    }
  }

  private func random(_ generator: inout Generator, depth: Int) throws -> CellFormula {
    switch depth == 0 ? generator.below(2) : generator.below(8) {
    case 0: return .number(generator.below(3))
    case 1: return try cell(generator.pick(["A1", "Inputs!D5", "XFD1048576", "Ledger!B7"]))
    case 2: return .negative(try random(&generator, depth: depth - 1))
    case 3:
      let function = generator.pick(CellFormula.Function.allCases)
      return .function(
        function, try (0...generator.below(3)).map { _ in try random(&generator, depth: depth - 1) }
      )
    default:
      return .operation(
        generator.pick(CellFormula.Operator.allCases), try random(&generator, depth: depth - 1),
        try random(&generator, depth: depth - 1))
    }
  }

  @Test(arguments: [
    "", " ", "A", "1A", "A0", "A01", "XFE1", "A1048577", "A1:B", "A1+", "+A1", "A1**B1", "(A1",
    "A1)",
    "NOW()", "RAND()", "OFFSET(A1,1,1)", "INDIRECT(A1)", "ROUND(A1,)", "ROUND(,2)", "ROUND(A1 ,2)",
    "A1 + B1", "A1&B1", "\"text\"", "'Inputs'!D5", "[1]Inputs!D5", "Inputs!", "!D5", "A1%", "0.5",
    "12345", "A1^B1", "B2:A1", "A1<>B1", "A1=B1=C1", "SUM(A1", "=A1", "$A$1", "TINV", "é1",
    "\u{FF21}1", "--A1",
  ])
  func `what this library does not write is refused`(text: String) {
    #expect(read(text) == nil)
  }

  @Test func `deep and long formulas are refused`() {
    func nested(_ levels: Int) -> String {
      String(repeating: "ABS(", count: levels) + "A1" + String(repeating: ")", count: levels)
    }
    #expect(read(nested(60)) != nil)
    #expect(read(nested(70)) == nil)
    #expect(read(nested(2_000)) == nil)
    #expect(read(String(repeating: "(", count: 8_000)) == nil)
    #expect(read(String(repeating: "A1+", count: 60) + "A1") != nil)
    #expect(read(String(repeating: "A1+", count: 2_000) + "A1") == nil)
    #expect(read(String(repeating: "A", count: 100_000)) == nil)
  }
}

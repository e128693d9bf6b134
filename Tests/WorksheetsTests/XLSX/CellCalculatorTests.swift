import ROI
import Statistics
import TestSupport
import Testing
import Worksheets

/// The calculator, by way of a workbook whose formulas are forged.
@Suite struct CellCalculatorTests {
  /// What the cell Calc!F4 comes to with these formulas and numbers on Calc and Inputs.
  private func value(
    _ formula: String, _ others: [(cell: String, text: String)] = []
  ) throws -> CellValue {
    var xml = "<worksheet><sheetData><row r=\"1\">"
    for (cell, text) in [("F4", "=" + formula)] + others {
      let isFormula = text.hasPrefix("=")
      let escaped = text.drop { $0 == "=" }.replacing("<", with: "&lt;")
      xml += "<c r=\"\(cell)\">" + (isFormula ? "<f>\(escaped)</f>" : "<v>\(escaped)</v>") + "</c>"
    }
    xml += "</row></sheetData></worksheet>"
    let issued = try Workbook(Cases.make(.init(delta: Cases.declared())))
    let workbook = try issued.forged("Calc") { _ in xml }.recalculated()
    guard case .formula(_, let value) = try workbook.sheet("Calc")[4, 6].contents else {
      return .empty
    }
    return value
  }

  private func number(_ text: String) throws -> ExactRatio { ExactRatio(try ExactDecimal(text)) }

  @Test(
    arguments: [
      ("1+1", "2"), ("1-(1-1)", "1"), ("A1*B1", "-3.75"), ("A1/B1", "-0.6"), ("-A1", "-1.5"),
      ("ABS(B1)", "2.5"), ("SIGN(B1)+SIGN(A1)+SIGN(0)", "0"), ("INT(A1)", "1"), ("INT(B1)", "-3"),
      ("MOD(B1,1+1)", "1.5"), ("ROUND(B1,0)", "-3"), ("ROUND(C1,2)", "1.01"),
      ("SUM(A1:C1)", "0.005"),
      ("MAX(A1:C1)", "1.5"), ("MAX(A9:C9)", "0"), ("MAX(B1,A1-1)", "0.5"), ("POWER(1+1,1+1)", "4"),
      ("MIN(A1:C1)", "-2.5"), ("MIN(A9:C9)", "0"), ("IF(A1<B1,1,0)", "0"),
      ("IF(B1<=A1,A1,0/0)", "1.5"),
      ("IF(A1=A1,1,0)", "1"), ("ISERROR(1/0)", "1"), ("ISERROR(A1)", "0"), ("SQRT(1+1+1+1)", "2"),
      ("TINV(1,1)", "0"), ("Z99+1", nil),
    ] as [(String, String?)])
  func `operations and functions`(formula: String, expected: String?) throws {
    let cells = [("A1", "1.5"), ("B1", "-2.5"), ("C1", "1.005")]
    #expect(try value(formula, cells).number == expected.map { try number($0) })
  }

  /// Reference values of R: qt, qnorm, pnorm, qchisq, qbeta and pbeta.
  @Test(arguments: [
    ("TINV(A1,B1)", 1.894578605090006), ("NORMSINV(A1)", -1.2815515655446008),
    ("NORMSDIST(-A1)", 0.460172162722971), ("CHIINV(A1,B1)", 12.01703662378053),
    ("BETAINV(A1,B1,1+1)", 0.5937545062790737), ("BETADIST(A1,1,1+1)", 0.19),
    ("TINV(A1,B1+A1)", 1.894578605090006), ("POWER(1+A1,B1)", 1.9487171),
    // R: pbinom(2, 7, 0.1); numpy_financial: npv(0.1, [0, 7, 7]) and irr([-7, 4, 5]).
    ("BINOMDIST(1+1,B1,A1,1)", 0.9743085), ("NPV(A1,C1:D1)", 12.148760330578513),
    ("IRR(E1:G1,A1)", 0.17785685691405684),
  ])
  func `functions of statistics`(formula: String, expected: Double) throws {
    let found = try #require(
      try value(
        formula,
        [
          ("A1", "0.1"), ("B1", "7"), ("C1", "7"), ("D1", "7"), ("E1", "-7"), ("F1", "4"),
          ("G1", "5"),
        ]
      ).number?.value)
    #expect(agrees(found, expected, relative: 1e-13), "\(found)")
  }

  @Test(arguments: [
    "1/0", "SQRT(-1)", "NORMSINV(0)", "NORMSINV(1)", "TINV(0,1)", "TINV(1+1,1)", "TINV(A1,0)",
    "CHIINV(0,1)", "CHIINV(A1,0)", "BETAINV(A1,0,1)", "BETADIST(1+1,1,1)", "ROUND(A1,-1)",
    "ROUND(A1,99)",
    "ROUND(A1,A1)", "MOD(1,0)", "A1:B1", "ABS(1,1)", "IF(1,1)", "ISERROR(1,1)", "F4", "F4+1",
    "SUM(F4:F5)",
    "G4", "ABS(1/0)", "IF(1/0,1,1)", "1+1/0", "SUM(H1:H2)", "TINV(A1)", "POWER(-1,A1)",
    "POWER(0,1)", "POWER(A1)", "NPV(-1,A1:B1)", "NPV(A1)", "IRR(A1:A9,A1)",
    "IRR(A1)", "IRR(H1:H2,A1)", "IRR(B1:C1,-1)", "BINOMDIST(1,0,A1,1)", "BINOMDIST(0,1,A1,0)",
    "BINOMDIST(0,1,1+1,1)", "REPT(A1,1)", "REPT(Z9)", "MAX(H1:H2)",
  ])
  func `what is undefined has a mark and no number`(formula: String) throws {
    let cells = [("A1", "0.1"), ("G4", "=H4"), ("H4", "=G4"), ("H1", "=1/0")]
    #expect(try value(formula, cells).number == nil, "\(formula)")
  }

  @Test func `a sign is repeated so many times, at most 255`() throws {
    let issued = try Workbook(Cases.make(.init(delta: Cases.declared())))
    func bar(_ formula: String) throws -> CellValue? {
      let workbook = try issued.forged("Sensitivity") {
        $0.replacing(
          #/<c r="J4"[^>]*><f>[^<]*</f>/#, with: "<c r=\"J4\" t=\"str\"><f>\(formula)</f>")
      }.recalculated()
      guard case .formula(_, let value) = try workbook.sheet("Sensitivity")[4, 10].contents else {
        return nil
      }
      return value
    }
    #expect(try bar("REPT(J8,1+1)") == .text("██"))
    #expect(try bar("REPT(J8,0)") == .text(""))
    #expect(try bar("REPT(J8,Inputs!D10)")?.number == nil)
    #expect(try bar("REPT(J8,-1)")?.number == nil)
    #expect(try bar("REPT(1/0,1)") == .error("#DIV/0!"))
  }

  @Test func `a long chain and a growing figure end`() throws {
    let chain = (1...3_000).map { ("A\($0)", "=A\($0 + 1)+1") }
    #expect(try value("A1", chain).number == nil)
    let squares = (1...60).map { ("B\($0)", "=B\($0 + 1)*B\($0 + 1)") } + [("B61", "3")]
    #expect(try value("B1", squares).number == nil)
    #expect(try value("SUM(A1:AE150000)").number == nil)
    let clock = ContinuousClock()
    let time = try clock.measure {
      _ = try value("A1", (1...400).map { ("A\($0)", "=SUM(B1:B100000)") })
    }
    #expect(time < .seconds(30))
  }
}

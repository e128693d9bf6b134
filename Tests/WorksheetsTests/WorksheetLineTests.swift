import Foundation
import ROI
import TestSupport
import Testing
import Worksheets

@Suite struct WorksheetLineTests {
  /// A line as it is decoded.
  private func line(_ value: String?, _ kind: WorksheetLine.Kind) throws -> WorksheetLine {
    let figure = value.map { "\"value\": \"\($0)\"," } ?? ""
    let text = """
      {"key": "k", "section": "s", "label": "l", \(figure) "kind": "\(kind.rawValue)",
       "unit": "u", "origin": {"input": {"source": "a plan"}}}
      """
    return try JSONDecoder().decode(WorksheetLine.self, from: Data(text.utf8))
  }

  @Test(arguments: [
    ("3/2", WorksheetLine.Kind.money, 2, "1.50"), ("-3/2", .money, 2, "-1.50"),
    ("3/2", .money, 0, "2"), ("1/8", .money, 3, "0.125"), ("12000/1", .money, 2, "12000.00"),
    ("3/2", .number, 2, "1.5"), ("1/3", .number, 2, "0.3333333333333333"),
    ("2/3", .ratio, 2, "0.6666666666666667"), ("-2/3", .share, 0, "-0.6666666666666667"),
    ("1/8", .unroundedMoney, 2, "0.125"), ("0/1", .money, 2, "0.00"), ("0/1", .ratio, 2, "0"),
  ])
  func `a figure for machines is exact`(
    value: String, kind: WorksheetLine.Kind, digits: Int, expected: String
  ) throws {
    #expect(try line(value, kind).machineText(minorDigits: digits) == expected)
  }

  @Test func `an undefined figure is empty`() throws {
    for kind in [WorksheetLine.Kind.money, .number, .ratio, .share, .unroundedMoney] {
      #expect(try line(nil, kind).machineText(minorDigits: 2) == "")
    }
  }

  @Test func `digits that no currency has are brought into range`() throws {
    #expect(try line("3/2", .money).machineText(minorDigits: -5) == "2")
    #expect(try line("3/2", .money).machineText(minorDigits: Int.max).hasPrefix("1.50"))
  }

  @Test(arguments: ["1/0", "x", "", "1", "1/2/3", "NaN", "1.5/2"])
  func `a figure that is no fraction is refused`(value: String) {
    #expect(throws: (any Error).self) { try line(value, .number) }
  }

  @Test func `a line survives coding`() throws {
    for (_, businessCase) in try Cases.all() {
      for line in Worksheet(businessCase).lines {
        let coded = try JSONEncoder().encode(line)
        #expect(try JSONDecoder().decode(WorksheetLine.self, from: coded) == line)
      }
    }
  }
}

import Foundation
import ROI
import Statistics
import TestSupport
import Testing
import Worksheets

/// Public values of worksheets come back from JSON as they were, and forged ones are refused or sound.
@Suite struct CodingTests {
  private func expectRoundTrip<Value: Codable & Equatable>(_ value: Value) throws {
    let data = try JSONEncoder().encode([value])
    #expect(try JSONDecoder().decode([Value].self, from: data) == [value])
  }

  @Test func `every public value round-trips`() throws {
    let item = try Cases.make(.init(delta: Cases.counts()))
    let worksheet = Worksheet(item)
    let workbook = try Workbook(item)
    try expectRoundTrip(worksheet)
    for line in worksheet.lines {
      try expectRoundTrip(line)
      if case .formula(let formula) = line.origin { try expectRoundTrip(formula) }
    }
    try expectRoundTrip(try #require(workbook.place(of: "net_benefit")))
    let edited = try workbook.editing(["attribution": 0.25])
    try expectRoundTrip(edited.differences())
    let ledger = try Ledger(worksheet)
    try expectRoundTrip(ledger)
    let other = try LedgerTests.ledger { $0.value = "1" }
    try expectRoundTrip(other.differences(hash: ledger.hash))
    try expectRoundTrip(ledger.differences(to: other))
  }

  @Test func `forged worksheets are refused or sound`() throws {
    let worksheet = Worksheet(try Cases.make(.init(delta: Cases.declared())))
    #expect(try CodingFuzz.faults(of: worksheet, seed: 3, count: 60) == [])
  }

  @Test func `forged ledgers are refused or read as they stand`() throws {
    let ledger = try Ledger(Worksheet(Cases.make(.init(delta: Cases.declared()))))
    #expect(try CodingFuzz.faults(of: ledger, seed: 4, count: 60) == [])
  }
}

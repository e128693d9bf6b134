import Foundation
import ROI
import Statistics
import TestSupport
import Testing
import Worksheets

@Suite struct LedgerChangesTests {
  private static func worksheet(_ change: (inout Cases.Parts) throws -> Void) throws -> Worksheet {
    var parts = Cases.Parts(delta: Cases.declared())
    parts.shares = (0.30, 0.30)
    try change(&parts)
    return Worksheet(try Cases.make(parts))
  }

  private static func versions(
    _ change: (inout Cases.Parts) throws -> Void
  ) throws -> (Ledger, Ledger) {
    let first = try Ledger(worksheet { _ in })
    return (first, try Ledger(worksheet(change), following: first))
  }

  @Test func `a correction gives a new version with the hash of the one before`() throws {
    let (first, second) = try Self.versions { $0.shares = (0.15, 0.15) }
    #expect(first.version == 1 && first.parent == nil)
    #expect(second.version == 2 && second.parent == first.hash)
    #expect(second.differences() == [])
    let third = try Ledger(Self.worksheet { _ in }, following: second)
    #expect(third.version == 3 && third.parent == second.hash)
    // The figures are those of version 1 again; the history is not.
    #expect(first.differences(to: third) == [] && third.hash != first.hash)
    #expect(third.entries == first.entries)
    #expect(third.description.contains("version 3, after \(second.hash.short)"))
  }

  @Test func `every changed figure is listed with what it follows from`() throws {
    let (first, second) = try Self.versions { $0.shares = (0.15, 0.15) }
    let changes = first.differences(to: second)
    let value = try #require(changes.first { $0.key == "attributable_value" })
    #expect(value.before == "72000" && value.after == "36000")
    #expect(value.reason == .follows && value.follows == ["attribution"])
    #expect(value.description == "attributable_value: 72000 -> 36000 (follows from attribution)")
    let input = try #require(changes.first { $0.key == "attribution" })
    #expect(input.reason == .corrected && input.before == "0.3" && input.after == "0.15")
    #expect(input.follows == [] && input.description.hasSuffix("(corrected)"))
    // Nothing else changed, and everything that changed is there.
    for (old, new) in zip(first.entries, second.entries) {
      #expect(changes.contains { $0.key == old.key } == (old.value != new.value), "\(old.key)")
    }
    #expect(!changes.contains { $0.key == "break_even_attribution" })
  }

  @Test func `two corrections are told apart in what follows`() throws {
    let (first, second) = try Self.versions {
      $0.value = "95000.50"
      $0.costs = ["18000", "9000", "4000"]
    }
    let changes = first.differences(to: second)
    func follows(_ key: String) -> [String]? { changes.first { $0.key == key }?.follows }
    #expect(follows("attributable_value") == ["unit_value"])
    #expect(follows("program_cost") == ["cost_2"])
    #expect(follows("net_benefit") == ["unit_value", "cost_2"])
    #expect(follows("break_even_attribution") == ["cost_2", "unit_value"])
    #expect(follows("cost_1") == nil)
  }

  @Test func `figures that come, go or are defined anew are said to`() throws {
    let (first, second) = try Self.versions { $0.costs = ["18000", "8000", "4000", "1"] }
    let changes = first.differences(to: second)
    #expect(changes.first { $0.key == "cost_4" }?.reason == .added)
    #expect(changes.first { $0.key == "cost_4" }?.before == nil)
    // The sum has another term.
    #expect(changes.first { $0.key == "program_cost" }?.reason == .redefined)
    #expect(changes.first { $0.key == "net_benefit" }?.follows == ["program_cost"])
    let back = second.differences(to: first)
    #expect(back.last?.key == "cost_4" && back.last?.reason == .removed)
    #expect(back.last?.after == nil)
    let (old, new) = try Self.versions { $0.rounding = .halfToEven }
    #expect(old.differences(to: new).allSatisfy { $0.reason == .redefined })
    #expect(!old.differences(to: new).isEmpty)
  }

  @Test func `statistics are restated by their method`() throws {
    let first = try LedgerTests.ledger()
    let second = try Ledger(
      Worksheet(Cases.make(.init(delta: Cases.counts(before: 14)))), following: first)
    let changes = first.differences(to: second)
    #expect(changes.first { $0.key == "baseline_count" }?.reason == .corrected)
    #expect(changes.first { $0.key == "interval_lower_delta" }?.reason == .restated)
    #expect(
      changes.first { $0.key == "interval_lower_value" }?.follows == ["interval_lower_delta"])
    #expect(changes.first { $0.key == "delta" }?.follows == ["baseline_count"])
  }

  @Test func `changes round-trip`() throws {
    let (first, second) = try Self.versions { $0.costs = ["1"] }
    let changes = first.differences(to: second)
    let data = try JSONEncoder().encode(changes)
    #expect(try JSONDecoder().decode([Ledger.Change].self, from: data) == changes)
  }
}

import Fairness
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct DisclosureAuditTests {
  typealias Place = DisclosureAudit.Place

  static func place(_ row: Int, _ column: Int) -> Place { Place(row: row, column: column) }

  /// The range of each hidden cell over all tables of the same totals, by counting.
  private static func ranges(_ table: [[Int]], _ hidden: [Place]) -> [ClosedRange<Int>] {
    var found: [ClosedRange<Int>?] = hidden.map { _ in nil }
    var values = table
    let rows = table.map { $0.reduce(0, +) }
    let columns = table[0].indices.map { column in table.reduce(0) { $0 + $1[column] } }
    func fill(_ index: Int) {
      if index == hidden.count {
        guard values.map({ $0.reduce(0, +) }) == rows,
          columns.indices.allSatisfy({ column in
            values.reduce(0) { $0 + $1[column] } == columns[column]
          })
        else { return }
        for (place, cell) in hidden.enumerated() {
          let value = values[cell.row][cell.column]
          let range = found[place] ?? value...value
          found[place] = min(range.lowerBound, value)...max(range.upperBound, value)
        }
        return
      }
      let cell = hidden[index]
      for value in 0...min(rows[cell.row], columns[cell.column]) {
        values[cell.row][cell.column] = value
        fill(index + 1)
      }
    }
    fill(0)
    return found.compactMap { $0 }
  }

  @Test func rangesAreThoseOfCounting() throws {
    var generator = Generator(seed: 21)
    var disclosed = 0
    for _ in 0..<150 {
      let (rows, columns) = (2 + generator.below(2), 2 + generator.below(2))
      let table = (0..<rows).map { _ in (0..<columns).map { _ in generator.below(4) } }
      let all = (0..<rows).flatMap { row in (0..<columns).map { Self.place(row, $0) } }
      let hidden = Array(all.shuffled(using: &generator).prefix(generator.below(6)))
      let audit = try DisclosureAudit(table: table, hidden: hidden)
      let ranges = Self.ranges(table, hidden)
      #expect(audit.cells.map(\.least) == ranges.map(\.lowerBound), "\(table) \(hidden)")
      #expect(audit.cells.map(\.most) == ranges.map(\.upperBound), "\(table) \(hidden)")
      disclosed += audit.disclosed.count
    }
    #expect(disclosed > 50)
  }

  @Test func aCycleWithAZeroCanBeFixed() throws {
    // All four cells lie on a cycle; the zeros that must not fall fix them all.
    let audit = try DisclosureAudit(
      table: [[0, 5], [7, 0]],
      hidden: [Self.place(0, 0), Self.place(0, 1), Self.place(1, 0), Self.place(1, 1)])
    #expect(audit.isSafe)
    let empty = try DisclosureAudit(
      table: [[0, 5], [0, 3]],
      hidden: [Self.place(0, 0), Self.place(0, 1), Self.place(1, 0), Self.place(1, 1)])
    #expect(empty.disclosed.count == 4 && !empty.isSafe)
  }

  @Test func hostileInputs() throws {
    #expect(
      thrownCase { try DisclosureAudit(table: [[1, 2], [3]], hidden: []) } == "lengthMismatch")
    for table in [[[-1]], [[.max]], [[.min]]] {
      #expect(thrownCase { try DisclosureAudit(table: table, hidden: []) } == "invalidArgument")
    }
    for hidden in [
      [Self.place(0, 2)], [Self.place(2, 0)], [Self.place(-1, 0)],
      [Self.place(0, 0), Self.place(0, 0)],
      [Self.place(.max, .min)],
    ] {
      #expect(
        thrownCase { try DisclosureAudit(table: [[1, 2], [3, 4]], hidden: hidden) }
          == "invalidArgument")
    }
    #expect(try DisclosureAudit(table: [], hidden: []).isSafe)
    // The largest counts and the most hidden cells neither overflow nor take long.
    let side = 20
    let table = [[Int]](
      repeating: [Int](repeating: Proportion.mostTrials, count: side), count: side)
    let hidden = (0..<side).flatMap { row in (0..<side).map { Self.place(row, $0) } }
    let few = Array(hidden.prefix(60))
    #expect(try DisclosureAudit(table: table, hidden: few).cells.count == 60)
    #expect(
      thrownCase { try DisclosureAudit(table: table + table, hidden: hidden + [Self.place(39, 0)]) }
        == "invalidArgument")
    let audit = try DisclosureAudit(table: [[1, 2], [3, 4]], hidden: [Self.place(0, 1)])
    #expect(
      try JSONDecoder().decode(DisclosureAudit.self, from: JSONEncoder().encode(audit)) == audit)
  }
}

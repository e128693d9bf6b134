import Foundation
import ROI
import Statistics
import TestSupport
import Testing

@Suite struct TrendMonitorTests {
  private struct Row: Decodable {
    let counts: [Int]
    let totals: [Int]
    let exact: Double
    let normal: Double
  }

  private func monitor(
    _ counts: [Int], of totals: [Int], alpha: Double = 0.05, looks: Int = 1
  ) throws -> TrendMonitor {
    try TrendMonitor(
      "manager overrides", action: "review the prompts", alpha: alpha, looks: looks,
      readings: zip(counts, totals).enumerated().map {
        try .init("week \($0 + 1)", count: $1.0, of: $1.1)
      })
  }

  // MARK: Against every arrangement

  @Test func `the exact p-value is that of all arrangements`() throws {
    let file = ReferenceRoot.own.appending(path: "pilot/trend.json")
    let rows = try JSONDecoder().decode([Row].self, from: Data(contentsOf: file))
    #expect(rows.count == 10)
    var worst = 0.0
    for row in rows {
      let monitor = try monitor(row.counts, of: row.totals)
      #expect(monitor.method == .exactConditional)
      let pValue = try #require(monitor.pValue)
      worst = max(worst, abs(pValue / row.exact - 1))
      // The normal test beside it, which a few events mislead.
      let weeks = row.totals.indices.filter { row.totals[$0] > 0 }
      let normal = try TrendTest(
        weeks.map { try Proportion(successes: row.counts[$0], trials: row.totals[$0]) },
        scores: weeks.map { Double($0) })
      #expect(abs(normal.test.pValueAbove / row.normal - 1) < 1e-12)
    }
    #expect(worst < 1e-12, "\(worst)")
  }

  @Test func `two weeks are Fisher's exact test`() throws {
    for (counts, totals) in [([1, 5], [20, 18]), ([0, 3], [9, 9]), ([4, 1], [10, 30])] {
      let fisher = Hypergeometric22(counts, totals).atLeast
      let pValue = try #require(try monitor(counts, of: totals).pValue)
      #expect(abs(pValue - fisher) < 1e-14)
    }
  }

  @Test func `false warnings stay within the level, for every number of events`() throws {
    // All ways in which three weeks of eight have 0 to 8 events each, by their conditional chances.
    let ways = [1.0, 8, 28, 56, 70, 56, 28, 8, 1]
    var warned = [Double](repeating: 0, count: 25)
    var all = warned
    for code in 0..<729 {
      let counts = [code % 9, code / 9 % 9, code / 81]
      let weight = counts.reduce(1.0) { $0 * ways[$1] }
      let events = counts.reduce(0, +)
      all[events] += weight
      if try monitor(counts, of: [8, 8, 8]).outcome == .rising { warned[events] += weight }
    }
    for events in 0...24 { #expect(warned[events] <= 0.05 * all[events] * (1 + 1e-12)) }
    #expect(warned[12] > 0.01 * all[12])
  }

  // MARK: Warnings

  @Test func `a rising rate warns before any limit is broken`() throws {
    let rising = try monitor([1, 2, 4, 5, 7, 9], of: Array(repeating: 200, count: 6))
    #expect(rising.outcome == .rising)
    let limit = try RollbackTrigger(
      "overrides", moreThan: 0.05, action: "off", readings: rising.readings)
    #expect(limit.firing.isEmpty)
    #expect(rising.description.contains("rises (one-sided p "))
    let falling = try monitor([9, 7, 5, 4, 2, 1], of: Array(repeating: 200, count: 6))
    #expect(falling.outcome == .quiet && (falling.pValue ?? 0) > 0.99)
  }

  @Test func `an empty week keeps its place`() throws {
    let gap = try monitor([0, 0, 0, 3], of: [10, 0, 0, 10])
    let near = try monitor([0, 3], of: [10, 10])
    #expect(gap.pValue == near.pValue)
    let uneven = try monitor([2, 0, 0, 3], of: [10, 10, 0, 10])
    let even = try monitor([2, 0, 3], of: [10, 10, 10])
    #expect(uneven.pValue != even.pValue)
  }

  @Test func `more looks need more`() throws {
    let once = try monitor([0, 1, 1, 3], of: [10, 10, 10, 10])
    let often = try monitor([0, 1, 1, 3], of: [10, 10, 10, 10], looks: 13)
    #expect(once.outcome == .rising && often.outcome == .quiet && once.pValue == often.pValue)
    #expect(often.levelPerLook == 0.05 / 13)
    #expect(
      often.description.hasSuffix(
        "false warnings at most 0.385 % a look and 5 % a pilot of 13 looks"))
  }

  @Test func `what has no trend is not evaluable`() throws {
    for (counts, totals) in [
      ([], []), ([3], [9]), ([0, 0], [9, 9]), ([9, 9], [9, 9]), ([3, 0, 0], [9, 0, 0]), ([0], [0]),
    ] as [([Int], [Int])] {
      let monitor = try monitor(counts, of: totals)
      #expect(monitor.outcome == .notEvaluable && monitor.pValue == nil && monitor.method == nil)
      #expect(monitor.description.contains("cannot be asked"))
    }
  }

  @Test func `many events are asked by the normal test`() throws {
    let counts = [400, 410, 450, 470]
    let totals = [1_000, 1_000, 1_000, 1_000]
    let monitor = try monitor(counts, of: totals)
    #expect(monitor.method == .cochranArmitage)
    let groups = try zip(counts, totals).map { try Proportion(successes: $0, trials: $1) }
    #expect(monitor.pValue == (try TrendTest(groups).test.pValueAbove))
    let large = try self.monitor([1 << 30, 1 << 30], of: [1 << 31, 1 << 31])
    #expect(large.pValue == 0.5)
  }

  @Test func `both methods meet where both can answer`() throws {
    let counts = [5, 6, 8, 9]
    let totals = [400, 400, 400, 400]
    let exact = try #require(try monitor(counts, of: totals).pValue)
    let groups = try zip(counts, totals).map { try Proportion(successes: $0, trials: $1) }
    #expect(abs(exact - (try TrendTest(groups).test.pValueAbove)) < 0.03)
  }

  // MARK: Signals of trust, faults, coding

  @Test func `a signal of trust is asked exactly`() throws {
    let signal = try TrustSignal(
      "overrides",
      readings: [.init(week: 2, count: 0, of: 10), .init(week: 4, count: 3, of: 10)])
    let monitor = try TrendMonitor(signal, action: "review")
    #expect(monitor.readings.map(\.span) == ["week 2", "week 3", "week 4"])
    #expect(monitor.pValue == (try self.monitor([0, 0, 3], of: [10, 0, 10]).pValue))
    #expect(monitor.alpha == 0.05)
    #expect(try TrendMonitor(TrustSignal("o", readings: []), action: "review").pValue == nil)
  }

  @Test func `faulty monitors are refused`() throws {
    let many = try Array(repeating: RollbackTrigger.Reading("w", count: 0, of: 1), count: 521)
    let full = try RollbackTrigger.Reading("w", count: 0, of: .max)
    let faulty: [() throws -> Void] = [
      { _ = try TrendMonitor(" ", action: "a", readings: []) },
      { _ = try TrendMonitor("n", action: "", readings: []) },
      { _ = try TrendMonitor("n", action: "a", alpha: 0, readings: []) },
      { _ = try TrendMonitor("n", action: "a", alpha: 0.51, readings: []) },
      { _ = try TrendMonitor("n", action: "a", alpha: .nan, readings: []) },
      { _ = try TrendMonitor("n", action: "a", looks: 0, readings: []) },
      { _ = try TrendMonitor("n", action: "a", looks: .max, readings: []) },
      { _ = try TrendMonitor("n", action: "a", readings: many) },
      { _ = try TrendMonitor("n", action: "a", readings: [full, full]) },
    ]
    for (index, work) in faulty.enumerated() {
      #expect(kind(thrown(work)) == "invalidArgument", "\(index)")
    }
  }

  @Test func `monitors survive coding, forged ones are refused`() throws {
    let monitor = try monitor([0, 1, 3], of: [9, 9, 9])
    #expect(try recoded(monitor) == monitor)
    #expect(try !survives(monitor, "\"alpha\":0.05", "\"alpha\":5"))
    #expect(try !survives(monitor, "\"count\":3", "\"count\":30"))
    #expect(try !survives(monitor, "\"review the prompts\"", "\"\""))
  }
}

/// The chance of as many events or more in the second of two weeks, by counting.
private struct Hypergeometric22 {
  let atLeast: Double

  init(_ counts: [Int], _ totals: [Int]) {
    func choose(_ n: Int, _ k: Int) -> Double {
      k < 0 || k > n ? 0 : (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
    }
    let events = counts[0] + counts[1]
    let tail = (counts[1]...events).reduce(0.0) {
      $0 + choose(totals[1], $1) * choose(totals[0], events - $1)
    }
    atLeast = tail / choose(totals[0] + totals[1], events)
  }
}

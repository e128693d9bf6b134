import Foundation
import Reporting
import Statistics
import TestSupport
import Testing

@Suite struct EstimateComparisonTests {
  private func comparison() throws -> EstimateComparison {
    EstimateComparison([
      .init(
        "naive",
        try Estimate(
          value: -15_204.775, uncertainty: .normal(standardError: 100), method: "Welch t"),
        note: "no adjustment"),
      .init(
        "matched",
        try Estimate(
          value: 2, uncertainty: .t(standardError: 1.5, degreesOfFreedom: 4), method: "pairs")),
      .init("stated", try Estimate(value: 1_794.34, uncertainty: .unknown, method: "stated")),
    ])
  }

  /// qnorm(.975) = 1.959963984540054; qt(.975, 4) = 2.776445105197793.
  @Test func `each answer stands with its interval`() throws {
    let report = Report("t", blocks: [try comparison().block]).markdown
    let rows = report.split(separator: "\n").filter { $0.hasPrefix("|") }
    #expect(rows.count == 5)
    #expect(rows[0] == "| answer | effect | standard error | 95 % interval | note |")
    #expect(rows[1] == "| :-- | --: | --: | --: | :-- |")
    #expect(rows[2] == "| naive | -15,204.8 | 100 | -15,400.8 to -15,008.8 | no adjustment |")
    #expect(rows[3] == "| matched | 2 | 1.5 | -2.16467 to 6.16467 |  |")
    #expect(rows[4] == "| stated | 1,794.34 | not known | not known |  |")
  }

  @Test func `the screen has the same without notes`() throws {
    let lines = try comparison().description.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[1].contains("-15,400.8 to -15,008.8"))
    #expect(!lines[1].contains("no adjustment"))
    #expect(Set(lines.map(\.count)).count == 1)
  }

  @Test func `the level is the caller's`() throws {
    let rows = try comparison().rows
    let wide = EstimateComparison(rows, level: 0.99).description
    #expect(wide.contains("99 % interval"))
    #expect(wide.contains("-15,462.4 to -14,947.2"))
    for level in [0, 1, -1, .nan, .infinity, 2] as [Double] {
      let none = EstimateComparison(rows, level: level).description
      #expect(none.contains("not known"))
    }
  }

  @Test func `no answers are a header`() {
    #expect(EstimateComparison([]).description.hasPrefix("answer"))
  }

  @Test func `a comparison survives coding`() throws {
    let comparison = try comparison()
    let coded = try JSONEncoder().encode(comparison)
    #expect(try JSONDecoder().decode(EstimateComparison.self, from: coded) == comparison)
  }

  // MARK: Benchmark

  private func benchmark(_ value: Double) throws -> Benchmark {
    Benchmark(
      try Estimate(value: value, uncertainty: .unknown, method: "stated"), source: "a trial")
  }

  @Test func `a benchmark inside the interval passes`() throws {
    let check = try benchmark(5).check(comparison().rows[1].estimate)
    #expect(check.verdict == .passed)
    #expect(check.figure == 2)
    #expect(check.threshold == 5)
    #expect(
      check.sentence
        == "The 95 % interval, -2.16467 to 6.16467, contains the benchmark 5 (a trial).")
  }

  @Test func `a benchmark outside the interval fails in plain words`() throws {
    let check = try benchmark(1_794.34).check(comparison().rows[1].estimate)
    #expect(check.verdict == .failed)
    #expect(check.sentence.contains("excludes the benchmark 1,794.34 (a trial)"))
    #expect(check.sentence.hasSuffix("this method on these data does not recover the truth."))
    let wide = try benchmark(7).check(comparison().rows[1].estimate, level: 0.99)
    #expect(wide.verdict == .passed)
  }

  @Test func `an estimate without an interval is inconclusive`() throws {
    let check = try benchmark(5).check(comparison().rows[2].estimate)
    #expect(check.verdict == .inconclusive)
    #expect(check.sentence.contains("no interval"))
    let level = try benchmark(5).check(comparison().rows[1].estimate, level: 1)
    #expect(level.verdict == .inconclusive)
  }

  @Test func `the source of a benchmark is cut and cleaned`() throws {
    let estimate = try Estimate(value: 1, uncertainty: .unknown, method: "stated")
    let benchmark = Benchmark(estimate, source: "\u{1B}[2J" + String(repeating: "x\n", count: 900))
    let sentence = try benchmark.check(comparison().rows[0].estimate).sentence
    #expect(sentence.count < 400)
    #expect(sentence.unicodeScalars.allSatisfy { $0.value >= 0x20 })
  }

  @Test func `a level that is no level can be coded`() throws {
    let rows = try comparison().rows
    for level in [.nan, .infinity, -1, 0, 1] as [Double] {
      let table = EstimateComparison(rows, level: level)
      let coded = try JSONEncoder().encode(table)
      #expect(try JSONDecoder().decode(EstimateComparison.self, from: coded) == table)
      #expect(table.level == 0)
    }
  }
}

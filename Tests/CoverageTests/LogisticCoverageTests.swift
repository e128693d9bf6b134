import DataFrames
import Foundation
import Regression
import Statistics
import Testing

/// Coverage of the log odds ratio of treatment in a logistic regression of two arms, enumerated.
@Suite struct LogisticCoverageTests {
  private static let sizes = [5, 8]

  private static func fit(
    _ comparison: ProportionComparison, _ method: LogisticMethod
  ) throws -> LogisticRegression {
    let arms = [comparison.control, comparison.treated]
    let frame = try DataFrame([
      Column(
        "treated", numbers: zip([0, 1], arms).flatMap { Array(repeating: $0, count: $1.trials) }),
      Column(
        "event", booleans: arms.flatMap { arm in (0..<arm.trials).map { $0 < arm.successes } }),
    ])
    return try LogisticRegression(frame, outcome: "event", predictors: ["treated"], method: method)
  }

  private static func coverage(
    _ size: Int, interval: (ProportionComparison) throws -> Interval?
  ) throws -> EnumeratedCoverage {
    try EnumeratedCoverage.comparison(size, size) {
      log($0 / (1 - $0)) - log($1 / (1 - $1))
    } interval: {
      try interval($0)
    }
  }

  // Arms without events, or with nothing else, separate: maximum likelihood has no estimate there,
  // Firth's method has.
  @Test func logOddsRatios() throws {
    var rows: [[String]] = [[], [], []]
    for size in Self.sizes {
      let wald = try Self.coverage(size) { table in
        let isSeparated = [table.control, table.treated].contains {
          $0.successes == 0 || $0.successes == $0.trials
        }
        guard !isSeparated else { return nil }
        return try Self.fit(table, .maximumLikelihood).estimate(of: "treated").interval()
      }
      let firthWald = try Self.coverage(size) {
        try Self.fit($0, .firth).estimate(of: "treated").interval()
      }
      let profile = try Self.coverage(size) {
        try Self.fit($0, .firth).profileInterval(of: "treated")
      }
      #expect(wald.least < 0.5 && wald.mean < profile.mean)
      #expect(firthWald.mean > 0.95 && profile.mean > 0.94)
      // The logistic model of two arms is Woolf's interval.
      let woolf = try Self.coverage(size) {
        $0.oddsRatioInterval(method: .woolf).flatMap { interval in
          let limits = (interval.lower ?? 0, interval.upper ?? .infinity)
          return Interval(
            level: 0.95, lower: log(limits.0), upper: log(limits.1), method: interval.method)
        }
      }
      #expect(abs(woolf.mean - wald.mean) < 1e-9)
      for (place, found) in [wald, firthWald, profile].enumerated() {
        rows[place].append(found.leastAndMean)
      }
    }
    var table = CoverageTable(
      "Log odds ratio by logistic regression, n in each arm", sizes: Self.sizes)
    let names = ["maximum likelihood, Wald", "Firth, Wald", "Firth, profile likelihood"]
    for (name, cells) in zip(names, rows) { table.add(name, cells) }
    table.print()
  }
}

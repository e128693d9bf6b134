import DataFrames
import Foundation
import Regression
import Statistics
import Testing

/// Coverage of the log odds ratio of treatment in a logistic regression of two arms, enumerated.
///
/// An outcome that is the same for all is refused by every method, and counts as a miss.
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
    let rates = (4...16).map { Double($0) / 20 }
    return try EnumeratedCoverage.comparison(size, size, rates: rates) {
      log($0 / (1 - $0)) - log($1 / (1 - $1))
    } interval: {
      let events = $0.treated.successes + $0.control.successes
      return events == 0 || events == 2 * size ? nil : try interval($0)
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
      #expect(wald.least < profile.least && wald.mean < profile.mean - 0.05)
      #expect(firthWald.mean > 0.94 && profile.mean > 0.93)
      // No events in both arms is all that it misses by at a fifth.
      #expect(profile.least > 0.8)
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
      "Log odds ratio by logistic regression, rates 0.2 to 0.8", sizes: Self.sizes)
    let names = ["maximum likelihood, Wald", "Firth, Wald", "Firth, profile likelihood"]
    for (name, cells) in zip(names, rows) { table.add(name, cells) }
    table.print()
  }
}

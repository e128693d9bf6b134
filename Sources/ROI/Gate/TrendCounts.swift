import Distributions
import Statistics

/// Events of weeks, asked whether their rate rises.
struct TrendCounts {
  /// One exposed week.
  struct Week {
    let score: Int
    let count: Int
    let total: Int
  }

  private let weeks: [Week]

  init(_ weeks: [Week]) { self.weeks = weeks }

  /// The most steps that the exact answer may take.
  private static let mostSteps = 10_000_000

  /// The one-sided p-value of a rise; nil below two weeks, without an event or with nothing else.
  func rise() throws(EvaluationError) -> (method: TrendMonitor.Method, pValue: Double)? {
    let events = weeks.reduce(0) { $0 + $1.count }
    let total = weeks.reduce(0) { $0 + $1.total }
    guard weeks.count >= 2, events > 0, events < total else { return nil }
    if let exact = exact() { return (.exactConditional, exact) }
    var groups: [Proportion] = []
    for week in weeks {
      groups.append(try Proportion(successes: week.count, trials: week.total))
    }
    let test = try TrendTest(groups, scores: weeks.map { Double($0.score) }).test
    return (.cochranArmitage, test.pValueAbove)
  }

  // MARK: Exact

  /// The exact p-value, or nil where it takes too many steps.
  ///
  /// Given the number of events, a week's count is hypergeometric among those that are left. States
  /// are the events left and the sum of scores so far. The rarer of events and others is followed,
  /// for if the others fall the events rise.
  private func exact() -> Double? {
    let events = weeks.reduce(0) { $0 + $1.count }
    let total = weeks.reduce(0) { $0 + $1.total }
    let isTurned = events > total - events
    let rarer = isTurned ? total - events : events
    let first = weeks.map(\.score).min() ?? 0
    let span = (weeks.map(\.score).max() ?? 0) - first
    // Up to 2^32 events times 520 weeks fits.
    let sums = rarer * span + 1
    guard rarer <= 200 else { return nil }
    let steps = weeks.reduce(0) { $0 + (rarer + 1) * (min(rarer, $1.total) + 1) / 2 * sums }
    guard steps <= Self.mostSteps else { return nil }
    var states = [[Double]](repeating: [], count: rarer + 1)
    states[rarer] = [Double](repeating: 0, count: sums)
    states[rarer][0] = 1
    var left = total
    for week in weeks {
      var next = [[Double]](repeating: [], count: rarer + 1)
      for (open, masses) in states.enumerated() where !masses.isEmpty {
        let law = Hypergeometric(population: left, successes: open, draws: week.total)
        for count in max(0, open - (left - week.total))...min(open, week.total) {
          let chance = law?.pmf(count) ?? 0
          let shift = count * (week.score - first)
          if next[open - count].isEmpty { next[open - count] = [Double](repeating: 0, count: sums) }
          for sum in 0..<(sums - shift) where masses[sum] > 0 {
            next[open - count][sum + shift] += masses[sum] * chance
          }
        }
      }
      states = next
      left -= week.total
    }
    let observed = weeks.reduce(0) { sum, week in
      sum + (isTurned ? week.total - week.count : week.count) * (week.score - first)
    }
    let masses = states[0]
    return min(1, (isTurned ? masses[...observed] : masses[observed...]).reduce(0, +))
  }
}

import TestSupport
import Testing

@testable import Statistics

@Suite struct ScoreFunctionTests {
  private static func score(_ x1: Int, _ n1: Int, _ x0: Int, _ n0: Int) throws -> ScoreFunction {
    try ScoreFunction(
      Proportion(successes: x1, trials: n1), Proportion(successes: x0, trials: n0),
      isCorrected: true)
  }

  /// The maxima of the reference `threshold_tests`, which were checked against R's rpact and numeric maximisation.
  @Test(arguments: [
    ((2, 10, 15, 25), 0.8, 0.4219392971918146, 0.5274241214897682, -0.1, 0.4124025925061796),
    ((5, 13, 11, 17), 0.8, 0.4749015976764187, 0.5936269970955234, -0.2, 0.4205242327991599),
    ((48, 100, 60, 100), 0.8, 0.48, 0.6, -0.1, 0.4901633407054833),
    ((0, 10, 5, 12), 0.8, 0.2053038739296417, 0.2566298424120521, -0.1, 0.13995465109090255),
  ])
  func constrainedRatesAgree(
    counts: (Int, Int, Int, Int), ratio: Double, first: Double, second: Double, difference: Double,
    firstOfDifference: Double
  ) throws {
    let score = try Self.score(counts.0, counts.1, counts.2, counts.3)
    let byRatio = score.constrained(ratio: ratio)
    #expect(agrees(byRatio.treated, first, relative: 1e-14))
    #expect(agrees(byRatio.control, second, relative: 1e-14))
    let byDifference = score.constrained(difference: difference)
    #expect(agrees(byDifference.treated, firstOfDifference, relative: 1e-14))
    #expect(agrees(byDifference.control, firstOfDifference - difference, relative: 1e-14))
  }

  @Test func ratesStayInRangeAndKeepTheConstraint() throws {
    for (n1, n0) in [(1, 1), (3, 7), (4_000_000_000, 5), (1_000_000, 1_000_000)] {
      for (x1, x0) in [(0, 0), (n1, n0), (0, n0), (n1, 0), (n1 / 2, n0 / 3)] {
        let score = try Self.score(x1, n1, x0, n0)
        for difference in [-1, -0.999, -0.3, -1e-12, 0, 1e-300, 1e-9, 0.5, 1] {
          let rates = score.constrained(difference: difference)
          #expect((0...1).contains(rates.treated) && (0...1).contains(rates.control))
          #expect(abs(rates.treated - rates.control - difference) < 1e-15)
          #expect(!score.statistic(difference: difference).isNaN)
        }
        for ratio in [1e-100, 1e-9, 0.3, 1, 7, 1e100] {
          let rates = score.constrained(ratio: ratio)
          #expect((0...1).contains(rates.treated) && (0...1).contains(rates.control))
          #expect(agrees(rates.treated, ratio * rates.control, relative: 1e-14))
          #expect(score.statistic(ratio: ratio).map { !$0.isNaN } ?? (x1 + x0 == 0))
        }
      }
    }
  }

  @Test func theStatisticFallsWithItsNull() throws {
    for x1 in 0...5 {
      for x0 in 0...4 {
        let score = try Self.score(x1, 5, x0, 4)
        var last = Double.infinity
        for step in -99...99 {
          let z = score.statistic(difference: Double(step) / 100)
          #expect(z <= last + 1e-12)
          last = z
        }
        guard x1 + x0 > 0 else { continue }
        last = .infinity
        for step in -40...40 {
          let z = score.statistic(ratio: 1.2.raised(to: step)) ?? .nan
          #expect(z <= last + 1e-12)
          last = z
        }
      }
    }
  }
}

extension Double {
  fileprivate func raised(to power: Int) -> Double {
    (0..<abs(power)).reduce(1) { result, _ in power < 0 ? result / self : result * self }
  }
}

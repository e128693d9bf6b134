import Testing

@testable import Distributions

@Suite struct MinimumLikelihoodTests {
  // The definition itself: all masses in turn.
  @Test(arguments: [(1, 0.5), (7, 0.5), (12, 0.31), (40, 0.02), (40, 0.98), (25, 1.0 / 3)])
  func agreesWithTheDefinition(trials: Int, probability: Double) throws {
    let binomial = try #require(Binomial(trials: trials, probability: probability))
    let mode = Int(Double(trials + 1) * probability)
    for observed in 0...trials {
      let limit = binomial.pmf(observed) * (1 + 1e-7)
      let sum = (0...trials).map { binomial.pmf($0) }.filter { $0 <= limit }.reduce(0, +)
      let found = binomial.probability(noMoreLikelyThan: observed, mode: mode)
      #expect(abs(found - sum) < 1e-13 * max(1, sum / 1e-3), "\(observed) of \(trials)")
      #expect(found <= 1)
    }
  }

  @Test func hypergeometricTablesToo() throws {
    let table = try #require(Hypergeometric(population: 30, successes: 11, draws: 13))
    let mode = 14 * 12 / 32
    for observed in 0...11 {
      let limit = table.pmf(observed) * (1 + 1e-7)
      let sum = (0...11).map { table.pmf($0) }.filter { $0 <= limit }.reduce(0, +)
      #expect(abs(table.probability(noMoreLikelyThan: observed, mode: mode) - sum) < 1e-13)
    }
  }

  @Test func hostileValues() throws {
    let binomial = try #require(Binomial(trials: 5, probability: 0.5))
    for observed in [-1, 6, .min, .max] {
      #expect(binomial.probability(noMoreLikelyThan: observed, mode: 2).isNaN)
    }
    for mode in [Int.min, .max] {
      #expect((0...1).contains(binomial.probability(noMoreLikelyThan: 2, mode: mode)))
    }
    for certain in [0.0, 1] {
      let sure = try #require(Binomial(trials: 5, probability: certain))
      #expect(sure.probability(noMoreLikelyThan: certain == 0 ? 0 : 5, mode: Int(5 * certain)) == 1)
      #expect(sure.probability(noMoreLikelyThan: certain == 0 ? 5 : 0, mode: Int(5 * certain)) == 0)
    }
    let poisson = try #require(Poisson(mean: 3))
    #expect(poisson.probability(noMoreLikelyThan: 2, mode: 3).isNaN)
  }
}

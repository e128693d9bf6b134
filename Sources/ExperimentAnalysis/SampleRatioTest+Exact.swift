import Distributions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension SampleRatioTest {
  // MARK: Exact test

  /// The most tables and arms of the exact test of three arms or more.
  private static let mostTables = 100_000
  private static let mostExactArms = 20

  /// The probability of counts no more likely than those observed, summed exactly.
  ///
  /// For two arms of positive weight the exact binomial test at any size; for 3 to 20 the exact
  /// multinomial test, where people can be divided among the arms in at most 100,000 ways.
  /// Probabilities within a relative 1e-7 count as equal.
  ///
  /// - Returns: nil where there are too many ways; 0 when an arm of weight 0 is not empty.
  /// - Complexity: O(log people) evaluations for two arms, else O(ways).
  ///
  /// **Same as:** R `binom.test(count, total, share)$p.value`; SciPy `binomtest`; R
  /// `EMT::multinomial.test`.
  public var exactPValue: Double? {
    guard chiSquared != nil else { return 0 }
    let arms = counts.indices.filter { weights[$0] > 0 }
    let observed = arms.map { counts[$0] }
    let shares = arms.map { expectedShares[$0] }
    if arms.count == 2 {
      // The share itself, not 1 less the other, so that no digit is lost on either.
      let small = shares[0] <= shares[1] ? 0 : 1
      return Binomial(trials: total, probability: shares[small]).map {
        let mode = Int((Double(total) + 1) * $0.probability)
        return $0.probability(noMoreLikelyThan: observed[small], mode: mode)
      }
    }
    guard arms.count <= Self.mostExactArms,
      Self.ways(people: total, arms: arms.count) <= Self.mostTables
    else { return nil }
    return Self.multinomial(observed, shares)
  }

  /// In how many ways people can be divided among arms, or `Int.max` beyond ``mostTables``.
  private static func ways(people: Int, arms: Int) -> Int {
    var ways = 1
    for arm in 1..<arms {
      let (product, isOverflow) = ways.multipliedReportingOverflow(by: people + arm)
      guard !isOverflow, product / arm <= mostTables else { return .max }
      ways = product / arm
    }
    return ways
  }

  /// Sums the probabilities of all tables that are no more likely than the one observed.
  private static func multinomial(_ observed: [Int], _ shares: [Double]) -> Double {
    let total = observed.reduce(0, +)
    let logFactorials = (0...total).map { SpecialFunctions.logGamma(Double($0) + 1) }
    let logShares = shares.map { log($0) }
    func logProbability(_ arm: Int, _ count: Int) -> Double {
      Double(count) * logShares[arm] - logFactorials[count]
    }
    let limit =
      observed.enumerated().reduce(logFactorials[total]) {
        $0 + logProbability($1.offset, $1.element)
      } + 1e-7
    var sum = 0.0
    func descend(_ arm: Int, left: Int, _ logSoFar: Double) {
      if arm == shares.count - 1 {
        let logMass = logSoFar + logProbability(arm, left)
        if logMass <= limit { sum += exp(logMass) }
        return
      }
      for count in 0...left {
        descend(arm + 1, left: left - count, logSoFar + logProbability(arm, count))
      }
    }
    descend(0, left: total, logFactorials[total])
    return min(1, sum)
  }
}

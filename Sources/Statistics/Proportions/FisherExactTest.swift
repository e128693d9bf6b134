import Distributions

/// Fisher's exact test of equal rates, given all margins of the table.
///
/// The two-sided p-value sums the probabilities of all tables that are no more likely than the one
/// observed, within a relative 1e-7. The mid p-values count the observed table by half.
///
/// **Reference:** Fisher (1935), doi:10.2307/2342435; Lancaster (1961), doi:10.2307/2282073, for mid-p.
/// **Same as:** R `fisher.test(table)$p.value` and its `alternative`.
public struct FisherExactTest: Sendable, Hashable, CustomStringConvertible {
  /// The probability of tables no more likely than the one observed.
  public let pValue: Double
  /// The probability of as few treated successes or fewer.
  public let pValueFewer: Double
  /// The probability of as many treated successes or more.
  public let pValueMore: Double
  /// The probability of the observed table.
  public let pointProbability: Double

  /// The two-sided p-value less half of the observed table's probability.
  public var midPValue: Double { max(0, pValue - pointProbability / 2) }
  /// The one-sided p-value of few successes less half of the observed table's probability.
  public var midPValueFewer: Double { max(0, pValueFewer - pointProbability / 2) }
  /// The one-sided p-value of many successes less half of the observed table's probability.
  public var midPValueMore: Double { max(0, pValueMore - pointProbability / 2) }

  /// Tests two proportions.
  ///
  /// - Complexity: O(standard deviation of the count given the margins).
  public init(_ treated: Proportion, _ control: Proportion) {
    let x = treated.successes
    let given = Hypergeometric(
      population: treated.trials + control.trials,
      successes: treated.successes + control.successes, draws: treated.trials)
    // Two groups of at most 2^32 always make a distribution.
    pointProbability = given?.pmf(x) ?? .nan
    pValueFewer = given?.cdf(x) ?? .nan
    pValueMore = given?.survival(x - 1) ?? .nan
    pValue =
      given.map {
        let numerator = Double($0.draws + 1) * Double($0.successes + 1)
        let mode = Int(numerator / Double($0.population + 2))
        return $0.probability(noMoreLikelyThan: x, mode: mode)
      } ?? .nan
  }

  /// The two-sided p-value.
  public var description: String { "Fisher exact p = \(formatted(pValue))" }
}

extension ProportionComparison {
  /// Fisher's exact test of equal rates.
  public var fisher: FisherExactTest { FisherExactTest(treated, control) }
}

import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The sums over strata that Mantel-Haenszel figures are made of.
struct StratumSums {
  private(set) var size = 0.0
  private(set) var focalSize = 0.0
  private(set) var referenceSize = 0.0
  private(set) var focalSelected = 0.0
  private(set) var referenceSelected = 0.0
  private(set) var differenceNumerator = 0.0
  private(set) var differenceWeight = 0.0
  private var weightedCells = 0.0
  private var mixedCells = 0.0
  private(set) var riskNumerator = 0.0
  private(set) var riskDenominator = 0.0
  private(set) var riskSpread = 0.0
  private(set) var concordant = 0.0
  private(set) var discordant = 0.0
  private var products = (0.0, 0.0, 0.0)
  private(set) var excess = 0.0
  private(set) var hypergeometricVariance = 0.0
  private(set) var standardizedFocal = 0.0
  private(set) var standardizedReference = 0.0

  init(_ strata: [StratifiedComparison.Stratum]) {
    for stratum in strata { add(stratum) }
  }

  private mutating func add(_ stratum: StratifiedComparison.Stratum) {
    let (a, b) = (Double(stratum.focal.successes), Double(stratum.focal.failures))
    let (c, d) = (Double(stratum.reference.successes), Double(stratum.reference.failures))
    let (n1, n0, n) = (a + b, c + d, a + b + c + d)
    size += n
    focalSize += n1
    referenceSize += n0
    focalSelected += a
    referenceSelected += c
    differenceNumerator += (a * n0 - c * n1) / n
    differenceWeight += n1 * (n0 / n)
    // Sato's P and Q.
    weightedCells += (n1 * n1 * c - n0 * n0 * a + n1 * n0 * (n0 - n1) / 2) / (n * n)
    mixedCells += (a * (n0 - c) + c * (n1 - a)) / (2 * n)
    riskNumerator += a * n0 / n
    riskDenominator += c * n1 / n
    riskSpread += (n1 * n0 * (a + c) - a * c * n) / (n * n)
    let (agreeing, differing) = (a * d / n, b * c / n)
    concordant += agreeing
    discordant += differing
    let (p, q) = ((a + d) / n, (b + c) / n)
    products.0 += p * agreeing
    products.1 += p * differing + q * agreeing
    products.2 += q * differing
    excess += a - n1 * (a + c) / n
    if n > 1 { hypergeometricVariance += n1 * n0 * (a + c) * (b + d) / (n * n * (n - 1)) }
    standardizedFocal += n * (a / n1)
    standardizedReference += n * (c / n0)
  }

  /// Sato's variance of the risk difference.
  var differenceVariance: Double {
    (differenceNumerator / differenceWeight * weightedCells + mixedCells)
      / (differenceWeight * differenceWeight)
  }

  /// Robins, Breslow and Greenland's variance of the logarithm of the odds ratio.
  var oddsVariance: Double {
    products.0 / (2 * concordant * concordant) + products.1 / (2 * concordant * discordant)
      + products.2 / (2 * discordant * discordant)
  }
}

/// Whether the odds ratios of strata differ from the Mantel-Haenszel one.
struct HomogeneityTest {
  let breslowDay: Double
  let tarone: Double

  init(_ strata: [StratifiedComparison.Stratum], oddsRatio: Double) {
    var (statistic, gaps, variances) = (0.0, 0.0, 0.0)
    for stratum in strata {
      let (n1, n0) = (Double(stratum.focal.trials), Double(stratum.reference.trials))
      let selected = Double(stratum.focal.successes + stratum.reference.successes)
      let expected = Self.expected(n1, n0, selected, oddsRatio)
      let cells = [expected, n1 - expected, selected - expected, n0 - selected + expected]
      // A stratum in which all or nobody was selected says nothing.
      guard cells.allSatisfy({ $0 > 0 }) else { continue }
      let variance = 1 / cells.reduce(0) { $0 + 1 / $1 }
      let gap = Double(stratum.focal.successes) - expected
      statistic += gap * gap / variance
      gaps += gap
      variances += variance
    }
    breslowDay = statistic
    tarone = variances > 0 ? statistic - gaps * gaps / variances : statistic
  }

  /// The focal selections that the margins and the odds ratio imply: the root of a quadratic that
  /// leaves all cells positive.
  private static func expected(
    _ n1: Double, _ n0: Double, _ selected: Double, _ ratio: Double
  ) -> Double {
    let linear = ratio * (n1 + selected) + n0 - selected
    let quadratic = 1 - ratio
    let constant = ratio * n1 * selected
    let root = max(0, linear * linear + 4 * quadratic * constant).squareRoot()
    // The root without cancellation; it needs no case for a ratio of 1, where both terms add up.
    return linear >= 0 || quadratic <= 0
      ? 2 * constant / (linear + root) : (root - linear) / (2 * quadratic)
  }
}

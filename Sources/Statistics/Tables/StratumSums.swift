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
  private(set) var treatedSize = 0.0
  private(set) var controlSize = 0.0
  private(set) var treatedSuccesses = 0.0
  private(set) var controlSuccesses = 0.0
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
  private(set) var standardizedTreated = 0.0
  private(set) var standardizedControl = 0.0

  init(_ strata: [MantelHaenszel.Stratum]) {
    for stratum in strata { add(stratum) }
  }

  private mutating func add(_ stratum: MantelHaenszel.Stratum) {
    let (a, b) = (Double(stratum.treated.successes), Double(stratum.treated.failures))
    let (c, d) = (Double(stratum.control.successes), Double(stratum.control.failures))
    let (n1, n0, n) = (a + b, c + d, a + b + c + d)
    size += n
    treatedSize += n1
    controlSize += n0
    treatedSuccesses += a
    controlSuccesses += c
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
    standardizedTreated += n * (a / n1)
    standardizedControl += n * (c / n0)
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
  /// How many strata say anything: neither all nor nobody succeeded.
  let informative: Int

  init(_ strata: [MantelHaenszel.Stratum], oddsRatio: Double) {
    var (statistic, gaps, variances, informative) = (0.0, 0.0, 0.0, 0)
    for stratum in strata {
      let (n1, n0) = (Double(stratum.treated.trials), Double(stratum.control.trials))
      let successes = Double(stratum.treated.successes + stratum.control.successes)
      let expected = Self.expected(n1, n0, successes, oddsRatio)
      let cells = [expected, n1 - expected, successes - expected, n0 - successes + expected]
      // A stratum in which all or nobody succeeded says nothing.
      guard cells.allSatisfy({ $0 > 0 }) else { continue }
      informative += 1
      let variance = 1 / cells.reduce(0) { $0 + 1 / $1 }
      let gap = Double(stratum.treated.successes) - expected
      statistic += gap * gap / variance
      gaps += gap
      variances += variance
    }
    self.informative = informative
    breslowDay = statistic
    tarone = variances > 0 ? statistic - gaps * gaps / variances : statistic
  }

  /// The treated successes that the margins and the odds ratio imply: the root of a quadratic that
  /// leaves all cells positive.
  private static func expected(
    _ n1: Double, _ n0: Double, _ successes: Double, _ ratio: Double
  ) -> Double {
    let linear = ratio * (n1 + successes) + n0 - successes
    let quadratic = 1 - ratio
    let constant = ratio * n1 * successes
    let root = max(0, linear * linear + 4 * quadratic * constant).squareRoot()
    // The root without cancellation; it needs no case for a ratio of 1, where both terms add up.
    return linear >= 0 || quadratic <= 0
      ? 2 * constant / (linear + root) : (root - linear) / (2 * quadratic)
  }
}

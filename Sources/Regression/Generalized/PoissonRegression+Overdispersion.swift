import Distributions
public import Statistics

extension PoissonRegression {
  /// Whether the counts vary more around their means than a Poisson model says.
  ///
  /// The statistic is Dean's score test against a negative binomial: the sum of (y - m)^2 - y over
  /// the root of 2 sum m^2, standard normal in large samples, with its upper tail. The figure is the
  /// one-sided p-value, the threshold 0.05; Pearson's statistic over n - k stands in the sentence. It
  /// is inconclusive when the counts number less than five on average over the whole sample, for
  /// then nothing can be seen.
  ///
  /// - Complexity: O(rows).
  ///
  /// **Reference:** Dean and Lawless (1989), doi:10.1080/01621459.1989.10478792; Dean (1992),
  /// doi:10.1080/01621459.1992.10475225, statistic P_B.
  /// **Same as:** R `DCluster::DeanB`; Python statsmodels `PoissonRegression` diagnostics, test
  /// `DeanB`.
  public var overdispersion: Check {
    let means = fittedMeans
    var (excess, square, total) = (0.0, 0.0, 0.0)
    for row in means.indices {
      let weight = fit.weight(at: row)
      let difference = fit.response[row] - means[row]
      excess += weight * (difference * difference - fit.response[row])
      square += weight * means[row] * means[row]
      total += weight * fit.response[row]
    }
    let ratio = pearsonStatistic / Double(observationCount - coefficients.count)
    let shown = formatted(ratio, significantDigits: 3)
    let statistic = excess / (2 * square).squareRoot()
    guard statistic.isFinite, total >= 5 else {
      return Check(
        "overdispersion", threshold: 0.05, verdict: .inconclusive,
        sentence:
          "There are too few events to tell whether counts vary more than a Poisson model says.")
    }
    let pValue = Normal.standard.survival(statistic)
    return Check(
      "overdispersion", figure: pValue, threshold: 0.05,
      verdict: pValue < 0.05 ? .failed : .passed,
      sentence: pValue < 0.05
        ? "The counts vary \(shown) times as much as a Poisson model says: its standard errors are too small. Estimate the dispersion, use a negative binomial model or robust errors."
        : "The counts vary \(shown) times as much as a Poisson model says, no more than chance explains."
    )
  }
}

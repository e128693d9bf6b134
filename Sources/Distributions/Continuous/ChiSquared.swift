/// The chi-squared distribution: the sum of the squares of that many standard normals.
///
/// **Same as:** `scipy.stats.chi2(df)`; `pchisq(x, df)` in R; `CHISQ.DIST(x, df, TRUE)` in a
/// spreadsheet (there for whole degrees only).
public struct ChiSquared: ContinuousDistribution {
  // MARK: Parameters

  /// The degrees of freedom, positive, not necessarily whole.
  public let degreesOfFreedom: Double

  /// The chi-squared distribution of degrees of freedom from 1e-149 to 1e149; nil for others.
  public init?(degreesOfFreedom: Double) {
    guard degreesOfFreedom >= 1e-149, degreesOfFreedom <= 1e149 else { return nil }
    self.degreesOfFreedom = degreesOfFreedom
  }

  private enum CodingKeys: String, CodingKey {
    case degreesOfFreedom
  }

  /// Decodes and validates the parameter.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let degrees = try container.decode(Double.self, forKey: .degreesOfFreedom)
    guard let valid = ChiSquared(degreesOfFreedom: degrees) else {
      throw invalidParameters("chi-squared distribution", decoder)
    }
    self = valid
  }

  /// The name with the parameter.
  public var description: String { "ChiSquared(degreesOfFreedom: \(degreesOfFreedom))" }

  // MARK: Moments

  /// The numbers from 0 on.
  public var support: Support { Support(lower: 0, upper: nil) }
  /// The degrees of freedom; never nil.
  public var mean: Double? { degreesOfFreedom }
  /// Twice the degrees of freedom; never nil.
  public var variance: Double? { 2 * degreesOfFreedom }
  /// `sqrt(8 / df)`; never nil.
  public var skewness: Double? { (8 / degreesOfFreedom).squareRoot() }
  /// `12 / df`; never nil.
  public var excessKurtosis: Double? { 12 / degreesOfFreedom }

  // MARK: Evaluation

  private var function: IncompleteGamma { IncompleteGamma(shape: degreesOfFreedom / 2) }

  /// The density at x; at 0 infinite below two degrees of freedom.
  public func pdf(_ x: Double) -> Double { function.pdf(x / 2) / 2 }

  /// The logarithm of the density at x.
  public func logPDF(_ x: Double) -> Double { function.logPDF(x / 2) - logTwo }

  /// The probability of a value at or below x.
  public func cdf(_ x: Double) -> Double { function.tails(x / 2).lower }

  /// The probability of a value above x.
  ///
  /// **Same as:** `pchisq(x, df, lower.tail = FALSE)` in R; `CHISQ.DIST.RT(x, df)` in a
  /// spreadsheet.
  public func survival(_ x: Double) -> Double { function.tails(x / 2).upper }

  /// The logarithm of the probability of a value at or below x.
  public func logCDF(_ x: Double) -> Double { function.tails(x / 2).logLower }

  /// The logarithm of the probability of a value above x.
  public func logSurvival(_ x: Double) -> Double { function.tails(x / 2).logUpper }

  // MARK: Quantiles

  /// The x below which p lies; 0 and infinity at the ends, NaN outside [0, 1].
  ///
  /// **Same as:** `qchisq(p, df)` in R; `CHISQ.INV(p, df)` in a spreadsheet.
  public func quantile(_ p: Double) -> Double { 2 * function.quantile(lower: p) }

  /// The x above which q lies; infinity and 0 at the ends, NaN outside [0, 1].
  ///
  /// **Same as:** `qchisq(q, df, lower.tail = FALSE)` in R; `CHISQ.INV.RT(q, df)` in a spreadsheet.
  public func quantile(survival q: Double) -> Double { 2 * function.quantile(upper: q) }

  // MARK: Random numbers

  /// A random number of the distribution.
  ///
  /// **Same as:** numpy `Generator.chisquare(df)`.
  public func sample(using generator: inout Philox) -> Double {
    2 * generator.standardGamma(degreesOfFreedom / 2)
  }
}

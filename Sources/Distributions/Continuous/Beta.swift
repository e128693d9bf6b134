/// The beta distribution, with density `x^(alpha - 1) (1 - x)^(beta - 1) / B(alpha, beta)` on [0,
/// 1].
///
/// **Same as:** `scipy.stats.beta(a, b)`; `pbeta(x, a, b)` in R; `BETA.DIST(x, a, b, TRUE)`
/// in a spreadsheet.
public struct Beta: ContinuousDistribution {
  // MARK: Parameters

  /// The first parameter, positive.
  public let alpha: Double
  /// The second parameter, positive.
  public let beta: Double

  /// The beta distribution of two parameters from 1e-150 to 1e150; nil for others.
  public init?(alpha: Double, beta: Double) {
    guard SpecialFunctions.isShape(alpha), SpecialFunctions.isShape(beta) else { return nil }
    self.alpha = alpha
    self.beta = beta
  }

  private enum CodingKeys: String, CodingKey {
    case alpha, beta
  }

  /// Decodes and validates the parameters.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let alpha = try container.decode(Double.self, forKey: .alpha)
    let beta = try container.decode(Double.self, forKey: .beta)
    guard let valid = Beta(alpha: alpha, beta: beta) else {
      throw invalidParameters("beta distribution", decoder)
    }
    self = valid
  }

  /// The name with the parameters.
  public var description: String { "Beta(alpha: \(alpha), beta: \(beta))" }

  // MARK: Moments

  /// The numbers from 0 to 1.
  public var support: Support { Support(lower: 0, upper: 1) }
  /// `alpha / (alpha + beta)`; never nil.
  public var mean: Double? { alpha / (alpha + beta) }
  /// `alpha beta / ((alpha + beta)^2 (alpha + beta + 1))`; never nil.
  public var variance: Double? {
    let sum = alpha + beta
    return (alpha / sum) * (beta / sum) / (sum + 1)
  }
  /// `2 (beta - alpha) sqrt(s + 1) / ((s + 2) sqrt(alpha beta))` with s the sum of both; never nil.
  public var skewness: Double? {
    let sum = alpha + beta
    return 2 * ((beta - alpha) / (sum + 2)) * (sum + 1).squareRoot()
      / (alpha.squareRoot() * beta.squareRoot())
  }
  /// `6 ((alpha - beta)^2 (s + 1) / (alpha beta (s + 2)) - 1) / (s + 3)`; never nil.
  public var excessKurtosis: Double? {
    let sum = alpha + beta
    let difference = alpha - beta
    return 6 * ((difference / alpha) * (difference / beta) * ((sum + 1) / (sum + 2)) - 1)
      / (sum + 3)
  }

  // MARK: Evaluation

  private var function: IncompleteBeta { IncompleteBeta(alpha: alpha, beta: beta) }

  private func tails(_ x: Double) -> Tails {
    let function = function
    return function.tails(function.point(x, complement: 1 - x))
  }

  /// The density at x; at an end infinite where its parameter is below 1.
  public func pdf(_ x: Double) -> Double {
    let function = function
    return function.pdf(function.point(x, complement: 1 - x))
  }

  /// The logarithm of the density at x.
  public func logPDF(_ x: Double) -> Double {
    let function = function
    return function.logPDF(function.point(x, complement: 1 - x))
  }

  /// The probability of a value at or below x.
  public func cdf(_ x: Double) -> Double { tails(x).lower }

  /// The probability of a value above x.
  public func survival(_ x: Double) -> Double { tails(x).upper }

  /// The logarithm of the probability of a value at or below x.
  public func logCDF(_ x: Double) -> Double { tails(x).logLower }

  /// The logarithm of the probability of a value above x.
  public func logSurvival(_ x: Double) -> Double { tails(x).logUpper }

  // MARK: Quantiles

  /// The x below which p lies; 0 and 1 at the ends, NaN outside [0, 1].
  ///
  /// **Same as:** `qbeta(p, a, b)` in R; `BETA.INV(p, a, b)` in a spreadsheet.
  public func quantile(_ p: Double) -> Double { function.odds(lower: p).probability }

  /// The x above which q lies; 1 and 0 at the ends, NaN outside [0, 1].
  public func quantile(survival q: Double) -> Double { function.odds(upper: q).probability }

  // MARK: Random numbers

  /// A random number of the distribution.
  ///
  /// **Same as:** numpy `Generator.beta(a, b)`.
  public func sample(using generator: inout Philox) -> Double {
    generator.standardBeta(alpha, beta)
  }
}

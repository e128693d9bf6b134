/// The normal distribution.
///
/// **Same as:** `scipy.stats.norm(mean, sd)`; `pnorm(x, mean, sd)` in R; `NORM.DIST(x, mean, sd,
/// TRUE)` in a spreadsheet.
public struct Normal: ContinuousDistribution {
  // MARK: Parameters

  private let location: Double
  /// The standard deviation, positive.
  public let standardDeviation: Double

  /// The normal distribution with mean 0 and standard deviation 1.
  public static let standard = Normal(location: 0, scale: 1)

  private init(location: Double, scale: Double) {
    self.location = location
    standardDeviation = scale
  }

  /// The normal distribution of a finite mean and a positive finite standard deviation; nil for
  /// others.
  public init?(mean: Double, standardDeviation: Double) {
    guard mean.isFinite, standardDeviation.isFinite, standardDeviation > 0 else { return nil }
    self.init(location: mean, scale: standardDeviation)
  }

  private enum CodingKeys: String, CodingKey {
    case location = "mean"
    case standardDeviation
  }

  /// Decodes and validates the parameters.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let mean = try container.decode(Double.self, forKey: .location)
    let deviation = try container.decode(Double.self, forKey: .standardDeviation)
    guard let valid = Normal(mean: mean, standardDeviation: deviation) else {
      throw invalidParameters("normal distribution", decoder)
    }
    self = valid
  }

  /// The name with the parameters.
  public var description: String {
    "Normal(mean: \(location), standardDeviation: \(standardDeviation))"
  }

  // MARK: Moments

  /// All real numbers.
  public var support: Support { Support(lower: nil, upper: nil) }
  /// The mean; never nil.
  public var mean: Double? { location }
  /// The square of the standard deviation; nil only when it overflows.
  public var variance: Double? { finite(standardDeviation * standardDeviation) }
  /// Zero; never nil.
  public var skewness: Double? { 0 }
  /// Zero; never nil.
  public var excessKurtosis: Double? { 0 }

  // MARK: Evaluation

  private func standardised(_ x: Double) -> Double {
    let offset = x - location
    // Two numbers of opposite signs near the end of the range: halves have a difference.
    guard offset.isInfinite, x.isFinite else { return offset / standardDeviation }
    return (x / 2 - location / 2) / standardDeviation * 2
  }

  /// The density at x.
  public func pdf(_ x: Double) -> Double {
    let z = standardised(x)
    return z.isNaN ? .nan : gaussian(z) / (standardDeviation * twoPi.squareRoot())
  }

  /// The logarithm of the density at x.
  public func logPDF(_ x: Double) -> Double {
    let z = standardised(x)
    return -0.5 * z * z - halfLogTwoPi - log(standardDeviation)
  }

  /// The probability of a value at or below x.
  public func cdf(_ x: Double) -> Double { SpecialFunctions.normalTail(-standardised(x)) }

  /// The probability of a value above x.
  public func survival(_ x: Double) -> Double { SpecialFunctions.normalTail(standardised(x)) }

  /// The logarithm of the probability of a value at or below x.
  public func logCDF(_ x: Double) -> Double { SpecialFunctions.logNormalTail(-standardised(x)) }

  /// The logarithm of the probability of a value above x.
  public func logSurvival(_ x: Double) -> Double {
    SpecialFunctions.logNormalTail(standardised(x))
  }

  // MARK: Quantiles

  /// The x below which p lies; infinite at 0 and 1, NaN outside.
  ///
  /// **Same as:** `qnorm(p, mean, sd)` in R; `NORM.INV(p, mean, sd)` in a spreadsheet.
  public func quantile(_ p: Double) -> Double {
    location - standardDeviation * SpecialFunctions.normalTailQuantile(p)
  }

  /// The x above which q lies; infinite at 0 and 1, NaN outside.
  public func quantile(survival q: Double) -> Double {
    location + standardDeviation * SpecialFunctions.normalTailQuantile(q)
  }

  // MARK: Random numbers

  /// A random number of the distribution.
  ///
  /// **Same as:** numpy `Generator.normal(mean, sd)`.
  public func sample(using generator: inout Philox) -> Double {
    location + standardDeviation * generator.normal()
  }
}

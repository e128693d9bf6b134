/// The gamma distribution, with density `x^(shape - 1) exp(-x/scale) / (Gamma(shape) scale^shape)`.
///
/// **Same as:** `scipy.stats.gamma(shape, scale=scale)`; `pgamma(x, shape, scale = scale)` in R;
/// `GAMMA.DIST(x, shape, scale, TRUE)` in a spreadsheet.
public struct Gamma: ContinuousDistribution {
  // MARK: Parameters

  /// The shape, positive.
  public let shape: Double
  /// The scale, positive.
  public let scale: Double

  /// The gamma distribution of a shape from 1e-150 to 1e150 and a positive finite scale; nil for
  /// others.
  public init?(shape: Double, scale: Double) {
    guard SpecialFunctions.isShape(shape), scale > 0, scale.isFinite else { return nil }
    self.shape = shape
    self.scale = scale
  }

  private enum CodingKeys: String, CodingKey {
    case shape, scale
  }

  /// Decodes and validates the parameters.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let shape = try container.decode(Double.self, forKey: .shape)
    let scale = try container.decode(Double.self, forKey: .scale)
    guard let valid = Gamma(shape: shape, scale: scale) else {
      throw invalidParameters("gamma distribution", decoder)
    }
    self = valid
  }

  /// The name with the parameters.
  public var description: String { "Gamma(shape: \(shape), scale: \(scale))" }

  // MARK: Moments

  /// The numbers from 0 on.
  public var support: Support { Support(lower: 0, upper: nil) }
  /// Shape times scale; nil only when it overflows.
  public var mean: Double? { finite(shape * scale) }
  /// Shape times the square of the scale; nil only when it overflows.
  public var variance: Double? { finite(shape * scale * scale) }
  /// `2 / sqrt(shape)`; never nil.
  public var skewness: Double? { 2 / shape.squareRoot() }
  /// `6 / shape`; never nil.
  public var excessKurtosis: Double? { 6 / shape }

  // MARK: Evaluation

  private var function: IncompleteGamma { IncompleteGamma(shape: shape) }

  /// Both tails; where x / scale falls below the range of a double, from its logarithm: there the
  /// leading term of the lower tail is the tail.
  private func tails(_ x: Double) -> Tails {
    let ratio = x / scale
    guard x > 0, ratio < .leastNormalMagnitude else { return function.tails(ratio) }
    let logLower = shape * (log(x) - log(scale)) - SpecialFunctions.logGammaOnePlus(shape)
    let lower = exp(logLower)
    return Tails(
      lower: lower, upper: -expm1(logLower), density: lower * shape, logLower: logLower)
  }

  /// The density at x; at 0 infinite for a shape below 1.
  public func pdf(_ x: Double) -> Double { function.pdf(x / scale) / scale }

  /// The logarithm of the density at x.
  public func logPDF(_ x: Double) -> Double { function.logPDF(x / scale) - log(scale) }

  /// The probability of a value at or below x.
  public func cdf(_ x: Double) -> Double { tails(x).lower }

  /// The probability of a value above x.
  public func survival(_ x: Double) -> Double { tails(x).upper }

  /// The logarithm of the probability of a value at or below x.
  public func logCDF(_ x: Double) -> Double { tails(x).logLower }

  /// The logarithm of the probability of a value above x.
  public func logSurvival(_ x: Double) -> Double { tails(x).logUpper }

  // MARK: Quantiles

  /// The x below which p lies; 0 and infinity at the ends, NaN outside [0, 1].
  ///
  /// **Same as:** `qgamma(p, shape, scale = scale)` in R; `GAMMA.INV(p, shape, scale)` in a
  /// spreadsheet.
  public func quantile(_ p: Double) -> Double { function.quantile(lower: p) * scale }

  /// The x above which q lies; infinity and 0 at the ends, NaN outside [0, 1].
  public func quantile(survival q: Double) -> Double { function.quantile(upper: q) * scale }

  // MARK: Random numbers

  /// A random number of the distribution.
  ///
  /// **Same as:** numpy `Generator.gamma(shape, scale)`.
  public func sample(using generator: inout Philox) -> Double {
    scale * generator.standardGamma(shape)
  }
}

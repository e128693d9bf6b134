/// The PERT distribution of an expert's three figures: a beta distribution between the least and the
/// greatest value, with its peak at the most likely one.
///
/// Its parameters are `alpha = 1 + weight (mode - lower) / (upper - lower)` and `beta = 1 + weight
/// (upper - mode) / (upper - lower)`, so that the mean is `(lower + weight mode + upper) / (weight +
/// 2)`. The weight of the mode is 4 by custom; another gives the modified PERT distribution, flatter
/// below 4 (uniform at 0) and more peaked above.
///
/// **Reference:** Malcolm, Roseboom, Clark and Fazar (1959), doi:10.1287/opre.7.5.646; Vose (2008),
/// *Risk Analysis*, for the modified form.
/// **Same as:** `mc2d::ppert(x, lower, mode, upper, weight)` in R; `scipy.stats.beta(alpha, beta,
/// lower, upper - lower)`.
public struct PERT: ContinuousDistribution {
  // MARK: Parameters

  /// The least value.
  public let lower: Double
  /// The most likely value.
  public let mode: Double
  /// The greatest value.
  public let upper: Double
  /// The weight of the most likely value beside that of an end, 4 by custom.
  public let weight: Double

  /// The PERT distribution of finite numbers in order, `lower <= mode <= upper`, the ends between
  /// 1e-300 and 1e300 apart, and a weight from 0 to 1e100; nil for others.
  public init?(lower: Double, mode: Double, upper: Double, weight: Double = 4) {
    guard lower.isFinite, upper.isFinite, lower <= mode, mode <= upper, upper - lower >= 1e-300,
      upper - lower <= 1e300, weight >= 0, weight <= 1e100
    else { return nil }
    self.lower = lower
    self.mode = mode
    self.upper = upper
    self.weight = weight
  }

  private enum CodingKeys: String, CodingKey {
    case lower, mode, upper, weight
  }

  /// Decodes and validates the parameters.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard
      let valid = PERT(
        lower: try container.decode(Double.self, forKey: .lower),
        mode: try container.decode(Double.self, forKey: .mode),
        upper: try container.decode(Double.self, forKey: .upper),
        weight: try container.decode(Double.self, forKey: .weight))
    else { throw invalidParameters("PERT distribution", decoder) }
    self = valid
  }

  /// The name with the parameters.
  public var description: String {
    "PERT(lower: \(lower), mode: \(mode), upper: \(upper), weight: \(weight))"
  }

  // MARK: Moments

  private var width: Double { upper - lower }
  /// The first parameter of the beta distribution, `1 + weight (mode - lower) / (upper - lower)`.
  public var alpha: Double { 1 + weight * ((mode - lower) / width) }
  /// The second parameter of the beta distribution, `1 + weight (upper - mode) / (upper - lower)`.
  public var beta: Double { 1 + weight * ((upper - mode) / width) }
  private var share: Beta? { Beta(alpha: alpha, beta: beta) }

  /// The numbers between the ends.
  public var support: Support { Support(lower: lower, upper: upper) }
  /// `(lower + weight mode + upper) / (weight + 2)`; never nil.
  public var mean: Double? { lower + width * (alpha / (weight + 2)) }
  /// The squared width times the variance of the beta distribution; nil only when it overflows.
  public var variance: Double? { share?.variance.flatMap { finite($0 * width * width) } }
  /// The planners' standard deviation, a sixth of the distance between the ends: another number than
  /// ``standardDeviation``, which is that of the beta distribution.
  public var customaryStandardDeviation: Double { width / 6 }
  /// That of the beta distribution; never nil.
  public var skewness: Double? { share?.skewness }
  /// That of the beta distribution; never nil.
  public var excessKurtosis: Double? { share?.excessKurtosis }

  // MARK: Evaluation

  private var function: IncompleteBeta { IncompleteBeta(alpha: alpha, beta: beta) }

  /// The place of x between the ends, with its distance from both.
  private func point(_ x: Double, _ function: IncompleteBeta) -> IncompleteBeta.Point {
    if x <= lower { return function.point(x < lower ? -1 : 0, complement: x < lower ? 2 : 1) }
    if x >= upper { return function.point(x > upper ? 2 : 1, complement: x > upper ? -1 : 0) }
    return function.point((x - lower) / width, complement: (upper - x) / width)
  }

  private func tails(_ x: Double) -> Tails {
    let function = function
    return function.tails(point(x, function))
  }

  /// The density at x.
  public func pdf(_ x: Double) -> Double {
    let function = function
    return function.pdf(point(x, function)) / width
  }

  /// The logarithm of the density at x.
  public func logPDF(_ x: Double) -> Double {
    let function = function
    return function.logPDF(point(x, function)) - log(width)
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

  /// The x below which p lies; the ends at 0 and 1, NaN outside [0, 1].
  public func quantile(_ p: Double) -> Double { place(function.odds(lower: p)) }

  /// The x above which q lies; the ends at 1 and 0, NaN outside [0, 1].
  public func quantile(survival q: Double) -> Double { place(function.odds(upper: q)) }

  /// The number at some odds between the ends, from the nearer one.
  private func place(_ odds: IncompleteBeta.Odds) -> Double {
    odds.value <= 1
      ? lower + width * odds.probability : upper - width * odds.inverted.probability
  }

  // MARK: Random numbers

  /// A random number of the distribution: a beta number between the ends.
  ///
  /// **Same as:** numpy `lower + (upper - lower) * Generator.beta(alpha, beta)`.
  public func sample(using generator: inout Philox) -> Double {
    min(lower + width * generator.standardBeta(alpha, beta), upper)
  }
}

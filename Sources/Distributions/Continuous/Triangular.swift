/// The triangular distribution: a density that rises straight from the least value to the most likely
/// one, and falls straight to the greatest.
///
/// What is left of an expert's three figures when nothing is known of the shape between them;
/// ``PERT`` puts less weight on the ends.
///
/// **Same as:** `scipy.stats.triang((mode - lower) / (upper - lower), lower, upper - lower)`;
/// `triangle::ptriangle(x, lower, upper, mode)` in R.
public struct Triangular: ContinuousDistribution {
  // MARK: Parameters

  /// The least value.
  public let lower: Double
  /// The most likely value.
  public let mode: Double
  /// The greatest value.
  public let upper: Double

  /// The triangular distribution of finite numbers in order, `lower <= mode <= upper`, the ends
  /// between 1e-300 and 1e300 apart; nil for others.
  public init?(lower: Double, mode: Double, upper: Double) {
    guard lower.isFinite, upper.isFinite, lower <= mode, mode <= upper, upper - lower >= 1e-300,
      upper - lower <= 1e300
    else { return nil }
    self.lower = lower
    self.mode = mode
    self.upper = upper
  }

  private enum CodingKeys: String, CodingKey {
    case lower, mode, upper
  }

  /// Decodes and validates the parameters.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard
      let valid = Triangular(
        lower: try container.decode(Double.self, forKey: .lower),
        mode: try container.decode(Double.self, forKey: .mode),
        upper: try container.decode(Double.self, forKey: .upper))
    else { throw invalidParameters("triangular distribution", decoder) }
    self = valid
  }

  /// The name with the parameters.
  public var description: String {
    "Triangular(lower: \(lower), mode: \(mode), upper: \(upper))"
  }

  // MARK: Moments

  private var width: Double { upper - lower }
  /// The probability of a value below the mode: its place between the ends.
  private var rise: Double { (mode - lower) / width }
  private var fall: Double { (upper - mode) / width }

  /// The numbers between the ends.
  public var support: Support { Support(lower: lower, upper: upper) }
  /// The mean of the three numbers; never nil.
  public var mean: Double? { lower + width * ((1 + rise) / 3) }
  /// `width^2 (1 - c + c^2) / 18` with c the mode's place; nil only when it overflows.
  public var variance: Double? { finite(width * width * ((1 - rise * fall) / 18)) }
  /// `sqrt(2) (1 - 2 c) (1 + c) (2 - c) / (5 (1 - c + c^2)^1.5)`; never nil.
  public var skewness: Double? {
    let shape = 1 - rise * fall
    return 2.0.squareRoot() * (fall - rise) * (1 + rise) * (1 + fall)
      / (5 * shape * shape.squareRoot())
  }
  /// `-3/5`; never nil.
  public var excessKurtosis: Double? { -0.6 }

  // MARK: Evaluation

  /// Both tails: next to the end the square of a distance over that of the mode, beyond the mode the
  /// whole of that side and a trapezium.
  private func tails(_ x: Double) -> Tails {
    if x.isNaN { return Tails(lower: .nan, upper: .nan) }
    if x <= lower { return Tails(lower: 0, upper: 1) }
    if x >= upper { return Tails(lower: 1, upper: 0) }
    let isRising = x < mode
    let distance = isRising ? x - lower : upper - x
    let whole = isRising ? mode - lower : upper - mode
    let tails = Tails(
      lower: (distance / width) * (distance / whole),
      upper: (isRising ? fall : rise) + abs(x - mode) / width * (1 + distance / whole),
      density: 2 * distance / width, logLower: 2 * log(distance) - log(width) - log(whole))
    return isRising ? tails : tails.swapped
  }

  /// The density at x.
  public func pdf(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    guard x >= lower, x <= upper else { return 0 }
    if x == mode { return 2 / width }
    let share = x < mode ? (x - lower) / (mode - lower) : (upper - x) / (upper - mode)
    return share * (2 / width)
  }

  /// The logarithm of the density at x.
  public func logPDF(_ x: Double) -> Double { log(pdf(x)) }

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
  public func quantile(_ p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    if p <= rise { return lower + side(p, of: rise) }
    return p <= 0.5 ? mode + besideMode(p - rise, of: fall) : upper - side(1 - p, of: fall)
  }

  /// The x above which q lies; the ends at 1 and 0, NaN outside [0, 1].
  public func quantile(survival q: Double) -> Double {
    guard q >= 0, q <= 1 else { return .nan }
    if q < fall { return upper - side(q, of: fall) }
    return q <= 0.5 ? mode - besideMode(q - fall, of: rise) : lower + side(1 - q, of: rise)
  }

  /// The distance from an end with that probability between, on a side of the mode.
  private func side(_ p: Double, of whole: Double) -> Double {
    width * min(p.squareRoot() * whole.squareRoot(), whole)
  }

  /// The distance from the mode with that probability between, on a side of it.
  private func besideMode(_ p: Double, of whole: Double) -> Double {
    let share = min(p / whole, 1)
    return width * whole * (share / (1 + (1 - share).squareRoot()))
  }

  // MARK: Random numbers

  /// A random number of the distribution: the quantile of a uniform number.
  ///
  /// **Same as:** numpy `Generator.triangular(lower, mode, upper)`.
  public func sample(using generator: inout Philox) -> Double { quantile(generator.uniform()) }
}

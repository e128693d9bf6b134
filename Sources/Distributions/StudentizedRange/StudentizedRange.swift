/// The studentised range distribution: the range of some independent standard normals over an
/// independent root mean square.
///
/// It is the reference of Tukey's comparison of all pairs of means. Both tails are integrals of
/// positive functions, and keep about 12 digits however far out; the programs in common use subtract
/// from 1.
///
/// **Reference:** Lund and Lund (1983), doi:10.2307/2347300, on the integrals; Copenhaver and Holland
/// (1988), doi:10.1080/00949658808811082.
/// **Same as:** `ptukey(q, k, df)` in R; `scipy.stats.studentized_range(k, df)`.
public struct StudentizedRange: ContinuousDistribution {
  // MARK: Parameters

  /// How many means are compared, at least 2.
  public let groupCount: Int
  /// The degrees of freedom of the root mean square; infinite for a known variance.
  public let degreesOfFreedom: Double

  /// The distribution of 2 to 10,000 groups and degrees of freedom from 1 to 1e100; nil for others.
  public init?(groupCount: Int, degreesOfFreedom: Double) {
    guard (2...10_000).contains(groupCount), degreesOfFreedom >= 1, degreesOfFreedom <= 1e100
    else { return nil }
    self.groupCount = groupCount
    self.degreesOfFreedom = degreesOfFreedom
  }

  private enum CodingKeys: String, CodingKey {
    case groupCount, degreesOfFreedom
  }

  /// Decodes and validates the parameters.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let groups = try container.decode(Int.self, forKey: .groupCount)
    let degrees = try container.decode(Double.self, forKey: .degreesOfFreedom)
    guard let valid = StudentizedRange(groupCount: groups, degreesOfFreedom: degrees) else {
      throw invalidParameters("studentised range distribution", decoder)
    }
    self = valid
  }

  /// The name with the parameters.
  public var description: String {
    "StudentizedRange(groupCount: \(groupCount), degreesOfFreedom: \(degreesOfFreedom))"
  }

  // MARK: Moments

  /// The numbers from 0 on.
  public var support: Support { Support(lower: 0, upper: nil) }

  /// The mean range times the mean of the inverse root, or nil for one degree of freedom.
  public var mean: Double? { moment(1) }

  /// Nil up to two degrees of freedom.
  public var variance: Double? {
    guard let mean, let square = moment(2) else { return nil }
    return finite(square - mean * mean)
  }

  /// Nil up to three degrees of freedom.
  public var skewness: Double? {
    guard let mean, let square = moment(2), let cube = moment(3), let variance else { return nil }
    return finite(
      (cube - 3 * mean * square + 2 * mean * mean * mean) / (variance * variance.squareRoot()))
  }

  /// Nil up to four degrees of freedom.
  public var excessKurtosis: Double? {
    guard let mean, let square = moment(2), let cube = moment(3), let fourth = moment(4),
      let variance
    else { return nil }
    let central =
      fourth - 4 * mean * cube + 6 * mean * mean * square - 3 * mean * mean * mean * mean
    return finite(central / (variance * variance) - 3)
  }

  /// The mean of a power: that of the range times that of the inverse root.
  private func moment(_ order: Double) -> Double? {
    guard degreesOfFreedom > order else { return nil }
    let logInverse = SpecialFunctions.scaledLogGammaIncrease(
      from: (degreesOfFreedom - order) / 2, by: order / 2)
    return finite(exp(tails.range.logMoment(order) - logInverse))
  }

  // MARK: Evaluation

  private var tails: StudentizedRangeTails {
    StudentizedRangeTails(
      range: NormalRange(count: Double(groupCount)), degrees: degreesOfFreedom)
  }

  /// The density at x.
  public func pdf(_ x: Double) -> Double { exp(logPDF(x)) }

  /// The logarithm of the density at x.
  public func logPDF(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x == 0, groupCount == 2 { return logPDF(1e-200) }
    guard x > 0, x < .infinity else { return -.infinity }
    return tails.logDensity(x) - log(x)
  }

  /// The probability of a value at or below x.
  public func cdf(_ x: Double) -> Double { tails.tail(x, lower: true) }

  /// The probability of a value above x: Tukey's adjusted p-value.
  ///
  /// **Same as:** `ptukey(x, k, df, lower.tail = FALSE)` in R.
  public func survival(_ x: Double) -> Double { tails.tail(x, lower: false) }

  /// The logarithm of the probability of a value at or below x.
  public func logCDF(_ x: Double) -> Double { tails.logTail(x, lower: true) }

  /// The logarithm of the probability of a value above x.
  public func logSurvival(_ x: Double) -> Double { tails.logTail(x, lower: false) }

  // MARK: Quantiles

  /// The x below which p lies; 0 and infinity at the ends, NaN outside [0, 1].
  ///
  /// **Same as:** `qtukey(p, k, df)` in R, which stops at about 4 digits.
  public func quantile(_ p: Double) -> Double { tails.quantile(p, lower: true) }

  /// The x above which q lies: the critical value of Tukey's comparisons.
  public func quantile(survival q: Double) -> Double { tails.quantile(q, lower: false) }

  // MARK: Random numbers

  /// A random number of the distribution: the range of normal numbers over the root of a mean square.
  ///
  /// - Complexity: O(groups).
  public func sample(using generator: inout Philox) -> Double {
    var (low, high) = (Double.infinity, -Double.infinity)
    for _ in 0..<groupCount {
      let number = generator.normal()
      (low, high) = (min(low, number), max(high, number))
    }
    let meanSquare = 2 * generator.standardGamma(degreesOfFreedom / 2) / degreesOfFreedom
    return (high - low) / meanSquare.squareRoot()
  }
}

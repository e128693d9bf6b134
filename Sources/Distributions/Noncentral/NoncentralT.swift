/// The noncentral t distribution: a normal with mean `noncentrality` and variance 1 over the root
/// of a mean square of that many degrees of freedom.
///
/// It is what a t statistic follows when the effect is not zero, so that the power of a t test is
/// its tail. Both tails and their logarithms are integrals of positive functions, and keep about 13
/// digits however far out; the series in common use lose the tail opposite to the noncentrality.
///
/// **Reference:** Johnson, Kotz and Balakrishnan (1995), *Continuous Univariate Distributions 2*,
/// chapter 31.
/// **Same as:** `scipy.stats.nct(df, nc)`; `pt(t, df, ncp)` in R, where those are accurate.
public struct NoncentralT: ContinuousDistribution {
  // MARK: Parameters

  /// The degrees of freedom, not necessarily whole.
  public let degreesOfFreedom: Double
  /// The mean of the numerator.
  public let noncentrality: Double

  /// The noncentral t distribution of degrees of freedom from 0.1 to 1e100 and a noncentrality of
  /// at most 1e100 in size; nil for others.
  public init?(degreesOfFreedom: Double, noncentrality: Double) {
    guard degreesOfFreedom >= 0.1, degreesOfFreedom <= 1e100, abs(noncentrality) <= 1e100 else {
      return nil
    }
    self.degreesOfFreedom = degreesOfFreedom
    self.noncentrality = noncentrality
  }

  private enum CodingKeys: String, CodingKey {
    case degreesOfFreedom, noncentrality
  }

  /// Decodes and validates the parameters.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let degrees = try container.decode(Double.self, forKey: .degreesOfFreedom)
    let shift = try container.decode(Double.self, forKey: .noncentrality)
    guard let valid = NoncentralT(degreesOfFreedom: degrees, noncentrality: shift) else {
      throw invalidParameters("noncentral t distribution", decoder)
    }
    self = valid
  }

  /// The name with the parameters.
  public var description: String {
    "NoncentralT(degreesOfFreedom: \(degreesOfFreedom), noncentrality: \(noncentrality))"
  }

  // MARK: Moments

  /// All real numbers.
  public var support: Support { Support(lower: nil, upper: nil) }

  /// The noncentrality times the mean of 1 / R, or nil up to one degree of freedom.
  public var mean: Double? {
    degreesOfFreedom > 1 ? finite(noncentrality * exp(logMeanInverse)) : nil
  }

  /// `df (1 + nc^2) / (df - 2) - mean^2`, or nil up to two degrees of freedom.
  public var variance: Double? {
    guard degreesOfFreedom > 2 else { return nil }
    let excess = -log1p(-2 / degreesOfFreedom)
    let spread = expm1(excess) - expm1(2 * logMeanInverse)
    return finite(exp(excess) + noncentrality * noncentrality * spread)
  }

  /// The logarithm of `sqrt(df / 2) Gamma((df - 1) / 2) / Gamma(df / 2)`.
  private var logMeanInverse: Double {
    -SpecialFunctions.scaledLogGammaIncrease(from: (degreesOfFreedom - 1) / 2, by: 0.5)
  }

  // MARK: Evaluation

  private func tails(_ shift: Double) -> NoncentralTTails {
    NoncentralTTails(degrees: degreesOfFreedom, shift: shift)
  }

  /// The logarithm of the tail below or above a finite x that is the smaller, or near a half.
  ///
  /// The other tail is its complement, so that the two of them sum to 1.
  private func smallerTail(_ x: Double) -> (isLower: Bool, logarithm: Double) {
    let isLower = x < noncentrality
    if let nodes = RootNodes(degreesOfFreedom: degreesOfFreedom, critical: x) {
      let tail =
        isLower ? nodes.upper(-x, shift: -noncentrality) : nodes.upper(x, shift: noncentrality)
      if tail > RootNodes.smallestTail, tail < 0.6 { return (isLower, log(tail)) }
    }
    let logarithm = logTail(x, isLower: isLower)
    return logarithm < -0.4 ? (isLower, logarithm) : (!isLower, logTail(x, isLower: !isLower))
  }

  private func logTail(_ x: Double, isLower: Bool) -> Double {
    if x == 0 { return SpecialFunctions.logNormalTail(isLower ? noncentrality : -noncentrality) }
    // A negative point is a positive one of the mirrored distribution.
    let tails = tails(x > 0 ? noncentrality : -noncentrality)
    return min(isLower == (x > 0) ? tails.logLower(abs(x)) : tails.logUpper(abs(x)), 0)
  }

  /// The density at x.
  public func pdf(_ x: Double) -> Double { exp(logPDF(x)) }

  /// The logarithm of the density at x.
  public func logPDF(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x.isInfinite { return -.infinity }
    return tails(noncentrality).logDensity(x)
  }

  /// The probability of a value at or below x.
  public func cdf(_ x: Double) -> Double { tail(x, lower: true) }

  /// The probability of a value above x.
  ///
  /// **Same as:** `pt(x, df, ncp, lower.tail = FALSE)` in R; `scipy.stats.nct.sf(x, df, nc)`.
  public func survival(_ x: Double) -> Double { tail(x, lower: false) }

  /// Both tails from one integral, for a finite x.
  package func tails(at x: Double) -> (lower: Double, upper: Double) {
    let (isLower, logarithm) = smallerTail(x)
    let (tail, rest) = (exp(logarithm), -expm1(logarithm))
    return isLower ? (tail, rest) : (rest, tail)
  }

  private func tail(_ x: Double, lower: Bool) -> Double {
    if x.isNaN { return .nan }
    if x.isInfinite { return (x < 0) == lower ? 0 : 1 }
    let (isLower, logarithm) = smallerTail(x)
    return isLower == lower ? exp(logarithm) : -expm1(logarithm)
  }

  /// The logarithm of the probability of a value at or below x.
  public func logCDF(_ x: Double) -> Double { logarithm(x, lower: true) }

  /// The logarithm of the probability of a value above x.
  public func logSurvival(_ x: Double) -> Double { logarithm(x, lower: false) }

  private func logarithm(_ x: Double, lower: Bool) -> Double {
    if x.isNaN { return .nan }
    if x.isInfinite { return (x < 0) == lower ? -.infinity : 0 }
    let (isLower, logarithm) = smallerTail(x)
    return isLower == lower ? logarithm : log1p(-exp(logarithm))
  }

  // MARK: Quantiles

  /// The x below which p lies; infinite at 0 and 1, NaN outside [0, 1].
  ///
  /// **Same as:** `qt(p, df, ncp)` in R; `scipy.stats.nct.ppf(p, df, nc)`.
  public func quantile(_ p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    if p == 0 || p == 1 { return p == 0 ? -.infinity : .infinity }
    return p <= 0.5 ? solve(log(p), lower: true) : solve(log1p(-p), lower: false)
  }

  /// The x above which q lies; infinite at 0 and 1, NaN outside [0, 1].
  public func quantile(survival q: Double) -> Double {
    guard q >= 0, q <= 1 else { return .nan }
    if q == 0 || q == 1 { return q == 1 ? -.infinity : .infinity }
    return q <= 0.5 ? solve(log(q), lower: false) : solve(log1p(-q), lower: true)
  }

  /// The x whose tail has that logarithm, by Newton's method on the logarithm of the tail against
  /// asinh x, in which far tails are straight lines; a step that leaves the bracket is halved.
  private func solve(_ target: Double, lower: Bool) -> Double {
    let z = SpecialFunctions.normalTailQuantile(exp(target)) * (lower ? -1 : 1)
    let spread = (1 + noncentrality / degreesOfFreedom * noncentrality / 2).squareRoot()
    var x = noncentrality + min(max(z, -30), 30) * spread
    var bracket = (low: -Double.infinity, high: Double.infinity)
    for _ in 0..<200 {
      let found = logarithm(x, lower: lower)
      let miss = found - target
      if miss == 0 { break }
      if (miss < 0) == lower { bracket.low = x } else { bracket.high = x }
      // The slope against asinh x; where it underflows, as little as shows the direction.
      let scale = abs(x) > 1 ? abs(x) * (1 + 1 / x / x).squareRoot() : (1 + x * x).squareRoot()
      let slope = exp(logPDF(x) - found) * scale
      let newton = -miss / max(slope, 1e-3) * (lower ? 1 : -1)
      let direction: Double = newton > 0 ? 1 : -1
      let bound = newton > 0 ? bracket.high : bracket.low
      var next = moved(x, by: min(max(newton, -20), 20))
      if next.isInfinite, bound.isInfinite {
        // The answer is beyond the range, or the range's end bounds it.
        let edge = direction * Double.greatestFiniteMagnitude
        if (logarithm(edge, lower: lower) < target) == (lower == (direction > 0)) { return next }
        next = x + (edge - x) / 2
      } else if !(direction * next < direction * bound) {
        next = x + (bound - x) / 2
      }
      if next == x { break }
      x = next
      if abs(newton) < 1e-7, abs(miss) < 1e-7 { break }
    }
    return x
  }

  /// `sinh(asinh x + step)`.
  private func moved(_ x: Double, by step: Double) -> Double {
    let growth = expm1(step)
    let sine = 0.5 * (growth + growth / (1 + growth))
    let cosine = 1 + 0.5 * growth * growth / (1 + growth)
    let root = abs(x) > 1 ? abs(x) * (1 + 1 / x / x).squareRoot() : (1 + x * x).squareRoot()
    let sum = x * cosine + root * sine
    return sum.isFinite ? sum : sum < 0 ? -.infinity : .infinity
  }

  // MARK: Solving for the noncentrality

  /// The noncentrality at which `survival(t)` is q: what the one-sided power of a t test demands.
  ///
  /// The survival rises with the noncentrality, so that there is one answer.
  ///
  /// - Returns: nil for q outside (0, 1), a t that is not finite or beyond 1e90 in size, or degrees of
  ///   freedom that make no distribution.
  ///
  /// **Same as:** `scipy.special.nctdtrinc(df, 1 - q, t)`, where that is accurate.
  public static func noncentrality(
    survival q: Double, at t: Double, degreesOfFreedom: Double
  ) -> Double? {
    guard q > 0, q < 1, abs(t) <= 1e90,
      NoncentralT(degreesOfFreedom: degreesOfFreedom, noncentrality: 0) != nil
    else { return nil }
    // The smaller tail is held against its own logarithm.
    let isUpper = q <= 0.5
    let target = isUpper ? log(q) : log1p(-q)
    func miss(_ shift: Double) -> Double {
      let law = NoncentralT(degreesOfFreedom: degreesOfFreedom, noncentrality: shift)
      let found = (isUpper ? law?.logSurvival(t) : law?.logCDF(t)) ?? .nan
      // Far beyond the range of doubles the sign is what counts.
      return isUpper ? max(found, -1e300) - target : target - max(found, -1e300)
    }
    let spread = (1 + t / degreesOfFreedom * t / 2).squareRoot()
    let guess = t - SpecialFunctions.normalTailQuantile(q) * spread
    var step = 0.5 * spread
    var (low, high) = (guess - step, guess + step)
    while step < 1e100, miss(low) > 0 {
      high = low
      step *= 4
      low -= step
    }
    while step < 1e100, miss(high) < 0 {
      low = high
      step *= 4
      high += step
    }
    return RootFinding.bracketed(between: low, and: high, miss)
  }
}

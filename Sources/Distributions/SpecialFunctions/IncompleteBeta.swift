/// The regularised incomplete beta functions of one pair of parameters, with what depends on them
/// alone kept.
struct IncompleteBeta {
  let alpha: Double
  let beta: Double
  /// The logarithm of the beta function; for small parameters alone.
  private let logBeta: Double
  /// Stirling errors of the sum less those of the parameters; save for small ones.
  private let stirling: Double

  /// From here on, for both parameters, the tails come from quadrature.
  private static let large = 100.0
  /// Below this, for both parameters, `x^a y^b` is a product of powers; else an exponential of
  /// deviances.
  private static let direct = 10.0

  /// For positive finite parameters.
  init(alpha: Double, beta: Double) {
    self.alpha = alpha
    self.beta = beta
    guard max(alpha, beta) >= IncompleteBeta.direct else {
      logBeta = SpecialFunctions.logBeta(alpha, beta)
      stirling = 0
      return
    }
    logBeta = 0
    stirling =
      (SpecialFunctions.stirlingError(alpha + beta)
        - SpecialFunctions.stirlingError(max(alpha, beta)))
      - SpecialFunctions.stirlingError(min(alpha, beta))
  }

  private init(exchanging other: IncompleteBeta) {
    alpha = other.beta
    beta = other.alpha
    logBeta = other.logBeta
    stirling = other.stirling
  }

  /// The same with the parameters exchanged.
  var exchanged: IncompleteBeta { IncompleteBeta(exchanging: self) }

  // MARK: Points

  /// A point of (0, 1) with what cancellation would spoil: `y = 1 - x` and `excess = b x - a y`.
  ///
  /// The excess is x less the mean, times `a + b`.
  struct Point {
    let x: Double
    let y: Double
    let excess: Double
    var exchanged: Point { Point(x: y, y: x, excess: -excess) }
  }

  /// The point of a given x; the smaller of x and its complement is taken as exact.
  func point(_ x: Double, complement y: Double) -> Point {
    let sum = alpha + beta
    let excess = x <= y ? productMinus(x, sum, alpha) : -productMinus(y, sum, beta)
    return Point(x: x, y: y, excess: excess)
  }

  /// The point with odds x / (1 - x).
  func point(odds: Double) -> Point {
    let y = 1 / (1 + odds)
    let x = odds < 1e300 ? odds * y : 1
    let excess =
      odds < 1e10 ? productMinus(odds, beta, alpha) * y : beta * x - alpha * y
    return Point(x: x, y: y, excess: excess)
  }

  // MARK: Density

  /// `x^a y^b / B(a, b)`: the density of the log odds.
  func density(_ point: Point) -> Double {
    if max(alpha, beta) < IncompleteBeta.direct {
      return pow(point.x, alpha) * pow(point.y, beta) * exp(-logBeta)
    }
    let share = alpha / (alpha + beta)
    return exp(exponent(point)) * (share / twoPi * beta).squareRoot()
  }

  /// The logarithm of ``density(_:)``.
  func logDensity(_ point: Point) -> Double {
    if max(alpha, beta) < IncompleteBeta.direct {
      return alpha * logarithm(point.x, point.y) + beta * logarithm(point.y, point.x) - logBeta
    }
    return exponent(point) + 0.5 * log(alpha / (alpha + beta) / twoPi * beta)
  }

  /// The density of x itself, with its limits at the ends.
  func pdf(_ point: Point) -> Double {
    if point.x == 0, alpha == 1 { return beta }
    if point.y == 0, beta == 1 { return alpha }
    guard point.x > 0, point.y > 0 else { return exp(logPDF(point)) }
    let density = density(point)
    return density > Tails.underflow ? density / point.x / point.y : exp(logPDF(point))
  }

  /// The logarithm of ``pdf(_:)``.
  func logPDF(_ point: Point) -> Double {
    if point.x.isNaN || point.y.isNaN { return .nan }
    if point.x < 0 || point.y < 0 { return -.infinity }
    if point.x == 0 { return alpha < 1 ? .infinity : alpha == 1 ? log(beta) : -.infinity }
    if point.y == 0 { return beta < 1 ? .infinity : beta == 1 ? log(alpha) : -.infinity }
    return logDensity(point) - log(point.x) - logarithm(point.y, point.x)
  }

  private func logarithm(_ x: Double, _ y: Double) -> Double { x < 0.5 ? log(x) : log1p(-y) }

  private func exponent(_ point: Point) -> Double {
    let sum = alpha + beta
    return negativeDeviance(size: alpha, offset: point.excess, relative: point.x * (sum / alpha))
      + negativeDeviance(size: beta, offset: -point.excess, relative: point.y * (sum / beta))
      + stirling
  }

  // MARK: Tails

  /// Both tails at a point; at x <= 0 and y <= 0 the ends, NaN for NaN.
  func tails(_ point: Point) -> Tails {
    if point.x.isNaN || point.y.isNaN { return Tails(lower: .nan, upper: .nan) }
    if point.x <= 0 { return Tails(lower: 0, upper: 1) }
    if point.y <= 0 { return Tails(lower: 1, upper: 0) }
    if isNearOrigin(point) { return nearOrigin(point) }
    if exchanged.isNearOrigin(point.exchanged) {
      return exchanged.nearOrigin(point.exchanged).swapped
    }
    return point.excess <= 0
      ? smallerTails(point) : exchanged.smallerTails(point.exchanged).swapped
  }

  /// Both tails where the odds are out of a double's range, or may be, from their logarithm.
  ///
  /// There the leading term of the tail is the tail; nil where it is not.
  func tails(logOdds: Double) -> Tails? {
    if logOdds > 0 { return exchanged.tails(logOdds: -logOdds)?.swapped }
    guard logOdds + log(max(beta, 1)) < -40 else { return nil }
    let logLower = alpha * logOdds - logLeadingConstant
    let lower = exp(logLower)
    return Tails(
      lower: lower, upper: -expm1(logLower), density: lower * alpha, logLower: logLower)
  }

  /// The logarithm of `a B(a, b)`, by which `x^a` is divided.
  private var logLeadingConstant: Double {
    SpecialFunctions.logGammaOnePlus(alpha)
      - SpecialFunctions.logGammaIncrease(from: beta, by: alpha)
  }

  /// Both tails, from the lower, for x at or below the mean.
  private func smallerTails(_ point: Point) -> Tails {
    let factor: Double
    if min(alpha, beta) >= IncompleteBeta.large {
      factor = tailIntegral(
        slope: (point.x - point.y) - point.excess, first: (alpha - 1, -point.y),
        second: (beta - 1, point.x))
    } else {
      factor = lowerFraction(point)
    }
    return Tails(
      lowerFactor: factor, density: density(point), logDensity: logDensity(point))
  }

  /// The lower tail over the density, by the continued fraction of DiDonato and Morris, for x below
  /// the mean.
  ///
  /// Its elements use the excess and y directly, so that nothing cancels for large parameters.
  ///
  /// **Reference:** DiDonato and Morris (1992), *ACM TOMS* 18, 360-373 (doi:10.1145/131766.131776).
  private func lowerFraction(_ point: Point) -> Double {
    let base = 1 - point.excess
    let ratio = beta / alpha
    let start = 1 + 1 / alpha
    let growth = 1 + point.y
    var n = 0.0
    var p = 1.0
    var s = alpha + 1
    var (numeratorBefore, numerator) = (0.0, 1.0)
    var (denominatorBefore, denominator) = (1.0, base / start)
    var value = start / base
    while true {
      n += 1
      let share = n / alpha
      let weight = n * (beta - n) * point.x
      let inverse = alpha / s
      let element = p * (p + ratio) * inverse * inverse * (weight * point.x)
      let quotient = (share + 1) / (start + 2 * share)
      let step = n + weight / s + quotient * (base + n * growth)
      p = 1 + share
      s += 2
      (numeratorBefore, numerator) = (numerator, element * numeratorBefore + step * numerator)
      (denominatorBefore, denominator) = (
        denominator, element * denominatorBefore + step * denominator
      )
      let next = numerator / denominator
      if abs(next - value) <= 2 * next.ulp || !next.isFinite { return next }
      if n > 1e6 { return .nan }
      value = next
      numeratorBefore /= denominator
      denominatorBefore /= denominator
      numerator = next
      denominator = 1
    }
  }

  /// Whether ``nearOrigin(_:)`` applies.
  private func isNearOrigin(_ point: Point) -> Bool {
    alpha < 1 && point.x <= 0.5 && (beta <= 1 || beta * point.x <= 1.1)
  }

  /// Both tails for alpha below 1 near the origin, where almost everything may lie below x.
  ///
  /// With I = x^a / (a B) (1 + S), the complement is `-expm1(log) - exp(log) S`.
  private func nearOrigin(_ point: Point) -> Tails {
    var power = 1.0
    var sum = 0.0
    var n = 1.0
    while true {
      power *= (n - beta) / n * point.x
      let next = sum + alpha * power / (alpha + n)
      if next == sum { break }
      sum = next
      n += 1
    }
    let scaled = point.x * (alpha + beta)
    let constant =
      SpecialFunctions.scaledLogGammaIncrease(from: beta, by: alpha)
      - SpecialFunctions.logGammaOnePlus(alpha)
    // The product may leave the range though neither of its factors does.
    let isSmall = scaled < 1e-290
    let logScaled = isSmall ? log(point.x) + log(alpha + beta) : log(scaled)
    let raised = isSmall ? pow(point.x, alpha) * pow(alpha + beta, alpha) : pow(scaled, alpha)
    let logLeading = alpha * logScaled + constant
    let leading = raised * exp(constant)
    return Tails(
      lower: leading * (1 + sum), upper: -expm1(logLeading) - leading * sum,
      density: density(point), logLower: logLeading + log1p(sum))
  }

  // MARK: Inverse

  /// Odds, with their logarithm for where the odds themselves overflow or underflow.
  struct Odds {
    let value: Double
    let logarithm: Double
    /// Odds divided by a positive number, from the logarithm where the odds are out of range.
    func scaled(by factor: Double) -> Double {
      value < 1e-290 || value > 1e290 ? exp(logarithm + log(factor)) : value * factor
    }
    var inverted: Odds { Odds(value: 1 / value, logarithm: -logarithm) }
  }

  /// The odds below which p lies; 0 and infinity at the ends, NaN outside [0, 1].
  ///
  /// Odds near the answer, where they are known, save time.
  func odds(lower p: Double, near: Double? = nil) -> Odds {
    guard p >= 0, p <= 1 else { return Odds(value: .nan, logarithm: .nan) }
    if p == 0 { return Odds(value: 0, logarithm: -.infinity) }
    if p > 0.5 { return exchanged.odds(lower: 1 - p, near: near.map { 1 / $0 }).inverted }
    // Where almost everything lies at the end x = 1 of the support, the odds may exceed all
    // doubles.
    if let far = exchanged.leadingOdds(log1p(-p), margin: log(p)) { return far.inverted }
    return leadingOdds(log(p), margin: 0) ?? solve(p, near: near)
  }

  /// The odds above which q lies.
  func odds(upper q: Double, near: Double? = nil) -> Odds {
    exchanged.odds(lower: q, near: near.map { 1 / $0 }).inverted
  }

  /// The odds of a lower tail, from its logarithm, so close to 0 that its leading term is exact to
  /// rounding.
  ///
  /// The margin asks for more: it is the logarithm of the relative error that matters.
  private func leadingOdds(_ logTail: Double, margin: Double) -> Odds? {
    let logOdds = (logTail + logLeadingConstant) / alpha
    guard logOdds + log(max(beta, 1)) < -40 + margin else { return nil }
    return Odds(value: exp(logOdds), logarithm: logOdds)
  }

  private func solve(_ target: Double, near: Double?) -> Odds {
    let goal = log(target)
    let logLeading = (goal + logLeadingConstant) / alpha
    let odds = RootFinding.positiveRoot(near: near ?? guess(target, logLeading)) { odds in
      let point = point(odds: odds)
      let tails = tails(point)
      let logTail = tails.logLower
      let logDensity = tails.density < Tails.underflow ? logDensity(point) : log(tails.density)
      let slope = exp(logDensity - logTail)
      return (logTail - goal, slope, -point.excess - slope)
    }
    return Odds(value: odds, logarithm: log(odds))
  }

  /// A first value of the odds: the leading term of the lower tail, or A&S 26.5.22.
  private func guess(_ target: Double, _ logLeading: Double) -> Double {
    let leading = exp(min(logLeading, 0))
    let near = leading < 0.5 ? leading / (1 - leading) : 1
    if alpha < 0.6 || beta < 0.6 || leading * (beta + 1) < 0.3 { return near }
    let z = SpecialFunctions.normalTailQuantile(target)
    let third = (z * z - 3) / 6
    let forAlpha = 1 / (2 * alpha - 1)
    let forBeta = 1 / (2 * beta - 1)
    let h = 2 / (forAlpha + forBeta)
    guard h + third > 0 else { return near }
    let w =
      z * (h + third).squareRoot() / h - (forBeta - forAlpha) * (third + 5.0 / 6 - 2 / (3 * h))
    return alpha / beta * exp(-2 * min(max(w, -300), 300))
  }
}

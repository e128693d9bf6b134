/// The tails of the range of standard normals over a root mean square R, as integrals over log R.
struct StudentizedRangeTails: LogarithmicTails {
  let range: NormalRange
  let degrees: Double

  /// Twice the middle of the largest of the normals.
  var centre: Double { 2 * SpecialFunctions.normalTailQuantile(1 / (range.count + 1)) }

  func logLower(_ x: Double) -> Double {
    let start = x < centre ? 0.5 * log1p((range.count - 1) / degrees) : 0
    return integral(from: start, bend: 2 * (degrees + range.count)) { range.logLower(x * $0) }
  }

  func logUpper(_ x: Double) -> Double {
    let start = x > centre ? -0.5 * log1p(0.5 * x / degrees * x) : 0
    return integral(from: start, bend: 2 * degrees) { range.logUpper(x * $0) }
  }

  func logDensity(_ x: Double) -> Double {
    let start =
      x > centre ? -0.5 * log1p(0.5 * x / degrees * x) : 0.5 * log1p((range.count - 1) / degrees)
    return integral(from: start, bend: 2 * degrees) { range.logDensity(x * $0) }
  }

  /// The logarithm of the mean of exp(inner(R)).
  private func integral(
    from start: Double, bend: Double, _ inner: (Double) -> Double
  ) -> Double {
    let scale =
      0.5 * (log(degrees) + logTwo) - halfLogTwoPi
      - SpecialFunctions.stirlingError(degrees / 2)
    return scale
      + logUnimodalIntegral(from: start, step: 1 / bend.squareRoot()) { v in
        inner(exp(v)) - degrees * halfExpMinus(v)
      }
  }
}

/// The range of some independent standard normals: the largest less the smallest.
struct NormalRange {
  /// How many there are, at least 2.
  let count: Double

  /// The logarithm of the probability of a range up to w: of one at z and all others within w below.
  func logLower(_ w: Double) -> Double {
    guard w > 0 else { return -.infinity }
    let start = min(0.5 * w * (1 - 1 / count), largest)
    return min(
      0,
      log(count)
        + integral(from: start) { z in
          (count - 1) * log(SpecialFunctions.normalInterval(below: z, width: w)) - 0.5 * z * z
        })
  }

  /// The logarithm of the probability of a range beyond w: of the largest at z, and not all others
  /// within w below.
  func logUpper(_ w: Double) -> Double {
    guard w > 0 else { return 0 }
    guard w < 1e150 else { return -.infinity }
    return min(
      0,
      log(count)
        + integral(from: max(0.5 * w, largest)) { z in
          let below = SpecialFunctions.logNormalTail(-z)
          let gap = SpecialFunctions.logNormalTail(w - z) - below
          return (count - 1) * below + logShare(gap, z: z, w: w, below: below) - 0.5 * z * z
        })
  }

  /// `log(1 - (1 - exp(gap))^(count - 1))`, with gap <= 0.
  private func logShare(_ gap: Double, z: Double, w: Double, below: Double) -> Double {
    if gap < -40 - log(count) { return log(count - 1) + gap }
    let logRest =
      gap < -logTwo
      ? log1p(-exp(gap)) : log(SpecialFunctions.normalInterval(below: z, width: w)) - below
    return log(-expm1((count - 1) * min(logRest, 0)))
  }

  /// The logarithm of the density of log w: of one at z, one at z - w, all others between.
  func logDensity(_ w: Double) -> Double {
    guard w > 0, w < 1e150 else { return -.infinity }
    return log(count) + log(count - 1) + log(w) - halfLogTwoPi
      + integral(from: 0.5 * w) { z in
        let between =
          count == 2
          ? 0 : (count - 2) * log(SpecialFunctions.normalInterval(below: z, width: w))
        return between - 0.5 * z * z - 0.5 * (z - w) * (z - w)
      }
  }

  /// The logarithm of the mean of a power of the range, from its upper tail.
  func logMoment(_ order: Double) -> Double {
    log(order)
      + logUnimodalIntegral(from: log(2 * largest + 1), step: 0.4) { u in
        order * u + logUpper(exp(u))
      }
  }

  /// About where the largest lies.
  private var largest: Double { SpecialFunctions.normalTailQuantile(1 / count) }

  /// The logarithm of the integral of the exponential of an exponent over the normal density's constant.
  private func integral(from start: Double, _ exponent: (Double) -> Double) -> Double {
    // The hill's width, from its bend at the start.
    let reach = 0.25
    let bend = 2 * exponent(start) - exponent(start - reach) - exponent(start + reach)
    let width = bend > 0 ? reach / bend.squareRoot() : 1
    return logUnimodalIntegral(from: start, step: min(max(width, 1e-3), 1), exponent)
      - halfLogTwoPi
  }
}

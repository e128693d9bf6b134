extension SpecialFunctions {
  // MARK: Regularised incomplete beta

  /// The regularised incomplete beta function I_x(a, b), for a > 0, b > 0 and x in [0, 1].
  ///
  /// It is `1/B(a, b)` times the integral of `t^(a-1) (1-t)^(b-1)` from 0 to x. Give `complement` =
  /// 1 - x where it is known better than the subtraction would tell. The parameters range from
  /// 1e-150 to 1e150; NaN outside the domain.
  ///
  /// **Reference:** DiDonato and Morris (1992), doi:10.1145/131766.131776.
  /// **Same as:** `scipy.special.betainc(a, b, x)`; `pbeta(x, a, b)` in R.
  public static func regularizedBeta(
    _ x: Double, complement: Double? = nil, alpha: Double, beta: Double
  ) -> Double {
    tails(x, complement, alpha, beta)?.lower ?? .nan
  }

  /// The complement 1 - I_x(a, b) = I_{1-x}(b, a), without cancellation.
  ///
  /// **Same as:** `scipy.special.betaincc(a, b, x)`; `pbeta(x, a, b, lower.tail = FALSE)` in R.
  public static func regularizedBetaComplement(
    _ x: Double, complement: Double? = nil, alpha: Double, beta: Double
  ) -> Double {
    tails(x, complement, alpha, beta)?.upper ?? .nan
  }

  private static func tails(
    _ x: Double, _ complement: Double?, _ alpha: Double, _ beta: Double
  ) -> Tails? {
    let y = complement ?? (1 - x)
    guard isShape(alpha), isShape(beta), x >= 0, y >= 0, abs(x + y - 1) <= 1e-12 else {
      return nil
    }
    let function = IncompleteBeta(alpha: alpha, beta: beta)
    return function.tails(function.point(x, complement: y))
  }

  // MARK: Inverses

  /// The x with I_x(a, b) = p, for p in [0, 1].
  ///
  /// **Same as:** `scipy.special.betaincinv(a, b, p)`; `qbeta(p, a, b)` in R.
  public static func inverseRegularizedBeta(_ p: Double, alpha: Double, beta: Double) -> Double {
    guard isShape(alpha), isShape(beta) else { return .nan }
    return IncompleteBeta(alpha: alpha, beta: beta).odds(lower: p).probability
  }

  /// The x with 1 - I_x(a, b) = q, for q in [0, 1].
  ///
  /// **Same as:** `scipy.special.betainccinv(a, b, q)`; `qbeta(q, a, b, lower.tail = FALSE)` in R.
  public static func inverseRegularizedBetaComplement(
    _ q: Double, alpha: Double, beta: Double
  ) -> Double {
    guard isShape(alpha), isShape(beta) else { return .nan }
    return IncompleteBeta(alpha: alpha, beta: beta).odds(upper: q).probability
  }

  /// Whether a parameter is usable: from 1e-150 to 1e150, so that products of two stay in range.
  static func isShape(_ value: Double) -> Bool { value >= 1e-150 && value <= 1e150 }
}

extension IncompleteBeta.Odds {
  /// x = odds / (1 + odds).
  var probability: Double { value > 1 ? 1 / (1 + 1 / value) : value / (1 + value) }
}

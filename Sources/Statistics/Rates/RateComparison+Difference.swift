import Distributions

extension RateComparison {
  /// How the confidence interval of a difference of rates is made.
  public enum DifferenceMethod: String, Sendable, Hashable, Codable, CaseIterable {
    /// Garwood limits of each rate joined by MOVER, the default.
    case mover
    /// The score interval: where the statistic under that difference reaches z.
    case score
    /// d -+ z sqrt(x1 / t1^2 + x0 / t0^2); without any event it has no width. For comparison alone.
    case wald

    /// The method's name in words.
    public var name: String {
      switch self {
      case .mover: "MOVER of Garwood limits"
      case .score: "score"
      case .wald: "Wald"
      }
    }
  }

  /// The confidence interval of the difference of the rates, treated minus control, per unit of
  /// exposure.
  ///
  /// - Returns: nil when the level is outside (0, 1).
  ///
  /// **Reference:** Donner and Zou (2012), Statistical Methods in Medical Research 21, 347-359; Ng and
  /// Tang (2005), doi:10.1002/sim.1949, for the score.
  /// **Same as:** statsmodels `confint_poisson_2indep(x1, t1, x2, t2, compare="diff", method="score" |
  /// "wald")`; MOVER there joins score limits of each rate, not Garwood's.
  public func differenceInterval(
    level: Double = 0.95, sides: Sides = .two, method: DifferenceMethod = .mover
  ) -> Interval? {
    ProportionComparison.interval(level: level, sides: sides, method: method.name) { tail in
      switch method {
      case .mover: return Self.moverLimits(treated: treated, control: control, tail: tail)
      case .score: return scoreLimits(z: Normal.standard.quantile(survival: tail))
      case .wald:
        let reach =
          Normal.standard.quantile(survival: tail)
          * (treated.variance + control.variance).squareRoot()
        let difference = treated.rate - control.rate
        return (difference - reach, difference + reach)
      }
    }
  }

  // MARK: Score

  /// The differences at which the statistic is z and -z, for z >= 0.
  private func scoreLimits(z: Double) -> (lower: Double, upper: Double) {
    let difference = treated.rate - control.rate
    // A width at which the statistic has passed z on either side.
    let width =
      z * (treated.variance + control.variance).squareRoot()
      + z * z / treated.exposure + z * z / control.exposure
    func limit(_ target: Double) -> Double {
      guard width > 0 else { return difference }
      var step = target > 0 ? -width : width
      while (scoreStatistic(difference: difference + step) - target) * (target > 0 ? 1 : -1) < 0 {
        step *= 2
        if !step.isFinite { return step }
      }
      return RootFinding.bracketed(between: difference, and: difference + step) {
        scoreStatistic(difference: $0) - target
      } ?? difference + step
    }
    return (limit(z), limit(-z))
  }

  /// The statistic under a difference, with the most likely rates that have it.
  private func scoreStatistic(difference null: Double) -> Double {
    let distance = treated.rate - control.rate - null
    if distance == 0 { return 0 }
    let whole = treated.exposure + control.exposure
    let pooled = (Double(treated.count) + Double(control.count)) / whole - null
    let product = null * (Double(control.count) / whole)
    let root = max(0, pooled * pooled + 4 * product).squareRoot()
    let larger = pooled >= 0 ? (pooled + root) / 2 : -2 * product / (pooled - root)
    let rate = max(0, -null, larger)
    let variance = max(0, rate + null) / treated.exposure + rate / control.exposure
    return distance / variance.squareRoot()
  }
}

import Distributions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension RateComparison {
  /// How the confidence interval of a ratio of rates is made.
  public enum RatioMethod: String, Sendable, Hashable, Codable, CaseIterable {
    /// Garwood limits of each rate joined by MOVER, the default.
    case mover
    /// The exact one given all events: Clopper-Pearson limits of the treated share of them.
    case exactConditional
    /// The exact one with the observed count in the tail by half.
    case midP
    /// The score interval: Wilson limits of the treated share of events.
    case score
    /// ratio exp(-+z sqrt(1 / x1 + 1 / x0)); none without an event on either side.
    case logWald

    /// The method's name in words.
    public var name: String {
      switch self {
      case .mover: "MOVER of Garwood limits"
      case .exactConditional: "exact conditional (Clopper-Pearson)"
      case .midP: "conditional mid-p"
      case .score: "score"
      case .logWald: "Wald log"
      }
    }
  }

  /// The confidence interval of the ratio, treated over control.
  ///
  /// MOVER: with A = l1 (2 r1 - l1) / r1^2 and D = u0 (2 r0 - u0) / r0^2 the lower limit is ratio x A /
  /// (1 + sqrt(1 - A D)); with B of u1 and C of l0 likewise the upper one is ratio x (1 + sqrt(1 -
  /// B C)) / C. Without a treated event the lower limit is 0; without a control event the upper one
  /// is nil (unbounded).
  ///
  /// - Returns: nil when the level is outside (0, 1), there is no event at all, the exposures are too
  ///   far apart for their ratio, and for the logarithm without an event on either side.
  ///
  /// **Reference:** Donner and Zou (2012), Statistical Methods in Medical Research 21, 347-359,
  /// equation 9; Graham, Mengersen and Morton (2003), doi:10.1002/sim.1532, for the others.
  /// **Same as:** R `pairwiseCI::MOVERR` with the limits of `poisson.test`; `poisson.test(c(x1, x2),
  /// c(t1, t2))$conf.int` for the exact one; statsmodels `confint_poisson_2indep(x1, t1, x2, t2,
  /// compare="ratio", method="score" | "waldlog")`.
  public func ratioInterval(
    level: Double = 0.95, sides: Sides = .two, method: RatioMethod = .mover
  ) -> Interval? {
    guard treated.count + control.count > 0 else { return nil }
    let exposureRatio = control.exposure / treated.exposure
    guard exposureRatio > 0, exposureRatio.isFinite else { return nil }
    return ProportionComparison.interval(level: level, sides: sides, method: method.name) { tail in
      let limits =
        switch method {
        case .mover: moverRatioLimits(tail: tail)
        case .exactConditional: exactRatioLimits(tail: tail)
        case .midP: oddsLimits(tail: tail, method: .midP)
        case .score: oddsLimits(tail: tail, method: .wilson)
        case .logWald: logRatioLimits(tail: tail)
        }
      return limits.map { ($0.lower * exposureRatio, $0.upper * exposureRatio) }
    }
  }

  /// The exact confidence interval of the ratio: ``ratioInterval(level:sides:method:)`` by
  /// ``RatioMethod/exactConditional``.
  public func exactRatioInterval(level: Double = 0.95) -> Interval? {
    ratioInterval(level: level, method: .exactConditional)
  }

  // MARK: Limits of the ratio of the events

  /// In events, so that exposures enter once: counts, their limits, and the shapes of the formula.
  private func moverRatioLimits(tail: Double) -> (lower: Double, upper: Double)? {
    let (events, others) = (Double(treated.count), Double(control.count))
    let first = treated.countLimits(tail: tail)
    let second = control.countLimits(tail: tail)
    func shape(_ limit: Double, _ count: Double) -> Double { limit / count * (2 - limit / count) }
    if treated.count == 0 {
      return (0, first.upper / (others * shape(second.lower, others).squareRoot()))
    }
    if control.count == 0 {
      return (events * shape(first.lower, events).squareRoot() / second.upper, .infinity)
    }
    let below = shape(first.lower, events)
    let least = (1 - below * shape(second.upper, others)).squareRoot()
    let above = shape(second.lower, others)
    let most = (1 - shape(first.upper, events) * above).squareRoot()
    return (
      events / others * below / (1 + least), events / others * (1 + most) / above
    )
  }

  /// Limits of the odds share / (1 - share): the share and its complement each from its own quantile,
  /// so that neither cancels.
  private func exactRatioLimits(tail: Double) -> (lower: Double, upper: Double) {
    let (events, others) = (Double(treated.count), Double(control.count))
    let lower =
      treated.count == 0
      ? 0
      : Self.odds(
        Beta(alpha: events, beta: others + 1)?.quantile(tail),
        Beta(alpha: others + 1, beta: events)?.quantile(survival: tail))
    let upper =
      control.count == 0
      ? Double.infinity
      : Self.odds(
        Beta(alpha: events + 1, beta: others)?.quantile(survival: tail),
        Beta(alpha: others, beta: events + 1)?.quantile(tail))
    return (lower, upper)
  }

  private static func odds(_ share: Double?, _ complement: Double?) -> Double {
    guard let share, let complement else { return .nan }
    return share / complement
  }

  /// Odds of the limits of the treated share of events; nil beyond 2^32 events.
  private func oddsLimits(
    tail: Double, method: Proportion.IntervalMethod
  ) -> (lower: Double, upper: Double)? {
    let all = treated.count + control.count
    guard let share = try? Proportion(successes: treated.count, trials: all),
      let rest = try? Proportion(successes: control.count, trials: all)
    else { return nil }
    let (own, other) = (
      share.limits(tail: tail, method: method), rest.limits(tail: tail, method: method)
    )
    return (own.lower / other.upper, own.upper / other.lower)
  }

  private func logRatioLimits(tail: Double) -> (lower: Double, upper: Double)? {
    guard treated.count > 0, control.count > 0 else { return nil }
    let error = (1 / Double(treated.count) + 1 / Double(control.count)).squareRoot()
    let reach = Normal.standard.quantile(survival: tail) * error
    let ratio = Double(treated.count) / Double(control.count)
    return (ratio * exp(-reach), ratio * exp(reach))
  }
}

import Distributions

extension ProportionComparison {
  /// How the confidence interval of a difference of proportions is made.
  ///
  /// What 95 % intervals cover, enumerated over all tables of groups of 5 to 20 and true rates from
  /// 0.02 to 0.98: Newcombe at least 88.3 % and 95.3 % on average, Miettinen-Nurminen 92.4 % and
  /// 95.9 %, Agresti-Caffo 91.5 % and 96.0 %.
  public enum DifferenceMethod: String, Sendable, Hashable, Codable, CaseIterable {
    /// Wilson limits joined by MOVER, the default.
    case newcombe
    /// The score interval with the factor N / (N - 1): where the statistic under that difference
    /// reaches z.
    case miettinenNurminen
    /// The score interval without that factor.
    case mee
    /// Wald's after one success and one failure are added to each group; cut to [-1, 1].
    case agrestiCaffo
    /// d -+ z sqrt(p1 (1 - p1) / n1 + p0 (1 - p0) / n0), cut to [-1, 1]; for comparison alone, for it
    /// covers too little.
    case wald

    /// The method's name in words.
    public var name: String {
      switch self {
      case .newcombe: "Newcombe (Wilson limits)"
      case .miettinenNurminen: "Miettinen-Nurminen score"
      case .mee: "Mee score"
      case .agrestiCaffo: "Agresti-Caffo"
      case .wald: "Wald"
      }
    }
  }

  /// The confidence interval of the difference of the rates, treated minus control.
  ///
  /// - Returns: nil when the level is outside (0, 1).
  ///
  /// **Reference:** Newcombe (1998), Statistics in Medicine 17, 873-890; Miettinen and Nurminen
  /// (1985), doi:10.1002/sim.4780040211; Mee (1984), Biometrics 40, 1175-1176; Agresti and Caffo
  /// (2000), doi:10.1080/00031305.2000.10474560.
  /// **Same as:** R `DescTools::BinomDiffCI` with `"score"`, `"mn"`, `"mee"`, `"ac"`, `"wald"`. The
  /// score interval of statsmodels 0.14 and 0.15 is another, by a fault in its cubic.
  public func differenceInterval(
    level: Double = 0.95, sides: Sides = .two, method: DifferenceMethod = .newcombe
  ) -> Interval? {
    Self.interval(level: level, sides: sides, method: method.name) { tail in
      switch method {
      case .newcombe: return Self.newcombeLimits(treated: treated, control: control, tail: tail)
      case .miettinenNurminen, .mee:
        let score = ScoreFunction(treated, control, isCorrected: method == .miettinenNurminen)
        return score.differenceLimits(z: Normal.standard.quantile(survival: tail))
      case .agrestiCaffo:
        return Self.waldLimits(treated, control, added: 1, tail: tail)
      case .wald: return Self.waldLimits(treated, control, added: 0, tail: tail)
      }
    }
  }

  /// Newcombe's limits of treated minus control, each leaving `tail` outside.
  static func newcombeLimits(
    treated: Proportion, control: Proportion, tail: Double
  ) -> (lower: Double, upper: Double) {
    Mover.difference(
      (treated.rate, treated.limits(tail: tail)), (control.rate, control.limits(tail: tail)))
  }

  /// Wald's limits after successes and failures are added.
  private static func waldLimits(
    _ treated: Proportion, _ control: Proportion, added: Double, tail: Double
  ) -> (lower: Double, upper: Double) {
    func part(_ group: Proportion) -> (rate: Double, variance: Double) {
      let size = Double(group.trials) + 2 * added
      let (success, failure) = (
        (Double(group.successes) + added) / size, (Double(group.failures) + added) / size
      )
      return (success, success * failure / size)
    }
    let (first, second) = (part(treated), part(control))
    let reach =
      Normal.standard.quantile(survival: tail) * (first.variance + second.variance).squareRoot()
    let centre = first.rate - second.rate
    return (max(-1, centre - reach), min(1, centre + reach))
  }

  /// An interval from limits that each leave a tail of at most one half outside.
  static func interval(
    level: Double, sides: Sides, method: String,
    _ limits: (Double) -> (lower: Double, upper: Double)?
  ) -> Interval? {
    guard level > 0, level < 1 else { return nil }
    let tail = sides == .two ? (1 - level) / 2 : 1 - level
    guard var (lower, upper) = limits(min(tail, 1 - tail)) else { return nil }
    if tail > 0.5 { (lower, upper) = (upper, lower) }
    return Interval(
      level: level, sides: sides, lower: sides == .upper ? nil : lower,
      upper: sides == .lower ? nil : upper, method: method)
  }
}

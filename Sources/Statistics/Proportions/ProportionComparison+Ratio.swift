import Distributions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension ProportionComparison {
  /// How the confidence interval of a ratio of proportions is made.
  ///
  /// What 95 % intervals cover, enumerated over all tables of groups of 5 to 20 and true rates from
  /// 0.06 to 0.98: Miettinen-Nurminen at least 90.9 % and 95.8 % on average, Koopman 90.9 % and
  /// 95.3 %.
  public enum RatioMethod: String, Sendable, Hashable, Codable, CaseIterable {
    /// The score interval with the factor N / (N - 1), the default: where the statistic under that
    /// ratio reaches z.
    case miettinenNurminen
    /// The score interval without that factor.
    case koopman
    /// ratio exp(-+z sqrt(1/x1 - 1/n1 + 1/x0 - 1/n0)); none without a success on either side.
    case katz
    /// Katz' after 1/2 is added to successes and trials.
    case walter

    /// The method's name in words.
    public var name: String {
      switch self {
      case .miettinenNurminen: "Miettinen-Nurminen score"
      case .koopman: "Koopman score"
      case .katz: "Katz log"
      case .walter: "Walter log"
      }
    }
  }

  /// The confidence interval of the ratio of the rates, treated over control.
  ///
  /// Score intervals: the lower limit is 0 without a treated success, the upper one nil (unbounded)
  /// without a control success; without both the interval is [0, unbounded).
  ///
  /// - Returns: nil when the level is outside (0, 1), and for Katz without a success on either side.
  ///
  /// **Reference:** Miettinen and Nurminen (1985), doi:10.1002/sim.4780040211; Koopman (1984),
  /// Biometrics 40, 513-517; Katz et al. (1978), Biometrics 34, 469-474; Walter (1975), Biometrika
  /// 62, 371-374.
  /// **Same as:** R `DescTools::BinomRatioCI` with `"koopman"`, `"katz.log"`, `"adj.log"`, and
  /// `ratesci::scoreci(x1, n1, x0, n0, contrast = "RR", skew = FALSE)`; statsmodels
  /// `confint_proportions_2indep(compare="ratio", method="score")` save where everybody succeeds.
  public func ratioInterval(
    level: Double = 0.95, sides: Sides = .two, method: RatioMethod = .miettinenNurminen
  ) -> Interval? {
    Self.interval(level: level, sides: sides, method: method.name) { tail in
      switch method {
      case .miettinenNurminen, .koopman:
        let score = ScoreFunction(treated, control, isCorrected: method == .miettinenNurminen)
        return score.ratioLimits(z: Normal.standard.quantile(survival: tail))
      case .katz: return logarithmicLimits(added: 0, tail: tail)
      case .walter: return logarithmicLimits(added: 0.5, tail: tail)
      }
    }
  }

  private func logarithmicLimits(
    added: Double, tail: Double
  ) -> (lower: Double, upper: Double)? {
    guard added > 0 || (treated.successes > 0 && control.successes > 0) else { return nil }
    func part(_ group: Proportion) -> (rate: Double, variance: Double) {
      let (x, n) = (Double(group.successes) + added, Double(group.trials) + added)
      return (x / n, Double(group.failures) / x / n)
    }
    let (first, second) = (part(treated), part(control))
    let reach =
      Normal.standard.quantile(survival: tail) * (first.variance + second.variance).squareRoot()
    let centre = log(first.rate / second.rate)
    return (exp(centre - reach), exp(centre + reach))
  }
}

import Distributions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension ProportionComparison {
  /// How the confidence interval of an odds ratio is made.
  public enum OddsRatioMethod: String, Sendable, Hashable, Codable, CaseIterable {
    /// The exact interval given all margins, the default: limits at which the tail of the observed
    /// count is half of what the level leaves.
    case exactConditional
    /// exp(log OR -+ z sqrt(sum of 1 / cell)); none with an empty cell.
    case woolf
    /// Woolf's after 1/2 is added to each cell.
    case gart

    /// The method's name in words.
    public var name: String {
      switch self {
      case .exactConditional: "exact conditional"
      case .woolf: "Woolf log"
      case .gart: "Gart log"
      }
    }
  }

  /// The confidence interval of the odds ratio, treated over control.
  ///
  /// The exact one is [0, unbounded) where the margins leave one table alone.
  ///
  /// - Returns: nil when the level is outside (0, 1), and for Woolf with an empty cell.
  ///
  /// **Reference:** Cornfield (1956) and Gart (1971), doi:10.2307/1402095.
  /// **Same as:** R `fisher.test(table)$conf.int`, which is good to about three digits, and SciPy
  /// `contingency.odds_ratio(table).confidence_interval()`, to more.
  public func oddsRatioInterval(
    level: Double = 0.95, sides: Sides = .two, method: OddsRatioMethod = .exactConditional
  ) -> Interval? {
    Self.interval(level: level, sides: sides, method: method.name) { tail in
      switch method {
      case .exactConditional: return NoncentralHypergeometric(treated, control).limits(tail: tail)
      case .woolf: return woolfLimits(added: 0, tail: tail)
      case .gart: return woolfLimits(added: 0.5, tail: tail)
      }
    }
  }

  /// The odds ratio that is most likely given all margins; nil where it is 0 / 0 or infinite.
  ///
  /// **Same as:** R `fisher.test(table)$estimate`.
  public var conditionalOddsRatio: Double? {
    NoncentralHypergeometric(treated, control).mostLikely
  }

  private func woolfLimits(added: Double, tail: Double) -> (lower: Double, upper: Double)? {
    let cells = [treated.successes, treated.failures, control.failures, control.successes].map {
      Double($0) + added
    }
    guard cells.allSatisfy({ $0 > 0 }) else { return nil }
    let error = cells.reduce(0) { $0 + 1 / $1 }.squareRoot()
    let centre = log(cells[0] / cells[1] * (cells[2] / cells[3]))
    let reach = Normal.standard.quantile(survival: tail) * error
    return (exp(centre - reach), exp(centre + reach))
  }
}

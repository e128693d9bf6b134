import Distributions

extension PairedProportions {
  /// How the confidence interval of a difference within pairs is made.
  public enum DifferenceMethod: String, Sendable, Hashable, Codable, CaseIterable {
    /// Wilson limits of both rates joined by MOVER, with their correlation: Newcombe's method 10, the
    /// default.
    case newcombe
    /// The score interval: where (b - c - n d) over its standard error under d reaches z.
    case tango
    /// Wald's after 1 is added to b and to c, and 2 to n.
    case bonettPrice
    /// d -+ z sqrt(b + c - (b - c)^2 / n) / n, cut to [-1, 1]; for comparison alone.
    case wald

    /// The method's name in words.
    public var name: String {
      switch self {
      case .newcombe: "Newcombe paired"
      case .tango: "Tango score"
      case .bonettPrice: "Bonett-Price"
      case .wald: "Wald paired"
      }
    }
  }

  /// The confidence interval of the difference of the rates, treated minus control.
  ///
  /// All are defined for every table: without a pair that disagrees the difference is 0 and the limits
  /// of Newcombe and Tango lie on both sides of it; Wald's then has no width.
  ///
  /// - Returns: nil when the level is outside (0, 1).
  ///
  /// **Reference:** Newcombe (1998), Statistics in Medicine 17, 2635-2650; Tango (1998), Statistics in
  /// Medicine 17, 891-908; Bonett and Price (2012), doi:10.3102/1076998611411915.
  /// **Same as:** R `PropCIs::scoreci.mp(b, c, n, level)` for Tango; `ratesci::pairbinci` with
  /// `method_RD = "MOVER"` and its correlation corrected for Newcombe.
  public func differenceInterval(
    level: Double = 0.95, sides: Sides = .two, method: DifferenceMethod = .newcombe
  ) -> Interval? {
    ProportionComparison.interval(level: level, sides: sides, method: method.name) { tail in
      let z = Normal.standard.quantile(survival: tail)
      switch method {
      case .newcombe: return newcombeLimits(tail: tail)
      case .tango: return tangoLimits(z: z)
      case .bonettPrice: return waldLimits(z: z, added: 1)
      case .wald: return waldLimits(z: z, added: 0)
      }
    }
  }

  /// The exact interval of the odds ratio b / c: Clopper-Pearson limits of the share of b.
  ///
  /// - Returns: nil when the level is outside (0, 1), or no pair disagrees. The upper limit is nil
  ///   (unbounded) without a pair of control alone.
  ///
  /// **Same as:** R `exact2x2::mcnemar.exact(table)$conf.int`.
  public func oddsRatioInterval(level: Double = 0.95, sides: Sides = .two) -> Interval? {
    guard let b = try? Proportion(successes: treatedOnly, trials: max(1, discordant)),
      let c = try? Proportion(successes: controlOnly, trials: max(1, discordant)), discordant > 0
    else { return nil }
    return ProportionComparison.interval(
      level: level, sides: sides, method: "exact conditional (Clopper-Pearson)"
    ) { tail in
      // Odds from the share and its complement, each from its own quantile.
      let share = b.limits(tail: tail, method: .clopperPearson)
      let rest = c.limits(tail: tail, method: .clopperPearson)
      return (share.lower / rest.upper, share.upper / rest.lower)
    }
  }

  // MARK: Limits

  private func newcombeLimits(tail: Double) -> (lower: Double, upper: Double)? {
    guard let first = try? Proportion(successes: both + treatedOnly, trials: pairs),
      let second = try? Proportion(successes: both + controlOnly, trials: pairs)
    else { return nil }
    let (one, other) = (first.limits(tail: tail), second.limits(tail: tail))
    let phi = correctedPhi(first, second)
    func length(_ a: Double, _ b: Double) -> Double {
      // (a - b)^2 + 2 (1 - phi) a b, which no rounding makes negative.
      ((a - b) * (a - b) + 2 * (1 - phi) * a * b).squareRoot()
    }
    return (
      difference - length(first.rate - one.lower, other.upper - second.rate),
      difference + length(one.upper - first.rate, second.rate - other.lower)
    )
  }

  /// The correlation of both answers; a positive one with a continuity correction, and 0 where a margin
  /// is empty.
  private func correctedPhi(_ first: Proportion, _ second: Proportion) -> Double {
    let n = Double(pairs)
    // Counts over n, so that products stay in range.
    let agreeing = Double(both) / n * (Double(neither) / n)
    let differing = Double(treatedOnly) / n * (Double(controlOnly) / n)
    let raw = agreeing - differing
    let product =
      first.rate * (Double(first.failures) / n) * second.rate * (Double(second.failures) / n)
    guard product > 0 else { return 0 }
    return min(1, max(-1, (raw > 0 ? max(0, raw - 0.5 / n) : raw) / product.squareRoot()))
  }

  private func waldLimits(z: Double, added: Double) -> (lower: Double, upper: Double) {
    let (b, c) = (Double(treatedOnly) + added, Double(controlOnly) + added)
    let n = Double(pairs) + 2 * added
    let centre = (b - c) / n
    let reach = z * max(0, (b + c) / n - centre * centre).squareRoot() / n.squareRoot()
    return (max(-1, centre - reach), min(1, centre + reach))
  }

  // MARK: Tango

  private func tangoLimits(z: Double) -> (lower: Double, upper: Double) {
    func limit(_ target: Double, _ end: Double) -> Double {
      guard difference != end else { return end }
      return RootFinding.bracketed(between: difference, and: end) {
        tangoStatistic(difference: $0) - target
      } ?? end
    }
    return (limit(z, -1), limit(-z, 1))
  }

  /// The score statistic under a difference in [-1, 1]: falls from positive to negative.
  func tangoStatistic(difference null: Double) -> Double {
    let (b, c, n) = (Double(treatedOnly), Double(controlOnly), Double(pairs))
    let distance = b - c - n * null
    if distance == 0 { return 0 }
    // The most likely share of pairs with success under control alone: the larger root of
    // 2 n q^2 + linear q - c null (1 - null), without cancellation.
    let linear = (2 * n - b + c) * null - b - c
    let constant = c * null * (1 - null)
    let root = max(0, linear * linear + 8 * n * constant).squareRoot()
    let share = linear <= 0 ? (root - linear) / (4 * n) : 2 * constant / (root + linear)
    let least = max(0, -null)
    let rate = max(least, share)
    let variance = n * max(0, 2 * rate + null * (1 - null))
    return distance / variance.squareRoot()
  }
}

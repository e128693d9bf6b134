import Distributions

extension MannWhitney {
  /// How the interval of the probability of superiority is made.
  public enum SuperiorityMethod: String, Sendable, Hashable, Codable, CaseIterable {
    /// The default, Newcombe's fifth: all p with |estimate - p| <= z sqrt(V(p)), where V(p) = p (1
    /// - p) (1 + ((N / 2 - 1) ((1 - p) / (2 - p) + p / (1 + p))) / (n1 n0). Right also where no
    /// pair, or every pair, is won.
    case newcombe
    /// Estimate -+ t sqrt(v1 / n1 + v0 / n0) with v the variances of each person's share of pairs
    /// won, and Satterthwaite's degrees of freedom; cut to [0, 1].
    case brunnerMunzel
    /// The same with a normal reference. Covers too little in small groups, and has no width where
    /// every pair is won.
    case deLong

    /// The method's name in words.
    public var name: String {
      switch self {
      case .newcombe: "Newcombe method 5"
      case .brunnerMunzel: "Brunner-Munzel t"
      case .deLong: "DeLong"
      }
    }
  }

  /// The probability that a treated value exceeds a control value, ties by half: U / (n1 n0), which
  /// is also the area under the receiver operating characteristic curve.
  public var superiority: Double {
    statistic / (Double(treated.count) * Double(control.count))
  }

  /// The confidence interval of the probability of superiority.
  ///
  /// - Returns: nil when the level is outside (0, 1), or when a method other than Newcombe's meets
  ///   a group of one value.
  ///
  /// **Reference:** Newcombe (2006), doi:10.1002/sim.2324; DeLong, DeLong and Clarke-Pearson
  /// (1988), doi:10.2307/2531595; Brunner and Munzel (2000),
  /// doi:10.1002/(SICI)1521-4036(200001)42:1<17::AID-BIMJ17>3.0.CO;2-U.
  /// **Same as:** R `pROC::ci.auc(method = "delong")`; `lawstat::brunner.munzel.test(control,
  /// treated)`.
  public func superiorityInterval(
    level: Double = 0.95, sides: Sides = .two, method: SuperiorityMethod = .newcombe
  ) -> Interval? {
    guard level > 0, level < 1 else { return nil }
    let tail = sides == .two ? (1 - level) / 2 : 1 - level
    guard let limits = superiorityLimits(tail: tail, method) else { return nil }
    return Interval(
      level: level, sides: sides, lower: sides == .upper ? nil : limits.lower,
      upper: sides == .lower ? nil : limits.upper, method: method.name)
  }

  private func superiorityLimits(
    tail: Double, _ method: SuperiorityMethod
  ) -> (lower: Double, upper: Double)? {
    let z = Normal.standard.quantile(survival: tail)
    guard method != .newcombe else {
      return (newcombeRoot(z, of: superiority), 1 - newcombeRoot(z, of: 1 - superiority))
    }
    guard let placements = Placements(treated.values, control.values) else { return nil }
    var critical = z
    if method == .brunnerMunzel {
      // Without spread the limits meet, whatever the reference.
      critical =
        placements.degreesOfFreedom.flatMap { StudentT(degreesOfFreedom: $0) }
        .map { $0.quantile(survival: tail) } ?? z
    }
    let reach = critical * placements.variance.squareRoot()
    return (max(0, superiority - reach), min(1, superiority + reach))
  }

  /// The lower limit by Newcombe's method: the root below the estimate, above it for negative z.
  private func newcombeRoot(_ z: Double, of estimate: Double) -> Double {
    let (first, second) = (Double(treated.count), Double(control.count))
    let excess = (first + second) / 2 - 1
    if z == 0 || (z > 0 && estimate == 0) || (z < 0 && estimate == 1) { return estimate }
    // At 0 and 1 the variance vanishes, which makes a root of its own that is not meant.
    let low = z > 0 ? 0 : max(estimate, .leastNormalMagnitude)
    let high = z > 0 ? min(estimate, 1.0.nextDown) : 1
    let root = RootFinding.bracketed(between: low, and: high) { p in
      let sizes = 1 + excess * ((1 - p) / (2 - p) + p / (1 + p))
      return estimate - p - z * (p * (1 - p) * sizes / first / second).squareRoot()
    }
    return root ?? estimate
  }
}

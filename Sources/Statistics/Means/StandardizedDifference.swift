import Distributions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A mean difference in standard deviations: Cohen's d and Hedges' g with exact intervals.
///
/// Of two groups d = (m1 - m0) / s with the pooled standard deviation s and n1 + n0 - 2 degrees of
/// freedom; of pairs, or of one sample, d = m / s with the standard deviation of the differences and
/// n - 1. Hedges' g = J d, with J = Gamma(v / 2) / (sqrt(v / 2) Gamma((v - 1) / 2)), does away with
/// the bias of d exactly.
///
/// **Reference:** Cohen (1988), *Statistical Power Analysis for the Behavioral Sciences*; Hedges
/// (1981), doi:10.3102/10769986006002107; Cumming and Finch (2001), doi:10.1177/0013164401614002, for
/// the interval by the noncentral t.
/// **Same as:** R `effectsize::cohens_d(x, y)`, `hedges_g(x, y)`; `MBESS::ci.smd(smd = d, n.1, n.2)`.
public struct StandardizedDifference: Sendable, Hashable, Codable, CustomStringConvertible {
  /// What was compared.
  public enum Comparison: Sendable, Hashable, Codable {
    /// Two groups of these sizes.
    case groups(treated: Int, control: Int)
    /// Differences within so many pairs, or so many values against a known figure.
    case pairs(Int)
  }

  /// How the interval is made.
  public enum IntervalMethod: String, Sendable, Hashable, Codable, CaseIterable {
    /// The exact one of normal data, the default: the noncentralities at which the observed t is that
    /// far in a tail.
    case noncentralT
    /// d -+ z sqrt(1 / n1 + 1 / n0 + d^2 / (2 (n1 + n0))), of pairs 1 / n + d^2 / (2 n): for large
    /// samples.
    case normal

    /// The method's name in words.
    public var name: String {
      switch self {
      case .noncentralT: "noncentral t"
      case .normal: "normal"
      }
    }
  }

  /// What was compared.
  public let comparison: Comparison
  /// The difference in standard deviations.
  public let cohenD: Double

  // MARK: Building

  /// Two groups, with one standard deviation pooled over both.
  ///
  /// - Throws: what ``MeanDifference`` throws for fewer than two values in a group or no variation;
  ///   `overflow` when d is not finite.
  public init(treated: Moments, control: Moments) throws(EvaluationError) {
    let difference = try MeanDifference(
      treated: treated, control: control, method: .pooled, design: .declared)
    let size = Self.size(.groups(treated: treated.count, control: control.count))
    try self.init(
      .groups(treated: treated.count, control: control.count),
      difference.statistic / size.squareRoot())
  }

  /// Differences within pairs, or one sample less a known figure.
  ///
  /// - Throws: what ``OneSampleMean`` throws; `overflow` when d is not finite.
  public init(differences: Moments) throws(EvaluationError) {
    let mean = try Estimate(meanOf: differences, label: "pairs")
    let statistic = mean.statistic() ?? .infinity
    try self.init(.pairs(differences.count), statistic / Double(differences.count).squareRoot())
  }

  private init(_ comparison: Comparison, _ cohenD: Double) throws(EvaluationError) {
    guard abs(cohenD) <= 1e75 else {
      throw .overflow(
        what: "the standardised difference", needed: "at most 1e75", found: "\(cohenD)")
    }
    self.comparison = comparison
    self.cohenD = cohenD
  }

  private enum CodingKeys: String, CodingKey { case comparison, cohenD }

  /// Decodes a difference, refusing groups that are too small and a figure beyond 1e75.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let comparison = try fields.decode(Comparison.self, forKey: .comparison)
    let most = 1 << 53
    let isValid =
      switch comparison {
      case .groups(let treated, let control):
        (2...most).contains(treated) && (2...most).contains(control)
      case .pairs(let count): (2...most).contains(count)
      }
    guard isValid else {
      throw DecodingError.dataCorruptedError(
        forKey: .comparison, in: fields, debugDescription: "needs two values or more")
    }
    try self.init(comparison, fields.decode(Double.self, forKey: .cohenD))
  }

  // MARK: Figures

  /// n1 n0 / (n1 + n0), or the pairs: d times its root is the t statistic.
  private static func size(_ comparison: Comparison) -> Double {
    switch comparison {
    case .groups(let treated, let control):
      1 / (1 / Double(treated) + 1 / Double(control))
    case .pairs(let count): Double(count)
    }
  }

  /// The degrees of freedom of the standard deviation.
  public var degreesOfFreedom: Double {
    switch comparison {
    case .groups(let treated, let control): Double(treated) + Double(control) - 2
    case .pairs(let count): Double(count) - 1
    }
  }

  /// Hedges' exact correction J; 0 with one degree of freedom, where d has no mean.
  public var correction: Double {
    let half = degreesOfFreedom / 2
    guard half > 0.5 else { return 0 }
    // Gamma(v / 2) / Gamma((v - 1) / 2) by the beta function, which keeps its digits for large v.
    return exp(-SpecialFunctions.logBeta(half - 0.5, 0.5)) * (Double.pi / half).squareRoot()
  }

  /// Hedges' g: d without its bias; nil with one degree of freedom.
  public var hedgesG: Double? { degreesOfFreedom > 1 ? correction * cohenD : nil }

  /// The standard error of d for large samples.
  public var standardError: Double {
    let total =
      switch comparison {
      case .groups(let treated, let control): Double(treated) + Double(control)
      case .pairs(let count): Double(count)
      }
    return (1 / Self.size(comparison) + cohenD * cohenD / (2 * total)).squareRoot()
  }

  // MARK: Intervals

  /// The confidence interval of d.
  ///
  /// - Returns: nil when the level is outside (0, 1).
  public func interval(
    level: Double = 0.95, sides: Sides = .two, method: IntervalMethod = .noncentralT
  ) -> Interval? {
    guard level > 0, level < 1 else { return nil }
    let tail = sides == .two ? (1 - level) / 2 : 1 - level
    let limits: (lower: Double?, upper: Double?)
    switch method {
    case .noncentralT:
      let root = Self.size(comparison).squareRoot()
      func noncentrality(_ statistic: Double) -> Double? {
        NoncentralT.noncentrality(
          survival: tail, at: statistic, degreesOfFreedom: degreesOfFreedom)
      }
      limits = (
        noncentrality(cohenD * root).map { $0 / root },
        // The upper limit is the lower one of the mirror image, so that no tail is 1 less another.
        noncentrality(-cohenD * root).map { 0 - $0 / root }
      )
    case .normal:
      let reach = Normal.standard.quantile(survival: tail) * standardError
      limits = (cohenD - reach, cohenD + reach)
    }
    return Interval(
      level: level, sides: sides, lower: sides == .upper ? nil : limits.lower,
      upper: sides == .lower ? nil : limits.upper, method: method.name)
  }

  /// The confidence interval of g: the limits of d times ``correction``; nil with one degree of
  /// freedom or a level outside (0, 1).
  public func hedgesInterval(
    level: Double = 0.95, sides: Sides = .two, method: IntervalMethod = .noncentralT
  ) -> Interval? {
    guard degreesOfFreedom > 1 else { return nil }
    return interval(level: level, sides: sides, method: method)?.scaled(by: correction)
  }

  /// d with its interval, and g.
  public var description: String {
    let limits = interval().map { "\n95 % interval \($0)" } ?? ""
    let hedges = hedgesG.map { ", Hedges g \(formatted($0))" } ?? ""
    return "Cohen d \(formatted(cohenD))\(hedges)\(limits)"
  }
}

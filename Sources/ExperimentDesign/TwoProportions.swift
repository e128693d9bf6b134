public import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A comparison of two proportions, one yes or no a person, by normal approximations.
///
/// The effect is the treated proportion minus the control proportion.
///
/// **Reference:** Fleiss, Levin and Paik (2003), *Statistical Methods for Rates and Proportions*,
/// chapter 4; Cohen (1988), chapter 6, for the arcsine.
/// **Same as:** `power.prop.test(n, p1, p2, strict = TRUE)` in R for ``Variance/pooled``;
/// `pwr.2p2n.test(ES.h(p1, p2), n1, n2)` for ``Variance/arcsine``.
public struct TwoProportions: PowerDesign {
  /// Which standard error the test divides by.
  public enum Variance: String, Sendable, Hashable, Codable, CaseIterable, CustomStringConvertible {
    /// Of the pooled proportion, as in the usual z and chi-squared tests.
    case pooled
    /// Of the two proportions apart.
    case unpooled
    /// Of the control proportion in both arms.
    case atBaseline
    /// Of the arcsine of the root, which is nearly the same everywhere.
    case arcsine

    /// The variance in words.
    public var description: String {
      switch self {
      case .pooled: "pooled variance"
      case .unpooled: "unpooled variance"
      case .atBaseline: "variance at the control proportion"
      case .arcsine: "arcsine transformation"
      }
    }
  }

  /// The proportion expected without the programme.
  public let controlProportion: Double
  /// The control people for each treated one.
  public let controlsPerTreated: Double
  /// Which standard error the test divides by.
  public let variance: Variance
  /// The test that the study will be judged by.
  public var test: SignificanceTest

  /// A comparison to come.
  ///
  /// - Parameters:
  ///   - controlProportion: the proportion expected without the programme, in [0, 1].
  ///   - controlsPerTreated: the control people for each treated one, from 1e-6 to 1e6.
  ///   - variance: which standard error the test divides by.
  ///   - test: level, alternative and the tails that count.
  /// - Throws: `invalidArgument` for a proportion outside [0, 1] or an allocation outside its range.
  public init(
    controlProportion: Double, controlsPerTreated: Double = 1, variance: Variance = .pooled,
    test: SignificanceTest = .standard
  ) throws(EvaluationError) {
    guard controlProportion >= 0, controlProportion <= 1 else {
      throw .invalidArgument(
        name: "the control proportion", needed: "between 0 and 1", found: "\(controlProportion)")
    }
    try Validation.allocation(controlsPerTreated)
    self.controlProportion = controlProportion
    self.controlsPerTreated = controlsPerTreated
    self.variance = variance
    self.test = test
  }

  /// Decodes a design, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      controlProportion: fields.decode(Double.self, forKey: .controlProportion),
      controlsPerTreated: fields.decode(Double.self, forKey: .controlsPerTreated),
      variance: fields.decode(Variance.self, forKey: .variance),
      test: fields.decode(SignificanceTest.self, forKey: .test))
  }

  // MARK: Power

  /// People.
  public var unitName: String { "people" }

  /// Any size, since the reference is normal.
  public var sizeRange: ClosedRange<Double> {
    Validation.sizes(from: 1e-3, controlsPerTreated: controlsPerTreated)
  }

  /// The effects that leave the treated proportion inside [0, 1].
  public var effectRange: ClosedRange<Double>? { -controlProportion...(1 - controlProportion) }

  /// The difference over its standard error, with the two standard errors' ratio.
  public func signal(effect: Double, arms: ArmSizes) throws(EvaluationError) -> TestSignal {
    let control = controlProportion
    let treated = min(max(control + effect, 0), 1)
    let (first, second) = (1 / arms.treated, 1 / arms.control)
    if variance == .arcsine {
      let distance = 2 * asin(treated.squareRoot()) - 2 * asin(control.squareRoot())
      return try TestSignal(shift: distance / (first + second).squareRoot())
    }
    let own = (treated * (1 - treated) * first + control * (1 - control) * second).squareRoot()
    let null: Double
    switch variance {
    case .pooled:
      let weight = arms.treated / (arms.treated + arms.control)
      let pooled = weight * treated + (1 - weight) * control
      null = (pooled * (1 - pooled) * (first + second)).squareRoot()
    case .atBaseline: null = (control * (1 - control) * (first + second)).squareRoot()
    case .unpooled, .arcsine: null = own
    }
    guard own > 0 || (null > 0 && effect != 0) else {
      throw .undefined(
        what: "the power", needed: "a proportion between 0 and 1 in one arm",
        found: "\(formatted(control)) and \(formatted(treated)), which never vary")
    }
    // An estimate that cannot vary is as good as certain.
    let error = max(own, 1e-9 * null)
    return try TestSignal(shift: effect / error, criticalFactor: null / error)
  }

  /// The design in words.
  public var description: String {
    let allocation =
      controlsPerTreated == 1
      ? "equal arms" : "\(formatted(controlsPerTreated)) controls for each treated"
    return "two proportions, \(formatted(controlProportion)) without the programme, \(variance), "
      + "\(allocation); \(test)"
  }
}

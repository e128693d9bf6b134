import Distributions
public import Statistics

/// The textbook's detectable effect as one product of factors, by the normal approximation.
///
///     (z_{1 - alpha/(2 tests)} + z_power) sd sqrt((1 - rho^2) D (1/n1 + 1/n2)) sqrt(inflation)
///
/// It holds where a baseline covariate is correlated equally within and between clusters, and the
/// clusters are many. ``ClusteredMeans`` does without both assumptions; this is for comparison with
/// other calculators.
public struct ProductApproximation: Sendable, Hashable, CustomStringConvertible {
  /// 1 + ((cv^2 + 1) m - 1) icc.
  public let designEffect: Double
  /// The standard error of the difference.
  public let standardError: Double
  /// The smallest effect found with the power.
  public let effect: Double

  /// The product of the factors.
  ///
  /// - Parameters:
  ///   - standardDeviation: of the outcome.
  ///   - treated: the treated people.
  ///   - control: the control people.
  ///   - baselineCorrelation: of the outcome with its measurement before, inside (-1, 1).
  ///   - clustering: how people stand together; nil when they stand alone.
  ///   - tests: the comparisons that share alpha by Bonferroni's rule.
  ///   - inflation: what interim looks multiply the needed information by, at least 1.
  ///   - alpha: the two-sided level.
  ///   - power: the chance of finding the effect.
  /// - Throws: `invalidArgument` for an argument outside its range.
  public init(
    standardDeviation: Double, treated: Double, control: Double, baselineCorrelation: Double = 0,
    clustering: Clustering? = nil, tests: Int = 1, inflation: Double = 1, alpha: Double = 0.05,
    power: Double = 0.8
  ) throws(EvaluationError) {
    try Validation.positive(standardDeviation, "the standard deviation")
    try Validation.positive(treated, "the treated people")
    try Validation.positive(control, "the control people")
    guard abs(baselineCorrelation) < 1 else {
      throw .invalidArgument(
        name: "the baseline correlation", needed: "inside (-1, 1)", found: "\(baselineCorrelation)")
    }
    guard (1...1_000_000).contains(tests) else {
      throw .invalidArgument(
        name: "the number of tests", needed: "between 1 and 1000000", found: "\(tests)")
    }
    guard inflation >= 1, inflation <= 1e6 else {
      throw .invalidArgument(
        name: "the inflation", needed: "between 1 and 1e6", found: "\(inflation)")
    }
    let test = try SignificanceTest(alpha: alpha)
    guard power > 0, power < 1 else {
      throw .invalidArgument(name: "the power", needed: "inside (0, 1)", found: "\(power)")
    }
    designEffect = clustering?.designEffect ?? 1
    let left = (1 - baselineCorrelation) * (1 + baselineCorrelation)
    standardError =
      standardDeviation * (left * designEffect * (1 / treated + 1 / control)).squareRoot()
    let reach =
      Normal.standard.quantile(survival: test.tailLevel / Double(tests))
      + Normal.standard.quantile(power)
    effect = reach * standardError * inflation.squareRoot()
  }

  /// The figures.
  public var description: String {
    "detectable effect \(formatted(effect)), standard error \(formatted(standardError)), design "
      + "effect \(formatted(designEffect)) (normal approximation)"
  }
}

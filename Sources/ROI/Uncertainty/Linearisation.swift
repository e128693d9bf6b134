import Distributions
public import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Whether the delta method's interval of the net benefit would have done: each end must lie within a
/// numerical tolerance of the joint interval's.
///
/// The tolerance is half a unit of the last significant digit with which the delta method's standard
/// deviation u is stated: 34,306.85 with 2 digits is 34 x 10^3, so that ends may differ by 500. The
/// delta method's interval is the mean give or take the normal quantile times u.
///
/// **Reference:** JCGM 101:2008, clauses 7.9.2 and 8.
public struct Linearisation: Sendable, Hashable, CustomStringConvertible {
  /// How many digits of the standard deviation count as significant.
  public let significantDigits: Int
  /// How far ends may differ.
  public let tolerance: Double
  /// The delta method's lower end.
  public let lower: Double
  /// The delta method's upper end.
  public let upper: Double
  /// How far it lies from the joint interval's lower end.
  public let lowerDifference: Double
  /// How far it lies from the joint interval's upper end.
  public let upperDifference: Double
  /// Passed or failed; inconclusive where the Monte Carlo error of an end exceeds a fifth of the tolerance
  /// and the difference lies within three such errors of it.
  public let verdict: Check.Verdict

  /// Compares both intervals; nil without a standard deviation.
  init?(
    mean: Double?, deviation: Double?, level: Double, digits: Int,
    joint: (lower: Simulation.Figure, upper: Simulation.Figure)
  ) {
    guard let mean, let deviation, deviation > 0 else { return nil }
    let tail = (1 - level) / 2
    let reach = Normal.standard.quantile(survival: tail) * deviation
    significantDigits = digits
    tolerance = Self.tolerance(deviation, digits: digits)
    lower = mean - reach
    upper = mean + reach
    lowerDifference = abs(lower - joint.lower.value)
    upperDifference = abs(upper - joint.upper.value)
    let isUnsure = [(lowerDifference, joint.lower.error), (upperDifference, joint.upper.error)]
      .contains { [tolerance] in $0.1 > tolerance / 5 && abs($0.0 - tolerance) <= 3 * $0.1 }
    let holds = max(lowerDifference, upperDifference) <= tolerance
    verdict = isUnsure ? .inconclusive : holds ? .passed : .failed
    guard lower.isFinite, upper.isFinite, lowerDifference.isFinite, upperDifference.isFinite,
      tolerance.isFinite
    else { return nil }
  }

  /// Half a unit in the last place of a positive figure rounded to some significant digits.
  static func tolerance(_ figure: Double, digits: Int) -> Double {
    var power = Int(log10(figure).rounded(.down)) - digits + 1
    // 99.6 with two digits is 10 x 10^1.
    if (figure / pow(10, Double(power))).rounded() >= pow(10, Double(digits)) { power += 1 }
    return 0.5 * pow(10, Double(power))
  }

  /// The verdict as a check.
  public var check: Check {
    let far = formatted(max(lowerDifference, upperDifference))
    let words =
      switch verdict {
      case .passed: "so that it would have done"
      case .failed: "so that the joint interval is the one to use"
      case .inconclusive: "which the error of the draws leaves undecided"
      }
    return Check(
      "linearisation", figure: max(lowerDifference, upperDifference), threshold: tolerance,
      verdict: verdict,
      sentence:
        "The delta method's interval of the net benefit differs by up to \(far) from the joint "
        + "one (tolerance \(formatted(tolerance)), \(significantDigits) significant digits), \(words)."
    )
  }

  /// The verdict in a sentence.
  public var description: String { check.description }
}

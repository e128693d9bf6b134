/// A distribution of real numbers with a density.
///
/// Both tails are requirements, since `1 - cdf(x)` has no correct digit far out, and a p-value
/// lives there. A point that is NaN gives NaN. At and beyond the ends of the support the cdf is 0
/// or 1 and the density 0, save where the formula of the density has another value at the end
/// itself (infinity for a chi-squared density with one degree of freedom at 0).
public protocol ContinuousDistribution: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The interval outside which the density is zero.
  var support: Support { get }
  /// The mean, or nil where it is infinite or undefined.
  var mean: Double? { get }
  /// The variance, or nil where it is infinite or undefined.
  var variance: Double? { get }
  /// The third central moment over that power of the standard deviation, or nil where it is infinite,
  /// undefined or not known in closed form (the default).
  var skewness: Double? { get }
  /// The fourth central moment over the squared variance, less 3, so that a normal distribution has
  /// 0; or nil where it is infinite, undefined or not known in closed form (the default).
  var excessKurtosis: Double? { get }
  /// The density at x.
  func pdf(_ x: Double) -> Double
  /// The logarithm of the density at x, which does not underflow.
  func logPDF(_ x: Double) -> Double
  /// The probability of a value at or below x.
  func cdf(_ x: Double) -> Double
  /// The probability of a value above x, computed as itself and never as `1 - cdf(x)`.
  func survival(_ x: Double) -> Double
  /// The logarithm of ``cdf(_:)``, which does not underflow.
  func logCDF(_ x: Double) -> Double
  /// The logarithm of ``survival(_:)``, which does not underflow.
  func logSurvival(_ x: Double) -> Double
  /// The x with `cdf(x) = p`; the ends of the support at 0 and 1 (infinite where there is none),
  /// NaN outside [0, 1].
  ///
  /// An answer too large or too small for a double is infinite or zero.
  func quantile(_ p: Double) -> Double
  /// The x with `survival(x) = q`; the ends of the support at 1 and 0, NaN outside [0, 1].
  func quantile(survival q: Double) -> Double
  /// A random number of the distribution, infinite or zero where a double cannot hold it.
  ///
  /// By numpy's method where numpy has the distribution, else the quantile of a uniform number.
  func sample(using generator: inout Philox) -> Double
  /// Random numbers, each that of ``sample(using:)``; none for a count of 0 or less.
  func samples(_ count: Int, using generator: inout Philox) -> [Double]
}

/// A distribution of integers.
///
/// Both tails are requirements, as in ``ContinuousDistribution``. Outside the support the
/// probability mass is 0.
public protocol DiscreteDistribution: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The smallest and the largest value, of which an absent one is unbounded.
  var support: Support { get }
  /// The mean, or nil where it is infinite or undefined.
  var mean: Double? { get }
  /// The variance, or nil where it is infinite or undefined.
  var variance: Double? { get }
  /// The third central moment over that power of the standard deviation, or nil where it is infinite,
  /// undefined (of a single value), or not known in closed form (the default).
  var skewness: Double? { get }
  /// The fourth central moment over the squared variance, less 3; or nil where it is infinite,
  /// undefined (of a single value), or not known in closed form (the default).
  var excessKurtosis: Double? { get }
  /// The probability of exactly k.
  func pmf(_ k: Int) -> Double
  /// The logarithm of ``pmf(_:)``, which does not underflow.
  func logPMF(_ k: Int) -> Double
  /// The probability of k or less.
  func cdf(_ k: Int) -> Double
  /// The probability of more than k, strictly, so that `cdf(k) + survival(k)` is 1.
  func survival(_ k: Int) -> Double
  /// The logarithm of ``cdf(_:)``, which does not underflow.
  func logCDF(_ k: Int) -> Double
  /// The logarithm of ``survival(_:)``, which does not underflow.
  func logSurvival(_ k: Int) -> Double
  /// The smallest k of the support with `cdf(k) >= p`.
  ///
  /// A cdf that falls short by rounding alone (a relative 4e-15) counts. Nil for p outside [0, 1]
  /// or NaN, for p = 1 where the support has no end, and where the answer exceeds `Int.max`.
  func quantile(_ p: Double) -> Int?
  /// The smallest k of the support with `survival(k) <= q`.
  ///
  /// Nil for q outside [0, 1] or NaN, for q = 0 where the support has no end, and where the answer
  /// exceeds `Int.max`.
  func quantile(survival q: Double) -> Int?
  /// A random number of the distribution, `Int.max` in place of a larger one.
  ///
  /// By numpy's method where numpy has the distribution, else the quantile of a uniform number.
  func sample(using generator: inout Philox) -> Int
  /// Random numbers, each that of ``sample(using:)``; none for a count of 0 or less.
  func samples(_ count: Int, using generator: inout Philox) -> [Int]
}

// MARK: - Shared pieces

/// What a comparison of computed probabilities forgives.
let probabilitySlack = 4e-15

/// The finite value, or nil.
func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }

/// Stops a decoder whose parameters make no distribution.
func invalidParameters(_ name: String, _ decoder: any Decoder) -> DecodingError {
  .dataCorrupted(
    .init(codingPath: decoder.codingPath, debugDescription: "The parameters make no \(name)."))
}

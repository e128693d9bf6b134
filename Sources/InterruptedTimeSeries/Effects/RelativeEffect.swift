import Distributions
public import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An effect relative to what would have been without it.
///
/// Of a ratio of two estimates the interval is Fieller's: all ratios that the data do not contradict.
/// Where the counterfactual itself may be zero it is unbounded. On the logarithmic scale the limits
/// are those of the logarithm, exponentiated.
///
/// **Reference:** Fieller (1954), doi:10.1111/j.2517-6161.1954.tb00159.x.
public struct RelativeEffect: Sendable, Hashable, Codable, CustomStringConvertible {
  private enum Basis: Sendable, Hashable, Codable {
    case ratio(numerator: Double, denominator: Double, variances: [Double], freedom: Double?)
    case logarithm(Estimate)
  }

  /// Effect over counterfactual: 0.1 for ten per cent more.
  public let value: Double
  /// The method behind it.
  public let method: String
  private let basis: Basis

  // MARK: Building

  init(
    numerator: Double, denominator: Double, numeratorVariance: Double, denominatorVariance: Double,
    covariance: Double, degreesOfFreedom: Double?, method: String
  ) throws(EvaluationError) {
    let value = numerator / denominator
    guard value.isFinite else {
      throw .undefined(
        what: "the relative effect", needed: "a counterfactual other than zero",
        found: formatted(denominator))
    }
    self.value = value
    self.method = "Fieller, \(method)"
    basis = .ratio(
      numerator: numerator, denominator: denominator,
      variances: [numeratorVariance, denominatorVariance, covariance], freedom: degreesOfFreedom)
  }

  init(logarithm estimate: Estimate) {
    value = expm1(estimate.value)
    method = "exponentiated, \(estimate.method)"
    basis = .logarithm(estimate)
  }

  private enum CodingKeys: String, CodingKey { case value, method, basis }

  /// Decodes an effect, refusing figures that are not finite and variances below zero.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    value = try fields.decode(Double.self, forKey: .value)
    method = try fields.decode(String.self, forKey: .method)
    basis = try fields.decode(Basis.self, forKey: .basis)
    var isSound = value.isFinite
    if case .ratio(let numerator, let denominator, let variances, let freedom) = basis {
      isSound =
        isSound && variances.count == 3 && variances.allSatisfy(\.isFinite) && variances[0] >= 0
        && variances[1] >= 0 && numerator.isFinite && denominator.isFinite
        && abs(numerator - value * denominator) <= 1e-9 * abs(numerator)
        && freedom.map { StudentT(degreesOfFreedom: $0) != nil } ?? true
    }
    guard isSound else {
      throw DecodingError.dataCorruptedError(
        forKey: .basis, in: fields, debugDescription: "needs the ratio of finite figures")
    }
  }

  // MARK: Interval

  /// The two-sided confidence interval at a level; nil outside (0, 1).
  public func interval(level: Double = 0.95) -> Interval? {
    guard level > 0, level < 1 else { return nil }
    switch basis {
    case .logarithm(let estimate):
      guard let inner = estimate.interval(level: level) else { return nil }
      return Interval(
        level: level, lower: inner.lower.map { expm1($0) }, upper: inner.upper.map { expm1($0) },
        method: method)
    case .ratio(let numerator, let denominator, let variances, let freedom):
      let tail = (1 - level) / 2
      let quantile =
        freedom.flatMap { StudentT(degreesOfFreedom: $0)?.quantile(survival: tail) }
        ?? Normal.standard.quantile(survival: tail)
      let square = quantile * quantile
      // (n - x d)^2 <= q^2 (Vnn - 2 x Vnd + x^2 Vdd) is a x^2 - 2 b x + c <= 0.
      let a = denominator * denominator - square * variances[1]
      let b = numerator * denominator - square * variances[2]
      let c = numerator * numerator - square * variances[0]
      guard a > 0, let root = Self.root(b * b - a * c) else {
        return Interval(level: level, lower: nil, upper: nil, method: method)
      }
      // The larger in size first, so that nothing cancels.
      let far = b >= 0 ? b + root : b - root
      let limits = far == 0 ? (0, 0) : (far / a, c / far)
      return Interval(
        level: level, lower: min(limits.0, limits.1), upper: max(limits.0, limits.1),
        method: method)
    }
  }

  private static func root(_ value: Double) -> Double? {
    value.isFinite ? max(0, value).squareRoot() : nil
  }

  /// Per cent with the 95 % interval.
  public var description: String {
    func percent(_ value: Double?) -> String {
      value.map { "\(formatted(100 * $0, significantDigits: 4)) %" } ?? "unbounded"
    }
    let limits = interval()
    return
      "\(percent(value)), 95 % interval \(percent(limits?.lower)) to \(percent(limits?.upper))"
  }
}

import Distributions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Independent p-values of one question, such as one of each pilot, combined into one.
///
/// One-sided p-values of the same direction keep the sign; two-sided ones ask whether anything is there
/// at all. A p-value of 0 gives 0; a p-value of 1 is no evidence. To pool effects rather than p-values
/// use ``MetaAnalysis``.
///
/// **Reference:** Fisher (1925), *Statistical Methods for Research Workers*; Stouffer et al. (1949),
/// *The American Soldier*; Tippett (1931), *The Methods of Statistics*; Liu and Xie (2020),
/// doi:10.1080/01621459.2018.1554485.
/// **Same as:** SciPy `combine_pvalues(p, method="fisher" | "stouffer" | "tippett", weights=)`; R
/// `metap::sumlog`, `sumz`, `minimump`; `ACAT::ACAT`.
public struct PValueCombination: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How p-values are combined.
  public enum Method: Sendable, Hashable, Codable {
    /// -2 sum(log p), chi-squared with 2 k degrees of freedom: one tiny p-value suffices.
    case fisher
    /// sum(w z) / sqrt(sum(w^2)), normal, with the normal quantiles z: for effects alike; weights such
    /// as the root of each sample's size, or none for equal ones.
    case stouffer(weights: [Double]? = nil)
    /// 1 - (1 - smallest p)^k.
    case tippett
    /// The mean of tan((1/2 - p) pi), Cauchy: holds for small p-values under any dependence.
    case cauchy

    /// The method's name in words.
    public var name: String {
      switch self {
      case .fisher: "Fisher"
      case .stouffer(nil): "Stouffer"
      case .stouffer: "weighted Stouffer"
      case .tippett: "Tippett"
      case .cauchy: "Cauchy"
      }
    }
  }

  /// The p-values that were combined.
  public let pValues: [Double]
  /// How they were combined.
  public let method: Method
  /// The logarithm of the combined p-value, which does not underflow; nil for a p-value of 0.
  public let logPValue: Double?

  // MARK: Building

  /// Combines independent p-values.
  ///
  /// - Throws: `tooFew` without a p-value; `invalidArgument` when one is NaN or outside [0, 1], or a
  ///   weight is not positive and finite; `lengthMismatch` for another number of weights; `undefined`
  ///   for Stouffer and Cauchy when a p-value is 0 and another 1.
  /// - Complexity: O(number of p-values).
  public init(_ pValues: [Double], method: Method = .fisher) throws(EvaluationError) {
    guard !pValues.isEmpty else { throw .tooFew(what: "p-values", needed: 1, found: 0) }
    try PValueAdjustment.validate(pValues)
    let (least, most) = (pValues.min() ?? 1, pValues.max() ?? 1)
    let result: Double
    switch method {
    case .fisher:
      // Logarithms one by one, for a product would underflow.
      let statistic = -2 * pValues.reduce(0) { $0 + log($1) }
      result =
        ChiSquared(degreesOfFreedom: 2 * Double(pValues.count))?.logSurvival(statistic) ?? .nan
    case .tippett:
      let all = Double(pValues.count) * log1p(-least)
      result = least == 1 ? 0 : log(-expm1(all))
    case .stouffer(let weights):
      try Self.refuseContradiction(least, most, method)
      result = Normal.standard.logSurvival(
        try Self.stouffer(pValues, weights ?? pValues.map { _ in 1 }))
    case .cauchy:
      try Self.refuseContradiction(least, most, method)
      result = Self.logCauchy(pValues, least: least)
    }
    self.pValues = pValues
    self.method = method
    logPValue = result == -.infinity ? nil : min(0, result)
  }

  private static func refuseContradiction(
    _ least: Double, _ most: Double, _ method: Method
  ) throws(EvaluationError) {
    guard least > 0 || most < 1 else {
      throw .undefined(
        what: "the combined p-value (\(method.name))", needed: "p-values inside (0, 1)",
        found: "one of 0 beside one of 1")
    }
  }

  private static func stouffer(
    _ pValues: [Double], _ weights: [Double]
  ) throws(EvaluationError) -> Double {
    guard weights.count == pValues.count else {
      throw .lengthMismatch(what: "the weights", needed: pValues.count, found: weights.count)
    }
    if let wrong = weights.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
      throw .invalidArgument(
        name: "weight \(wrong + 1)", needed: "positive and finite", found: "\(weights[wrong])")
    }
    // Weights over the largest, so that squares stay in range.
    let scale = weights.max() ?? 1
    let squares = weights.reduce(0) { $0 + ($1 / scale) * ($1 / scale) }
    // A weight that vanishes beside the largest still counts an infinite quantile.
    let sum = zip(pValues, weights).reduce(0) {
      $0 + max($1.1 / scale, .leastNormalMagnitude) * Normal.standard.quantile(survival: $1.0)
    }
    return sum / squares.squareRoot()
  }

  /// log(1/2 - atan(t) / pi) of the mean t of cotangents, in units of the smallest p-value, so that none
  /// overflows.
  private static func logCauchy(_ pValues: [Double], least: Double) -> Double {
    guard least > 0 else { return -.infinity }
    guard pValues.contains(where: { $0 < 1 }) else { return 0 }
    // A p-value of 1 has an infinite cotangent, and makes the combined one 1.
    guard !pValues.contains(1) else { return 0 }
    let sum = pValues.reduce(0) { total, p in
      // The cotangent from the nearer end: near 1 it is that of the complement, negative.
      p <= 0.5 ? total + least / tan(.pi * p) : total - least / tan(.pi * (1 - p))
    }
    let mean = sum / Double(pValues.count)
    // atan2 gives the angle, between 0 and pi, whose cotangent is mean / least.
    return log(atan2(least, mean) / .pi)
  }

  private enum CodingKeys: String, CodingKey { case pValues, method, logPValue }

  /// Decodes a combination, refusing a result that its p-values do not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode([Double].self, forKey: .pValues),
      method: fields.decode(Method.self, forKey: .method))
    guard try fields.decodeIfPresent(Double.self, forKey: .logPValue) == logPValue else {
      throw DecodingError.dataCorruptedError(
        forKey: .logPValue, in: fields, debugDescription: "needs the result of the p-values")
    }
  }

  // MARK: Figures

  /// The combined p-value; 0 below the smallest `Double`, where ``logPValue`` still tells.
  public var pValue: Double { logPValue.map { exp($0) } ?? 0 }

  /// The combined p-value with its method.
  public var description: String {
    "\(pValues.count) p-values by \(method.name): p = \(formatted(pValue))"
  }
}

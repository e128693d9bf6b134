import Distributions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The Shapiro-Wilk test of whether values look normal.
///
/// W is the squared correlation of the ascending values with nearly the expected ones of a normal
/// sample; small W speaks against it. The p-value is exact for three values, else from Royston's
/// normalising transformation of 1 - W, good for 4 to 5,000 values. A large p-value is no proof:
/// few values rarely tell.
///
/// **Reference:** Shapiro and Wilk (1965), doi:10.1093/biomet/52.3-4.591; Royston (1995),
/// doi:10.2307/2986146 (algorithm AS R94).
/// **Same as:** R `shapiro.test(x)`; SciPy `shapiro`.
public struct ShapiroWilk: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How many values there are.
  public let count: Int
  /// W, from above 0 to 1.
  public let statistic: Double
  /// The probability of a W as small from normal values.
  public let pValue: Double

  /// Tests a sample.
  ///
  /// - Throws: `nonFinite`; `tooFew` below three values; `invalidArgument` above 5,000;
  ///   `constantColumn` when the values do not vary; `overflow` when their range leaves that of
  ///   `Double`.
  /// - Complexity: O(*n* log *n*).
  public init(_ values: [Double], column: String = "values") throws(EvaluationError) {
    guard values.count >= 3 else {
      throw .tooFew(what: column, needed: 3, found: values.count)
    }
    guard values.count <= 5000 else {
      throw .invalidArgument(
        name: "the number of values", needed: "at most 5000, for which the p-value is known",
        found: "\(values.count)")
    }
    let ordered = try OrderStatistics(values, column: column)
    let range = ordered.maximum - ordered.minimum
    guard range > 0 else {
      throw .constantColumn(
        column: column, rows: values.count, found: formatted(ordered.minimum))
    }
    guard range.isFinite else {
      throw .overflow(
        what: "the range of \(column)", needed: "the range of Double", found: "infinity")
    }
    count = values.count
    let complement = Self.complement(ordered, range: range)
    statistic = 1 - complement
    pValue = Self.pValue(complement, count: values.count)
  }

  private enum CodingKeys: String, CodingKey { case count, statistic, pValue }

  /// Decodes a test, refusing figures that no sample has.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    count = try fields.decode(Int.self, forKey: .count)
    statistic = try fields.decode(Double.self, forKey: .statistic)
    pValue = try fields.decode(Double.self, forKey: .pValue)
    guard (3...5000).contains(count), (0...1).contains(statistic), (0...1).contains(pValue) else {
      throw DecodingError.dataCorruptedError(
        forKey: .statistic, in: fields, debugDescription: "needs figures that a sample can have")
    }
  }

  // MARK: Statistic

  /// 1 - W, without the difference: half the squared distance of both unit vectors, twice.
  private static func complement(_ ordered: OrderStatistics, range: Double) -> Double {
    let weights = weights(ordered.count)
    let median = ordered.median
    let scaled = ordered.values.map { ($0 - median) / range }
    var sum = CompensatedSum()
    for value in scaled { sum.add(value) }
    let centre = sum.value / Double(scaled.count)
    var (squares, product) = (CompensatedSum(), CompensatedSum())
    for (value, weight) in zip(scaled, weights) {
      squares.add((value - centre) * (value - centre))
      product.add((value - centre) * weight)
    }
    // The weights' squares sum to 1 but for rounding.
    let size = weights.reduce(0) { $0 + $1 * $1 }
    let length = (squares.value * size).squareRoot()
    return min(1, max(0, (length - product.value) / length * ((length + product.value) / length)))
  }

  /// The weights of the ascending values: the largest first of the upper half, the lower half its
  /// negative.
  private static func weights(_ count: Int) -> [Double] {
    let half = count / 2
    var upper = [Double](repeating: 0.5.squareRoot(), count: 1)
    if count > 3 {
      let size = Double(count)
      // Blom's expected values of the upper half, the largest first.
      let scores = (1...half).map {
        Normal.standard.quantile(survival: (Double($0) - 0.375) / (size + 0.25))
      }
      let squares = 2 * scores.reduce(0) { $0 + $1 * $1 }
      let root = 1 / size.squareRoot()
      let first =
        scores[0] / squares.squareRoot()
        + polynomial([0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056], root)
      var corrected = [first]
      if count > 5 {
        corrected.append(
          scores[1] / squares.squareRoot()
            + polynomial([0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633], root))
      }
      var (left, share) = (squares, 1.0)
      for (score, weight) in zip(scores, corrected) {
        left -= 2 * score * score
        share -= 2 * weight * weight
      }
      let factor = (left / share).squareRoot()
      upper = corrected + scores.dropFirst(corrected.count).map { $0 / factor }
    }
    return upper.map { -$0 } + (count % 2 == 1 ? [0] : []) + upper.reversed()
  }

  // MARK: P-value

  private static func pValue(_ complement: Double, count: Int) -> Double {
    let size = Double(count)
    if count == 3 {
      // W is at least 3/4.
      let angle = asin(max(0, 1 - complement).squareRoot()) - asin(0.75.squareRoot())
      return min(1, max(0, 6 / Double.pi * angle))
    }
    let y = log(complement)
    guard count > 11 else {
      let end = polynomial([-2.273, 0.459], size)
      // Beyond the end of the transformation no normal sample reaches.
      guard y < end else { return 1e-99 }
      let mean = polynomial([0.544, -0.39978, 0.025054, -6.714e-4], size)
      let deviation = exp(polynomial([1.3822, -0.77857, 0.062767, -0.0020322], size))
      return Normal.standard.survival((-log(end - y) - mean) / deviation)
    }
    let logarithm = log(size)
    let mean = polynomial([-1.5861, -0.31082, -0.083751, 0.0038915], logarithm)
    let deviation = exp(polynomial([-0.4803, -0.082676, 0.0030302], logarithm))
    return Normal.standard.survival((y - mean) / deviation)
  }

  private static func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
    coefficients.reversed().reduce(0) { $0 * x + $1 }
  }

  /// W with its p-value.
  public var description: String {
    "W = \(formatted(statistic)), n \(count), p = \(formatted(pValue)) (Shapiro-Wilk)"
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What one column of numbers looks like: size, centre, spread and shape.
///
/// No sum cancels and none overflows: a mean of 1e9 with a standard deviation of 10, or values near
/// the ends of the range of `Double`, keep their digits. A figure that a sample has not (a spread
/// of one value, the skewness of equal values) is nil.
///
/// **Same as:** R `summary(x)`, `sd(x)`, `mad(x, constant = 1)`; pandas `describe()`.
public struct Summary: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How many values were there.
  public let count: Int
  /// How many cells were empty; they are in no figure.
  public let missing: Int
  /// The arithmetic mean.
  public let mean: Double
  /// The square root of the sample variance, divisor n - 1; nil for one value or out of range.
  public let standardDeviation: Double?
  /// The smallest value.
  public let minimum: Double
  /// The quartile of 25 %, by type 7.
  public let lowerQuartile: Double
  /// The middle value, or the mean of the two middle ones.
  public let median: Double
  /// The quartile of 75 %, by type 7.
  public let upperQuartile: Double
  /// The largest value.
  public let maximum: Double
  /// The median of the distances from the median, not scaled.
  public let medianAbsoluteDeviation: Double?
  /// The geometric mean: 0 when a value is 0, nil when one is negative.
  public let geometricMean: Double?
  /// m3 / m2^(3/2); nil when all values are equal.
  private let momentSkewness: Double?
  /// m4 / m2^2 - 3; nil when all values are equal.
  private let momentKurtosis: Double?

  // MARK: Building

  /// Summarises finite values.
  ///
  /// - Parameters:
  ///   - values: at least one; NaN and infinities are refused.
  ///   - column: the name that an error gives them.
  /// - Throws: `nonFinite`; `tooFew` without a value.
  /// - Complexity: O(*n* log *n*), for the quartiles.
  public init(_ values: [Double], column: String = "values") throws(EvaluationError) {
    try self.init(OrderStatistics(values, column: column), missing: 0)
  }

  /// Summarises the values that are there, and counts those that are not.
  ///
  /// - Throws: `nonFinite`; `tooFew` without a value.
  /// - Complexity: O(*n* log *n*), for the quartiles.
  public init(_ values: [Double?], column: String = "values") throws(EvaluationError) {
    let wrong = values.indices.filter { !(values[$0]?.isFinite ?? true) }
    guard wrong.isEmpty else {
      throw .nonFinite(column: column, rows: AffectedRows(wrong.map { $0 + 1 }))
    }
    let present = values.compactMap { $0 }
    try self.init(
      OrderStatistics(present, column: column), missing: values.count - present.count)
  }

  private init(_ ordered: OrderStatistics, missing: Int) {
    let moments = CentralMoments(ordered.values, pivot: ordered.median)
    count = ordered.count
    self.missing = missing
    mean = min(max(moments.mean, ordered.minimum), ordered.maximum)
    let size = Double(ordered.count)
    let deviation = moments.unscaled((moments.second * (size / max(1, size - 1))).squareRoot())
    standardDeviation = count > 1 && deviation.isFinite ? deviation : nil
    minimum = ordered.minimum
    lowerQuartile = ordered.quantile(0.25) ?? ordered.minimum
    median = ordered.median
    upperQuartile = ordered.quantile(0.75) ?? ordered.maximum
    maximum = ordered.maximum
    medianAbsoluteDeviation = ordered.medianAbsoluteDeviation
    geometricMean = Self.geometricMean(of: ordered.values)
    let isSpread = ordered.minimum < ordered.maximum && moments.second > 0
    momentSkewness =
      isSpread ? moments.third / (moments.second * moments.second.squareRoot()) : nil
    momentKurtosis = isSpread ? moments.fourth / (moments.second * moments.second) - 3 : nil
  }

  /// Exponents and logarithms of significands apart, so that large and small values keep their
  /// digits.
  private static func geometricMean(of ascending: [Double]) -> Double? {
    guard ascending[0] > 0 else { return ascending[0] == 0 ? 0 : nil }
    var logarithms = CompensatedSum()
    var exponents = 0
    for value in ascending {
      logarithms.add(log(value.significand))
      exponents += Int(value.exponent)
    }
    let (whole, rest) = exponents.quotientAndRemainder(dividingBy: ascending.count)
    let size = Double(ascending.count)
    let scale = exp(logarithms.value / size) * exp2(Double(rest) / size)
    let mean = Double(sign: .plus, exponent: whole, significand: scale)
    return min(max(mean, ascending[0]), ascending[ascending.count - 1])
  }

  /// Decodes a summary, refusing figures that no values can have.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    func figure(_ key: CodingKeys) throws -> Double? {
      try fields.decodeIfPresent(Double.self, forKey: key)
    }
    count = try fields.decode(Int.self, forKey: .count)
    missing = try fields.decode(Int.self, forKey: .missing)
    mean = try fields.decode(Double.self, forKey: .mean)
    standardDeviation = try figure(.standardDeviation)
    minimum = try fields.decode(Double.self, forKey: .minimum)
    lowerQuartile = try fields.decode(Double.self, forKey: .lowerQuartile)
    median = try fields.decode(Double.self, forKey: .median)
    upperQuartile = try fields.decode(Double.self, forKey: .upperQuartile)
    maximum = try fields.decode(Double.self, forKey: .maximum)
    medianAbsoluteDeviation = try figure(.medianAbsoluteDeviation)
    geometricMean = try figure(.geometricMean)
    momentSkewness = try figure(.momentSkewness)
    momentKurtosis = try figure(.momentKurtosis)
    let ascending = [minimum, lowerQuartile, median, upperQuartile, maximum]
    let optional = [
      standardDeviation, medianAbsoluteDeviation, geometricMean, momentSkewness, momentKurtosis,
    ].compactMap { $0 }
    guard count >= 1, missing >= 0, (ascending + optional).allSatisfy(\.isFinite),
      zip(ascending, ascending.dropFirst()).allSatisfy(<=), mean >= minimum, mean <= maximum,
      standardDeviation ?? 0 >= 0, medianAbsoluteDeviation ?? 0 >= 0,
      count > 1 || (minimum == maximum && standardDeviation == nil),
      abs(momentSkewness ?? 0) <= Double(count).squareRoot() * (1 + 1e-9),
      (-2 - 1e-9...Double(count)).contains(momentKurtosis ?? 0)
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .count, in: fields, debugDescription: "needs figures that values can have")
    }
  }

  // MARK: Derived figures

  /// The sample variance with divisor n - 1; nil for one value, or out of the range of `Double`.
  public var variance: Double? {
    standardDeviation.flatMap { ($0 * $0).isFinite ? $0 * $0 : nil }
  }

  /// The standard error of the mean: standard deviation over root n; nil for one value.
  public var standardError: Double? {
    standardDeviation.map { $0 / Double(count).squareRoot() }
  }

  /// Standard deviation over mean, for values above zero; nil for one value or a mean of zero.
  public var coefficientOfVariation: Double? {
    guard mean != 0, let ratio = standardDeviation.map({ $0 / mean }), ratio.isFinite else {
      return nil
    }
    return ratio
  }

  /// The distance between the quartiles; nil out of the range of `Double`.
  public var interquartileRange: Double? {
    let range = upperQuartile - lowerQuartile
    return range.isFinite ? range : nil
  }

  /// How far the values lean: above zero with a long tail of large values.
  ///
  /// - Returns: nil for equal values, and below three values by the adjusted definition.
  public func skewness(_ convention: ShapeConvention = .adjusted) -> Double? {
    guard let momentSkewness else { return nil }
    let n = Double(count)
    switch convention {
    case .moments: return momentSkewness
    case .adjusted:
      return count > 2 ? momentSkewness * (n * (n - 1)).squareRoot() / (n - 2) : nil
    case .sampleDeviation:
      let share = (n - 1) / n
      return momentSkewness * share * share.squareRoot()
    }
  }

  /// How heavy the tails are beside normal ones, which have 0.
  ///
  /// - Returns: nil for equal values, and below four values by the adjusted definition.
  public func excessKurtosis(_ convention: ShapeConvention = .adjusted) -> Double? {
    guard let momentKurtosis else { return nil }
    let n = Double(count)
    switch convention {
    case .moments: return momentKurtosis
    case .adjusted:
      return count > 3
        ? ((n + 1) * momentKurtosis + 6) * ((n - 1) / ((n - 2) * (n - 3))) : nil
    case .sampleDeviation:
      let share = (n - 1) / n
      return (momentKurtosis + 3) * share * share - 3
    }
  }

  /// Size, centre, spread and shape in four lines.
  public var description: String {
    func text(_ figure: Double?) -> String { figure.map { formatted($0) } ?? "undefined" }
    return """
      n \(count)\(missing > 0 ? ", missing \(missing)" : "")
      mean \(formatted(mean)), standard deviation \(text(standardDeviation))
      minimum \(formatted(minimum)), quartiles \(formatted(lowerQuartile)), \(formatted(median)), \
      \(formatted(upperQuartile)), maximum \(formatted(maximum))
      skewness \(text(skewness())), excess kurtosis \(text(excessKurtosis()))
      """
  }
}

import Distributions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Pearson's correlation of two columns, with Student's t test and Fisher's interval.
///
/// r = sum (x - mean)(y - mean) over the root of both sums of squares. For normal values without
/// correlation t = r sqrt((n - 2) / (1 - r^2)) has n - 2 degrees of freedom; the interval is
/// tanh(atanh r -+ z / sqrt(n - 3)). 1 - r and 1 + r are kept as sums of squares, so that a
/// correlation near 1 loses no digits of the test.
///
/// Two points have r = 1 or -1 and neither test nor interval; three have no interval. Where all
/// points lie on a line the p-value is 0 and both limits are r.
///
/// **Reference:** Student (1908), doi:10.1093/biomet/6.2-3.302; Fisher (1921), *Metron* 1, 3-32.
/// **Same as:** R `cor.test(x, y)`; SciPy `pearsonr`; `CORREL` in a spreadsheet.
public struct PearsonCorrelation: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How many pairs there are.
  public let count: Int
  /// The correlation, from -1 to 1.
  public let value: Double
  /// (1 - r)(1 + r): the share of either variance that the other column leaves.
  public let unexplained: Double

  // MARK: Building

  /// Correlates two columns given in the same order.
  ///
  /// - Throws: `lengthMismatch` for lists of different lengths; `nonFinite`; `tooFew` below two
  ///   pairs; `constantColumn` when a column does not vary.
  /// - Complexity: O(*n*).
  public init(_ x: [Double], _ y: [Double]) throws(EvaluationError) {
    try requirePairs(x, y)
    let (first, second) = (try Self.unit(x, "x"), try Self.unit(y, "y"))
    var (apart, together, product) = (CompensatedSum(), CompensatedSum(), CompensatedSum())
    for (one, other) in zip(first, second) {
      apart.add((one - other) * (one - other))
      together.add((one + other) * (one + other))
      product.add(one * other)
    }
    count = x.count
    // Of unit vectors |u - v|^2 = 2 (1 - r) and |u + v|^2 = 2 (1 + r): the smaller has the digits.
    let (less, more) = (apart.value / 2, together.value / 2)
    // What rounding alone leaves between unit vectors of points on a line; two points always are.
    guard count > 2, min(less, more) > 1e-30 else {
      value = less < more ? 1 : -1
      unexplained = 0
      return
    }
    value = min(less, more) > 0.25 ? product.value : less < more ? 1 - less : more - 1
    unexplained = min(1, less * more)
  }

  /// Correlates two variables by their moments, which merge.
  ///
  /// 1 - r^2 is then a difference: a correlation within 1e-12 of 1 keeps few digits of its test.
  ///
  /// - Parameters:
  ///   - moments: the moments of both and any other variables.
  ///   - first: the place of the one, from 0.
  ///   - second: the place of the other, from 0.
  /// - Throws: `invalidArgument` for a variable that is not there; `tooFew` below two rows;
  ///   `constantColumn` when a variable does not vary; `overflow`.
  public init(
    _ moments: CrossMoments, _ first: Int, _ second: Int
  ) throws(EvaluationError) {
    for place in [first, second] where !(0..<moments.variableCount).contains(place) {
      throw .invalidArgument(
        name: "the variable's place", needed: "from 0 to \(moments.variableCount - 1)",
        found: "\(place)")
    }
    guard moments.count >= 2 else { throw .tooFew(what: "rows", needed: 2, found: moments.count) }
    guard let covariance = moments.covariance(first, second),
      let spread = moments.covariance(first, first), let other = moments.covariance(second, second)
    else {
      throw .overflow(what: "a covariance", needed: "finite moments", found: "infinity")
    }
    for (place, variance) in [(first, spread), (second, other)] where variance <= 0 {
      throw .constantColumn(
        column: "variable \(place + 1)", rows: moments.count, found: "constant")
    }
    let ratio = covariance / spread.squareRoot() / other.squareRoot()
    // Two points, or what rounding alone keeps from a line.
    let isLine = moments.count == 2 || abs(ratio) >= 1 - 8 * Double.ulpOfOne
    count = moments.count
    value = isLine ? (ratio < 0 ? -1 : 1) : ratio
    unexplained = isLine ? 0 : (1 - ratio) * (1 + ratio)
  }

  /// Deviations from the mean over the root of their squares' sum.
  private static func unit(_ values: [Double], _ name: String) throws(EvaluationError) -> [Double] {
    let scale = values.reduce(0) { max($0, abs($1)) }
    let isConstant = values.allSatisfy { $0 == values[0] }
    guard !isConstant else {
      throw .constantColumn(column: name, rows: values.count, found: formatted(values[0]))
    }
    // Powers of two alone: no digit is lost before the mean is taken off.
    let power = Double(sign: .plus, exponent: -max(Int(scale.exponent), -1000), significand: 1)
    let moments = CentralMoments(values.map { $0 * power }, pivot: values[0] * power)
    let deviations = values.map { $0 * power - moments.mean }
    var (sum, squares) = (CompensatedSum(), CompensatedSum())
    let largest = deviations.reduce(0) { max($0, abs($1)) }
    for deviation in deviations { sum.add(deviation / largest) }
    let rest = sum.value / Double(values.count)
    let centred = deviations.map { $0 / largest - rest }
    for deviation in centred { squares.add(deviation * deviation) }
    let length = squares.value.squareRoot()
    return centred.map { $0 / length }
  }

  /// Decodes a correlation, refusing figures that no pairs have.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    count = try fields.decode(Int.self, forKey: .count)
    value = try fields.decode(Double.self, forKey: .value)
    unexplained = try fields.decode(Double.self, forKey: .unexplained)
    guard count >= 2, abs(value) <= 1, unexplained >= 0, unexplained <= 1,
      abs((1 - value) * (1 + value) - unexplained) <= 1e-12, count > 2 || unexplained == 0
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .value, in: fields, debugDescription: "needs figures that pairs have")
    }
  }

  // MARK: Figures

  /// The degrees of freedom of the test, n - 2.
  public var degreesOfFreedom: Int { count - 2 }

  /// The t statistic against no correlation; nil for two pairs or points on a line.
  public var statistic: Double? {
    guard count > 2, unexplained > 0 else { return nil }
    return value * (Double(count - 2) / unexplained).squareRoot()
  }

  /// The two-sided p-value against no correlation; nil for two pairs, 0 for points on a line.
  public var pValue: Double? {
    guard count > 2 else { return nil }
    guard let statistic else { return 0 }
    return StudentT(degreesOfFreedom: Double(count - 2)).map {
      min(1, 2 * $0.survival(abs(statistic)))
    }
  }

  /// The two-sided p-value against another correlation inside (-1, 1), by Fisher's transformation;
  /// nil below four pairs.
  public func pValue(against null: Double) -> Double? {
    guard count > 3, abs(null) < 1 else { return nil }
    guard unexplained > 0 else { return 0 }
    let distance = abs(transformed - atanh(null)) * Double(count - 3).squareRoot()
    return min(1, 2 * Normal.standard.survival(distance))
  }

  /// Fisher's interval of the correlation.
  ///
  /// - Returns: nil below four pairs or for a level outside (0, 1).
  public func interval(level: Double = 0.95, sides: Sides = .two) -> Interval? {
    guard count > 3 else { return nil }
    return correlationInterval(
      value, centre: unexplained > 0 ? transformed : nil,
      error: 1 / Double(count - 3).squareRoot(), level: level, sides: sides, method: "Fisher z")
  }

  /// atanh r from 1 - r and 1 + r, whose product is kept.
  private var transformed: Double {
    let far = 1 + abs(value)
    let size = log(far * far / unexplained) / 2
    return value < 0 ? -size : size
  }

  /// The correlation with interval and test.
  public var description: String {
    let test = pValue.map { ", p = \(formatted($0))" } ?? ""
    return "r = \(formatted(value)), n \(count)\(test)\(interval().map { "\n\($0)" } ?? "")"
  }
}

// MARK: - Shared pieces

/// Refuses columns of different lengths, of fewer than two rows, or with values that are not
/// finite.
///
/// - Throws: `lengthMismatch`, `tooFew`, `nonFinite`.
func requirePairs(_ x: [Double], _ y: [Double]) throws(EvaluationError) {
  guard x.count == y.count else {
    throw .lengthMismatch(what: "column y", needed: x.count, found: y.count)
  }
  guard x.count >= 2 else { throw .tooFew(what: "pairs", needed: 2, found: x.count) }
  try x.requireFinite(column: "x")
  try y.requireFinite(column: "y")
}

/// tanh(centre -+ z error); both limits are the value itself where the centre is infinite.
func correlationInterval(
  _ value: Double, centre: Double?, error: Double, level: Double, sides: Sides, method: String
) -> Interval? {
  guard level > 0, level < 1 else { return nil }
  let tail = sides == .two ? (1 - level) / 2 : 1 - level
  let reach = Normal.standard.quantile(survival: tail) * error
  return Interval(
    level: level, sides: sides,
    lower: sides == .upper ? nil : centre.map { tanh($0 - reach) } ?? value,
    upper: sides == .lower ? nil : centre.map { tanh($0 + reach) } ?? value, method: method)
}

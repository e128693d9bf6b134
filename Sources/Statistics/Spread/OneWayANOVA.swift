import Distributions

/// One-way analysis of variance: whether the means of several groups differ.
///
/// Classic: F = MSB / MSW with k - 1 and N - k degrees of freedom, for groups of one variance.
/// Welch: with weights w = n / v, their sum W and m the weighted mean, F = (sum w (mean - m)^2 / (k
/// - 1)) / (1 + 2 (k - 2) A / (k^2 - 1)) where A = sum (1 - w / W)^2 / (n - 1), with k - 1 and (k^2
/// - 1) / (3 A) degrees of freedom, for groups of any variances.
///
/// It stands on moments, which merge: rows, streams and aggregates give the same test.
///
/// **Reference:** Fisher (1925), *Statistical Methods for Research Workers*; Welch (1951),
/// doi:10.1093/biomet/38.3-4.330.
/// **Same as:** R `oneway.test(y ~ group, var.equal = TRUE)` and its default for Welch's; SciPy
/// `f_oneway`; statsmodels `anova_oneway`.
public struct OneWayANOVA: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Which variances the test takes.
  public enum Method: String, Sendable, Hashable, Codable, CaseIterable {
    /// Each group's own, the default: right whether or not they are equal.
    case welch
    /// One of all groups together: right when all populations vary alike.
    case classic

    /// The method's name in words.
    public var name: String {
      switch self {
      case .welch: "Welch"
      case .classic: "classic, one variance"
      }
    }
  }

  /// Count, mean and spread of each group.
  public let groups: [Moments]
  /// Which variances the test takes.
  public let method: Method
  /// The F statistic.
  public let statistic: Double
  /// The degrees of freedom of the numerator, groups - 1.
  public let numeratorDegreesOfFreedom: Double
  /// The degrees of freedom of the denominator.
  public let denominatorDegreesOfFreedom: Double
  /// The probability of an F as large when all means are equal.
  public let pValue: Double
  /// The sum of squares between groups.
  public let sumOfSquaresBetween: Double
  /// The sum of squares within groups.
  public let sumOfSquaresWithin: Double

  // MARK: Building

  /// Compares groups by their moments.
  ///
  /// - Parameters:
  ///   - groups: at least two, each of at least one value, or two for Welch's.
  ///   - method: which variances the test takes.
  /// - Throws: `tooFew` groups or values; `constantColumn` when no group varies, or for Welch's
  ///   when any group does not; `overflow` when a figure leaves the range of `Double`.
  /// - Complexity: O(groups).
  public init(_ groups: [Moments], method: Method = .welch) throws(EvaluationError) {
    guard groups.count >= 2 else {
      throw .tooFew(what: "groups", needed: 2, found: groups.count)
    }
    let sums = try SumsOfSquares(groups)
    guard sums.count > groups.count else {
      throw .tooFew(what: "values", needed: groups.count + 1, found: sums.count)
    }
    guard sums.within > 0 else {
      throw .constantColumn(
        column: "outcome", rows: sums.count, found: "constant within every group")
    }
    self.groups = groups
    self.method = method
    sumOfSquaresBetween = sums.between
    sumOfSquaresWithin = sums.within
    numeratorDegreesOfFreedom = Double(groups.count - 1)
    switch method {
    case .classic:
      denominatorDegreesOfFreedom = Double(sums.count - groups.count)
      statistic =
        sums.between / sums.within * (denominatorDegreesOfFreedom / numeratorDegreesOfFreedom)
    case .welch: (statistic, denominatorDegreesOfFreedom) = try Self.welch(groups)
    }
    guard statistic.isFinite,
      let reference = FDistribution(
        numeratorDegreesOfFreedom: numeratorDegreesOfFreedom,
        denominatorDegreesOfFreedom: denominatorDegreesOfFreedom)
    else {
      throw .overflow(
        what: "the F statistic", needed: "the range of Double", found: "\(statistic)")
    }
    pValue = reference.survival(statistic)
  }

  /// Compares groups of finite values.
  ///
  /// - Throws: `nonFinite`, and what the other initializer throws.
  /// - Complexity: O(*N*).
  public init(_ groups: [[Double]], method: Method = .welch) throws(EvaluationError) {
    var moments: [Moments] = []
    for (place, group) in groups.enumerated() {
      moments.append(try Moments(group, column: "group \(place + 1)"))
    }
    try self.init(moments, method: method)
  }

  private static func welch(
    _ groups: [Moments]
  ) throws(EvaluationError) -> (statistic: Double, freedom: Double) {
    let count = Double(groups.count)
    var (means, errors, sizes) = ([Double](), [Double](), [Double]())
    for (place, group) in groups.enumerated() {
      guard let variance = group.variance else {
        throw .tooFew(what: "values in group \(place + 1)", needed: 2, found: group.count)
      }
      guard variance > 0 else {
        throw .constantColumn(
          column: "group \(place + 1)", rows: group.count, found: formatted(group.mean ?? .nan))
      }
      sizes.append(Double(group.count))
      errors.append(variance / Double(group.count))
      means.append(group.shift - groups[0].shift + group.sum / Double(group.count))
    }
    // Weights beside the largest, so that tiny or huge variances neither vanish nor overflow.
    let least = errors.min() ?? 1
    let weights = errors.map { least / $0 }
    let total = weights.reduce(0, +)
    let centre = zip(weights, means).reduce(0) { $0 + $1.0 * $1.1 } / total
    let between = zip(weights, means).reduce(0) {
      $0 + $1.0 * (($1.1 - centre) / least) * ($1.1 - centre)
    }
    let unevenness = zip(weights, sizes).reduce(0) {
      $0 + (1 - $1.0 / total) * (1 - $1.0 / total) / ($1.1 - 1)
    }
    let squares = count * count - 1
    return (
      between / (count - 1) / (1 + 2 * (count - 2) / squares * unevenness),
      squares / (3 * unevenness)
    )
  }

  private enum CodingKeys: String, CodingKey {
    case groups, method, statistic, denominatorDegreesOfFreedom, pValue
  }

  /// Decodes a test, refusing figures that its groups do not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode([Moments].self, forKey: .groups),
      method: fields.decode(Method.self, forKey: .method))
    try fields.require(statistic, forKey: .statistic)
    try fields.require(denominatorDegreesOfFreedom, forKey: .denominatorDegreesOfFreedom)
    try fields.require(pValue, forKey: .pValue)
  }

  // MARK: Effect sizes

  /// The share of all squares that lies between groups, from 0 to 1.
  ///
  /// **Same as:** R `effectsize::eta_squared(aov(...))`; pingouin `anova` `np2`.
  public var etaSquared: Double {
    let ratio = sumOfSquaresWithin / sumOfSquaresBetween
    return sumOfSquaresBetween == 0 ? 0 : 1 / (1 + ratio)
  }

  /// Eta squared less what chance adds: (SSB - (k - 1) MSW) / (SST + MSW), below zero where it
  /// comes so.
  ///
  /// **Reference:** Hays (1963), *Statistics for Psychologists*.
  /// **Same as:** R `effectsize::omega_squared(aov(...))`, which cuts it at 0.
  public var omegaSquared: Double {
    let size = groups.reduce(0) { $0 + $1.count }
    let meanSquare = sumOfSquaresWithin / Double(size - groups.count)
    let scale = max(sumOfSquaresBetween, sumOfSquaresWithin)
    let (between, within, mean) = (
      sumOfSquaresBetween / scale, sumOfSquaresWithin / scale, meanSquare / scale
    )
    return (between - numeratorDegreesOfFreedom * mean) / (between + within + mean)
  }

  /// The groups, the test and the effect sizes.
  public var description: String {
    let sizes = groups.prefix(12).map { "\($0.count)" }.joined(separator: ", ")
    return """
      \(groups.count) groups of \(sizes)\(groups.count > 12 ? ", ..." : "")
      F = \(formatted(statistic)) on \(formatted(numeratorDegreesOfFreedom)) and \
      \(formatted(denominatorDegreesOfFreedom)) degrees of freedom, p = \(formatted(pValue)) \
      (\(method.name))
      eta squared \(formatted(etaSquared)), omega squared \(formatted(omegaSquared))
      """
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Counts of categories held against the shares that they are said to have.
///
/// **Reference:** Pearson (1900), doi:10.1080/14786440009463897; Wilks (1935),
/// doi:10.1214/aoms/1177732564.
/// **Same as:** R `chisq.test(counts, p = shares)`; SciPy `chisquare(counts, expected)` and
/// `power_divergence(..., lambda_="log-likelihood")`.
public struct GoodnessOfFit: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The counts.
  public let counts: [Int]
  /// The shares of the hypothesis, which add up to 1.
  public let shares: [Double]
  /// How many parameters of the shares were estimated from these counts.
  public let estimatedParameters: Int

  /// Takes counts and shares.
  ///
  /// - Parameters:
  ///   - counts: of each category, not negative, at most 2^53 in all.
  ///   - weights: of each category, not negative; divided by their sum unless that is 1 but for
  ///     rounding. Nil means equal shares. A category of weight 0 without a count is left out.
  ///   - estimatedParameters: each costs a degree of freedom.
  /// - Throws: `tooFew` without anybody, or without a degree of freedom; `lengthMismatch`;
  ///   `invalidArgument` for faulty counts or weights; `undefined` for a count where the weight is 0:
  ///   then the hypothesis is impossible.
  public init(
    _ counts: [Int], weights: [Double]? = nil, estimatedParameters: Int = 0
  ) throws(EvaluationError) {
    let weights = weights ?? counts.map { _ in 1 }
    guard weights.count == counts.count else {
      throw .lengthMismatch(what: "the weights", needed: counts.count, found: weights.count)
    }
    var total = 0
    for count in counts {
      let (sum, isOverflow) = total.addingReportingOverflow(count)
      guard count >= 0, !isOverflow, sum <= 1 << 53 else {
        throw .invalidArgument(
          name: "the counts", needed: "not negative, at most 2^53 in all", found: "\(count)")
      }
      total = sum
    }
    let largest = weights.max() ?? 0
    guard weights.allSatisfy({ $0 >= 0 && $0.isFinite }), largest > 0 || counts.isEmpty else {
      throw .invalidArgument(
        name: "the weights", needed: "finite and not negative, one above 0", found: "others")
    }
    let scaled = weights.map { $0 / largest }
    let sum = scaled.reduce(0, +)
    if let place = counts.indices.first(where: { counts[$0] > 0 && scaled[$0] / sum == 0 }) {
      throw .undefined(
        what: "the fit", needed: "a share above 0 for every category with a count",
        found: "category \(place + 1) with \(counts[place])")
    }
    let needed = 2 + max(0, min(estimatedParameters, 1 << 20))
    let categories = scaled.count { $0 > 0 }
    guard estimatedParameters >= 0, categories >= needed else {
      throw .tooFew(what: "categories", needed: needed, found: categories)
    }
    guard total > 0 else { throw .tooFew(what: "counts", needed: 1, found: 0) }
    self.counts = counts
    // Shares that sum to 1 are kept as they are, so that a decoded fit equals the one encoded.
    let whole = weights.reduce(0, +)
    let isShare = abs(whole - 1) <= 4 * .ulpOfOne * Double(weights.count)
    shares = isShare ? weights : scaled.map { $0 / sum }
    self.estimatedParameters = estimatedParameters
  }

  /// Decodes counts and shares, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode([Int].self, forKey: .counts),
      weights: fields.decode([Double].self, forKey: .shares),
      estimatedParameters: fields.decode(Int.self, forKey: .estimatedParameters))
  }

  // MARK: Tests

  /// The counts expected.
  public var expected: [Double] {
    let total = Double(counts.reduce(0, +))
    return shares.map { $0 * total }
  }

  /// Categories of a share above 0, less 1 and the parameters estimated.
  public var degreesOfFreedom: Int { shares.count { $0 > 0 } - 1 - estimatedParameters }

  /// Pearson's test: sum((count - expected)^2 / expected).
  public var chiSquaredTest: ChiSquaredTest? {
    sum { $0 * $0 }
  }

  /// The likelihood ratio (G) test: 2 sum(count log(count / expected)).
  public var gTest: ChiSquaredTest? {
    sum { 2 * ChiSquaredTest.divergence($0) }
  }

  /// The sum of terms of (count - expected) / expected, each times what is expected.
  private func sum(_ term: (Double) -> Double) -> ChiSquaredTest? {
    let statistic = zip(counts, expected).reduce(0) { sum, pair in
      pair.1 > 0 ? sum + term((Double(pair.0) - pair.1) / pair.1) * pair.1 : sum
    }
    return ChiSquaredTest(statistic, degreesOfFreedom: degreesOfFreedom)
  }

  /// Pearson's test.
  public var description: String {
    let test = chiSquaredTest.map { "\($0)" } ?? "beyond the range"
    return "\(counts.count) categories, \(counts.reduce(0, +)) in all: \(test)"
  }
}

extension ChiSquaredTest {
  /// (1 + u) log(1 + u) - u, which is not negative and near 0 is u^2 / 2.
  static func divergence(_ u: Double) -> Double {
    if u <= -1 { return 1 }
    if abs(u) > 0.05 { return (1 + u) * log1p(u) - u }
    // sum over k >= 2 of (-u)^k / (k (k - 1)).
    var (power, sum) = (u * u, 0.0)
    for k in 2...14 {
      sum += power / Double(k * (k - 1))
      power *= -u
    }
    return sum
  }
}

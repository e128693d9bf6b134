import Distributions

/// The sign test of differences within pairs, with the interval of their median.
///
/// Of the differences that are not zero, the number above zero is binomial with probability one
/// half under the null hypothesis, whatever their shape; always exact. When every difference is
/// zero the p-values are 1.
///
/// **Reference:** Dixon and Mood (1946), doi:10.1080/01621459.1946.10501898.
/// **Same as:** R `binom.test(above, above + below)`; `BSDA::SIGN.test`; statsmodels `sign_test`.
public struct SignTest: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The differences in ascending order.
  public let differences: OrderStatistics
  /// How many differences are above zero.
  public let above: Int
  /// How many differences are below zero.
  public let below: Int

  /// Tests differences against zero.
  ///
  /// - Throws: `nonFinite`; `tooFew` without a difference.
  /// - Complexity: O(*n* log *n*).
  public init(differences: [Double]) throws(EvaluationError) {
    self.init(try OrderStatistics(differences, column: "differences"))
  }

  /// Tests the differences of pairs given in the same order.
  ///
  /// - Throws: `lengthMismatch` for lists of different lengths; `nonFinite`; `tooFew` without a
  ///   pair.
  public init(treated: [Double], control: [Double]) throws(EvaluationError) {
    try self.init(differences: pairDifferences(treated, control))
  }

  private init(_ ordered: OrderStatistics) {
    differences = ordered
    above = ordered.values.reduce(0) { $1 > 0 ? $0 + 1 : $0 }
    below = ordered.values.reduce(0) { $1 < 0 ? $0 + 1 : $0 }
  }

  private enum CodingKeys: String, CodingKey { case differences }

  /// Decodes the differences and counts them.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    self.init(try fields.decode(OrderStatistics.self, forKey: .differences))
  }

  // MARK: Figures

  private func tail(_ count: Int) -> Double {
    Binomial(trials: above + below, probability: 0.5).map { $0.survival(count - 1) } ?? .nan
  }

  /// The two-sided p-value: twice the smaller tail, at most 1.
  public var pValue: Double { min(1, 2 * tail(max(above, below))) }
  /// The one-sided p-value of a median below zero: the probability of as few above it.
  public var pValueLess: Double { tail(below) }
  /// The one-sided p-value of a median above zero: the probability of as many above it.
  public var pValueGreater: Double { tail(above) }
  /// The median difference, zeros counted.
  public var median: Double { differences.median }

  /// The confidence interval of the median difference; see
  /// ``OrderStatistics/interval(of:level:sides:)``.
  public func interval(level: Double = 0.95, sides: Sides = .two) -> Interval? {
    differences.interval(of: 0.5, level: level, sides: sides)
  }

  /// The counts, the test and the median.
  public var description: String {
    """
    above zero \(above), below \(below), zero \(differences.count - above - below)
    p = \(formatted(pValue)) (exact)
    median \(formatted(median))\(interval().map { ", \($0)" } ?? "")
    """
  }
}

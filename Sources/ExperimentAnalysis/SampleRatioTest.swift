import Distributions
import LinearAlgebra
public import Statistics

/// Whether people were assigned to the arms in the shares that were planned.
///
/// Chi-squared = sum of (observed - expected)^2 / expected over the arms with a positive weight. A
/// mismatch means that something other than chance decided who is counted: no effect of such an
/// experiment can be believed before the cause is found. Shares are planned and counts are of
/// people *assigned*; who dropped out later is a matter of attrition.
///
/// An arm of weight 0 must be empty: one person in it gives a p-value of 0, and the others do not
/// spend a degree of freedom on it.
///
/// **Reference:** Fabijan et al. (2019), doi:10.1145/3292500.3330722.
/// **Same as:** R `chisq.test(counts, p = weights, rescale.p = TRUE)`.
public struct SampleRatioTest: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How many people each arm was given.
  public let counts: [Int]
  /// The planned shares, in any unit.
  public let weights: [Double]
  /// The planned shares of all people, which add to 1.
  public let expectedShares: [Double]
  /// Pearson's statistic; nil when an arm of weight 0 is not empty.
  public let chiSquared: Double?
  /// The arms of positive weight less one.
  public let degreesOfFreedom: Int
  /// The probability of a statistic at least as large, when chance alone decides.
  public let pValue: Double

  /// The most arms of one test.
  public static let mostArms = 10_000

  /// Tests counts against planned shares.
  ///
  /// - Parameters:
  ///   - counts: people assigned to each arm; at most 2^53 in all.
  ///   - weights: the planned shares in the same order, such as `[1, 1]` or `[0.9, 0.1]`.
  /// - Throws: `lengthMismatch`; `invalidArgument` for negative counts, and for weights that are
  ///   negative or not finite; `tooFew` without people or below two arms of positive weight;
  ///   `overflow` beyond 2^53 people, 10,000 arms, or shares of less than 1e-250.
  /// - Complexity: O(arms).
  public init(counts: [Int], weights: [Double]) throws(EvaluationError) {
    guard counts.count == weights.count else {
      throw .lengthMismatch(what: "the weights", needed: counts.count, found: weights.count)
    }
    guard counts.count <= Self.mostArms else {
      throw .overflow(
        what: "the number of arms", needed: "at most \(Self.mostArms)", found: "\(counts.count)")
    }
    if let count = counts.first(where: { $0 < 0 }) {
      throw .invalidArgument(name: "a count", needed: "0 or more", found: "\(count)")
    }
    if let weight = weights.first(where: { !($0 >= 0 && $0.isFinite) }) {
      throw .invalidArgument(name: "a weight", needed: "finite, 0 or more", found: "\(weight)")
    }
    let used = weights.count { $0 > 0 }
    guard used >= 2 else {
      throw .tooFew(what: "arms with a positive weight", needed: 2, found: used)
    }
    var total = 0
    for count in counts {
      guard count <= (1 << 53) - total else {
        throw .overflow(
          what: "the number of people", needed: "at most 2^53", found: "\(total) and \(count)")
      }
      total += count
    }
    guard total > 0 else { throw .tooFew(what: "people", needed: 1, found: 0) }

    // A power of two brings the weights near 1 without touching their digits.
    let largest = weights.max() ?? 1
    let scaled = weights.map { $0.scaled(downBy: largest) }
    let sum = scaled.reduce(0, +)
    guard zip(weights, scaled).allSatisfy({ $0 == 0 || $1 / sum > 1e-250 }) else {
      throw .overflow(
        what: "the ratio of two weights", needed: "shares above 1e-250", found: "a smaller one")
    }
    self.counts = counts
    self.weights = weights
    expectedShares = scaled.map { $0 / sum }
    degreesOfFreedom = used - 1
    let isPossible = zip(counts, weights).allSatisfy { $0 == 0 || $1 > 0 }
    let statistic = isPossible ? Self.statistic(counts, scaled, sum, total: Double(total)) : nil
    chiSquared = statistic
    pValue =
      statistic.flatMap { statistic in
        ChiSquared(degreesOfFreedom: Double(used - 1))?.survival(statistic)
      } ?? 0
  }

  /// The statistic from observed - expected as if computed in twice the working precision.
  private static func statistic(
    _ counts: [Int], _ weights: [Double], _ sum: Double, total: Double
  ) -> Double? {
    // The rounding error of the sum, so that both together are exact.
    var rest = TwofoldArithmetic.Accumulator(-sum)
    for weight in weights { rest.add(weight) }
    var statistic = 0.0
    for (arm, weight) in weights.enumerated() where weight > 0 {
      // (observed - expected) times the sum of the weights: count x sum - total x weight.
      var difference = TwofoldArithmetic.Accumulator(0)
      difference.add(Double(counts[arm]), times: sum)
      difference.add(-total, times: weight)
      difference.add(Double(counts[arm]), times: rest.value)
      let distance = difference.value / sum
      statistic += distance * (distance / (total * (weight / sum)))
    }
    return statistic.isFinite ? statistic : nil
  }

  private enum CodingKeys: String, CodingKey {
    case counts, weights, expectedShares, chiSquared, degreesOfFreedom, pValue
  }

  /// Decodes a test by making it again from its counts and weights, and refuses another result.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      counts: fields.decode([Int].self, forKey: .counts),
      weights: fields.decode([Double].self, forKey: .weights))
    guard try fields.decodeIfPresent(Double.self, forKey: .chiSquared) == chiSquared,
      try fields.decode(Double.self, forKey: .pValue) == pValue
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .chiSquared, in: fields, debugDescription: "needs the statistic of the counts")
    }
  }

  // MARK: Figures

  /// How many people were assigned in all.
  public var total: Int { counts.reduce(0, +) }

  /// The people that each arm should have on average.
  public var expectedCounts: [Double] { expectedShares.map { $0 * Double(total) } }

  /// The answer as a check of an experiment.
  ///
  /// - Parameter threshold: the p-value below which the shares are called mismatched; 0.001, so that
  ///   a thousand sound experiments give one alarm.
  /// - Returns: `failed` below the threshold, by the exact p-value where there is one.
  public func check(threshold: Double = 0.001) -> Check {
    let p = exactPValue ?? pValue
    let shares = expectedShares.map { formatted(100 * $0, significantDigits: 4) + " %" }
    return Check(
      "sample ratio", figure: p, threshold: threshold, verdict: p < threshold ? .failed : .passed,
      sentence:
        "Assigned \(Self.listed(counts.map(String.init))), planned \(Self.listed(shares)): p = \(formatted(p, significantDigits: 3))."
        + (p < threshold
          ? " Something other than chance decided who is counted; find the cause before believing any effect."
          : ""))
  }

  private static func listed(_ items: [String]) -> String {
    items.prefix(6).joined(separator: " to ") + (items.count > 6 ? " and others" : "")
  }

  /// Counts, shares and p-value.
  public var description: String {
    let statistic = chiSquared.map { formatted($0) } ?? "unbounded"
    return check().sentence
      + "\nchi-squared \(statistic), \(degreesOfFreedom) degrees of freedom, p = \(formatted(pValue))"
  }
}

extension Double {
  /// The number over the power of two at or below another, without rounding.
  fileprivate func scaled(downBy other: Double) -> Double {
    guard self != 0, other.isNormal else { return self }
    return Double(
      sign: .plus, exponent: exponent - other.exponent,
      significand: significand)
  }
}

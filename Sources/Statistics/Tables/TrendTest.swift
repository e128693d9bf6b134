/// Whether a rate rises or falls over ordered groups, such as hours of coaching: the test of Cochran and
/// Armitage.
///
/// With scores s, x of n successes in each group and the rate p of all: z = sum(s (x - n p)) / sqrt(p (1
/// - p) sum(n (s - m)^2)), with the mean score m of all people.
///
/// **Reference:** Cochran (1954), doi:10.2307/3001616; Armitage (1955), doi:10.2307/3001775.
/// **Same as:** R `prop.trend.test(x, n, score)`, whose chi-square is the square; R
/// `DescTools::CochranArmitageTest`.
public struct TrendTest: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The groups in order.
  public let groups: [Proportion]
  /// The score of each group.
  public let scores: [Double]
  /// The test: positive where the rate rises with the score.
  public let test: NormalTest

  /// Tests ordered groups.
  ///
  /// - Parameters:
  ///   - groups: two or more.
  ///   - scores: one of each group, finite; 1, 2, 3 and so on when nil.
  /// - Throws: `tooFew` below two groups; `lengthMismatch`; `invalidArgument` for a score that is not
  ///   finite; `undefined` when all scores are equal, or everybody or nobody succeeded.
  public init(_ groups: [Proportion], scores: [Double]? = nil) throws(EvaluationError) {
    guard groups.count >= 2 else {
      throw .tooFew(what: "groups", needed: 2, found: groups.count)
    }
    let scores = scores ?? groups.indices.map { Double($0 + 1) }
    guard scores.count == groups.count else {
      throw .lengthMismatch(what: "the scores", needed: groups.count, found: scores.count)
    }
    if let wrong = scores.first(where: { !$0.isFinite }) {
      throw .invalidArgument(name: "a score", needed: "finite", found: "\(wrong)")
    }
    let sizes = groups.map { Double($0.trials) }
    let total = sizes.reduce(0, +)
    let successes = groups.reduce(0) { $0 + Double($1.successes) }
    let failures = groups.reduce(0) { $0 + Double($1.failures) }
    // Scores from their mean, over the largest distance, so that neither digits nor the range are lost.
    let (least, most) = (scores.min() ?? 0, scores.max() ?? 0)
    let middle = least / 2 + most / 2
    let reach = max(most - middle, middle - least)
    let raw = scores.map { reach > 0 ? ($0 - middle) / reach : 0 }
    let mean = zip(sizes, raw).reduce(0) { $0 + $1.0 / total * $1.1 }
    let centred = raw.map { $0 - mean }
    let spread = zip(sizes, centred).reduce(0) { $0 + $1.0 * ($1.1 * $1.1) }
    // Around the mean score sum(n s) is 0, so that only sum(s x) is left of the numerator.
    let trend = zip(groups, centred).reduce(0) { sum, pair in
      let (x, y) = (Double(pair.0.successes), Double(pair.0.failures))
      return sum + pair.1 * (x * (failures / total) - y * (successes / total))
    }
    let deviation = (successes / total * (failures / total) * spread).squareRoot()
    guard let test = NormalTest(trend / deviation) else {
      throw .undefined(
        what: "the trend", needed: "scores that differ, successes and failures",
        found:
          "scores \(formatted(least)) to \(formatted(most)), \(formatted(successes)) successes, "
          + "\(formatted(failures)) failures")
    }
    self.groups = groups
    self.scores = scores
    self.test = test
  }

  private enum CodingKeys: String, CodingKey { case groups, scores, test }

  /// Decodes a test, refusing a statistic that its groups do not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode([Proportion].self, forKey: .groups),
      scores: fields.decode([Double].self, forKey: .scores))
    guard try fields.decode(NormalTest.self, forKey: .test) == test else {
      throw DecodingError.dataCorruptedError(
        forKey: .test, in: fields, debugDescription: "needs the statistic of the groups")
    }
  }

  /// The two-sided p-value.
  public var pValue: Double { test.pValue }

  /// The groups and the test.
  public var description: String { "trend over \(groups.count) groups: \(test)" }
}

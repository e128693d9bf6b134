import Distributions

/// Two yes-or-no answers of the same people, such as before and after: McNemar's tests, and intervals
/// of the difference.
///
/// Of n pairs `both` succeeded twice, `treatedOnly` (b) and `controlOnly` (c) once, `neither` never.
/// The difference of the rates is (b - c) / n; pairs that agree say nothing about its sign.
///
/// **Reference:** McNemar (1947), doi:10.1007/BF02295996; Fagerland, Lydersen and Laake (2013),
/// doi:10.1186/1471-2288-13-91, who recommend the mid-p test.
/// **Same as:** R `mcnemar.test(table)`, `exact2x2::mcnemar.exact`; statsmodels `mcnemar(table)`.
public struct PairedProportions: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Pairs with success on both sides.
  public let both: Int
  /// Pairs with success under treatment (or after) alone.
  public let treatedOnly: Int
  /// Pairs with success under control (or before) alone.
  public let controlOnly: Int
  /// Pairs without success.
  public let neither: Int

  /// Joins the four counts.
  ///
  /// - Throws: `invalidArgument` for a negative count, and unless there are 1 to 2^32 pairs.
  public init(
    both: Int, treatedOnly: Int, controlOnly: Int, neither: Int
  ) throws(EvaluationError) {
    let counts = [both, treatedOnly, controlOnly, neither]
    guard counts.allSatisfy({ (0...Proportion.mostTrials).contains($0) }),
      (1...Proportion.mostTrials).contains(counts.reduce(0, +))
    else {
      throw .invalidArgument(
        name: "the counts of pairs", needed: "not negative, 1 to 2^32 in all",
        found: "\(counts.map(String.init).joined(separator: ", "))")
    }
    self.both = both
    self.treatedOnly = treatedOnly
    self.controlOnly = controlOnly
    self.neither = neither
  }

  /// Counts answers of the same people, in the same order.
  ///
  /// - Throws: `lengthMismatch` for lists of different lengths; `invalidArgument` without a pair.
  /// - Complexity: O(pairs).
  public init(treated: [Bool], control: [Bool]) throws(EvaluationError) {
    guard treated.count == control.count else {
      throw .lengthMismatch(
        what: "the control answers of the pairs", needed: treated.count, found: control.count)
    }
    var counts = [0, 0, 0, 0]
    for (first, second) in zip(treated, control) {
      counts[(first ? 0 : 2) + (second ? 0 : 1)] += 1
    }
    try self.init(
      both: counts[0], treatedOnly: counts[1], controlOnly: counts[2], neither: counts[3])
  }

  /// Decodes counts, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      both: fields.decode(Int.self, forKey: .both),
      treatedOnly: fields.decode(Int.self, forKey: .treatedOnly),
      controlOnly: fields.decode(Int.self, forKey: .controlOnly),
      neither: fields.decode(Int.self, forKey: .neither))
  }

  // MARK: Figures

  /// How many pairs there are.
  public var pairs: Int { both + treatedOnly + controlOnly + neither }
  /// How many pairs disagree.
  public var discordant: Int { treatedOnly + controlOnly }
  /// The rate under treatment.
  public var treatedRate: Double { Double(both + treatedOnly) / Double(pairs) }
  /// The rate under control.
  public var controlRate: Double { Double(both + controlOnly) / Double(pairs) }
  /// The difference of the rates, treated minus control.
  public var difference: Double { Double(treatedOnly - controlOnly) / Double(pairs) }
  /// The conditional odds ratio b / c; nil when c is 0.
  public var oddsRatio: Double? {
    controlOnly > 0 ? Double(treatedOnly) / Double(controlOnly) : nil
  }

  // MARK: Tests

  /// McNemar's exact test: b is binomial with b + c trials at one half.
  ///
  /// Without a pair that disagrees every p-value is 1, and the mid p-value 1/2.
  ///
  /// **Same as:** statsmodels `mcnemar(table, exact=True)`; R `binom.test(b, b + c)`. Its mid p-value is
  /// Fagerland, Lydersen and Laake's.
  public var exactTest: ExactTest {
    guard let half = Binomial(trials: discordant, probability: 0.5) else { return .nothingCounted }
    return ExactTest(half, observed: treatedOnly)
  }

  /// McNemar's z, whose square is his chi-square (b - c)^2 / (b + c).
  ///
  /// - Parameter isCorrected: whether |b - c| is made smaller by 1, but not below 0. R does the same;
  ///   statsmodels gives (0 - 1)^2 where b equals c.
  /// - Returns: nil without a pair that disagrees.
  ///
  /// **Same as:** R `mcnemar.test(table, correct = isCorrected)`.
  public func zTest(isCorrected: Bool = false) -> NormalTest? {
    let distance = Double(treatedOnly - controlOnly)
    let kept = isCorrected ? max(0, abs(distance) - 1) : abs(distance)
    return NormalTest((distance < 0 ? -kept : kept) / Double(discordant).squareRoot())
  }

  /// The counts, the difference with its interval, and the mid p-value.
  public var description: String {
    let limits = differenceInterval().map { "\n95 % interval \($0)" } ?? ""
    return "\(pairs) pairs: both \(both), treated only \(treatedOnly), control only "
      + "\(controlOnly), neither \(neither)\ndifference \(formatted(difference))\(limits)\n"
      + "McNemar mid-p = \(formatted(exactTest.midPValue))"
  }
}

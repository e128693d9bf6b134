import Distributions
public import Statistics

/// How strong a hidden bias would have to be to explain the effect in matched pairs away.
///
/// If within a pair the odds of having been treated differ by a factor of at most Gamma, for
/// something that was not matched on, then the p-value and the size of the effect lie between
/// bounds. Gamma = 1 is the randomised experiment. The test is Wilcoxon's signed-rank test, each
/// difference counting as positive with probability Gamma / (1 + Gamma) at the upper bound and 1 /
/// (1 + Gamma) at the lower, or McNemar's for outcomes that are yes or no. Differences of zero are
/// left out; equal sizes share their mean rank. p-values are one-sided.
///
/// **Reference:** Rosenbaum (2002), Observational Studies, chapter 4,
/// doi:10.1007/978-1-4757-3692-2.
/// **Same as:** R `rbounds::psens`, `rbounds::binarysens`; `rbounds::hlsens`, which walks a grid
/// where these estimates are exact.
public struct RosenbaumBounds: Sendable, Hashable, Codable {
  /// The direction of the effect that is tested.
  public enum Alternative: String, Sendable, Hashable, Codable, CaseIterable {
    /// The treatment raises the outcome.
    case greater
    /// The treatment lowers the outcome.
    case less
  }

  /// The test whose p-values are bounded.
  public enum Test: String, Sendable, Hashable, Codable, CaseIterable {
    /// Wilcoxon's signed-rank test, exactly.
    case exactSignedRank
    /// Wilcoxon's signed-rank test by the normal distribution, without continuity correction.
    case normalSignedRank
    /// McNemar's test by the binomial distribution.
    case mcNemar

    /// The test in words.
    var words: String {
      switch self {
      case .exactSignedRank: "exact Wilcoxon signed-rank test"
      case .normalSignedRank: "Wilcoxon signed-rank test, normal"
      case .mcNemar: "McNemar's test"
      }
    }
  }

  /// The bounds at one Gamma.
  public struct Row: Sendable, Hashable, Codable {
    /// The largest ratio of odds within a pair.
    public let gamma: Double
    /// The smallest p-value.
    public let lowerPValue: Double
    /// The largest p-value.
    public let upperPValue: Double
    /// The smallest Hodges-Lehmann estimate of the effect; nil for McNemar's test and where
    /// differences are zero.
    public let lowerEstimate: Double?
    /// The largest Hodges-Lehmann estimate.
    public let upperEstimate: Double?
  }

  /// The most pairs whose signed ranks are counted exactly by default.
  public static let exactLimit = 60

  /// The Gammas that are tabulated by default: 1, 1.25, up to 3.
  public static let usualGammas = (0...8).map { 1 + Double($0) / 4 }

  /// How many pairs there are.
  public let pairCount: Int
  /// How many of them differ by zero and are left out.
  public let zeroCount: Int
  /// The sum of the ranks of positive differences, or the pairs in which the treated person alone
  /// has the outcome.
  public let statistic: Double
  /// The direction that is tested.
  public let alternative: Alternative
  /// The test.
  public let test: Test
  /// The bounds, one row a Gamma.
  public let rows: [Row]
  /// The Gamma at which the largest p-value reaches 0.05; nil when it is above that without any
  /// bias.
  public let tippingGamma: Double?

  private enum CodingKeys: String, CodingKey {
    case pairCount, zeroCount, statistic, alternative, test, rows, tippingGamma
  }

  // MARK: Bounding

  /// Bounds for treated-minus-control differences.
  ///
  /// - Parameters:
  ///   - differences: one finite number a pair.
  ///   - alternative: the direction that is tested.
  ///   - test: nil for McNemar's where all differences are -1, 0 or 1, else for the exact signed-rank
  ///     test up to ``exactLimit`` pairs, else for the normal one.
  ///   - gammas: between 1 and 10,000, at most 1000 of them.
  /// - Throws: `nonFinite`; `tooFew` without a difference that is not zero; `invalidArgument` for
  ///   Gammas outside their domain, for McNemar's test of other numbers, and for the exact test above
  ///   500 pairs.
  /// - Complexity: O(n log n); O(n^3) for exact ranks.
  public init(
    differences: [Double], alternative: Alternative = .greater, test: Test? = nil,
    gammas: [Double] = usualGammas
  ) throws(EvaluationError) {
    guard differences.allSatisfy(\.isFinite) else {
      let faulty = differences.indices.filter { !differences[$0].isFinite }
      throw .nonFinite(column: "differences", rows: AffectedRows(faulty.map { $0 + 1 }))
    }
    guard differences.contains(where: { $0 != 0 }) else {
      throw .tooFew(what: "pairs that differ in the outcome", needed: 1, found: 0)
    }
    guard (1...1000).contains(gammas.count), gammas.allSatisfy({ $0 >= 1 && $0 <= 10_000 }) else {
      throw .invalidArgument(
        name: "Gammas", needed: "1 to 1000 numbers between 1 and 10,000",
        found:
          "\(gammas.count) numbers\(gammas.first { !($0 >= 1 && $0 <= 10_000) }.map { ", \($0) among them" } ?? "")"
      )
    }
    let isBinary = differences.allSatisfy { abs($0) <= 1 && $0 == $0.rounded() }
    let chosen =
      test
      ?? (isBinary
        ? .mcNemar
        : differences.count <= Self.exactLimit ? .exactSignedRank : .normalSignedRank)
    guard chosen != .mcNemar || isBinary else {
      throw .invalidArgument(
        name: "McNemar's test", needed: "used for outcomes that are yes or no",
        found: "asked for other numbers")
    }
    guard chosen != .exactSignedRank || differences.count <= 500 else {
      throw .invalidArgument(
        name: "the exact signed-rank test", needed: "used for at most 500 pairs",
        found: "asked for \(differences.count)")
    }
    let turned = alternative == .greater ? differences : differences.map { -$0 }
    let tail = Tail(turned, chosen)
    let averages = chosen == .mcNemar || tail.zeros > 0 ? nil : WalshAverages(turned)
    pairCount = differences.count
    zeroCount = tail.zeros
    statistic = tail.statistic
    self.alternative = alternative
    self.test = chosen
    rows = gammas.map { gamma in
      let low = averages?.quantile(1, of: 1 + gamma)
      let high = averages?.quantile(gamma, of: 1 + gamma)
      return Row(
        gamma: gamma, lowerPValue: tail.pValue(1 / (1 + gamma)),
        upperPValue: tail.pValue(gamma / (1 + gamma)),
        lowerEstimate: alternative == .greater ? low : high.map { 0 - $0 },
        upperEstimate: alternative == .greater ? high : low.map { 0 - $0 })
    }
    tippingGamma = tail.tippingGamma(at: 0.05)
  }

  /// Decodes bounds, refusing p-values outside [0, 1] or in the wrong order.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    pairCount = try fields.decode(Int.self, forKey: .pairCount)
    zeroCount = try fields.decode(Int.self, forKey: .zeroCount)
    statistic = try fields.decode(Double.self, forKey: .statistic)
    alternative = try fields.decode(Alternative.self, forKey: .alternative)
    test = try fields.decode(Test.self, forKey: .test)
    rows = try fields.decode([Row].self, forKey: .rows)
    tippingGamma = try fields.decodeIfPresent(Double.self, forKey: .tippingGamma)
    let areBounds = rows.allSatisfy { row in
      row.gamma >= 1 && row.gamma.isFinite && row.lowerPValue >= 0
        && row.lowerPValue <= row.upperPValue && row.upperPValue <= 1
        && row.lowerEstimate?.isFinite ?? true && row.upperEstimate?.isFinite ?? true
    }
    guard !rows.isEmpty, areBounds, zeroCount >= 0, pairCount > zeroCount, statistic >= 0,
      statistic.isFinite, tippingGamma.map({ $0 >= 1 && $0.isFinite }) ?? true
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .rows, in: fields, debugDescription: "needs bounds in their order")
    }
  }
}

// MARK: - Tails

extension RosenbaumBounds {
  /// The upper tail of a test's statistic, each pair counting with a probability.
  private struct Tail {
    let test: Test
    let ranks: SignedRanks
    let positives: Int
    let count: Int

    init(_ differences: [Double], _ test: Test) {
      self.test = test
      ranks = SignedRanks(differences)
      positives = differences.count { $0 > 0 }
      count = differences.count
    }

    var zeros: Int { ranks.zeros }

    var statistic: Double { test == .mcNemar ? Double(positives) : ranks.statistic }

    func pValue(_ probability: Double) -> Double {
      switch test {
      case .exactSignedRank: ranks.exactTail(probability: probability)
      case .normalSignedRank: ranks.normalTail(probability: probability)
      case .mcNemar:
        positives == 0
          ? 1
          : Binomial(trials: count - zeros, probability: probability)?.survival(positives - 1) ?? 1
      }
    }

    /// The Gamma at which the p-value reaches a level, found between 1 and a power of two beyond.
    func tippingGamma(at level: Double) -> Double? {
      func excess(_ gamma: Double) -> Double { pValue(gamma / (1 + gamma)) - level }
      guard excess(1) <= 0 else { return nil }
      var upper = 2.0
      while excess(upper) < 0, upper < 0x1p50 { upper *= 2 }
      return RootFinding.bracketed(between: 1, and: upper, excess)
    }
  }
}

// MARK: - Description

extension RosenbaumBounds: CustomStringConvertible {
  /// What a hidden bias would have to be, in a sentence.
  public var sentence: String {
    let effect = alternative == .greater ? "raises the outcome" : "lowers the outcome"
    guard let tippingGamma else {
      return
        "Even without hidden bias the pairs do not show that the treatment \(effect) (p above 0.05)."
    }
    return
      "Something not matched on would have to multiply the odds of treatment by \(formatted(tippingGamma, decimals: 2)) within pairs to leave doubt that the treatment \(effect) (p above 0.05)."
  }

  /// The table as rows of texts, header first.
  public var cells: [[String]] {
    func text(_ value: Double?) -> String { value.map { formatted($0) } ?? "" }
    func probability(_ value: Double) -> String { formatted(value, significantDigits: 4) }
    return [["Gamma", "p at least", "p at most", "effect at least", "effect at most"]]
      + rows.map {
        [
          formatted($0.gamma), probability($0.lowerPValue), probability($0.upperPValue),
          text($0.lowerEstimate), text($0.upperEstimate),
        ]
      }
  }

  /// The test, the bounds of up to six Gammas, and the sentence.
  public var description: String {
    let zeros = zeroCount > 0 ? ", \(zeroCount) of them equal" : ""
    return "Rosenbaum bounds, \(test.words), \(pairCount) pairs\(zeros)\n"
      + TextTable.aligned(Array(cells.prefix(7))) + "\n" + sentence
  }

  /// A Markdown table without the sentence.
  public var markdown: String { TextTable.markdown(cells) }
}

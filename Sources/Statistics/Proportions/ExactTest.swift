import Distributions

/// An exact test of one count: how probable are counts as far from what the hypothesis says.
///
/// The two-sided p-value sums the probabilities of all counts that are no more likely than the one
/// observed, within a relative 1e-7, as R does. The mid p-values count the observed one by half.
///
/// **Reference:** Clopper and Pearson (1934), doi:10.1093/biomet/26.4.404; Lancaster (1961),
/// doi:10.2307/2282073, for mid-p.
public struct ExactTest: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The probability of counts no more likely than the one observed.
  public let pValue: Double
  /// The probability of as small a count or a smaller one.
  public let pValueFewer: Double
  /// The probability of as large a count or a larger one.
  public let pValueMore: Double
  /// The probability of the observed count.
  public let pointProbability: Double

  /// The two-sided p-value less half of the observed count's probability.
  public var midPValue: Double { max(0, pValue - pointProbability / 2) }
  /// The one-sided p-value of few less half of the observed count's probability.
  public var midPValueFewer: Double { max(0, pValueFewer - pointProbability / 2) }
  /// The one-sided p-value of many less half of the observed count's probability.
  public var midPValueMore: Double { max(0, pValueMore - pointProbability / 2) }

  // MARK: Building

  /// Tests a count of a binomial distribution.
  init(_ distribution: Binomial, observed: Int) {
    let mode = Int((Double(distribution.trials) + 1) * distribution.probability)
    pointProbability = distribution.pmf(observed)
    pValueFewer = distribution.cdf(observed)
    pValueMore = distribution.survival(observed - 1)
    pValue = distribution.probability(noMoreLikelyThan: observed, mode: mode)
  }

  /// Tests a count of a Poisson distribution.
  init(_ distribution: Poisson, observed: Int) {
    pointProbability = distribution.pmf(observed)
    pValueFewer = distribution.cdf(observed)
    pValueMore = distribution.survival(observed - 1)
    let limit = distribution.logPMF(observed) + 1e-7
    func isRare(_ count: Int) -> Bool { distribution.logPMF(count) <= limit }
    let mean = distribution.mean ?? .nan
    if isRare(Int(mean)) {
      pValue = 1
    } else if Double(observed) > mean {
      // The counts below that are as rare: from 0 up to the first that is not.
      var (low, high) = (0, Int(mean))
      while low < high {
        let middle = low + (high - low) / 2
        if isRare(middle) { low = middle + 1 } else { high = middle }
      }
      pValue = min(1, pValueMore + (low > 0 ? distribution.cdf(low - 1) : 0))
    } else {
      // The first count above that is as rare; it lies no farther than a few widths and a bit.
      var (low, high) = (Int(mean), Int(mean) + 1)
      while !isRare(high) { (low, high) = (high, high + (high - Int(mean))) }
      while high - low > 1 {
        let middle = low + (high - low) / 2
        if isRare(middle) { high = middle } else { low = middle }
      }
      pValue = min(1, pValueFewer + distribution.survival(high - 1))
    }
  }

  /// The same test seen from the other side: few and many exchanged.
  var mirrored: ExactTest {
    ExactTest(
      pValue: pValue, pValueFewer: pValueMore, pValueMore: pValueFewer,
      pointProbability: pointProbability)
  }

  private init(
    pValue: Double, pValueFewer: Double, pValueMore: Double, pointProbability: Double
  ) {
    self.pValue = pValue
    self.pValueFewer = pValueFewer
    self.pValueMore = pValueMore
    self.pointProbability = pointProbability
  }

  /// The test of a count that cannot vary.
  static let nothingCounted = ExactTest(
    pValue: 1, pValueFewer: 1, pValueMore: 1, pointProbability: 1)

  /// Decodes a test, refusing what is no probability.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    pValue = try fields.decode(Double.self, forKey: .pValue)
    pValueFewer = try fields.decode(Double.self, forKey: .pValueFewer)
    pValueMore = try fields.decode(Double.self, forKey: .pValueMore)
    pointProbability = try fields.decode(Double.self, forKey: .pointProbability)
    guard [pValue, pValueFewer, pValueMore, pointProbability].allSatisfy({ (0...1).contains($0) })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .pValue, in: fields, debugDescription: "needs probabilities")
    }
  }

  /// The two-sided p-value.
  public var description: String { "exact p = \(formatted(pValue))" }
}

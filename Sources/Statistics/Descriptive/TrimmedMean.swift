/// The mean without a share of the smallest and of the largest values, which outliers cannot pull.
///
/// With g = floor(share n) values cut from each end and h = n - 2 g left, the standard error is
/// sqrt(SSW / (h (h - 1))), where SSW is the sum of squared deviations after each cut value is set
/// to the nearest value kept (winsorised); t with h - 1 degrees of freedom. The interval is about
/// the trimmed mean of the population, which is its mean where the distribution is symmetric.
///
/// **Reference:** Tukey and McLaughlin (1963), Sankhya A 25, 331-352; Yuen (1974),
/// doi:10.1093/biomet/61.1.165.
/// **Same as:** R `mean(x, trim =)`; SciPy `trim_mean(x, share)`.
public struct TrimmedMean: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The values in ascending order.
  public let sample: OrderStatistics
  /// The share cut from each end, in [0, 0.5).
  public let share: Double
  /// How many values were cut from each end.
  public let cut: Int
  /// The mean of all values after those cut are set to the nearest value kept.
  public let winsorizedMean: Double
  /// The trimmed mean; its uncertainty is unknown where fewer than two values are kept, or where
  /// those kept are equal.
  public let estimate: Estimate

  /// Trims a sample.
  ///
  /// - Parameters:
  ///   - values: at least one.
  ///   - share: the share cut from each end, in [0, 0.5); 0.2 is usual.
  ///   - unit: what the values are measured in.
  ///   - direction: which way they are good.
  /// - Throws: `nonFinite`, `tooFew`; `invalidArgument` for a share outside [0, 0.5).
  /// - Complexity: O(*n* log *n*).
  public init(
    _ values: [Double], share: Double = 0.2, unit: String = "",
    direction: Estimate.Direction = .higherIsBetter
  ) throws(EvaluationError) {
    guard share >= 0, share < 0.5 else {
      throw .invalidArgument(name: "the share cut", needed: "in [0, 0.5)", found: "\(share)")
    }
    sample = try OrderStatistics(values)
    self.share = share
    let count = sample.count
    // A product such as 10 times 0.3 may fall short of its decimal by rounding alone.
    cut = min(Int(share * Double(count) * (1 + 4 * Double.ulpOfOne)), (count - 1) / 2)
    let kept = Array(sample.values[cut..<(count - cut)])
    let (low, high) = (kept[0], kept[kept.count - 1])
    let clamped = sample.values.map { min(max($0, low), high) }
    let moments = CentralMoments(clamped, pivot: sample.median)
    winsorizedMean = min(max(moments.mean, low), high)
    let size = Double(kept.count)
    let variance = moments.second * (moments.count / size) / max(1, size - 1)
    let error = moments.unscaled(variance.squareRoot())
    let isKnown = kept.count > 1 && error > 0 && error.isFinite
    estimate = try Estimate(
      value: min(max(CentralMoments(kept, pivot: sample.median).mean, low), high),
      uncertainty: isKnown ? .t(standardError: error, degreesOfFreedom: size - 1) : .unknown,
      method: "trimmed mean, Yuen t", unit: unit, direction: direction,
      sampleSizes: [.init("values", count)])
  }

  private enum CodingKeys: String, CodingKey { case sample, share, estimate }

  /// Decodes a trimmed mean, refusing an estimate that its values do not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let stored = try fields.decode(Estimate.self, forKey: .estimate)
    try self.init(
      fields.decode(OrderStatistics.self, forKey: .sample).values,
      share: fields.decode(Double.self, forKey: .share), unit: stored.unit,
      direction: stored.direction)
    try fields.require(estimate, forKey: .estimate)
  }

  /// How many values were kept.
  public var kept: Int { sample.count - 2 * cut }

  /// The mean with its interval, and how many values were cut.
  public var description: String { "\(estimate)\n\(cut) cut from each end" }
}

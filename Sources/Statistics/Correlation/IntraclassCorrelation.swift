import Distributions

/// The intraclass correlation of clusters by one-way analysis of variance: how alike members of one
/// cluster are.
///
/// With MSB and MSW the mean squares between and within clusters and n0 = (N - sum of sum n^2 / N
/// by arm) / (clusters - arms), the variance between clusters is (MSB - MSW) / n0 and the
/// correlation (MSB - MSW) / (MSB + (n0 - 1) MSW). It is reported as it comes, below zero too:
/// where clusters differ less than chance would have it. Clusters may be nested in arms, whose
/// means then do not count as differences between clusters.
///
/// **Reference:** Donner and Koval (1980), doi:10.2307/2530491; Searle (1971), *Linear Models*,
/// 414, for the interval, which is exact for clusters of one size.
/// **Same as:** R `ICC::ICCest` for one arm; `psych::ICC` ICC1 for one size; pingouin
/// `intraclass_corr` ICC1.
public struct IntraclassCorrelation: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The clusters of each arm.
  public let arms: [[Moments]]
  /// The mean square between clusters within arms.
  public let meanSquareBetween: Double
  /// The mean square within clusters.
  public let meanSquareWithin: Double
  /// The size n0 that stands for clusters of unequal sizes.
  public let effectiveSize: Double

  // MARK: Building

  /// Takes clusters by their moments.
  ///
  /// - Throws: what the other initializer throws.
  public init(_ clusters: [Moments]) throws(EvaluationError) { try self.init(arms: [clusters]) }

  /// Takes clusters nested in arms by their moments; the arms' own differences are left out.
  ///
  /// - Throws: `tooFew` when a cluster is empty, there are not more clusters than arms, or not more
  ///   people than clusters; `constantColumn` when nobody differs; `overflow` when a sum leaves the
  ///   range of `Double`, or the number of people that of `Int`.
  /// - Complexity: O(clusters).
  public init(arms: [[Moments]]) throws(EvaluationError) {
    let clusters = arms.flatMap { $0 }
    guard !arms.isEmpty, arms.allSatisfy({ !$0.isEmpty }) else {
      throw .tooFew(what: "clusters in an arm", needed: 1, found: 0)
    }
    guard clusters.count > arms.count else {
      throw .tooFew(what: "clusters", needed: arms.count + 1, found: clusters.count)
    }
    var (between, within, people, squares) = (0.0, 0.0, 0, 0.0)
    for arm in arms {
      let sums = try SumsOfSquares(arm)
      between += sums.between
      within += sums.within
      let (all, isOverflow) = people.addingReportingOverflow(sums.count)
      guard !isOverflow else {
        throw .overflow(what: "the number of people", needed: "the range of Int", found: "more")
      }
      people = all
      squares +=
        arm.reduce(0) { $0 + Double($1.count) * Double($1.count) } / Double(sums.count)
    }
    guard people > clusters.count else {
      throw .tooFew(what: "people", needed: clusters.count + 1, found: people)
    }
    guard between > 0 || within > 0 else {
      throw .constantColumn(column: "outcome", rows: people, found: "constant within arms")
    }
    guard between.isFinite, within.isFinite else {
      throw .overflow(
        what: "a sum of squares", needed: "values below about 1e150", found: "infinity")
    }
    self.arms = arms
    meanSquareBetween = between / Double(clusters.count - arms.count)
    meanSquareWithin = within / Double(people - clusters.count)
    effectiveSize = (Double(people) - squares) / Double(clusters.count - arms.count)
  }

  private enum CodingKeys: String, CodingKey {
    case arms, meanSquareBetween, meanSquareWithin, effectiveSize
  }

  /// Decodes a correlation, refusing figures that its clusters do not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(arms: fields.decode([[Moments]].self, forKey: .arms))
    try fields.require(meanSquareBetween, forKey: .meanSquareBetween)
    try fields.require(meanSquareWithin, forKey: .meanSquareWithin)
    try fields.require(effectiveSize, forKey: .effectiveSize)
  }

  // MARK: Figures

  private var clusterCount: Int { arms.reduce(0) { $0 + $1.count } }
  private var people: Int { arms.reduce(0) { $0 + $1.reduce(0) { $0 + $1.count } } }

  /// The variance between clusters, (MSB - MSW) / n0, below zero where it comes so.
  public var varianceBetween: Double { (meanSquareBetween - meanSquareWithin) / effectiveSize }

  /// The correlation, from -1 / (n0 - 1) to 1.
  public var value: Double {
    // Shares of the larger, so that no sum overflows.
    let scale = max(meanSquareBetween, meanSquareWithin)
    let (between, within) = (meanSquareBetween / scale, meanSquareWithin / scale)
    return (between - within) / (between + (effectiveSize - 1) * within)
  }

  /// How much clusters of the effective size swell a variance: 1 + (n0 - 1) icc.
  public var designEffect: Double { 1 + (effectiveSize - 1) * value }

  /// MSB / MSW; nil when nobody differs within clusters.
  public var statistic: Double? {
    let ratio = meanSquareBetween / meanSquareWithin
    return meanSquareWithin > 0 && ratio.isFinite ? ratio : nil
  }

  private var reference: FDistribution? {
    FDistribution(
      numeratorDegreesOfFreedom: Double(clusterCount - arms.count),
      denominatorDegreesOfFreedom: Double(people - clusterCount))
  }

  /// The probability of as large a ratio of mean squares when clusters do not differ; 0 when nobody
  /// differs within them.
  public var pValue: Double { statistic.flatMap { reference?.survival($0) } ?? 0 }

  /// The confidence interval from the ratio F of mean squares: (F / f - 1) / (F / f + n0 - 1) for
  /// both quantiles f.
  ///
  /// Exact for normal clusters of one size, an approximation for others.
  ///
  /// - Returns: nil when nobody differs within clusters, or for a level outside (0, 1).
  public func interval(level: Double = 0.95, sides: Sides = .two) -> Interval? {
    guard level > 0, level < 1, let statistic, let reference else { return nil }
    let tail = sides == .two ? (1 - level) / 2 : 1 - level
    func limit(_ quantile: Double) -> Double {
      let ratio = statistic / quantile
      return ratio.isFinite ? (ratio - 1) / (ratio + effectiveSize - 1) : 1
    }
    return Interval(
      level: level, sides: sides,
      lower: sides == .upper ? nil : limit(reference.quantile(survival: tail)),
      upper: sides == .lower ? nil : limit(reference.quantile(tail)), method: "Searle F")
  }

  /// The correlation with interval and sizes.
  public var description: String {
    """
    intraclass correlation \(formatted(value)), \(clusterCount) clusters, \(people) people
    mean squares \(formatted(meanSquareBetween)) between, \(formatted(meanSquareWithin)) within\
    \(interval().map { "\n\($0)" } ?? "")
    """
  }
}

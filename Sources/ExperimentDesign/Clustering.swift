public import Statistics

/// How people stand together in clusters (teams, managers, sites) that are assigned whole.
///
/// With an intraclass correlation, people of one cluster say less than as many strangers. Per
/// person the variance of an arm's mean is multiplied by the design effect
///
///     (1 - Rw)(1 - icc) + (1 - Rb) m (1 + cv^2) icc
///
/// where m and cv are the mean and the coefficient of variation of the cluster sizes, and Rw and Rb
/// the shares of the variance within and between clusters that covariates explain.
///
/// **Reference:** Eldridge, Ashby and Kerry (2006), doi:10.1093/ije/dyl129; van Breukelen, Candel
/// and Berger (2007), doi:10.1002/sim.2740.
public struct Clustering: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How clusters of unequal sizes are weighted in the analysis.
  public enum Weighting: String, Sendable, Hashable, Codable, CaseIterable {
    /// Each person counts the same.
    case bySize
    /// Each cluster by the inverse of its variance, as in a mixed model (Taylor approximation).
    case optimal
  }

  /// The mean number of people in a cluster.
  public let meanSize: Double
  /// The standard deviation of the cluster sizes over their mean.
  public let sizeVariation: Double
  /// The intraclass correlation: the share of the variance that lies between clusters.
  public let intraclassCorrelation: Double
  /// How clusters of unequal sizes are weighted.
  public let weighting: Weighting
  /// The share of the variance within clusters that covariates explain.
  public let explainedWithin: Double
  /// The share of the variance between clusters that covariates explain.
  public let explainedBetween: Double
  /// The covariates of clusters, each of which uses up a degree of freedom.
  public let clusterCovariates: Int

  /// Clusters.
  ///
  /// - Parameters:
  ///   - meanSize: the mean number of people in a cluster, at least 1.
  ///   - sizeVariation: the standard deviation of the sizes over their mean, from 0 to 100.
  ///   - intraclassCorrelation: from 0 up to, but not including, 1.
  ///   - weighting: how clusters of unequal sizes are weighted.
  ///   - explainedWithin: the share of variance within clusters explained, in [0, 1).
  ///   - explainedBetween: the share of variance between clusters explained, in [0, 1).
  ///   - clusterCovariates: the covariates of clusters.
  /// - Throws: `invalidArgument` for a value outside its range.
  public init(
    meanSize: Double, sizeVariation: Double = 0, intraclassCorrelation: Double,
    weighting: Weighting = .bySize, explainedWithin: Double = 0, explainedBetween: Double = 0,
    clusterCovariates: Int = 0
  ) throws(EvaluationError) {
    guard meanSize >= 1, meanSize <= largestSize else {
      throw .invalidArgument(
        name: "the mean cluster size", needed: "between 1 and 1e15", found: "\(meanSize)")
    }
    guard sizeVariation >= 0, sizeVariation <= 100 else {
      throw .invalidArgument(
        name: "the variation of cluster sizes", needed: "between 0 and 100",
        found: "\(sizeVariation)")
    }
    try Validation.share(intraclassCorrelation, "the intraclass correlation")
    try Validation.share(explainedWithin, "the share of variance within clusters explained")
    try Validation.share(explainedBetween, "the share of variance between clusters explained")
    guard (0...1_000_000).contains(clusterCovariates) else {
      throw .invalidArgument(
        name: "the number of cluster covariates", needed: "between 0 and 1000000",
        found: "\(clusterCovariates)")
    }
    self.meanSize = meanSize
    self.sizeVariation = sizeVariation
    self.intraclassCorrelation = intraclassCorrelation
    self.weighting = weighting
    self.explainedWithin = explainedWithin
    self.explainedBetween = explainedBetween
    self.clusterCovariates = clusterCovariates
    guard designEffect > 0, designEffect.isFinite else {
      throw .invalidArgument(
        name: "the variation of cluster sizes",
        needed: "small enough for the Taylor approximation of optimal weights",
        found: "\(sizeVariation)")
    }
  }

  /// Decodes clusters, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      meanSize: fields.decode(Double.self, forKey: .meanSize),
      sizeVariation: fields.decode(Double.self, forKey: .sizeVariation),
      intraclassCorrelation: fields.decode(Double.self, forKey: .intraclassCorrelation),
      weighting: fields.decode(Weighting.self, forKey: .weighting),
      explainedWithin: fields.decode(Double.self, forKey: .explainedWithin),
      explainedBetween: fields.decode(Double.self, forKey: .explainedBetween),
      clusterCovariates: fields.decode(Int.self, forKey: .clusterCovariates))
  }

  // MARK: Design effect

  /// The variance of an arm's mean over that of as many people who stand alone.
  public var designEffect: Double { designEffect(meanSize: meanSize) }

  /// The variance of an arm's mean over sd^2 / clusters: the design effect over the mean size.
  var varianceOfClusterMean: Double { varianceOfClusterMean(meanSize: meanSize) }

  func designEffect(meanSize m: Double) -> Double { m * varianceOfClusterMean(meanSize: m) }

  /// A mean size of infinity leaves what lies between the clusters.
  func varianceOfClusterMean(meanSize m: Double) -> Double {
    let within = (1 - explainedWithin) * (1 - intraclassCorrelation) / m
    let between = (1 - explainedBetween) * intraclassCorrelation
    let squared = sizeVariation * sizeVariation
    switch weighting {
    case .bySize: return within + between * (1 + squared)
    case .optimal:
      guard within + between > 0 else { return 0 }
      let share = between / (within + between)
      return (within + between) / (1 - squared * share * (1 - share))
    }
  }

  /// Sizes, correlation and design effect.
  public var description: String {
    var text = "clusters of \(formatted(meanSize)) people"
    if sizeVariation > 0 { text += " (variation \(formatted(sizeVariation)))" }
    text += ", intraclass correlation \(formatted(intraclassCorrelation))"
    if explainedWithin > 0 || explainedBetween > 0 {
      text +=
        ", covariates explain \(formatted(explainedWithin * 100)) % within and \(formatted(explainedBetween * 100)) % between"
    }
    return text + ", design effect \(formatted(designEffect, significantDigits: 4))"
  }
}

// MARK: - Known sizes

extension Clustering {
  /// The mean size, the variation (about the mean, over the number of clusters) and both exact
  /// design effects of clusters whose sizes are known.
  public struct KnownSizes: Sendable, Hashable, CustomStringConvertible {
    /// The mean size.
    public let meanSize: Double
    /// The standard deviation of the sizes, over their number and not one less, over the mean.
    public let variation: Double
    /// The design effect when each person counts the same: 1 + (sum m^2 / sum m - 1) icc.
    public let designEffect: Double
    /// The design effect under optimal weights: N / sum of m / (1 + (m - 1) icc).
    public let optimalDesignEffect: Double

    /// Clusters of known sizes.
    ///
    /// - Throws: `tooFew` without a cluster; `invalidArgument` for a size outside 1 to 1e9 or a
    ///   correlation outside [0, 1).
    public init(_ sizes: [Int], intraclassCorrelation icc: Double) throws(EvaluationError) {
      guard !sizes.isEmpty else { throw .tooFew(what: "clusters", needed: 1, found: 0) }
      try Validation.share(icc, "the intraclass correlation")
      if let wrong = sizes.first(where: { !(1...1_000_000_000).contains($0) }) {
        throw .invalidArgument(
          name: "the size of each cluster", needed: "between 1 and 1e9", found: "\(wrong)")
      }
      let values = sizes.map(Double.init)
      let total = values.reduce(0, +)
      let mean = total / Double(values.count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      meanSize = mean
      variation = (squares / Double(values.count)).squareRoot() / mean
      designEffect = 1 + (mean * (1 + variation * variation) - 1) * icc
      optimalDesignEffect = total / values.reduce(0) { $0 + $1 / (1 + ($1 - 1) * icc) }
    }

    /// The figures.
    public var description: String {
      "mean size \(formatted(meanSize)), variation \(formatted(variation)), design effect "
        + "\(formatted(designEffect)) by size and \(formatted(optimalDesignEffect)) by optimal weights"
    }
  }
}

public import Statistics

/// A comparison of two means in which whole clusters (teams, managers, sites) are assigned.
///
/// The unit is the cluster. The variance of an arm's mean is sd^2/(k m) times the design effect of
/// ``Clustering``, and the reference is t with (clusters - 2) - cluster covariates degrees of
/// freedom: with few clusters that matters far more than the number of people.
///
/// **Reference:** Donner and Klar (2000), *Design and Analysis of Cluster Randomization Trials*;
/// Bloom, Richburg-Hayes and Black (2007), doi:10.3102/0162373707299550.
/// **Same as:** `cpa.normal` of clusterPower in R with `tails` of the effect alone; PowerUpR's
/// `mdes.cra2` for the detectable effect.
public struct ClusteredMeans: PowerDesign {
  /// The standard deviation of the outcome over all people.
  public let standardDeviation: Double
  /// How people stand together.
  public let clustering: Clustering
  /// The control clusters for each treated one.
  public let controlsPerTreated: Double
  /// The test that the study will be judged by.
  public var test: SignificanceTest

  /// A comparison to come.
  ///
  /// - Parameters:
  ///   - standardDeviation: of the outcome over all people; 1 makes the effect standardised.
  ///   - clustering: how people stand together.
  ///   - controlsPerTreated: the control clusters for each treated one, from 1e-6 to 1e6.
  ///   - test: level, alternative and the tails that count.
  /// - Throws: `invalidArgument` for a standard deviation or an allocation outside its range.
  public init(
    standardDeviation: Double, clustering: Clustering, controlsPerTreated: Double = 1,
    test: SignificanceTest = .standard
  ) throws(EvaluationError) {
    try Validation.positive(standardDeviation, "the standard deviation")
    try Validation.allocation(controlsPerTreated)
    self.standardDeviation = standardDeviation
    self.clustering = clustering
    self.controlsPerTreated = controlsPerTreated
    self.test = test
  }

  /// Decodes a design, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      standardDeviation: fields.decode(Double.self, forKey: .standardDeviation),
      clustering: fields.decode(Clustering.self, forKey: .clustering),
      controlsPerTreated: fields.decode(Double.self, forKey: .controlsPerTreated),
      test: fields.decode(SignificanceTest.self, forKey: .test))
  }

  // MARK: Power

  /// Clusters.
  public var unitName: String { "clusters" }

  /// From just above the clusters without a degree of freedom.
  public var sizeRange: ClosedRange<Double> {
    clustering.clusterRange(controlsPerTreated: controlsPerTreated)
  }

  /// The difference over its standard error, with the degrees of freedom of the clusters.
  public func signal(effect: Double, arms: ArmSizes) throws(EvaluationError) -> TestSignal {
    try signal(effect: effect, arms: arms, meanSize: clustering.meanSize)
  }

  private func signal(
    effect: Double, arms: ArmSizes, meanSize: Double
  ) throws(EvaluationError) -> TestSignal {
    let error =
      (clustering.varianceOfClusterMean(meanSize: meanSize) * (1 / arms.treated + 1 / arms.control))
      .squareRoot()
    let shift = effect == 0 ? 0 : effect / standardDeviation / error
    return try TestSignal(
      shift: shift, degreesOfFreedom: clustering.degreesOfFreedom(arms))
  }

  /// The mean number of people in a cluster that gives a study of that many clusters a power.
  ///
  /// - Throws: as ``PowerDesign/sampleSize(effect:power:)``; `unreachable` with the reason `ceiling`
  ///   and the power of clusters without limit, for what lies between few clusters stays however
  ///   large they are.
  public func clusterSize(
    effect: Double, treatedClusters: Double, power: Double = 0.8
  ) throws(EvaluationError) -> Double {
    let what = "the cluster size"
    try check(effect: effect)
    try checkReachable(power: power, effect: effect, what: what)
    let arms = arms(treatedClusters)
    let limit = try signal(effect: effect, arms: arms, meanSize: .infinity)
    let ceiling = test.power(limit)
    guard ceiling > power else {
      throw .unreachable(what: what, reason: .ceiling, needed: power, attainable: ceiling)
    }
    let found = try solve(
      over: 1...largestSize, power: power, what: what, guess: { size, _ in size }
    ) { size throws(EvaluationError) in
      try signal(effect: effect, arms: arms, meanSize: size)
    }
    return found ?? 1
  }

  /// The design in words.
  public var description: String {
    "two means, standard deviation \(formatted(standardDeviation)), \(clustering); \(test)"
  }
}

// MARK: - What clustered designs share

extension Clustering {
  /// Clusters in both arms, less 2 and the covariates of clusters.
  func degreesOfFreedom(_ arms: ArmSizes) -> Double {
    arms.treated + arms.control - 2 - Double(clusterCovariates)
  }

  /// From just above the clusters without a degree of freedom.
  func clusterRange(controlsPerTreated ratio: Double) -> ClosedRange<Double> {
    Validation.sizes(
      from: (2.125 + Double(clusterCovariates)) / (1 + ratio), controlsPerTreated: ratio)
  }
}

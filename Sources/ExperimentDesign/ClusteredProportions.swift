public import Statistics

/// A comparison of two proportions in which whole clusters (teams, managers, sites) are assigned.
///
/// The unit is the cluster. One standard error serves the test and the effect: the binomial
/// variance of each arm (or of both pooled) over its people, times the design effect of
/// ``Clustering``.
///
/// **Reference:** Donner and Klar (2000), *Design and Analysis of Cluster Randomization Trials*.
/// **Same as:** `cpa.binary` of clusterPower in R with `tails` of the effect alone.
public struct ClusteredProportions: PowerDesign {
  /// The proportion expected without the programme.
  public let controlProportion: Double
  /// How people stand together.
  public let clustering: Clustering
  /// The control clusters for each treated one.
  public let controlsPerTreated: Double
  /// Whether the variance is that of the two proportions pooled.
  public let isPooled: Bool
  /// The reference distribution of the statistic.
  public let reference: TwoMeans.Reference
  /// The test that the study will be judged by.
  public var test: SignificanceTest

  /// A comparison to come.
  ///
  /// - Parameters:
  ///   - controlProportion: the proportion expected without the programme, in [0, 1].
  ///   - clustering: how people stand together.
  ///   - controlsPerTreated: the control clusters for each treated one, from 1e-6 to 1e6.
  ///   - isPooled: whether the variance is that of the two proportions pooled.
  ///   - reference: t with the degrees of freedom of the clusters, or normal.
  ///   - test: level, alternative and the tails that count.
  /// - Throws: `invalidArgument` for a proportion or an allocation outside its range.
  public init(
    controlProportion: Double, clustering: Clustering, controlsPerTreated: Double = 1,
    isPooled: Bool = false, reference: TwoMeans.Reference = .t, test: SignificanceTest = .standard
  ) throws(EvaluationError) {
    guard controlProportion >= 0, controlProportion <= 1 else {
      throw .invalidArgument(
        name: "the control proportion", needed: "between 0 and 1", found: "\(controlProportion)")
    }
    try Validation.allocation(controlsPerTreated)
    self.controlProportion = controlProportion
    self.clustering = clustering
    self.controlsPerTreated = controlsPerTreated
    self.isPooled = isPooled
    self.reference = reference
    self.test = test
  }

  /// Decodes a design, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      controlProportion: fields.decode(Double.self, forKey: .controlProportion),
      clustering: fields.decode(Clustering.self, forKey: .clustering),
      controlsPerTreated: fields.decode(Double.self, forKey: .controlsPerTreated),
      isPooled: fields.decode(Bool.self, forKey: .isPooled),
      reference: fields.decode(TwoMeans.Reference.self, forKey: .reference),
      test: fields.decode(SignificanceTest.self, forKey: .test))
  }

  // MARK: Power

  /// Clusters.
  public var unitName: String { "clusters" }

  /// From just above the clusters without a degree of freedom.
  public var sizeRange: ClosedRange<Double> {
    reference == .t
      ? clustering.clusterRange(controlsPerTreated: controlsPerTreated)
      : Validation.sizes(from: 1e-3, controlsPerTreated: controlsPerTreated)
  }

  /// The effects that leave the treated proportion inside [0, 1].
  public var effectRange: ClosedRange<Double>? { -controlProportion...(1 - controlProportion) }

  /// The difference over its standard error, with the degrees of freedom of the clusters.
  public func signal(effect: Double, arms: ArmSizes) throws(EvaluationError) -> TestSignal {
    let control = controlProportion
    let treated = min(max(control + effect, 0), 1)
    var (first, second) = (treated * (1 - treated), control * (1 - control))
    if isPooled {
      let weight = arms.treated / (arms.treated + arms.control)
      let pooled = weight * treated + (1 - weight) * control
      (first, second) = (pooled * (1 - pooled), pooled * (1 - pooled))
    }
    let variance =
      clustering.varianceOfClusterMean * (first / arms.treated + second / arms.control)
    guard variance > 0 else {
      throw .undefined(
        what: "the power", needed: "a proportion between 0 and 1 in one arm",
        found: "\(formatted(control)) and \(formatted(treated)), which never vary")
    }
    return try TestSignal(
      shift: effect / variance.squareRoot(),
      degreesOfFreedom: reference == .t ? clustering.degreesOfFreedom(arms) : nil)
  }

  /// The design in words.
  public var description: String {
    "two proportions, \(formatted(controlProportion)) without the programme, \(clustering); \(test)"
  }
}

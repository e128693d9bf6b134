import DataFrames
import LinearAlgebra
import Regression
public import Statistics

/// The difference of two means where people come in clusters, such as teams: people of one cluster
/// resemble each other, so that the clusters, not the people, are the sample.
///
/// The coefficient of the treatment in a least-squares regression, with CR2 covariance by cluster and
/// Satterthwaite's degrees of freedom, which fall with the number of clusters and their imbalance.
///
/// **Reference:** Bell and McCaffrey (2002), Survey Methodology 28, 169-181; Pustejovsky and Tipton
/// (2018), doi:10.1080/07350015.2016.1247004.
/// **Same as:** R `estimatr::lm_robust(y ~ treated, clusters = team)`; R
/// `clubSandwich::coef_test(lm(y ~ treated), vcov = "CR2", cluster = team)`.
public struct ClusteredDifference: Evidence, Hashable, Codable, CustomStringConvertible {
  /// The cluster's column.
  public let cluster: String
  /// How many clusters hold treated people.
  public let treatedClusters: Int
  /// How many clusters hold controls.
  public let controlClusters: Int
  /// How many clusters there are; fewer than both together when a cluster holds people of both arms.
  public let clusterCount: Int
  /// The mean outcome of the treated.
  public let treatedMean: Double
  /// The mean outcome of the controls.
  public let controlMean: Double
  /// Treated minus control.
  public let effect: Estimate

  /// A randomised experiment.
  public var design: StudyDesign { .randomizedExperiment }

  /// The least degrees of freedom at which Satterthwaite's t keeps its level well.
  public static let fewestDegreesOfFreedom = 4.0

  /// Compares people in clusters.
  ///
  /// - Parameters:
  ///   - outcomes: one a person, finite.
  ///   - treated: each person's arm.
  ///   - groups: each person's cluster.
  ///   - cluster: the cluster's column.
  ///   - unit: what the outcome is measured in.
  ///   - direction: which way the outcome is good.
  /// - Throws: `tooFew` unless there are people in both arms and two clusters; `constantColumn` when
  ///   no outcome varies within its arm; `undefined` when a single cluster determines the effect;
  ///   `overflow` and `undefined` for outcomes whose squares a `Double` cannot hold.
  init(
    outcomes: [Double], treated: [Bool], groups: Groups, cluster: String, unit: String,
    direction: Estimate.Direction
  ) throws(EvaluationError) {
    let arms = try Arms(outcomes, treated)
    guard groups.levels.count >= 2 else {
      throw .tooFew(
        what: "clusters in \"\(excerpt(cluster))\"", needed: 2, found: groups.levels.count)
    }
    // Refuses arms without people and without spread by the rules of all means.
    _ = try MeanDifference(
      treated: arms.treated, control: arms.control, design: .randomizedExperiment, unit: unit)
    let indicator = treated.map { $0 ? 1.0 : 0 }
    let ones = [Double](repeating: 1, count: treated.count)
    guard let matrix = Matrix(rows: treated.count, columns: 2, elements: ones + indicator) else {
      throw .tooFew(what: "rows", needed: 2, found: 0)
    }
    let model = try LinearRegression(
      DesignMatrix(names: [DesignMatrix.interceptName, "treated"], matrix: matrix),
      response: outcomes, outcome: "outcome", estimator: .clusterCR2(column: cluster),
      clusters: Clusters(codes: groups.codes, count: groups.levels.count))
    let coefficient = try model.estimate(of: "treated", unit: unit, direction: direction)
    var holds = (treated: Set<Int>(), control: Set<Int>())
    for (code, isTreated) in zip(groups.codes, treated) {
      if isTreated { holds.treated.insert(code) } else { holds.control.insert(code) }
    }
    self.cluster = cluster
    treatedClusters = holds.treated.count
    controlClusters = holds.control.count
    clusterCount = groups.levels.count
    treatedMean = arms.treated.mean ?? 0
    controlMean = arms.control.mean ?? 0
    effect = try Estimate(
      value: coefficient.value, uncertainty: coefficient.uncertainty,
      method: "difference of means, CR2 clustered by \(excerpt(cluster)), Satterthwaite t",
      unit: unit, direction: direction,
      sampleSizes: [
        .init("treated", arms.treated.count), .init("control", arms.control.count),
        .init("clusters", groups.levels.count),
      ])
  }

  private enum CodingKeys: String, CodingKey {
    case cluster, treatedClusters, controlClusters, clusterCount, treatedMean, controlMean, effect
  }

  /// Decodes a comparison, refusing one that is not the difference of its means, and counts that no
  /// clusters have.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    cluster = try fields.decode(String.self, forKey: .cluster)
    treatedClusters = try fields.decode(Int.self, forKey: .treatedClusters)
    controlClusters = try fields.decode(Int.self, forKey: .controlClusters)
    clusterCount = try fields.decode(Int.self, forKey: .clusterCount)
    treatedMean = try fields.decode(Double.self, forKey: .treatedMean)
    controlMean = try fields.decode(Double.self, forKey: .controlMean)
    effect = try fields.decode(Estimate.self, forKey: .effect)
    let error = abs(treatedMean - controlMean - effect.value)
    let allowance = 1e-9 * max(abs(treatedMean), abs(controlMean), .leastNormalMagnitude)
    let arms = 1...max(1, clusterCount)
    guard treatedMean.isFinite, controlMean.isFinite, error <= allowance, clusterCount >= 2,
      arms.contains(treatedClusters), arms.contains(controlClusters),
      treatedClusters >= clusterCount - controlClusters, effect.degreesOfFreedom != nil
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .effect, in: fields, debugDescription: "needs the difference of the two means")
    }
  }

  /// Whether there are clusters enough for the interval.
  public var checks: [Check] {
    let freedom = effect.degreesOfFreedom ?? 0
    let isEnough = freedom >= Self.fewestDegreesOfFreedom
    return [
      Check(
        "number of clusters", figure: freedom, threshold: Self.fewestDegreesOfFreedom,
        verdict: isEnough ? .passed : .inconclusive,
        sentence:
          "\(treatedClusters) clusters with treated and \(controlClusters) with controls give \(formatted(freedom, significantDigits: 3)) degrees of freedom."
          + (isEnough ? "" : " So few clusters hardly carry an interval."))
    ]
  }

  /// Clusters and the effect with its interval.
  public var description: String {
    "clusters: \(treatedClusters) with treated, \(controlClusters) with controls\n\(effect)"
  }
}

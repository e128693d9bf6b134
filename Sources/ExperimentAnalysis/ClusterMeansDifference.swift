public import Statistics

/// The difference of two means where whole clusters were assigned, by a t test of cluster means: each
/// cluster is one observation, however many people it holds.
///
/// The simplest analysis that keeps its level with few clusters. It estimates the effect on the
/// average cluster; where clusters differ in size, that on the average person is another.
///
/// **Reference:** Donner and Klar (2000), *Design and Analysis of Cluster Randomization Trials*,
/// chapter 7.
/// **Same as:** R `t.test(means ~ arm, var.equal = TRUE)` on one row a cluster.
public struct ClusterMeansDifference: Evidence, Hashable, Codable, CustomStringConvertible {
  /// The cluster's column.
  public let cluster: String
  /// The comparison of the clusters' means; its counts are of clusters.
  public let comparison: MeanDifference

  /// Compares cluster means.
  ///
  /// - Throws: what `MeanDifference` throws, about clusters instead of rows.
  init(
    cluster: String, means: Arms, method: MeanDifference.Method, unit: String,
    direction: Estimate.Direction
  ) throws(EvaluationError) {
    for (arm, moments) in [("treated", means.treated), ("control", means.control)] {
      guard moments.count >= 2 else {
        throw .tooFew(
          what: "\(arm) clusters in \"\(excerpt(cluster))\"", needed: 2, found: moments.count)
      }
    }
    self.cluster = cluster
    comparison = try MeanDifference(
      treated: means.treated, control: means.control, method: method,
      design: .randomizedExperiment, unit: unit, direction: direction)
  }

  /// The difference of the means of cluster means, treated minus control.
  public var effect: Estimate {
    let effect = comparison.effect
    let named = try? Estimate(
      value: effect.value, uncertainty: effect.uncertainty,
      method: "\(comparison.method.name), on means by \(excerpt(cluster))", unit: effect.unit,
      direction: effect.direction,
      sampleSizes: [
        .init("treated clusters", comparison.treated.count),
        .init("control clusters", comparison.control.count),
      ])
    return named ?? effect
  }

  /// How the comparison was made.
  public var design: StudyDesign { comparison.design }

  /// Whether there are clusters enough for the interval.
  public var checks: [Check] {
    let fewest = min(comparison.treated.count, comparison.control.count)
    let isEnough = fewest >= Self.fewestClusters
    return [
      Check(
        "number of clusters", figure: Double(fewest), threshold: Double(Self.fewestClusters),
        verdict: isEnough ? .passed : .inconclusive,
        sentence:
          "\(comparison.treated.count) treated and \(comparison.control.count) control clusters."
          + (isEnough ? "" : " With so few, everything hangs on how their means are distributed."))
    ]
  }

  /// The fewest clusters in an arm at which the t test bears means that are not normal.
  public static let fewestClusters = 4

  /// Clusters and the effect with its interval.
  public var description: String { "means of clusters by \(excerpt(cluster))\n\(effect)" }
}

import ProgramEvaluation

/// How a plan or a command says which analysis of an experiment it wants: by name, or by the column that
/// adjusts, groups or pairs.
struct AnalysisChoice {
  /// The analyses that have a name of their own.
  enum Name: String, CaseIterable {
    case welch, pooled, clusterMeans, proportions, permutation
  }

  var name: Name?
  var covariate: String?
  var cluster: String?
  var pair: String?

  /// The analysis; Welch's t when nothing was said.
  ///
  /// - Throws: `invalidArgument` when two analyses are asked for at once, or cluster means without a
  ///   cluster.
  func analysis(
    permutation: PermutationTest.Method
  ) throws(EvaluationError) -> Experiment.Analysis {
    let columns = [("a covariate", covariate), ("a cluster", cluster), ("a pair", pair)]
      .filter { $0.1 != nil }.map(\.0)
    guard columns.count <= 1, name == nil || name == .clusterMeans || columns.isEmpty else {
      throw .invalidArgument(
        name: "the analysis",
        needed: "one of: a name, a covariate, a cluster (also with clusterMeans), a pair",
        found: (columns + (name.map { [$0.rawValue] } ?? [])).joined(separator: " and "))
    }
    switch (name, covariate, cluster, pair) {
    case (.clusterMeans, _, let cluster?, _): return .clusterMeans(by: cluster)
    case (.clusterMeans, _, nil, _):
      throw .invalidArgument(
        name: "the analysis", needed: "a cluster beside clusterMeans", found: "none")
    case (.pooled, _, _, _): return .pooled
    case (.proportions, _, _, _): return .proportions
    case (.permutation, _, _, _): return .permutation(permutation)
    case (_, let covariate?, _, _): return .cuped(covariate: covariate)
    case (_, _, let cluster?, _): return .clustered(by: cluster)
    case (_, _, _, let pair?): return .paired(by: pair)
    case (.welch, nil, nil, nil), (nil, nil, nil, nil): return .welch
    }
  }
}

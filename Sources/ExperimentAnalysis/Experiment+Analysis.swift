public import Statistics

extension Experiment {
  /// How the arms are compared.
  public enum Analysis: Sendable, Hashable, Codable {
    /// The difference of means by Welch's t, the default.
    case welch
    /// The difference of means by Student's t with one pooled variance.
    case pooled
    /// The difference of two proportions with Newcombe's interval and Fisher's exact test, for an
    /// outcome of yes and no.
    case proportions
    /// The mean difference within pairs, of which chance treated one person each. The column names
    /// the pair.
    case paired(by: String)
    /// The difference of means with CR2 errors and Satterthwaite's t, where people come in clusters.
    case clustered(by: String)
    /// The difference of the mean of cluster means by a t test, each cluster counting alike, where
    /// whole clusters were assigned. Student's pooled t with clusters - 2 degrees of freedom by
    /// default, as cluster trials are planned.
    case clusterMeans(by: String, method: MeanDifference.Method = .pooled)
    /// The difference of means adjusted by a covariate from before the experiment.
    case cuped(covariate: String)
    /// The difference of means with a permutation test and the interval that it implies.
    case permutation(PermutationTest.Method = .standard)

    /// The column that the analysis takes beside treatment and outcome, or nil.
    public var column: String? {
      switch self {
      case .welch, .pooled, .proportions, .permutation: nil
      case .paired(let column), .clustered(let column), .clusterMeans(let column, _),
        .cuped(let column):
        column
      }
    }

    func makes(_ comparison: Comparison) -> Bool {
      switch (self, comparison) {
      case (.welch, .means(let means)): means.method == .welch
      case (.pooled, .means(let means)): means.method == .pooled
      case (.proportions, .proportions), (.paired, .pairs), (.cuped, .cuped): true
      case (.clustered(let column), .clusters(let clusters)): clusters.cluster == column
      case (.clusterMeans(let column, let method), .clusterMeans(let means)):
        means.cluster == column && means.comparison.method == method
      case (.permutation(let method), .permutation(let test)): test.method == method
      default: false
      }
    }
  }

  /// A comparison of both arms with all its figures.
  public enum Comparison: Sendable, Hashable, Codable {
    /// Of two means.
    case means(MeanDifference)
    /// Of two proportions.
    case proportions(ProportionComparison)
    /// Within pairs.
    case pairs(PairedDifference)
    /// Of people in clusters.
    case clusters(ClusteredDifference)
    /// Of the means of clusters.
    case clusterMeans(ClusterMeansDifference)
    /// Of means adjusted by a covariate.
    case cuped(CupedDifference)
    /// Of two means over reassignments.
    case permutation(PermutationTest)

    private var evidence: any Evidence {
      switch self {
      case .means(let result): result
      case .proportions(let result): result
      case .pairs(let result): result
      case .clusters(let result): result
      case .clusterMeans(let result): result
      case .cuped(let result): result
      case .permutation(let result): result
      }
    }

    /// Treated minus control.
    public var effect: Estimate { evidence.effect }

    /// What the comparison asks of its own data.
    public var checks: [Check] { evidence.checks }

    var design: StudyDesign { evidence.design }

    /// The mean outcome in each arm, before any adjustment; nil within pairs.
    public var means: (treated: Double, control: Double)? {
      switch self {
      case .means(let result): Self.means(result.treated, result.control)
      case .proportions(let result): (result.treated.rate, result.control.rate)
      case .pairs: nil
      case .clusters(let result): (result.treatedMean, result.controlMean)
      case .clusterMeans(let result):
        Self.means(result.comparison.treated, result.comparison.control)
      case .cuped(let result):
        Self.means(result.treated.moments(of: 0), result.control.moments(of: 0))
      case .permutation(let result): Self.means(result.treated, result.control)
      }
    }

    private static func means(
      _ treated: Moments?, _ control: Moments?
    ) -> (treated: Double, control: Double)? {
      guard let first = treated?.mean, let second = control?.mean else { return nil }
      return (first, second)
    }
  }
}

// MARK: - Description

extension Experiment.Analysis: CustomStringConvertible {
  /// The analysis in words, such as `means adjusted by "pre" (CUPED)`.
  public var description: String {
    switch self {
    case .welch: "means compared by Welch's t"
    case .pooled: "means compared by Student's t"
    case .proportions: "two proportions"
    case .paired(let column): "pairs named by \"\(excerpt(column))\""
    case .clustered(let column): "clusters named by \"\(excerpt(column))\""
    case .clusterMeans(let column, _): "means of clusters named by \"\(excerpt(column))\""
    case .cuped(let column): "means adjusted by \"\(excerpt(column))\" (CUPED)"
    case .permutation: "means compared by permutation"
    }
  }
}

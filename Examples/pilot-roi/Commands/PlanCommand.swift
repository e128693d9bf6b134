import ArgumentParser
import ProgramEvaluation

/// `pilot-roi plan`: what a pilot of a size can see, and what size it needs.
struct PlanCommand: FindingCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "How many people a pilot needs, and what effect it can see.",
    discussion: """
      Give the spread by --sd (a mean) or --rate (a proportion), or earlier data and --outcome. Then --treated \
      asks for the smallest effect that so many see, and --effect for the people that see it. With \
      --value-per-unit, --headcount and --cost both stand beside the effect that pays for the programme.
      """)

  enum Alternative: String, ExpressibleByArgument, CaseIterable {
    case twoSided = "two-sided"
    case greater, less

    var choice: SignificanceTest.Alternative {
      switch self {
      case .twoSided: .twoSided
      case .greater: .greater
      case .less: .less
      }
    }
  }

  enum Pairing: String, ExpressibleByArgument, CaseIterable {
    case groups, pairs
  }

  @Argument(help: "Earlier data to take the spread from, a CSV file.")
  var data: String?

  // MARK: The outcome

  @Option(name: .long, help: "The column of the outcome in the data: numbers, or 0 and 1.")
  var outcome: String?

  @Option(name: .long, help: "The column of its measurement before, for analysis of covariance.")
  var baseline: String?

  @Option(name: .long, help: "Use the rows with COLUMN=VALUE alone.")
  var `where`: String?

  @Option(name: .long, help: "The standard deviation of the outcome, in place of data.")
  var sd: Double?

  @Option(name: .long, help: "The mean of the outcome without the programme, for percentages.")
  var mean: Double?

  @Option(name: .long, help: "The proportion without the programme, in place of data.")
  var rate: Double?

  @Option(name: .long, help: "The correlation with the measurement before, in place of data.")
  var correlation: Double?

  @Option(name: .long, help: "What the outcome is measured in.")
  var unit = "units"

  @Flag(name: .long, help: "A smaller outcome is better, as for exits.")
  var lowerIsBetter = false

  // MARK: The study

  @Option(name: .long, help: "groups, or pairs measured twice (--sd is then of the differences).")
  var compare = Pairing.groups

  @Option(name: .long, help: "The people (pairs, clusters) in the treated arm.")
  var treated: Int?

  @Option(name: .long, help: "The control people for each treated one.")
  var controlsPerTreated = 1.0

  @Option(name: .long, help: "The effect to be found, treatment minus control.")
  var effect: Double?

  @Option(name: .long, help: "People in a cluster (team, manager) that is assigned whole.")
  var clusterSize: Double?

  @Option(name: .long, help: "The standard deviation of the cluster sizes over their mean.")
  var clusterVariation = 0.0

  @Option(name: .long, help: "The intraclass correlation: the share of variance between clusters.")
  var icc: Double?

  @Option(name: .long, help: "The chance of finding the effect.")
  var power = 0.8

  @Option(name: .long, help: "The chance of a false alarm.")
  var alpha = 0.05

  @Option(name: .long, help: "two-sided, greater or less.")
  var alternative = Alternative.twoSided

  // MARK: The worth

  @Option(name: .long, help: "What one unit of improvement is worth for one person.")
  var valuePerUnit: Double?

  @Option(name: .long, help: "The people that the programme reaches.")
  var headcount: Double?

  @Option(name: .long, help: "What the programme costs for them.")
  var cost: Double?

  @Option(name: .long, help: "The currency.")
  var currency = "USD"

  @OptionGroup var output: OutputOptions

  // MARK: The answer

  func finding(_ progress: Progress) throws -> Finding {
    let spread = try OutcomeSpread(self)
    let worth = try ProgramWorth(
      baseline: spread.percentBaseline, valuePerUnit: valuePerUnit, headcount: headcount,
      cost: cost, currency: currency, direction: lowerIsBetter ? .lowerIsBetter : .higherIsBetter)
    let test = try SignificanceTest(alpha: alpha, alternative: alternative.choice)
    let design = try plannedDesign(spread, test)
    return try PilotPlan(self, design: design, spread: spread, worth: worth).finding
  }

  /// The design that the options describe.
  private func plannedDesign(
    _ spread: OutcomeSpread, _ test: SignificanceTest
  ) throws(EvaluationError) -> any PowerDesign {
    if compare == .pairs {
      guard case .mean(let deviation, _) = spread.kind, clusterSize == nil else {
        throw .invalidArgument(
          name: "--compare pairs", needed: "used with --sd or a numeric outcome, without clusters",
          found: "another kind of study")
      }
      return try OneMean(.pairs, standardDeviation: deviation, test: test)
    }
    let clustering = try clustering(spread.correlation)
    switch spread.kind {
    case .mean(let deviation, _):
      if let clustering {
        return try ClusteredMeans(
          standardDeviation: deviation, clustering: clustering,
          controlsPerTreated: controlsPerTreated, test: test)
      }
      return try TwoMeans(
        .common(deviation), controlsPerTreated: controlsPerTreated,
        baseline: spread.correlation.map { .ancova(correlation: $0) } ?? .none, test: test)
    case .proportion(let rate):
      if let clustering {
        return try ClusteredProportions(
          controlProportion: rate, clustering: clustering,
          controlsPerTreated: controlsPerTreated, test: test)
      }
      return try TwoProportions(
        controlProportion: rate, controlsPerTreated: controlsPerTreated, test: test)
    }
  }

  /// The clusters, whose covariate explains the same share within as between.
  private func clustering(_ correlation: Double?) throws(EvaluationError) -> Clustering? {
    guard let clusterSize else {
      guard icc == nil, clusterVariation == 0 else {
        throw .invalidArgument(
          name: "--cluster-size", needed: "given beside --icc and --cluster-variation",
          found: "not given")
      }
      return nil
    }
    guard let icc else {
      throw .invalidArgument(
        name: "--icc",
        needed:
          "given beside --cluster-size (0.01 to 0.1 is usual for teams; take it from earlier data)",
        found: "not given")
    }
    let explained = correlation.map { $0 * $0 } ?? 0
    return try Clustering(
      meanSize: clusterSize, sizeVariation: clusterVariation, intraclassCorrelation: icc,
      explainedWithin: explained, explainedBetween: explained,
      clusterCovariates: correlation == nil ? 0 : 1)
  }
}

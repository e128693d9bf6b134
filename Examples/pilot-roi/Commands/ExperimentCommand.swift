import ArgumentParser
import ProgramEvaluation

/// `pilot-roi experiment`: what a randomised experiment found, from rows or from summaries.
struct ExperimentCommand: FindingCommand {
  static let configuration = CommandConfiguration(
    commandName: "experiment",
    abstract:
      "Read a randomised experiment: the effect, its interval, and what must hold before it counts.",
    discussion: """
      From rows: a CSV file with one row for everyone who was assigned, --treatment and --outcome. From \
      summaries: --treated and --control, each a count such as 12/200 or a size, mean and standard deviation \
      such as 120,14.2,3.1. Everyone is analysed in the arm that chance gave them. A failed check (more people \
      lost from one arm than chance allows, arms of the wrong sizes) ends with exit code 3.
      """)

  @Argument(help: "The rows, a CSV file.")
  var data: String?

  @Option(name: .long, help: "The column that is 1 or true for those whom chance treated.")
  var treatment: String?

  @Option(name: .long, help: "The column of the outcome: numbers, or yes and no.")
  var outcome: String?

  @Option(
    name: .long,
    help: "The analysis: welch (default), pooled, clusterMeans, proportions, permutation.")
  var analysis: AnalysisChoice.Name?

  @Option(
    name: .long, help: "A column of numbers from before the experiment, to adjust by (CUPED).")
  var covariate: String?

  @Option(name: .long, help: "The column of the cluster, such as the team (CR2 errors).")
  var cluster: String?

  @Option(name: .long, help: "The column of the pair of which chance treated one.")
  var pair: String?

  @Option(name: .long, help: "The treated: SUCCESSES/PEOPLE, or PEOPLE,MEAN,SD.")
  var treated: String?

  @Option(name: .long, help: "The controls, likewise.")
  var control: String?

  @Option(name: .long, help: "How many people chance gave each arm: TREATED,CONTROL.")
  var assigned: String?

  @Option(name: .long, help: "The share that chance was to treat, such as 0.5, to check the sizes.")
  var expectedShare: Double?

  @Option(name: .long, help: "What the outcome is measured in.")
  var unit: String = ""

  @Flag(name: .long, help: "A smaller outcome is better.")
  var lowerIsBetter = false

  @Flag(
    name: .long, help: "Leave out people without an outcome and count them, instead of refusing.")
  var completeCases = false

  @Option(name: .long, help: "The confidence level.")
  var level: Double = 0.95

  @Option(name: .long, help: "How many random assignments a permutation test draws.")
  var draws: Int = 9_999

  @Option(name: .long, help: "What random assignments start from.")
  var seed: UInt64 = 1

  @OptionGroup var output: OutputOptions

  func finding(_ progress: Progress) throws -> Finding {
    guard level > 0, level < 1 else {
      throw EvaluationError.invalidArgument(
        name: "--level", needed: "inside (0, 1)", found: "\(level)")
    }
    let experiment = try experiment(progress)
    return ExperimentFinding(
      experiment: experiment, outcome: outcome ?? "the outcome", level: level
    ).finding
  }

  private var direction: Estimate.Direction { lowerIsBetter ? .lowerIsBetter : .higherIsBetter }

  private func experiment(_ progress: Progress) throws(EvaluationError) -> Experiment {
    guard let data else { return try fromSummaries() }
    guard treated == nil, control == nil, assigned == nil else {
      throw .invalidArgument(
        name: "the experiment", needed: "rows, or --treated and --control", found: "both")
    }
    guard let treatment, let outcome else {
      throw .invalidArgument(
        name: treatment == nil ? "--treatment" : "--outcome", needed: "the name of a column",
        found: "not said")
    }
    let choice = AnalysisChoice(name: analysis, covariate: covariate, cluster: cluster, pair: pair)
    let method = try choice.analysis(
      permutation: PermutationTest.Method(draws: draws, seed: seed))
    let people = try InputFile.frame(data)
    return try Experiment(
      people, treatment: treatment, outcome: outcome, analysis: method,
      expectedTreatedShare: expectedShare, unit: unit, direction: direction,
      missing: completeCases ? .completeCases : .reject
    ) { done, total in progress.stage("\(done) of \(total) assignments") }
  }

  private func fromSummaries() throws(EvaluationError) -> Experiment {
    guard let treated, let control else {
      throw .invalidArgument(
        name: "the experiment", needed: "a CSV file, or --treated and --control",
        found: "neither")
    }
    guard treatment == nil, outcome == nil, covariate == nil, cluster == nil, pair == nil,
      analysis == nil || analysis == .welch || analysis == .pooled || analysis == .proportions
    else {
      throw .invalidArgument(
        name: "columns and analyses of rows", needed: "a CSV file",
        found: "--treated and --control")
    }
    return try ArmSummary.experiment(
      treated: ArmSummary(treated, option: "--treated"),
      control: ArmSummary(control, option: "--control"),
      assigned: assigned.map { text throws(EvaluationError) in try ArmSummary.assigned(text) },
      isPooled: analysis == .pooled, expectedShare: expectedShare, unit: unit,
      direction: direction)
  }
}

extension AnalysisChoice.Name: ExpressibleByArgument {}

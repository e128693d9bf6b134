import ArgumentParser
import Foundation
import ProgramEvaluation

/// `pilot-roi match`: chooses a cohort, and says whom it leaves out and how alike the groups are.
struct MatchCommand: FindingCommand {
  static let configuration = CommandConfiguration(
    commandName: "match",
    abstract: "Choose a matched cohort, and see whether the groups are comparable.",
    discussion: """
      The outcome plays no part in the choice. Name it with --outcome only when the cohort is settled: \
      its effect is then estimated in the matched rows.
      """)

  @Argument(help: "The people, a CSV file with one row each.")
  var data: String

  @Option(name: .long, help: "The column that is 1 or true for people in the programme.")
  var treatment: String

  @Option(
    name: .long, parsing: .upToNextOption,
    help: "The columns that partners should resemble each other in, known before the start.")
  var covariates: [String]

  @OptionGroup(title: "Method") var choice: MatchChoice

  @OptionGroup(title: "Constraints") var limits: MatchLimits

  @Option(name: .long, help: "A column that must name each person once.")
  var identifier: String?

  @Flag(name: .long, help: "Leave out rows with empty cells, and count them, instead of refusing.")
  var completeCases = false

  @Option(name: .long, help: "The outcome, once the cohort is settled.")
  var outcome: String?

  @Flag(name: .long, help: "A smaller outcome is better.")
  var lowerIsBetter = false

  @Flag(
    name: .long,
    help: "Adjust the effect by regression on the covariates (g-computation), without replacement.")
  var adjust = false

  @OptionGroup var output: OutputOptions

  private var missing: MissingCells { completeCases ? .completeCases : .reject }

  func finding(_ progress: Progress) throws -> Finding {
    progress.stage("reading \(data)")
    let people = try InputFile.frame(data)
    let method = try choice.matchingMethod
    let constraints = try limits.constraints
    progress.stage("counting candidates")
    let feasibility =
      method.ratio == nil
      ? nil
      : try MatchingFeasibility(
        people, treatment: treatment, covariates: covariates, method: method,
        target: choice.target, constraints: constraints, missing: missing)
    progress.stage("matching")
    let cohort: MatchedSample
    do {
      cohort = try MatchedSample(
        people, treatment: treatment, covariates: covariates, method: method,
        target: choice.target, constraints: constraints, identifier: identifier, missing: missing)
    } catch {
      // Nobody could be matched: the count of candidates says why.
      if case .noMatches = error, let feasibility {
        FileHandle.standardError.write(Data("\(feasibility)\n\n".utf8))
      }
      throw error
    }
    let outcomes = try outcome.map { name in
      progress.stage("estimating")
      return try MatchOutcome(
        cohort, people, outcome: name, isAdjusted: adjust,
        direction: lowerIsBetter ? .lowerIsBetter : .higherIsBetter, missing: missing)
    }
    return MatchFinding(
      cohort: cohort, feasibility: feasibility, outcome: outcomes,
      names: try names(people)
    ).finding
  }

  /// What each row is called: its identifier, or its number.
  private func names(_ people: DataFrame) throws -> [String] {
    guard let identifier else { return (1...people.rowCount).map(String.init) }
    let column = try people.column(identifier)
    return (0..<people.rowCount).map { column[$0].description }
  }
}

/// The effect of a settled cohort.
struct MatchOutcome {
  let effect: MatchedEffect
  /// Rosenbaum's bounds, where the cohort consists of pairs.
  let bounds: RosenbaumBounds?

  init(
    _ cohort: MatchedSample, _ people: DataFrame, outcome: String, isAdjusted: Bool,
    direction: Estimate.Direction, missing: MissingCells
  ) throws(EvaluationError) {
    effect = try cohort.effect(
      on: outcome, in: people, estimator: isAdjusted ? .gComputation() : .weightedMeans,
      direction: direction, missing: missing)
    guard cohort.method.ratio == 1, cohort.method.replacement == .none else {
      bounds = nil
      return
    }
    do {
      bounds = try cohort.rosenbaumBounds(
        on: outcome, in: people, direction: direction, missing: missing)
    } catch {
      // Pairs that all agree in the outcome have an effect, but no ranks.
      guard case .tooFew = error else { throw error }
      bounds = nil
    }
  }
}

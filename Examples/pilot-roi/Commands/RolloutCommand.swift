import ArgumentParser
import ProgramEvaluation

/// `pilot-roi rollout`: the effect of a programme that groups start at different dates.
struct RolloutCommand: FindingCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollout",
    abstract: "Find the effect of a programme that groups start at different dates.",
    discussion: """
      Each wave's change since the period before its start is compared with that of units not treated \
      (Callaway and Sant'Anna, without covariates). With --treated, two-way fixed effects stand beside it.
      """)

  @Argument(help: "The panel: a CSV file with one row for each unit and period.")
  var data: String

  @Option(name: .long, help: "The column that names the units.")
  var unit: String

  @Option(name: .long, help: "The column of the periods: whole numbers or dates.")
  var time: String

  @Option(name: .long, help: "The column of the indicator.")
  var outcome: String

  @Option(
    name: .long, help: "The column of the first period under treatment; empty or 0 means never.")
  var start: String?

  @Option(
    name: .long, help: "The column that is 1 or true where the unit is treated in the period.")
  var treated: String?

  @Option(name: .long, help: "The column of teams; where each starts as one, errors are by team.")
  var team: String?

  @Option(name: .long, help: "Whom a wave is compared with.")
  var comparison = Choice(ComparisonGroup.neverTreated)

  @Option(name: .long, help: "The period that changes are taken from.")
  var base = Choice(BasePeriod.varying)

  @Option(name: .long, help: "Periods before its start in which a wave may already react.")
  var anticipation = 0

  @Option(name: .long, help: "How waves and periods become one figure.")
  var summary = Choice(RolloutSummary.group)

  @Option(name: .long, help: "What happens to units without a row in every period.")
  var unbalanced = Choice(UnbalancedUnits.reject)

  @Flag(name: .long, help: "Leave out rows with empty cells instead of refusing them.")
  var completeCases = false

  @Flag(name: .long, help: "A smaller outcome is better.")
  var lowerIsBetter = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard start != nil || treated != nil else {
      throw ValidationError(
        "name the column of starts with --start, or of treatment with --treated")
    }
  }

  // MARK: Finding

  func finding(_ progress: Progress) throws -> Finding {
    progress.stage("reading \(data)")
    let frame = try InputFile.frame(data)
    let missing: MissingCells = completeCases ? .completeCases : .reject
    let direction: Estimate.Direction = lowerIsBetter ? .lowerIsBetter : .higherIsBetter
    let adoption = start.map { AdoptionColumn.start($0) } ?? .indicator(treated ?? "")
    progress.stage("comparing waves")
    let rollout = try StaggeredAdoption(
      frame, unit: unit, time: time, outcome: outcome, adoption: adoption, team: team,
      comparison: comparison.value, base: base.value, anticipation: anticipation,
      summary: summary.value, unbalanced: unbalanced.value, missing: missing, direction: direction)
    let twoWay = try treated.map {
      try TwoWayFixedEffects(
        frame, outcome: outcome, treatment: $0, unit: unit, time: time,
        covariance: .clusterCR2(column: team ?? unit), missing: missing, direction: direction)
    }
    return finding(rollout, twoWay: twoWay)
  }

  private func finding(_ rollout: StaggeredAdoption, twoWay: TwoWayFixedEffects?) -> Finding {
    let words = RolloutWords(outcome: outcome, rollout: rollout, twoWay: twoWay)
    var screen = Screen()
    for sentence in words.sentences { screen.say(sentence) }
    screen.show(words.timeTable)
    screen.say(words.band)
    return Finding(
      command: "rollout", title: words.title, screen: screen,
      figures: RolloutFigures(words),
      report: words.report, checks: rollout.checks,
      tables: [
        OutputFile("event-time.csv", rollout.average(by: .dynamic)?.csv ?? ""),
        OutputFile("group-time.csv", rollout.groupTimeCSV),
      ])
  }
}

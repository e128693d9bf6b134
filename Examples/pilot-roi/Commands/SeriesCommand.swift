import ArgumentParser
import ProgramEvaluation

/// `pilot-roi series`: the effect of something that happened at a known time.
struct SeriesCommand: FindingCommand {
  static let configuration = CommandConfiguration(
    commandName: "series",
    abstract:
      "Find the effect of something that happened at a known time, from a series before and after.",
    discussion: """
      Trend and season from before the start are carried on; the effect is what the series did instead. \
      With a comparison series, what changed there at the same time is taken off.
      """)

  @Argument(help: "The series: a CSV file with one row a period, in the order of time.")
  var data: String

  @Option(name: .long, help: "The column of the indicator.")
  var outcome: String

  @Option(name: .long, help: "The column of the times: whole numbers that count periods, or dates.")
  var time: String

  @Option(
    name: .long,
    help: "What a period is when the times are dates; as they mostly follow each other if left out."
  )
  var period: Choice<PeriodUnit>?

  @Option(
    name: .long,
    help:
      "The first period under the programme, a number or a date; more than once for several changes."
  )
  var start: [SeriesStart]

  @Option(name: .long, help: "What a start may change.")
  var change = Choice(Intervention.Change.levelAndSlope)

  @Option(name: .long, help: "Periods from each start on that are left out.")
  var phaseIn = 0

  @Option(name: .long, help: "Where a slope change counts from.")
  var slopeOrigin = Choice(SlopeOrigin.zeroAtFirstPeriod)

  @Option(name: .long, help: "Periods in a cycle, such as 12 for months; 0 for no season.")
  var season = 0

  @Option(
    name: .long, help: "Fourier pairs for the cycle instead of a level for each of its periods.")
  var fourierPairs: Int?

  @Option(name: .long, help: "The column of a comparison series.")
  var comparison: String?

  @Option(name: .long, help: "How the comparison series enters.")
  var comparisonModel = Choice(SegmentedSpecification.ComparisonModel.stacked)

  @Option(name: .long, help: "How the outcome enters.")
  var scale = Choice(SegmentedSpecification.Scale.asMeasured)

  @Option(name: .long, help: "How the model is fitted.")
  var method = Choice(SeriesFitting.reml)

  @Option(name: .long, help: "The lag of Newey and West; by their rule when left out.")
  var lag: Int?

  @Option(name: .long, help: "What the outcome is measured in.")
  var unit = ""

  @Flag(
    name: .long, help: "Leave out rows with empty cells, as gaps in time, instead of refusing them."
  )
  var completeCases = false

  @Flag(name: .long, help: "A smaller outcome is better.")
  var lowerIsBetter = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard lag == nil || method.value == .neweyWest else {
      throw ValidationError("--lag belongs to --method neweyWest")
    }
    guard fourierPairs == nil || season > 0 else {
      throw ValidationError("--fourier-pairs needs --season, the periods in a cycle")
    }
  }

  // MARK: Finding

  func finding(_ progress: Progress) throws -> Finding {
    progress.stage("reading \(data)")
    let frame = try InputFile.frame(data)
    let study = try SegmentedRegression(
      frame, outcome: outcome, time: time, timeUnit: period?.value,
      comparison: comparison.map { .column($0) },
      interventions: start.map {
        Intervention(at: $0.value, change: change.value, phaseIn: phaseIn)
      },
      slopeOrigin: slopeOrigin.value,
      seasonality: Seasonality(cycle: season, fourierPairs: fourierPairs), scale: scale.value,
      comparisonModel: comparisonModel.value, method: method.value.method(lag: lag), unit: unit,
      direction: lowerIsBetter ? .lowerIsBetter : .higherIsBetter,
      missing: completeCases ? .completeCases : .reject)
    let words = try SeriesWords(study)
    var screen = Screen()
    for sentence in words.sentences { screen.say(sentence) }
    screen.show(words.lastPeriods)
    screen.say(words.tests)
    return Finding(
      command: "series", title: words.title, screen: screen, figures: SeriesFigures(words),
      report: words.report, checks: study.checks,
      tables: [
        OutputFile("series.csv", words.seriesCSV),
        OutputFile("coefficients.csv", words.coefficientsCSV),
      ])
  }
}

/// A start on the command line.
struct SeriesStart: ExpressibleByArgument {
  let value: Intervention.Start

  init?(argument: String) {
    guard let value = Intervention.Start(argument) else { return nil }
    self.value = value
  }
}

/// The ways to fit a series by the names of options and plans.
enum SeriesFitting: String, CaseIterable {
  case reml, maximumLikelihood, neweyWest, praisWinsten, cochraneOrcutt, leastSquares

  func method(lag: Int?) -> SeriesMethod {
    switch self {
    case .reml: .restrictedLikelihood
    case .maximumLikelihood: .maximumLikelihood
    case .neweyWest: .leastSquares(.neweyWest(NeweyWest(lag: lag.map { .fixed($0) } ?? .rule)))
    case .praisWinsten: .praisWinsten(iterated: true)
    case .cochraneOrcutt: .cochraneOrcutt
    case .leastSquares: .leastSquares(.classical)
    }
  }
}

extension Seasonality {
  /// A season of so many periods, 0 for none, by levels or by Fourier pairs.
  init(cycle: Int, fourierPairs: Int?) {
    self =
      cycle == 0
      ? .none
      : fourierPairs.map { .fourier(period: Double(cycle), pairs: $0) } ?? .dummies(period: cycle)
  }
}

import ArgumentParser
import ProgramEvaluation

/// A case as options; they are read as a plan of the same content would be.
struct CaseOptions: ParsableArguments {
  @Option(name: .long, help: "What the case is called.")
  var name: String?

  @Option(name: .long, help: "Whose money it is: employer (default), participant, public.")
  var perspective: String?

  @Option(name: .long, help: "The one currency, such as USD.")
  var currency: String?

  @Option(name: .long, help: "What changed, such as \"avoidable exits\".")
  var indicator: String?

  @Option(name: .long, help: "What one of it is, such as \"exits a year\".")
  var unit: String?

  @Flag(name: .long, help: "Less of the indicator is better.")
  var lowerIsBetter = false

  // MARK: The change

  @Option(name: .long, help: "The figure before, as somebody states it.")
  var baseline: String?

  @Option(name: .long, help: "The figure after, as somebody states it.")
  var observed: String?

  @Option(name: .long, help: "What was counted before: EVENTS,PEOPLE,WEEKS.")
  var before: String?

  @Option(name: .long, help: "What was counted in the pilot: EVENTS,PEOPLE,WEEKS.")
  var after: String?

  @Option(
    name: .long, help: "The people that counts are stated for; by default those of --after.")
  var headcount: String?

  @Option(name: .long, help: "The weeks observed; with counts, those of --after.")
  var weeks: String?

  @Option(name: .long, help: "The weeks of a year in this case, such as 52.")
  var weeksPerYear: String?

  @Option(
    name: .long, help: "What stated figures cover: a year, or the window. Counts are per year.")
  var deltaCovers: String?

  @Option(name: .long, help: "How far the benefit is counted; by default one year.")
  var horizon: String?

  @Option(name: .long, help: "What is assumed after the weeks observed.")
  var persistence: String?

  // MARK: The money

  @Option(name: .long, help: "What one unit is worth, such as 120000.00.")
  var unitValue: String?

  @Option(name: .long, help: "Who says so.")
  var valueSource: String?

  @Option(name: .long, help: "The share credited to the programme, such as 0.20.")
  var share: String?

  @Option(name: .long, help: "The lowest share, in place of --share.")
  var low: String?

  @Option(name: .long, help: "The highest share.")
  var high: String?

  @Option(name: .long, help: "Why this share.")
  var rationale: String?

  @Option(name: .long, help: "Who answers for it.")
  var author: String?

  @Option(name: .long, help: "When it was decided, as yyyy-MM-dd.")
  var date: String?

  @Option(name: .long, help: "What agrees with the figures: none (default), surveys, sponsor.")
  var corroboration: String?

  @Option(
    name: .long,
    help: "Why the share may leave the band of the design; signed by --author on --date.")
  var override: String?

  @Option(
    name: .customLong("cost"),
    help:
      "A cost as CLASS=AMOUNT, such as fees=18000; classes: fees, analytics, managerTime, other.")
  var costs: [String] = []

  @Option(name: .customLong("no-cost"), help: "A class that costs nothing.")
  var noCosts: [String] = []

  @Option(name: .customLong("hurdle"), help: "A value of ROI to exceed; 0 by default.")
  var hurdles: [String] = []

  @Option(name: .long, help: "The level of the one-sided headline, 0.90 by default.")
  var headlineLevel: Double?

  @Option(name: .long, help: "The level of the two-sided interval, 0.90 by default.")
  var intervalLevel: Double?

  // MARK: What was said

  /// The options of a case that hours saved do not use, as they were said.
  var namesOfACase: [String] {
    let texts: [(String, String?)] = [
      ("--name", name), ("--perspective", perspective), ("--indicator", indicator),
      ("--unit", unit), ("--baseline", baseline), ("--observed", observed), ("--before", before),
      ("--after", after), ("--headcount", headcount), ("--weeks", weeks),
      ("--weeks-per-year", weeksPerYear), ("--delta-covers", deltaCovers), ("--horizon", horizon),
      ("--persistence", persistence), ("--unit-value", unitValue), ("--value-source", valueSource),
      ("--share", share), ("--low", low), ("--high", high), ("--rationale", rationale),
      ("--author", author), ("--date", date), ("--corroboration", corroboration),
      ("--override", override),
    ]
    let flags: [(String, Bool)] = [
      ("--lower-is-better", lowerIsBetter), ("--hurdle", !hurdles.isEmpty),
      ("--headline-level", headlineLevel != nil), ("--interval-level", intervalLevel != nil),
    ]
    return texts.filter { $0.1 != nil }.map(\.0) + flags.filter(\.1).map(\.0)
  }

  /// All options that were said.
  var names: [String] {
    let money: [(String, Bool)] = [
      ("--currency", currency != nil), ("--cost", !costs.isEmpty), ("--no-cost", !noCosts.isEmpty),
    ]
    return namesOfACase + money.filter(\.1).map(\.0)
  }
}

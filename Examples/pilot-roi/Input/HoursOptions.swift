import ArgumentParser
import ProgramEvaluation

/// Hours saved as options.
struct HoursOptions: ParsableArguments {
  @Flag(name: .long, help: "Turn hours saved into money.")
  var hours = false

  @Option(name: .long, help: "How many people save them.")
  var people: String?

  @Option(name: .long, help: "The hours that each saves a week.")
  var hoursPerWeek: String?

  @Option(name: .long, help: "What an hour costs with everything on it, such as 100.00.")
  var hourCost: String?

  @Option(name: .long, help: "The weeks of a year in which they are saved; 52 and 48 differ.")
  var workingWeeks: String?

  @Option(name: .long, help: "The share of the saved time that becomes productive, up to 1.")
  var realisedShare: String?

  /// The options that were said, but for the flag.
  var names: [String] {
    let texts: [(String, String?)] = [
      ("--people", people), ("--hours-per-week", hoursPerWeek), ("--hour-cost", hourCost),
      ("--working-weeks", workingWeeks), ("--realised-share", realisedShare),
    ]
    return texts.filter { $0.1 != nil }.map(\.0)
  }
}

/// Hours saved with what they cost to save.
struct HoursQuestion {
  let saved: TimeSaved
  /// nil when no cost is stated: then there is a value and no ROI.
  let costs: CostLedger?

  /// Reads the options; every fault is named by its option.
  init(_ hours: HoursOptions, _ options: CaseOptions) throws {
    var members = try options.costMembers()
    members["people"] = hours.people.map { text in
      Int(text).map { .number("\($0)") } ?? .string(text)
    }
    members["hoursPerWeek"] = hours.hoursPerWeek.map(JSON.string)
    members["hourCost"] = hours.hourCost.map(JSON.string)
    members["workingWeeks"] = hours.workingWeeks.map(JSON.string)
    members["realisedShare"] = hours.realisedShare.map(JSON.string)
    let faults = PlanFaults()
    let root = PlanObject(.object(members), path: "$", faults: faults)
    let currency = Plan.currency(root)
    let people = root.integer("people")
    let perWeek = root.decimal("hoursPerWeek")
    let hourCost = root.money("hourCost", currency)
    let weeks = root.decimal("workingWeeks")
    let share = root.decimal("realisedShare")
    let ledger = Plan.costs(root, currency)
    var saved: TimeSaved?
    if let people, let perWeek, let hourCost, let weeks, let share {
      saved = root.build { () throws(EvaluationError) in
        try TimeSaved(
          people: people, hoursPerWeek: perWeek, loadedHourlyCost: hourCost, workingWeeks: weeks,
          realisedShare: share)
      }
    }
    guard let saved, let ledger, faults.faults.isEmpty else {
      throw PlanError(
        source: "the options", faults: faults.faults.map { OptionNames.renamed($0) })
    }
    self.saved = saved
    costs = options.costs.isEmpty && options.noCosts.isEmpty ? nil : ledger
  }
}

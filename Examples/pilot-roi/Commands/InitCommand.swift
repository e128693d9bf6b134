import ArgumentParser
import Foundation
import ProgramEvaluation

/// `pilot-roi init`: a starter plan from the columns of a data file.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a starter plan for a data file, with every choice explained.",
    discussion: """
      What the columns can tell is filled in, and the plan's notes say why, with the other columns that \
      could have the role. What only people can say begins with "\(PlanObject.openMark)"; \
      run the plan to be told what is still open.
      """)

  @Argument(help: "The data, a CSV file.")
  var data: String

  @Option(
    name: .long,
    help: "The kind of design: \(DesignKind.allCases.map(\.rawValue).joined(separator: ", ")).")
  var design: DesignKind = .matchedCohort

  @Option(name: .long, help: "The column that is 1 or true for people in the programme.")
  var treatment: String?

  @Option(name: .long, help: "The column of the indicator.")
  var outcome: String?

  @Option(name: .long, help: "The column that names each row once.")
  var identifier: String?

  @Option(name: .long, help: "The column of the time, for series and rollouts.")
  var time: String?

  @Option(name: .long, help: "The column of the unit that is followed over time, for rollouts.")
  var unit: String?

  @Option(name: .long, help: "The column of the time at which a unit started, for rollouts.")
  var start: String?

  @OptionGroup var output: OutputOptions

  func run() throws {
    let folder = try output.folder()
    let frame = try InputFile.frame(data)
    let roles = [
      "treatment": treatment, "outcome": outcome, "identifier": identifier, "time": time,
      "unit": unit, "start": start,
    ].compactMapValues { $0 }
    let starter = StarterData(
      path: Self.path(of: data, from: output.out ?? "."), frame: frame, named: roles)
    let (study, choices) = try design.type.starter(starter)
    let subject = choices.first { $0.name == "outcome" }?.value
    let outcome = if case .text(let name)? = subject { Optional(name) } else { String?.none }
    let plan = StarterPlan(kind: design, study: study, design: choices, outcome: outcome)
    let json = plan.json
    if let folder { try folder.write([OutputFile("plan.json", json)]) }
    if output.json {
      print(json, terminator: "")
    } else {
      print(summary(plan, frame))
    }
  }

  private func summary(_ plan: StarterPlan, _ frame: DataFrame) -> String {
    var screen = Screen()
    screen.say(
      "A starter plan for \(data): \(frame.rowCount) rows, \(frame.columnNames.count) columns.")
    screen.gap()
    screen.list(plan.reasons)
    screen.gap()
    screen.say(
      "Fill in what begins with \"\(PlanObject.openMark)\", then: pilot-roi run PLAN.json --out FOLDER. Until then it names each place that is open."
    )
    screen.say(
      output.out.map { "The plan: \($0)/plan.json" }
        ?? "Nothing was written: add --out FOLDER, or --json.")
    return screen.text
  }

  /// The data's path as seen from the folder of the plan.
  static func path(of data: String, from folder: String) -> String {
    guard !data.hasPrefix("/") else { return data }
    let target = URL(filePath: data).standardizedFileURL.pathComponents
    let base = URL(filePath: folder).standardizedFileURL.pathComponents
    let shared = zip(target, base).prefix { $0 == $1 }.count
    let up = Array(repeating: "..", count: base.count - shared)
    return (up + target.dropFirst(shared)).joined(separator: "/")
  }
}

extension DesignKind: ExpressibleByArgument {}

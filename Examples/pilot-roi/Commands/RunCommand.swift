import ArgumentParser
import ProgramEvaluation

/// `pilot-roi run`: from a plan to a report, a worksheet and a result.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Carry out a plan and write its result, reports and worksheets.",
    discussion: """
      The folder holds report.html and report.md; brief.html and brief.md, one page for the sponsor; \
      worksheet.xlsx with live formulas, its sheets as CSV files and worksheet.csv; ledger.json, \
      ledger.csv and audit.json; result.json for machines. A workbook is left out for amounts of more \
      than the 15 digits that a spreadsheet keeps. A plan with a gate ends with 1 unless it is go, and \
      with 3 without a verdict. Paths in the plan are relative to the plan's folder. The files appear \
      together or not at all.
      """)

  @Argument(help: "The plan, a JSON file.")
  var plan: String

  @Option(name: .long, help: "The folder to write, which must not exist yet.")
  var out: String

  @Flag(name: .long, help: "Replace the folder if it holds earlier results.")
  var force = false

  @Flag(name: .long, help: "Print result.json instead of the summary.")
  var json = false

  @Option(name: .long, help: "What random numbers start from; it is recorded in result.json.")
  var seed: UInt64?

  func run() throws {
    let folder = try OutputFolder(out, replacesExisting: force)
    let file = try PlanFile(plan)
    let progress = Progress()
    let run = try PilotRun(file, seed: seed) { progress.stage($0) }
    let files = try run.files()
    try folder.write(files)
    if json {
      print(try PilotResult(run).json, terminator: "")
    } else {
      print(Summary(run: run, folder: out, files: files.map(\.name)))
    }
    if run.gate == nil, run.fairness?.gateVerdict == .fail { throw Stop(ending: .difference) }
    if let gate = run.gate, gate.verdict != .go {
      throw Stop(ending: gate.verdict == nil ? .noAnswer : .difference)
    }
  }
}

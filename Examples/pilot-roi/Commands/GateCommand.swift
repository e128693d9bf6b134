import ArgumentParser
import Foundation
import ProgramEvaluation

/// `pilot-roi gate`: the decision alone.
struct GateCommand: FindingCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate",
    abstract: "Decide at the end of a pilot: go, reconfigure, no-go, with every reason.",
    discussion: """
      A plan with a gate is carried out and decided, and nothing but the decision is shown. A file that \
      says "gate": "\(GateFile.version)" holds what the gate of a plan holds, with roiLowerBound beside \
      hurdle where a case was worked out elsewhere. Exit code 0 for go, 1 for any other verdict, 3 \
      when something is missing, so that there is none.
      """)

  @Argument(help: "A plan with a gate, or a gate: a JSON file.")
  var file: String

  @Option(name: .long, help: "What random numbers start from, for a plan that draws them.")
  var seed: UInt64?

  @OptionGroup var output: OutputOptions

  func finding(_ progress: Progress) throws -> Finding {
    let bytes = try InputFile.bytes(file, of: "a plan or a gate")
    let source = (file as NSString).lastPathComponent
    let json = try StrictJSON.parse(bytes, source: source)
    if case .object(let members) = json, members["gate"] == .string(GateFile.version) {
      return GateFinding(try GateFile(json, source: source).decision(), of: source).finding
    }
    let plan = try PlanFile(file, bytes)
    guard plan.plan.gate != nil else {
      throw PlanError(
        source: source,
        faults: [
          .invalidPlan(path: "$.gate", needed: "what the gate is decided on", found: "nothing")
        ])
    }
    let run = try PilotRun(plan, seed: seed) { progress.stage($0) }
    guard let gate = run.gate else {
      throw EvaluationError.undefined(what: "the gate", needed: "a decision", found: "none")
    }
    return GateFinding(gate, of: plan.plan.name).finding
  }
}

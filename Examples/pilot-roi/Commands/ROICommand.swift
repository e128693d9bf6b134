import ArgumentParser
import Foundation
import ProgramEvaluation

/// `pilot-roi roi`: the chain from a change to its worth, from options or from a plan.
struct ROICommand: FindingCommand {
  static let configuration = CommandConfiguration(
    commandName: "roi",
    abstract: "Turn a change into money: the chain with its interval, break-evens and doubts.",
    discussion: """
      Two figures that somebody states (--baseline, --observed) give a point without an interval; events \
      counted over people and weeks (--before, --after, as EVENTS,PEOPLE,WEEKS) carry one. A share is \
      credited only with a reason, an author and a date. In place of options a plan may be named. \
      With --hours, hours saved become money: people x hours a week x cost of an hour x working weeks x \
      realised share; neither the weeks nor the share has a default.
      """)

  @Argument(help: "A plan, a JSON file, in place of options.")
  var plan: String?

  @OptionGroup(title: "A case from options")
  var options: CaseOptions

  @OptionGroup(title: "Hours saved")
  var hours: HoursOptions

  @Option(name: .long, help: "What random numbers start from, for a plan that draws them.")
  var seed: UInt64?

  @OptionGroup var output: OutputOptions

  func finding(_ progress: Progress) throws -> Finding {
    if let plan { return try finding(ofPlan: plan, progress) }
    guard seed == nil else { throw Self.misplaced("--seed", "a plan") }
    if hours.hours {
      if let other = options.namesOfACase.first {
        throw Self.misplaced(other, "a case, not --hours")
      }
      return try HoursFinding(HoursQuestion(hours, options)).finding
    }
    if let other = hours.names.first { throw Self.misplaced(other, "--hours") }
    return ROIFinding(try run(PlanFile(options.plan()), progress)).finding
  }

  private func finding(ofPlan file: String, _ progress: Progress) throws -> Finding {
    if hours.hours { throw Self.misplaced("--hours", "options, not a plan") }
    if let other = (options.names + hours.names).first {
      throw Self.misplaced(other, "options, not a plan")
    }
    return ROIFinding(try run(PlanFile(file), progress)).finding
  }

  private func run(_ file: PlanFile, _ progress: Progress) throws -> PilotRun {
    try PilotRun(file, seed: seed) { progress.stage($0) }
  }

  private static func misplaced(_ name: String, _ place: String) -> EvaluationError {
    .invalidArgument(name: name, needed: "used with \(place)", found: "in another place")
  }
}

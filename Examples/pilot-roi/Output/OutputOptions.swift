import ArgumentParser
import ProgramEvaluation

/// Where a command's answer goes, the same for every command.
struct OutputOptions: ParsableArguments {
  @Option(name: .long, help: "A folder to write the report, the figures and the tables to.")
  var out: String?

  @Flag(name: .long, help: "Replace the folder if it holds earlier results.")
  var force = false

  @Flag(name: .long, help: "Print the figures as JSON instead of the summary.")
  var json = false

  /// The folder asked for, refused early when it is occupied; nil when none was.
  func folder() throws(EvaluationError) -> OutputFolder? {
    guard let out else { return nil }
    return try OutputFolder(out, replacesExisting: force)
  }
}

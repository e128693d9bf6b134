import ArgumentParser
import ProgramEvaluation

/// A command that answers one question from files and options.
///
/// It computes a ``Finding``; printing, writing the folder whole or not at all, and the exit code are the
/// same for every command.
protocol FindingCommand: ParsableCommand {
  var output: OutputOptions { get }

  /// Reads, computes and words the answer.
  func finding(_ progress: Progress) throws -> Finding
}

extension FindingCommand {
  func run() throws {
    let folder = try output.folder()
    let finding = try finding(Progress())
    if let folder { try folder.write(finding.files()) }
    if output.json {
      print(try finding.json, terminator: "")
    } else {
      print(finding.summary)
    }
    guard finding.ending == .done else { throw Stop(ending: finding.ending) }
  }
}

/// Ends the program with a code after its answer has been printed.
struct Stop: Error {
  let ending: Ending
}

import ArgumentParser
import Foundation
import ProgramEvaluation

/// The program: from a pilot's plan to what it is worth, with the interval that its own data imply.
struct PilotROI: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "pilot-roi",
    abstract: "What a people programme was worth, and how sure that is.",
    discussion: """
      Exit codes: 0 done; 1 a gate failed or a verification found a difference; 2 usage or bad input; \
      3 inconclusive, or the data cannot answer.
      """,
    version: version,
    subcommands: [
      ExperimentCommand.self, FairnessCommand.self, GateCommand.self, InitCommand.self,
      MatchCommand.self, PlanCommand.self, ROICommand.self, RolloutCommand.self, RunCommand.self,
      SchemaCommand.self, SeriesCommand.self, VerifyCommand.self,
    ])
}

/// What the program ends with.
enum Ending: Int32 {
  case done = 0
  case difference = 1
  case badInput = 2
  case noAnswer = 3

  /// The ending that an error means: 3 when sound input cannot answer, else 2.
  init(_ error: EvaluationError) {
    switch error {
    case .tooFew, .constantColumn, .collinear, .separated, .notConverged, .noMatches, .undefined,
      .unreachable, .cancelled:
      self = .noAnswer
    default: self = .badInput
    }
  }
}

@main
enum Main {
  static func main() {
    do {
      var command = try PilotROI.parseAsRoot()
      try command.run()
    } catch let stop as Stop {
      exit(stop.ending.rawValue)
    } catch let error as EvaluationError {
      fail("\(error)", Ending(error))
    } catch let error as PlanError {
      fail("\(error)", .badInput)
    } catch {
      let code = PilotROI.exitCode(for: error)
      guard code != .success else { PilotROI.exit(withError: error) }
      fail(PilotROI.fullMessage(for: error), .badInput)
    }
  }

  private static func fail(_ message: String, _ ending: Ending) -> Never {
    FileHandle.standardError.write(Data("\(message)\n".utf8))
    exit(ending.rawValue)
  }
}

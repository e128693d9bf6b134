import ArgumentParser
import Foundation
import ProgramEvaluation

/// `pilot-roi run`: from a plan to a report, a worksheet and a result.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Carry out a plan and write result.json, report.md and worksheet.csv.",
    discussion: """
      Paths in the plan are relative to the plan's folder. The three files appear together or not at all.
      """)

  @Argument(help: "The plan, a JSON file.")
  var plan: String

  @Option(name: .long, help: "The folder to write, which must not exist yet.")
  var out: String

  @Flag(name: .long, help: "Replace the folder if it holds earlier results.")
  var force = false

  @Flag(name: .long, help: "Print result.json instead of the summary.")
  var json = false

  @Option(
    name: .long,
    help: "The seed recorded in result.json; the designs of this version draw no random numbers.")
  var seed: UInt64?

  func run() throws {
    let folder = try OutputFolder(out, replacesExisting: force)
    let bytes = try Self.read(plan)
    let plan = try Plan(bytes, source: (self.plan as NSString).lastPathComponent)
    let parent = (self.plan as NSString).deletingLastPathComponent
    let progress = Progress()
    let run = try PilotRun(plan, folder: parent.isEmpty ? "." : parent, seed: seed) {
      progress.stage($0)
    }
    let files = try run.files()
    try folder.write(files)
    if json {
      print(files[0].text, terminator: "")
    } else {
      print(Summary(run: run))
    }
  }

  /// The bytes of a plan, at most 16 MiB.
  private static func read(_ path: String) throws -> [UInt8] {
    let limit = 16 << 20
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw EvaluationError.file(
        path: path, needed: "a plan that can be read", found: "no such file, or no permission")
    }
    defer { try? handle.close() }
    let data: Data?
    do {
      data = try handle.read(upToCount: limit + 1)
    } catch {
      throw EvaluationError.file(
        path: path, needed: "a plan that can be read", found: "it is not a file")
    }
    let bytes = [UInt8](data ?? Data())
    guard bytes.count <= limit else {
      throw EvaluationError.file(
        path: path, needed: "a plan of at most 16 MiB", found: "a larger file")
    }
    return bytes
  }
}

/// Says on standard error what a long run is doing; a run of under two seconds stays silent.
final class Progress {
  private let start = ContinuousClock.now

  func stage(_ name: String) {
    let elapsed = ContinuousClock.now - start
    guard elapsed > .seconds(2) else { return }
    let seconds = elapsed.components.seconds
    FileHandle.standardError.write(Data("\(seconds) s: \(name)\n".utf8))
  }
}

import Foundation
import ProgramEvaluation

/// A plan that a user names, and what it is carried out with.
struct PlanFile {
  let plan: Plan
  /// The folder that relative paths of the plan start from.
  var folder = "."
  /// The files read so far, the plan itself the first.
  let log: InputLog

  /// A plan without a file.
  init(_ plan: Plan) {
    self.plan = plan
    log = InputLog()
  }

  /// Reads the plan of a file.
  init(_ path: String) throws {
    try self.init(path, InputFile.bytes(path, of: "a plan"))
  }

  /// Reads the plan of a file whose bytes are at hand.
  init(_ path: String, _ bytes: [UInt8]) throws {
    let name = (path as NSString).lastPathComponent
    self.init(try Plan(bytes, source: name))
    log.note(name, bytes)
    folder = Self.folder(of: path)
  }

  /// The folder of a file, `.` for a bare name.
  private static func folder(of path: String) -> String {
    let folder = (path as NSString).deletingLastPathComponent
    return folder.isEmpty ? "." : folder
  }
}

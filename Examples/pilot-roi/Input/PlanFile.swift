import Foundation
import ProgramEvaluation

/// A plan that a user names.
enum PlanFile {
  /// The plan, and the folder that its relative paths start from.
  static func read(_ path: String) throws -> (plan: Plan, folder: String) {
    let bytes = try InputFile.bytes(path, of: "a plan")
    let plan = try Plan(bytes, source: (path as NSString).lastPathComponent)
    return (plan, folder(of: path))
  }

  /// The folder of a file, `.` for a bare name.
  static func folder(of path: String) -> String {
    let folder = (path as NSString).deletingLastPathComponent
    return folder.isEmpty ? "." : folder
  }
}

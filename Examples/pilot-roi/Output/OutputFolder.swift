import Foundation
import ProgramEvaluation

/// A folder that appears whole or not at all.
///
/// Files are written into a sibling folder, which is then renamed. An existing folder is set aside
/// first, put back when the renaming fails, and removed at the end.
struct OutputFolder {
  /// What this program writes; a folder that holds anything else is never replaced.
  private static let ours: Set<String> = [
    "result.json", "report.md", "report.html", "brief.md", "brief.html", "worksheet.csv",
    "worksheet.xlsx", "ledger.json", "ledger.csv", "audit.json", "plan.json", "balance.csv",
    "coefficients.csv", "cohort.csv", "curve.csv", "event-time.csv", "findings.csv",
    "group-time.csv", "series.csv", "unmatched.csv", sheets,
  ]

  /// The folder of a workbook's sheets, one CSV file each; it holds nothing else.
  static let sheets = "sheets"

  let path: String
  let replacesExisting: Bool
  private var manager: FileManager { .default }

  init(_ path: String, replacesExisting: Bool) throws(EvaluationError) {
    self.path = URL(filePath: path).standardizedFileURL.path
    self.replacesExisting = replacesExisting
    try refuseOccupied()
  }

  /// Refuses early, before any work is done.
  private func refuseOccupied() throws(EvaluationError) {
    guard let facts = try? manager.attributesOfItem(atPath: path) else {
      return try refuseFileAmongFolders()
    }
    guard facts[.type] as? FileAttributeType == .typeDirectory else {
      throw .file(path: path, needed: "a folder", found: "it is a file")
    }
    guard replacesExisting else {
      throw .file(path: path, needed: "a new folder, or --force", found: "it exists already")
    }
    let present = Set((try? manager.contentsOfDirectory(atPath: path)) ?? ["unreadable"])
    guard present.isSubset(of: Self.ours) else {
      let other = present.subtracting(Self.ours).sorted().first ?? ""
      throw .file(
        path: path, needed: "a folder that holds nothing but earlier results",
        found: "it also holds \"\(excerpt(other))\"")
    }
    for name in present.sorted() where name != Self.sheets { try requireFile(name) }
    if present.contains(Self.sheets) { try refuseOtherSheets() }
  }

  private func type(of name: String) -> FileAttributeType? {
    try? manager.attributesOfItem(atPath: "\(path)/\(name)")[.type] as? FileAttributeType
  }

  private func requireFile(_ name: String) throws(EvaluationError) {
    guard type(of: name) == .typeRegular else {
      throw .file(
        path: path, needed: "a folder that holds nothing but earlier results",
        found: "its \"\(excerpt(name))\" is no file")
    }
  }

  /// Refuses a folder of sheets that holds anything but CSV files of a workbook's sheets.
  private func refuseOtherSheets() throws(EvaluationError) {
    guard type(of: Self.sheets) == .typeDirectory else {
      throw .file(
        path: path, needed: "a folder that holds nothing but earlier results",
        found: "its \"\(Self.sheets)\" is no folder")
    }
    let folder = "\(path)/\(Self.sheets)"
    let names = (try? manager.contentsOfDirectory(atPath: folder)) ?? ["unreadable"]
    for name in names.sorted() {
      guard SheetFiles.names.contains(name) else {
        throw .file(
          path: folder, needed: "a folder that holds nothing but the sheets of a worksheet",
          found: "it also holds \"\(excerpt(name))\"")
      }
      try requireFile("\(Self.sheets)/\(name)")
    }
  }

  /// Refuses a path that leads through something that is no folder.
  private func refuseFileAmongFolders() throws(EvaluationError) {
    var ancestor = URL(filePath: path).deletingLastPathComponent()
    while ancestor.path.count > 1 {
      let target = ancestor.resolvingSymlinksInPath().path
      if let facts = try? manager.attributesOfItem(atPath: target) {
        guard facts[.type] as? FileAttributeType != .typeDirectory else { return }
        break
      }
      ancestor.deleteLastPathComponent()
    }
    guard ancestor.path.count > 1 else { return }
    throw .file(
      path: path, needed: "a place below folders",
      found: "\"\(excerpt(ancestor.path, limit: 200))\" is a file")
  }

  /// The system's reason, which stands below the one of the library that was asked to write.
  private func reason(_ error: any Error) -> String {
    let error = error as NSError
    let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
    return excerpt(cause.localizedDescription, limit: 120)
  }

  /// Writes the files together.
  func write(_ files: [OutputFile]) throws(EvaluationError) {
    let parent = (path as NSString).deletingLastPathComponent
    let name = (path as NSString).lastPathComponent
    let tag = "\(ProcessInfo.processInfo.processIdentifier)"
    let staging = "\(parent)/.\(name).staging-\(tag)"
    let aside = "\(parent)/.\(name).replaced-\(tag)"
    do {
      try manager.createDirectory(atPath: staging, withIntermediateDirectories: true)
      if files.contains(where: { $0.name.hasPrefix(Self.sheets + "/") }) {
        try manager.createDirectory(
          atPath: "\(staging)/\(Self.sheets)", withIntermediateDirectories: false)
      }
      for file in files {
        try Data(file.bytes).write(to: URL(filePath: staging).appending(path: file.name))
      }
      try refuseOccupied()
      let isReplacing = manager.fileExists(atPath: path)
      if isReplacing { try manager.moveItem(atPath: path, toPath: aside) }
      do {
        try manager.moveItem(atPath: staging, toPath: path)
      } catch {
        if isReplacing { try? manager.moveItem(atPath: aside, toPath: path) }
        throw error
      }
      if isReplacing { try? manager.removeItem(atPath: aside) }
    } catch let error as EvaluationError {
      try? manager.removeItem(atPath: staging)
      throw error
    } catch {
      try? manager.removeItem(atPath: staging)
      throw .file(
        path: path, needed: "a place that can be written to",
        found: reason(error))
    }
  }
}

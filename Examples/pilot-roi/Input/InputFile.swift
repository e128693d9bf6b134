import Foundation
import ProgramEvaluation

/// Files that a user names: bounded, never a pipe, and faults said in words.
enum InputFile {
  /// A table of rows; a relative path starts from a folder.
  ///
  /// - Throws: `file` for what is no file; `malformed` and the like for what is no table; `tooFew`
  ///   for a table without rows.
  static func frame(
    _ path: String, in folder: String = ".", options: CSVOptions = CSVOptions(),
    log: InputLog? = nil
  ) throws(EvaluationError) -> DataFrame {
    let place = path.hasPrefix("/") || folder == "." ? path : folder + "/" + path
    try requireFile(place)
    let frame = try DataFrame(csv: place, options: options)
    try log?.note(path, at: place)
    guard frame.rowCount > 0 else {
      throw .tooFew(what: "rows in \(excerpt(path))", needed: 1, found: 0)
    }
    return frame
  }

  /// The bytes of a plan or policy, at most 16 MiB.
  static func bytes(_ path: String, of what: String) throws(EvaluationError) -> [UInt8] {
    let limit = 16 << 20
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw .file(
        path: path, needed: "\(what) that can be read", found: "no such file, or no permission")
    }
    defer { try? handle.close() }
    let data: Data?
    do {
      data = try handle.read(upToCount: limit + 1)
    } catch {
      throw .file(path: path, needed: "\(what) that can be read", found: "it is not a file")
    }
    let bytes = [UInt8](data ?? Data())
    guard bytes.count <= limit else {
      throw .file(path: path, needed: "\(what) of at most 16 MiB", found: "a larger file")
    }
    return bytes
  }

  /// Refuses what is there but is no file: a named pipe would be waited for without end.
  private static func requireFile(_ path: String) throws(EvaluationError) {
    let target = URL(filePath: path).resolvingSymlinksInPath().path
    guard let facts = try? FileManager.default.attributesOfItem(atPath: target) else { return }
    guard facts[.type] as? FileAttributeType == .typeRegular else {
      throw .file(path: path, needed: "a file of rows", found: "it is no file")
    }
  }
}

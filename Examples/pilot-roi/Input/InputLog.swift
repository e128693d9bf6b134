import Foundation
import ProgramEvaluation

/// The files that a run has read, each with the digest of its bytes.
final class InputLog {
  /// One file, named as the user or the plan names it.
  struct Record: Encodable {
    let name: String
    let bytes: Int
    let sha256: String
  }

  private(set) var records: [Record] = []

  /// Notes a file whose bytes are at hand.
  func note(_ name: String, _ bytes: [UInt8]) {
    note(name, count: bytes.count, SHA256.digest(of: bytes))
  }

  /// Notes a file of any size, read in pieces.
  ///
  /// - Throws: `file` for one that cannot be read.
  func note(_ name: String, at path: String) throws(EvaluationError) {
    guard let handle = FileHandle(forReadingAtPath: path) else { throw Self.unreadable(name) }
    defer { try? handle.close() }
    var hash = SHA256()
    var count = 0
    while true {
      let piece: Data?
      do { piece = try handle.read(upToCount: 1 << 20) } catch { throw Self.unreadable(name) }
      guard let piece, !piece.isEmpty else { break }
      hash.update([UInt8](piece))
      count += piece.count
    }
    note(name, count: count, hash.digest)
  }

  /// Each file once, however often it was read.
  private func note(_ name: String, count: Int, _ digest: SHA256.Digest) {
    let record = Record(name: name, bytes: count, sha256: digest.description)
    guard !records.contains(where: { $0.name == name && $0.sha256 == record.sha256 }) else {
      return
    }
    records.append(record)
  }

  private static func unreadable(_ name: String) -> EvaluationError {
    .file(path: name, needed: "a file that can be read", found: "no such file, or no permission")
  }
}

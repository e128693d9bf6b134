#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif
internal import Statistics

// The unsafe code of this floor is in this file alone.

/// The process-seeded hash of some bytes.
func stableHash(_ bytes: Span<UInt8>) -> Int {
  var hasher = Hasher()
  unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
  return hasher.finalize()
}

/// A file open for reading, front to back; closed when it goes out of scope.
struct ByteFile: ~Copyable {
  private let descriptor: Int32
  private let path: String

  init(path: String) throws(EvaluationError) {
    // C sees a path only up to its first NUL, which would be another file.
    guard !path.utf8.contains(0) else {
      throw .file(path: path, needed: "a path without NUL", found: "a path with NUL")
    }
    let opened = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else { throw Self.failure(path, errno) }
    self.path = path
    descriptor = opened
  }

  /// No file: there is nothing to read.
  init() {
    path = ""
    descriptor = -1
  }

  deinit { if descriptor >= 0 { _ = close(descriptor) } }

  /// The next bytes, at most `count`; none at the end of the file.
  func read(_ count: Int) throws(EvaluationError) -> [UInt8] {
    let descriptor = descriptor
    guard descriptor >= 0 else { return [] }
    var failed: Int32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      repeat {
        let result = unsafe systemRead(descriptor, buffer.baseAddress, count)
        failed = result < 0 ? errno : 0
        filled = max(0, result)
      } while failed == EINTR
    }
    guard failed == 0 else { throw Self.failure(path, failed) }
    return bytes
  }

  private static func failure(_ path: String, _ code: Int32) -> EvaluationError {
    let found =
      switch code {
      case ENOENT: "no such file"
      case EACCES: "no permission"
      case EISDIR: "a directory"
      default: "system error \(code)"
      }
    return .file(path: path, needed: "a readable file", found: found)
  }
}

private func systemRead(
  _ descriptor: Int32, _ buffer: UnsafeMutablePointer<UInt8>?, _ count: Int
) -> Int {
  unsafe read(descriptor, buffer, count)
}

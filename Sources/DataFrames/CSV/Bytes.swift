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
func seededHash(_ bytes: Span<UInt8>) -> Int {
  var hasher = Hasher()
  unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
  return hasher.finalize()
}

/// Whether two runs of bytes are the same.
func areEqual(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Bool {
  guard first.count == second.count else { return false }
  guard !first.isEmpty else { return true }
  return unsafe first.withUnsafeBufferPointer { first in
    unsafe second.withUnsafeBufferPointer { second in
      guard let start = first.baseAddress, let other = second.baseAddress else {
        return false
      }
      return unsafe memcmp(start, other, first.count) == 0
    }
  }
}

extension [UInt8] {
  /// The bytes of a span.
  init(copying span: Span<UInt8>) {
    self = unsafe span.withUnsafeBufferPointer { unsafe [UInt8]($0) }
  }

  /// Appends the bytes of a span.
  mutating func append(copying span: Span<UInt8>) {
    unsafe span.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}

extension String {
  /// The text of UTF-8 bytes.
  init(copying span: Span<UInt8>) {
    self = unsafe span.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}

/// A file open for reading or writing, front to back; closed when it goes out of scope.
struct ByteFile: ~Copyable {
  private let descriptor: Int32
  private let path: String

  /// Opens a file for reading.
  init(path: String) throws(EvaluationError) {
    descriptor = try Self.opened(path, O_RDONLY | O_CLOEXEC, needed: "a readable file")
    self.path = path
  }

  /// Makes or empties a file for writing.
  init(writing path: String) throws(EvaluationError) {
    descriptor = try Self.opened(
      path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, needed: "a writable file")
    self.path = path
  }

  /// No file: there is nothing to read.
  init() {
    path = ""
    descriptor = -1
  }

  deinit { if descriptor >= 0 { _ = close(descriptor) } }

  // MARK: Bytes

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
    guard failed == 0 else { throw Self.failure(path, failed, needed: "a readable file") }
    return bytes
  }

  /// Writes all bytes.
  func write(_ bytes: [UInt8]) throws(EvaluationError) {
    var written = 0
    while written < bytes.count {
      let rest = bytes[written...]
      let result = unsafe rest.withUnsafeBytes {
        unsafe systemWrite(descriptor, $0.baseAddress, $0.count)
      }
      if result > 0 {
        written += result
      } else if result == 0 || errno != EINTR {
        throw Self.failure(path, result == 0 ? ENOSPC : errno, needed: "a writable file")
      }
    }
  }

  // MARK: System

  private static func opened(
    _ path: String, _ flags: Int32, needed: String
  ) throws(EvaluationError) -> Int32 {
    // C sees a path only up to its first NUL, which would be another file.
    guard !path.utf8.contains(0) else {
      throw .file(path: path, needed: "a path without NUL", found: "a path with NUL")
    }
    let descriptor = unsafe open(path, flags, 0o644)
    guard descriptor >= 0 else { throw failure(path, errno, needed: needed) }
    return descriptor
  }

  private static func failure(
    _ path: String, _ code: Int32, needed: String
  ) -> EvaluationError {
    let found =
      switch code {
      case ENOENT: "no such file"
      case EACCES: "no permission"
      case EISDIR: "a directory"
      case ENOSPC: "no space is left"
      default: "system error \(code)"
      }
    return .file(path: path, needed: needed, found: found)
  }
}

private func systemRead(
  _ descriptor: Int32, _ buffer: UnsafeMutablePointer<UInt8>?, _ count: Int
) -> Int {
  unsafe read(descriptor, buffer, count)
}

private func systemWrite(
  _ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int
) -> Int {
  unsafe write(descriptor, buffer, count)
}

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif
internal import Statistics

/// A file open for reading or writing, front to back; closed when it goes out of scope.
///
/// Unsafe because the system reads into memory and writes from memory by pointers.
struct ByteFile: ~Copyable {
  private let descriptor: Int32
  private let path: String
  /// The size of a regular file when it was opened; 0 for a pipe, which has none.
  private var size = 0
  private var bytesRead = 0

  /// Opens a file for reading.
  init(path: String) throws(EvaluationError) {
    descriptor = try Self.opened(path, O_RDONLY | O_CLOEXEC, needed: "a readable file")
    self.path = path
    size = Self.size(of: descriptor)
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

  /// The part of a regular file that was read, less some bytes; nil for what has no size.
  func fractionRead(less rest: Int) -> Double? {
    size > 0 ? min(1, Double(bytesRead - rest) / Double(size)) : nil
  }

  /// Reads the next bytes into an array from a place to its end; says how many, 0 at the file's end.
  ///
  /// - Throws: `file` when reading fails, or when a regular file's size has changed meanwhile: what
  ///   was read then is neither the old content nor the new.
  mutating func read(into bytes: inout [UInt8], from place: Int) throws(EvaluationError) -> Int {
    guard descriptor >= 0, place < bytes.count else { return 0 }
    let descriptor = descriptor
    var failed: Int32 = 0
    var count = 0
    unsafe bytes.withUnsafeMutableBufferPointer { buffer in
      repeat {
        let rest = unsafe UnsafeMutableBufferPointer(rebasing: buffer[place...])
        count = unsafe systemRead(descriptor, rest.baseAddress, rest.count)
        failed = count < 0 ? errno : 0
      } while failed == EINTR
    }
    guard failed == 0 else { throw Self.failure(path, failed, needed: "a readable file") }
    bytesRead += count
    if count == 0, size > 0 {
      let now = max(bytesRead, Self.size(of: descriptor))
      guard bytesRead == size, now == size else {
        throw .file(
          path: path, needed: "a file that does not change while it is read",
          found:
            "\(size) bytes when it was opened, \(bytesRead == size ? now : bytesRead) at the end")
      }
    }
    return count
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

  /// The size of a regular file, else 0.
  private static func size(of descriptor: Int32) -> Int {
    var facts = stat()
    guard unsafe fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return 0 }
    return Int(facts.st_size)
  }

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

  static func failure(
    _ path: String, _ code: Int32, needed: String
  ) -> EvaluationError {
    let found =
      switch code {
      case ENOENT: "no such file"
      case EACCES: "no permission"
      case EISDIR: "a directory"
      case ENOTDIR: "no folder"
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

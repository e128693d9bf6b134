package import Statistics

/// Files in one archive, stored without compression: what a workbook is packed in.
///
/// Stored archives need no compressor, and the same files give the same bytes: the time of each file
/// is the format's first day. Reading accepts such archives alone, and holds every length against
/// the bytes at hand, for an archive comes from outside.
///
/// **Reference:** PKWARE, APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
package struct ZipArchive: Sendable, Hashable {
  /// One file.
  package struct File: Sendable, Hashable {
    /// Its path inside the archive.
    package let name: String
    /// Its contents.
    package let bytes: [UInt8]

    /// Names some bytes.
    package init(_ name: String, _ bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }
  }

  /// The files in order.
  package let files: [File]

  /// Takes files as they are.
  package init(_ files: [File]) { self.files = files }

  /// The contents of a file by its path, or nil.
  package func contents(of name: String) -> [UInt8]? {
    files.first { $0.name == name }?.bytes
  }

  private enum Signature {
    static let file: UInt32 = 0x0403_4B50
    static let entry: UInt32 = 0x0201_4B50
    static let end: UInt32 = 0x0605_4B50
  }

  /// Version 2.0, names in UTF-8, stored, 1 January 1980 at 0:00.
  private static let features: [UInt16] = [20, 0x0800, 0, 0, 0x0021]
  /// More than this is no workbook of ours.
  private static let limits = (bytes: 1 << 26, files: 64)
  private static let endLength = 22
  private static let entryLength = 46
  private static let fileLength = 30

  // MARK: Writing

  /// The archive's bytes, the same for the same files.
  ///
  /// - Complexity: O(bytes).
  package var bytes: [UInt8] {
    var body = LittleEndian()
    var directory = LittleEndian()
    for file in files {
      let name = Array(file.name.utf8)
      var header = LittleEndian()
      Self.features.forEach { header.append($0) }
      header.append(CRC32.checksum(file.bytes))
      header.append(UInt32(truncatingIfNeeded: file.bytes.count))
      header.append(UInt32(truncatingIfNeeded: file.bytes.count))
      header.append(UInt16(truncatingIfNeeded: name.count))
      header.append(UInt16(0))

      directory.append(Signature.entry)
      directory.append(Self.features[0])
      directory.bytes += header.bytes
      // No comment, disk 0, no attributes, and where the file stands.
      for _ in 0..<3 { directory.append(UInt16(0)) }
      directory.append(UInt32(0))
      directory.append(UInt32(truncatingIfNeeded: body.bytes.count))
      directory.bytes += name

      body.append(Signature.file)
      body.bytes += header.bytes + name + file.bytes
    }
    var end = LittleEndian()
    end.append(Signature.end)
    end.append(UInt32(0))
    for _ in 0..<2 { end.append(UInt16(truncatingIfNeeded: files.count)) }
    end.append(UInt32(truncatingIfNeeded: directory.bytes.count))
    end.append(UInt32(truncatingIfNeeded: body.bytes.count))
    end.append(UInt16(0))
    return body.bytes + directory.bytes + end.bytes
  }

  // MARK: Reading

  /// Reads a stored archive.
  ///
  /// - Parameters:
  ///   - bytes: the archive, at most 64 MB with at most 64 files.
  ///   - source: what to call it in an error.
  /// - Throws: `malformed` for anything else: another format, a compressed or encrypted file (as other
  ///   programs save them), lengths beyond the bytes, a name that stands twice, a wrong checksum.
  /// - Complexity: O(bytes).
  package init(reading bytes: [UInt8], source: String) throws(EvaluationError) {
    func refuse(_ needed: String, _ found: String) -> EvaluationError {
      .malformed(source: source, line: 1, needed: needed, found: found)
    }
    let archive = "a workbook as this library writes it"
    guard bytes.count <= Self.limits.bytes else {
      throw refuse("at most 64 MB", "\(bytes.count) bytes")
    }
    let input = LittleEndian(bytes: bytes)
    let end = bytes.count - Self.endLength
    guard end >= 0, input.word(at: end) == Signature.end, input.half(at: end + 20) == 0 else {
      throw refuse(archive, "no ZIP archive, or one with something behind it")
    }
    let count = Int(input.half(at: end + 10))
    guard count <= Self.limits.files else { throw refuse(archive, "\(count) files") }
    var place = Int(input.word(at: end + 16))
    var files: [File] = []
    for _ in 0..<count {
      guard place >= 0, place <= end - Self.entryLength, input.word(at: place) == Signature.entry
      else { throw refuse(archive, "a directory that does not hold what it names") }
      let nameLength = Int(input.half(at: place + 28))
      let next =
        place + Self.entryLength + nameLength + Int(input.half(at: place + 30))
        + Int(input.half(at: place + 32))
      guard next <= end else { throw refuse(archive, "a name beyond the archive's end") }
      let nameStart = place + Self.entryLength
      let name = String(decoding: bytes[nameStart..<(nameStart + nameLength)], as: UTF8.self)
      guard input.half(at: place + 8) & 1 == 0, input.half(at: place + 10) == 0 else {
        throw refuse(
          archive, "\"\(excerpt(name))\" is compressed, so another program saved this file")
      }
      let contents = try Self.contents(
        input, entry: place, end: end, refused: refuse(archive, "\"\(excerpt(name))\" is damaged"))
      guard !files.contains(where: { $0.name == name }) else {
        throw refuse(archive, "\"\(excerpt(name))\" stands twice")
      }
      files.append(File(name, contents))
      place = next
    }
    guard place == end else { throw refuse(archive, "files that its end does not count") }
    self.files = files
  }

  /// The contents that an entry of the directory names.
  private static func contents(
    _ input: LittleEndian, entry: Int, end: Int, refused: EvaluationError
  ) throws(EvaluationError) -> [UInt8] {
    let size = Int(input.word(at: entry + 24))
    let header = Int(input.word(at: entry + 42))
    guard Int(input.word(at: entry + 20)) == size, header <= end - fileLength,
      input.word(at: header) == Signature.file
    else { throw refused }
    let start =
      header + fileLength + Int(input.half(at: header + 26)) + Int(input.half(at: header + 28))
    guard start <= end, size <= end - start else { throw refused }
    let contents = Array(input.bytes[start..<(start + size)])
    guard CRC32.checksum(contents) == input.word(at: entry + 16) else { throw refused }
    return contents
  }
}

// MARK: - Bytes

/// Numbers of two and four bytes, the lowest first.
private struct LittleEndian {
  var bytes: [UInt8] = []

  mutating func append(_ value: UInt16) {
    bytes += [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
  }

  mutating func append(_ value: UInt32) {
    append(UInt16(truncatingIfNeeded: value))
    append(UInt16(truncatingIfNeeded: value >> 16))
  }

  /// Two bytes; the place lies inside.
  func half(at place: Int) -> UInt16 { UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8 }

  /// Four bytes; the place lies inside.
  func word(at place: Int) -> UInt32 {
    UInt32(half(at: place)) | UInt32(half(at: place + 2)) << 16
  }
}

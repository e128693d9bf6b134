import Foundation
import Statistics
import TestSupport
import Testing
import Worksheets

@Suite struct ZipArchiveTests {
  private static let files = [
    ZipArchive.File("[Content_Types].xml", Array("<Types/>".utf8)),
    ZipArchive.File("xl/workbook.xml", []), ZipArchive.File("ünïcode.txt", [0, 255, 10, 13]),
  ]
  private let archive = ZipArchive(Self.files)

  private func read(_ bytes: [UInt8]) throws -> ZipArchive {
    try ZipArchive(reading: bytes, source: "file")
  }

  @Test func `what is written is read`() throws {
    #expect(try read(archive.bytes) == archive)
    #expect(archive.contents(of: "xl/workbook.xml") == [])
    #expect(archive.contents(of: "nothing") == nil)
    #expect(try read(ZipArchive([]).bytes).files == [])
    #expect(archive.bytes == ZipArchive(Self.files).bytes)
  }

  /// The standard library of Python and `unzip` open it and find no fault.
  @Test func `the layout is the format's`() {
    let bytes = archive.bytes
    #expect(Array(bytes.prefix(10)) == [0x50, 0x4B, 3, 4, 20, 0, 0, 8, 0, 0])
    // 1 January 1980; then the checksum of `<Types/>`, by Python `zlib.crc32`.
    #expect(Array(bytes[10..<14]) == [0, 0, 0x21, 0])
    let checksum = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[14 + $1]) << (8 * UInt32($1)) }
    #expect(checksum == 0x3C17_1CC7)
    #expect(Array(bytes.suffix(22).prefix(4)) == [0x50, 0x4B, 5, 6])
  }

  @Test func `an archive cut short is refused`() {
    let bytes = archive.bytes
    for count in 0..<bytes.count {
      #expect(throws: EvaluationError.self) { try read(Array(bytes.prefix(count))) }
    }
    #expect(throws: EvaluationError.self) { try read(bytes + [0]) }
  }

  @Test func `a changed byte is refused or changes nothing that is read`() throws {
    let bytes = archive.bytes
    var refused = 0
    for place in bytes.indices {
      for mask: UInt8 in [1, 0x80, 0xFF] {
        var forged = bytes
        forged[place] ^= mask
        guard let found = try? read(forged) else {
          refused += 1
          continue
        }
        // Names in the directory, times and versions carry no contents.
        #expect(found.files.map(\.bytes) == Self.files.map(\.bytes), "byte \(place)")
      }
    }
    #expect(refused > bytes.count)
  }

  @Test func `noise is refused`() {
    var generator = Generator(seed: 5)
    for _ in 0..<2_000 {
      var bytes = (0..<generator.below(120)).map { _ in UInt8(generator.below(256)) }
      if generator.below(2) == 0 { bytes += archive.bytes.suffix(22) }
      #expect(throws: EvaluationError.self) { try read(bytes) }
    }
  }

  @Test func `a compressed file is named with its reason`() throws {
    var bytes = archive.bytes
    let entry = try #require(bytes.indices.last { bytes[$0...].starts(with: [0x50, 0x4B, 1, 2]) })
    bytes[entry + 10] = 8
    let error = #expect(throws: EvaluationError.self) { try read(bytes) }
    #expect(error?.description.contains("another program saved this file") == true)
  }

  @Test func `a name that stands twice is refused`() {
    let twice = ZipArchive([ZipArchive.File("a", [1]), ZipArchive.File("a", [2])])
    #expect(throws: EvaluationError.self) { try read(twice.bytes) }
    let many = ZipArchive((0..<65).map { ZipArchive.File("\($0)", []) })
    #expect(throws: EvaluationError.self) { try read(many.bytes) }
  }
}

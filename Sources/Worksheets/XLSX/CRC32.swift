/// The checksum of ZIP archives.
///
/// **Reference:** ISO 3309; ITU-T V.42, polynomial 0xEDB88320 in reflected form.
/// **Same as:** Python `zlib.crc32(data)`.
enum CRC32 {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { rest, _ in
      rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1
    }
  }

  /// The checksum of some bytes; 0 for none.
  ///
  /// - Complexity: O(bytes).
  static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var rest = UInt32.max
    for byte in bytes {
      rest = rest >> 8 ^ table[Int(UInt8(truncatingIfNeeded: rest) ^ byte)]
    }
    return ~rest
  }
}

/// Which of 64 bytes matter to the scanner, one bit per byte, the first byte lowest.
///
/// Eight bytes are compared at once in one word, without a branch. The loads are unsafe because a
/// checked load of each byte would cost as much as all the rest of the reading.
struct ByteBlock {
  /// The delimiters.
  private(set) var delimiters: UInt64 = 0
  /// The quotes, and the bytes below 14 other than the delimiter: line ends, NUL, and controls that
  /// mean nothing.
  private(set) var marks: UInt64 = 0
  /// Its high bits say whether a byte is outside ASCII.
  private(set) var bits: UInt64 = 0

  private static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// Classes the 64 bytes at a pointer, or the `count` bytes when they are fewer.
  @inline(__always)
  init(_ bytes: UnsafeRawPointer, count: Int, delimiter: UInt64) {
    if count >= 64 {
      for index in 0..<8 {
        let word = unsafe bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)
        add(UInt64(littleEndian: word), UInt64(index * 8), delimiter)
      }
    } else {
      unsafe add(few: bytes, count, delimiter)
    }
  }

  @inline(never)
  private mutating func add(few bytes: UnsafeRawPointer, _ count: Int, _ delimiter: UInt64) {
    for start in stride(from: 0, to: count, by: 8) {
      // Blanks stand for the bytes that are not there.
      var word: UInt64 = 0x2020_2020_2020_2020
      for offset in 0..<min(8, count - start) {
        let byte = unsafe bytes.load(fromByteOffset: start + offset, as: UInt8.self)
        let shift = UInt64(offset * 8)
        word = word & ~(0xFF << shift) | UInt64(byte) << shift
      }
      add(word, UInt64(start), delimiter)
    }
  }

  @inline(__always)
  private mutating func add(_ word: UInt64, _ shift: UInt64, _ delimiter: UInt64) {
    bits |= word
    let isDelimiter = Self.zeroBytes(word ^ delimiter)
    let isQuote = Self.zeroBytes(word ^ 0x2222_2222_2222_2222)
    let isLow = ~(((word | Self.highBits) &- 0x0E0E_0E0E_0E0E_0E0E) | word) & Self.highBits
    delimiters |= Self.gathered(isDelimiter) << shift
    marks |= Self.gathered((isQuote | isLow) & ~isDelimiter) << shift
  }

  /// The high bit of each byte that is zero.
  @inline(__always)
  static func zeroBytes(_ word: UInt64) -> UInt64 {
    let carried = (word & ~highBits) &+ ~highBits
    return ~(carried | word | ~highBits)
  }

  /// The eight high bits as the lowest eight bits.
  @inline(__always)
  private static func gathered(_ word: UInt64) -> UInt64 {
    ((word >> 7) &* 0x0102_0408_1020_4080) >> 56
  }

  /// A byte eight times.
  static func pattern(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 * UInt64(byte) }
}

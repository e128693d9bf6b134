/// The texts that mean true and false.
enum BooleanText {
  /// Every accepted form; those at even indices mean true.
  ///
  /// The last two count only where booleans were asked for.
  static let forms = ["true", "false", "True", "False", "TRUE", "FALSE", "1", "0"]
  private static let trueBytes = Array("true".utf8)
  private static let falseBytes = Array("false".utf8)

  static func isTrue(form: UInt8) -> Bool { form & 1 == 0 }

  /// The index of the form that the bytes are, or nil.
  static func form(of text: Span<UInt8>, allowsDigits: Bool) -> UInt8? {
    if allowsDigits, text.count == 1 {
      return text[0] == UInt8(ascii: "1") ? 6 : text[0] == UInt8(ascii: "0") ? 7 : nil
    }
    guard text.count == 4 || text.count == 5 else { return nil }
    let word = text.count == 4 ? trueBytes : falseBytes
    var capitals = 0
    for index in text.indices {
      guard text[index] | 0x20 == word[index] else { return nil }
      if text[index] & 0x20 == 0 { capitals |= 1 << index }
    }
    let isFalse = UInt8(text.count - 4)
    switch capitals {
    case 0: return isFalse
    case 1: return isFalse + 2
    case (1 << text.count) - 1: return isFalse + 4
    default: return nil
    }
  }
}

/// The texts of numbers that one byte cannot spell, by row, in one arena.
struct ExoticTexts {
  private var rows: [Int] = []
  private var ends: [Int] = []
  private var arena: [UInt8] = []

  /// Keeps the text of a row; rows come in ascending order.
  mutating func append(_ text: Span<UInt8>, row: Int) {
    rows.append(row)
    arena.append(copying: text)
    ends.append(arena.count)
  }

  /// The text of a row, or nil when none was kept.
  func text(row: Int) -> [UInt8]? {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle] < row { low = middle + 1 } else { high = middle }
    }
    guard low < rows.count, rows[low] == row else { return nil }
    return Array(arena[(low == 0 ? 0 : ends[low - 1])..<ends[low]])
  }
}

/// One field of each record of a run, read in place.
@safe struct CellRun {
  let bytes: UnsafeBufferPointer<UInt8>
  let fields: UnsafeBufferPointer<FieldExtent>
  let width: Int
  let slot: Int
  let records: Range<Int>

  @inline(__always)
  subscript(record: Int) -> FieldExtent { unsafe fields[record * width + slot] }

  @inline(__always)
  func text(_ extent: FieldExtent) -> UnsafeBufferPointer<UInt8> {
    unsafe UnsafeBufferPointer(rebasing: bytes[extent.start..<extent.end])
  }

  /// A text of one to eight bytes in one word, the first byte lowest; nil for any other.
  @inline(__always)
  func word(_ extent: FieldExtent) -> UInt64? {
    let count = extent.count
    guard unsafe count > 0 && count <= 8 && extent.start + 8 <= bytes.count,
      let start = unsafe bytes.baseAddress
    else { return nil }
    let word = unsafe UnsafeRawPointer(start).loadUnaligned(
      fromByteOffset: extent.start, as: UInt64.self)
    return UInt64(littleEndian: word) & (.max >> UInt64(64 - 8 * count))
  }
}

/// The texts that mean missing.
struct MissingMarkers {
  private var pool = TextPool()
  /// One bit per length up to 62 bytes, and one for all longer texts.
  private var lengths: UInt64 = 0
  /// Whether the empty text, quoted, is one.
  let haveEmpty: Bool

  init(_ texts: Set<String>) {
    haveEmpty = texts.contains("")
    for text in texts where !text.isEmpty {
      let bytes = Array(text.utf8)
      _ = pool.code(of: bytes.span)
      lengths |= 1 << UInt64(min(bytes.count, 63))
    }
  }

  /// Whether there is none but perhaps the empty text.
  var isEmpty: Bool { lengths == 0 }

  /// Whether a text that is not empty is one of them.
  @inline(__always)
  func contain(_ text: Span<UInt8>) -> Bool {
    lengths >> UInt64(min(text.count, 63)) & 1 != 0 && pool.contains(text)
  }

  @inline(__always)
  func contain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    lengths >> UInt64(min(text.count, 63)) & 1 != 0 && pool.contains(unsafe text.span)
  }
}

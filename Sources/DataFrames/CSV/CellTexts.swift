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

  /// The text of a row that was kept.
  func text(row: Int) -> [UInt8] {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle] < row { low = middle + 1 } else { high = middle }
    }
    guard low < rows.count, rows[low] == row else { return [] }
    return Array(arena[(low == 0 ? 0 : ends[low - 1])..<ends[low]])
  }
}

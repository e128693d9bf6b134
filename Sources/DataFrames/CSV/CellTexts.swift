/// The texts that mean true and false.
enum BooleanText {
  /// Every accepted form; those at even indices mean true.
  ///
  /// The last two count only where booleans were asked for.
  static let forms = ["true", "false", "True", "False", "TRUE", "FALSE", "1", "0"]
  private static let bytes = forms.map { Array($0.utf8) }

  static func isTrue(form: UInt8) -> Bool { form & 1 == 0 }

  /// The index of the form that the bytes are, or nil.
  static func form(of text: Span<UInt8>, allowsDigits: Bool) -> UInt8? {
    for (index, form) in bytes.prefix(allowsDigits ? 8 : 6).enumerated()
    where form.count == text.count && text.indices.allSatisfy({ text[$0] == form[$0] }) {
      return UInt8(index)
    }
    return nil
  }
}

/// The texts of numbers that one byte cannot spell, by row, in one arena.
struct ExoticTexts {
  private var rows: [Int] = []
  private var ends: [Int] = []
  private var arena: [UInt8] = []

  /// Keeps the text of a row; rows come in ascending order.
  mutating func append(_ text: [UInt8], row: Int) {
    rows.append(row)
    arena.append(contentsOf: text)
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

internal import Statistics

/// Writes cells as RFC 4180 fields.
struct CSVEncoder {
  let audience: CSVAudience
  let delimiter: CSVDelimiter
  let lineEnding: CSVLineEnding

  /// The bytes of a frame: a header and one line per row; none at all for a frame without columns.
  func encode(_ frame: DataFrame) throws(EvaluationError) -> [UInt8] {
    guard !frame.columns.isEmpty else { return [] }
    var bytes: [UInt8] = []
    for (index, name) in frame.columnNames.enumerated() {
      guard !name.utf8.contains(0) else {
        throw .invalidArgument(
          name: "the name of column \(index + 1)", needed: "a text without NUL", found: "one")
      }
      if index > 0 { bytes.append(delimiter.byte) }
      bytes += field(name)
    }
    bytes += lineEnding.bytes
    var cells: [CellEncoder] = []
    for column in frame.columns { cells.append(try CellEncoder(column, self)) }
    for row in 0..<frame.rowCount {
      for index in cells.indices {
        if index > 0 { bytes.append(delimiter.byte) }
        cells[index].append(row, to: &bytes)
      }
      bytes += lineEnding.bytes
    }
    return bytes
  }

  // MARK: Text

  /// A text as a field, guarded for the audience and quoted where it must be.
  func field(_ text: String) -> [UInt8] {
    let content = Array((audience == .people ? SpreadsheetText.guarded(text) : text).utf8)
    guard needsQuotes(content) else { return content }
    var quoted: [UInt8] = [UInt8(ascii: "\"")]
    for byte in content {
      if byte == UInt8(ascii: "\"") { quoted.append(byte) }
      quoted.append(byte)
    }
    return quoted + [UInt8(ascii: "\"")]
  }

  /// Whether a field must be quoted: it is empty, has a special byte or an outer space, or begins
  /// with the byte order mark, which a reader would skip at the start of a file.
  private func needsQuotes(_ content: [UInt8]) -> Bool {
    guard let first = content.first, let last = content.last else { return true }
    let space = UInt8(ascii: " ")
    return first == space || last == space || content.starts(with: [0xEF, 0xBB, 0xBF])
      || content.contains {
        switch $0 {
        case UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: ";"), 0x09, 0x0A, 0x0D: true
        default: false
        }
      }
  }
}

/// Writes the cells of one column; each distinct text is encoded once.
private struct CellEncoder {
  private let column: Column
  private var levels: [[UInt8]] = []

  init(_ column: Column, _ encoder: CSVEncoder) throws(EvaluationError) {
    self.column = column
    switch column.storage {
    case .numbers:
      // CSV has no text for NaN and infinities that a reader would take as a number.
      _ = try column.numberValues(rows: nil)
    case .categories(let codes, let texts):
      if let faulty = texts.firstIndex(where: { $0.utf8.contains(0) }) {
        let rows = codes.indices.filter { codes[$0] == Int32(faulty) }
        throw .invalidValues(
          column: column.name, rows: AffectedRows(rows.lazy.map { $0 + 1 }),
          needed: "texts without NUL", found: "\"\(excerpt(texts[faulty]))\"")
      }
      levels = texts.map(encoder.field)
    case .integers, .booleans, .dates: break
    }
  }

  func append(_ row: Int, to bytes: inout [UInt8]) {
    if column.missing[row] { return }
    switch column.storage {
    case .numbers(let values): bytes += "\(values[row])".utf8
    case .integers(let values): bytes += "\(values[row])".utf8
    case .booleans(let values): bytes += (values[row] ? "true" : "false").utf8
    case .dates: bytes += column[row].description.utf8
    case .categories(let codes, _): bytes += levels[Int(codes[row])]
    }
  }
}

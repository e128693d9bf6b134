internal import Statistics

/// What is wrong with a text as CSV.
enum CSVFault: Sendable {
  case quoteInside, textAfterQuote, neverClosed, zero, notUTF8, tooManyFields, recordTooLong
  case fieldTooLong(isQuoted: Bool)
  case ragged(found: Int)
  /// The first bytes are those of another kind of file.
  case foreign(String)
}

extension CSVScanner {
  /// A fault as an error of an input, with the line and, where a field is at fault, its column.
  func error(
    _ fault: CSVFault, source: String, line faultLine: Int? = nil, header: [String]
  ) -> EvaluationError {
    let column = header.indices.contains(field) ? " in column \"\(excerpt(header[field]))\"" : ""
    var line = faultLine ?? line
    let (needed, found): (String, String)
    switch fault {
    case .quoteInside:
      (needed, found) = (
        "quotes around a whole field, doubled inside it",
        "a quote inside an unquoted field\(column)"
      )
    case .textAfterQuote:
      (needed, found) = (
        "a delimiter or a line end after a closing quote", "text after a closing quote\(column)"
      )
    case .neverClosed:
      line = quoteLine
      (needed, found) = ("a closing quote", "a quote that is never closed\(column)")
    case .zero: (needed, found) = ("text", "a NUL byte\(column)")
    case .notUTF8: (needed, found) = ("UTF-8 text", "bytes that are not UTF-8")
    case .tooManyFields:
      (needed, found) = ("at most \(limits.columns) fields in a record", "more fields")
    case .recordTooLong:
      line = recordLine
      (needed, found) = ("records of at most \(limits.record) bytes", "a longer record")
    case .fieldTooLong(let isQuoted):
      if isQuoted { line = quoteLine }
      (needed, found) = (
        "fields of at most \(limits.field) bytes",
        isQuoted
          ? "a longer quoted field\(column); its closing quote may be missing"
          : "a longer field\(column)"
      )
    case .ragged(let count):
      line = recordLine
      (needed, found) = (
        "\(fieldsNeeded) field\(fieldsNeeded == 1 ? "" : "s"), as in the first record", "\(count)"
      )
    case .foreign(let what): (needed, found) = ("UTF-8 text", what)
    }
    return .malformed(source: source, line: line, needed: needed, found: found)
  }
}

/// Kinds of files that are met in place of UTF-8 text, by their first bytes.
enum FilePrefix {
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private static let foreign: [(bytes: [UInt8], what: String)] = [
    ([0xFF, 0xFE], "UTF-16 text (byte order mark FF FE); save it as UTF-8"),
    ([0xFE, 0xFF], "UTF-16 text (byte order mark FE FF); save it as UTF-8"),
    ([0x1F, 0x8B], "a gzip file; unpack it first"),
    ([0x50, 0x4B, 0x03, 0x04], "a ZIP file, such as an Excel workbook; save it as CSV"),
  ]

  /// What another kind of file the bytes begin.
  static func foreignKind(_ head: [UInt8]) -> String? {
    foreign.first { head.starts(with: $0.bytes) }?.what
  }

  /// Whether more bytes are needed to know.
  static func isUndecided(_ head: [UInt8]) -> Bool {
    (foreign.map(\.bytes) + [byteOrderMark]).contains {
      head.count < $0.count && $0.starts(with: head)
    }
  }
}

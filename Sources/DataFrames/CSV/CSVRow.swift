/// One record of a CSV file, decoded field by field on demand.
///
/// Fields are counted from 0. The row shares the reader's buffer: reading a field as a number makes
/// no text.
public struct CSVRow: Sendable {
  var buffer: [UInt8] = []
  var fields: [FieldExtent] = []
  /// The place of the row's first field.
  var first = 0
  var grammar = NumberGrammar()
  /// The number of fields.
  public internal(set) var count = 0
  /// The line of the file on which the record begins, counted from 1.
  public internal(set) var line = 1

  // MARK: Fields

  /// Whether a field is empty and unquoted, which means missing.
  ///
  /// - Precondition: The field is less than ``count``.
  public func isMissing(_ field: Int) -> Bool { extent(field).isMissing }

  /// The bytes of a field in UTF-8, without enclosing quotes and with doubled quotes made single.
  ///
  /// - Precondition: The field is less than ``count``.
  public func bytes(_ field: Int) -> [UInt8] {
    let extent = extent(field)
    let content = buffer.span.extracting(extent.start..<extent.end)
    guard extent.isEscaped else { return Array(copying: content) }
    var bytes: [UInt8] = []
    bytes.append(unescaping: content)
    return bytes
  }

  /// The text of a field, empty when it is missing.
  ///
  /// - Precondition: The field is less than ``count``.
  public func text(_ field: Int) -> String { String(decoding: bytes(field), as: UTF8.self) }

  /// The finite number of a field, or nil when it is missing or is not written as a number.
  ///
  /// The grammar is that of the inference of ``DataFrame``, with the marks of the options; the
  /// number is the `Double` nearest to the text.
  ///
  /// - Precondition: The field is less than ``count``.
  public func number(_ field: Int) -> Double? { token(field).number }

  /// The whole number of a field, or nil when it is missing, is not written as one or does not fit
  /// `Int`.
  ///
  /// - Precondition: The field is less than ``count``.
  public func integer(_ field: Int) -> Int? {
    if case .integer(let value) = token(field) { value } else { nil }
  }

  private func token(_ field: Int) -> NumberToken {
    let extent = extent(field)
    return grammar.token(buffer.span.extracting(extent.start..<extent.end))
  }

  private func extent(_ field: Int) -> FieldExtent {
    precondition(field >= 0 && field < count, "A row of \(count) fields has no field \(field).")
    return fields[first + field]
  }
}

extension [UInt8] {
  /// Appends the content of a quoted field with doubled quotes made single.
  mutating func append(unescaping content: Span<UInt8>) {
    reserveCapacity(count + content.count)
    var start = 0
    var index = 0
    while index < content.count {
      if content[index] == UInt8(ascii: "\"") {
        append(copying: content.extracting(start...index))
        index += 1
        start = index + 1
      }
      index += 1
    }
    // A doubled quote may end the field.
    if start < content.count { append(copying: content.extracting(start...)) }
  }
}

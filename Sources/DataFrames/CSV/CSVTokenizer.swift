public import Statistics

/// A push parser of RFC 4180: bytes go in by chunks of any size, records come out one by one.
///
/// ```swift
/// var tokenizer = CSVTokenizer()
/// for chunk in chunks {
///   tokenizer.append(chunk)
///   while try tokenizer.next() { sum += tokenizer.row.number(2) ?? 0 }
/// }
/// tokenizer.finish()
/// while try tokenizer.next() { sum += tokenizer.row.number(2) ?? 0 }
/// ```
///
/// Lines end with LF, CRLF or CR; the last needs no end. A quoted field may hold delimiters, line
/// ends and doubled quotes. A byte order mark is skipped. A blank line is a record of one empty
/// field. Memory is one chunk and one record.
///
/// Refused by line: text after a closing quote, a quote inside an unquoted field, a quote that is
/// never closed (by the line on which it opens), records whose count of fields differs from the
/// first record's, NUL bytes, bytes that are not UTF-8, and what exceeds the limits. After an error
/// no further record comes.
///
/// **Reference:** Shafranovich, 2005, RFC 4180.
public struct CSVTokenizer: Sendable {
  private enum State { case start, recordStart, fieldStart, unquoted, quoted, closed, failed }

  /// The record that the last call of ``next()`` found.
  public private(set) var row = CSVRow()
  private var state = State.start
  private var cursor = 0
  private var recordStart = 0
  private var fieldStart = 0
  private var isEscaped = false
  private var hasNonASCII = false
  private var followsCarriageReturn = false
  private(set) var isFinished = false
  private var line = 1
  private var quoteLine = 1
  private var fieldsNeeded: Int?
  private let classes: [UInt8]
  private let source: String
  private let limits: (columns: Int, field: Int, record: Int)

  // MARK: Input

  /// A parser with the delimiter and the limits of the options; `source` names the input in errors.
  public init(_ options: CSVOptions = CSVOptions(), source: String = "CSV") {
    classes = ByteClass.table(delimiter: options.delimiter.byte)
    self.source = source
    limits = (
      max(1, options.maximumColumns), max(0, options.maximumFieldBytes),
      max(0, options.maximumRecordBytes)
    )
  }

  /// Adds the next bytes of the input; ``row`` is empty until ``next()`` finds another.
  ///
  /// - Complexity: O(1) when all records were taken and none is incomplete, else O(chunk +
  ///   incomplete record).
  public mutating func append(_ chunk: [UInt8]) {
    guard state != .failed else { return }
    if state == .recordStart { row.extents.removeAll(keepingCapacity: true) }
    // Bytes before the open record are done with; an open record moves to the front.
    let kept = state == .recordStart ? cursor : recordStart
    if kept == row.buffer.count {
      row.buffer = chunk
    } else {
      if kept > 0 { row.buffer.removeSubrange(..<kept) }
      row.buffer.append(contentsOf: chunk)
    }
    cursor -= kept
    recordStart -= min(kept, recordStart)
    fieldStart -= kept
    if kept > 0, state != .start, state != .recordStart {
      for index in row.extents.indices {
        row.extents[index].start -= kept
        row.extents[index].end -= kept
      }
    }
  }

  /// Says that no further bytes come, so that the last record may end without a line end.
  public mutating func finish() { isFinished = true }

  // MARK: Output

  /// Finds the next record in the bytes added so far and says whether there is one.
  ///
  /// False means that more bytes are needed or, after ``finish()``, that the input is at its end.
  ///
  /// - Throws: `malformed` with the line.
  /// - Complexity: O(bytes of the record).
  public mutating func next() throws(EvaluationError) -> Bool {
    do throws(EvaluationError) {
      return try scanRecord()
    } catch {
      state = .failed
      throw error
    }
  }

  private mutating func scanRecord() throws(EvaluationError) -> Bool {
    if state == .failed { return false }
    if state == .start {
      guard skipByteOrderMark() else { return false }
      state = .recordStart
    }
    if state == .recordStart {
      guard cursor < row.buffer.count else { return false }
      if followsCarriageReturn, row.buffer[cursor] == UInt8(ascii: "\n") { cursor += 1 }
      followsCarriageReturn = false
      guard cursor < row.buffer.count else { return false }
      row.extents.removeAll(keepingCapacity: true)
      row.line = line
      recordStart = cursor
      fieldStart = cursor
      hasNonASCII = false
      state = .fieldStart
    }
    if try scanFields() { return true }
    if isFinished { return try closeInput() }
    try checkOpenRecord()
    return false
  }

  /// Moves past a byte order mark; false while too few bytes are there to know.
  private mutating func skipByteOrderMark() -> Bool {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let head = row.buffer.prefix(3)
    if head.count < 3, !isFinished, mark.starts(with: head) { return false }
    if head.elementsEqual(mark) { cursor = 3 }
    return true
  }

  /// Scans to the end of the record (true) or of the bytes (false).
  private mutating func scanFields() throws(EvaluationError) -> Bool {
    let count = row.buffer.count
    while cursor < count {
      switch state {
      case .quoted: try scanQuoted()
      case .closed:
        switch ByteClass(rawValue: classes[Int(row.buffer[cursor])]) {
        case .quote:
          isEscaped = true
          state = .quoted
          cursor += 1
        case .delimiter, .lineFeed, .carriageReturn:
          if try endField(at: cursor - 1, isQuoted: true) { return true }
        default:
          throw malformed(
            "a delimiter or a line end after a closing quote", "text after a closing quote")
        }
      default:
        if try scanUnquoted() { return true }
      }
    }
    return false
  }

  private mutating func scanUnquoted() throws(EvaluationError) -> Bool {
    let (buffer, kinds) = (row.buffer, classes)
    let bytes = buffer.span
    let table = kinds.span
    var index = cursor
    let count = bytes.count
    while index < count {
      let kind = table[Int(bytes[index])]
      if kind == 0 {
        index += 1
        continue
      }
      cursor = index
      switch ByteClass(rawValue: kind) {
      case .delimiter, .lineFeed, .carriageReturn:
        if try endField(at: index, isQuoted: false) { return true }
        index = cursor
      case .quote:
        guard index == fieldStart else {
          throw malformed(
            "quotes around a whole field, doubled inside it", "a quote inside an unquoted field")
        }
        state = .quoted
        quoteLine = line
        isEscaped = false
        fieldStart = index + 1
        cursor = index + 1
        return false
      case .zero: throw malformed("text", "a NUL byte")
      default:
        hasNonASCII = true
        index += 1
      }
    }
    cursor = index
    if index > fieldStart { state = .unquoted }
    return false
  }

  private mutating func scanQuoted() throws(EvaluationError) {
    let (buffer, kinds) = (row.buffer, classes)
    let bytes = buffer.span
    let table = kinds.span
    var index = cursor
    let count = bytes.count
    while index < count {
      let kind = table[Int(bytes[index])]
      if kind <= ByteClass.delimiter.rawValue {
        index += 1
        continue
      }
      switch ByteClass(rawValue: kind) {
      case .quote:
        state = .closed
        cursor = index + 1
        return
      case .carriageReturn: line += 1
      case .lineFeed: if bytes[index - 1] != UInt8(ascii: "\r") { line += 1 }
      case .zero: throw malformed("text", "a NUL byte")
      default: hasNonASCII = true
      }
      index += 1
    }
    cursor = index
  }

  /// Stores the field that ends before `end`; true at the end of the record.
  ///
  /// The cursor is on its delimiter or line end, and moves past it.
  private mutating func endField(at end: Int, isQuoted: Bool) throws(EvaluationError) -> Bool {
    try storeField(end: end, isQuoted: isQuoted)
    let byte = row.buffer[cursor]
    cursor += 1
    fieldStart = cursor
    state = .fieldStart
    if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
      followsCarriageReturn = byte == UInt8(ascii: "\r")
      try endRecord(end: cursor - 1)
      line += 1
      return true
    }
    return false
  }

  private mutating func storeField(end: Int, isQuoted: Bool) throws(EvaluationError) {
    guard end - fieldStart <= limits.field else { throw fieldTooLong(isQuoted: isQuoted) }
    guard row.extents.count < limits.columns else {
      throw malformed("at most \(limits.columns) fields in a record", "more fields")
    }
    row.extents.append(
      .init(
        start: fieldStart, end: end, isQuoted: isQuoted, isEscaped: isQuoted && isEscaped))
  }

  private mutating func endRecord(end: Int) throws(EvaluationError) {
    state = .recordStart
    guard end - recordStart <= limits.record else { throw recordTooLong() }
    if hasNonASCII, let faulty = firstInvalidUTF8(row.buffer.span, recordStart..<end) {
      line = row.line + lineEnds(in: recordStart..<faulty)
      throw malformed("UTF-8 text", "bytes that are not UTF-8")
    }
    let needed = fieldsNeeded ?? row.count
    fieldsNeeded = needed
    guard row.count == needed else {
      line = row.line
      throw malformed(
        "\(needed) field\(needed == 1 ? "" : "s"), as in the first record", "\(row.count)")
    }
  }

  /// Ends the last record, which has no line end.
  private mutating func closeInput() throws(EvaluationError) -> Bool {
    switch state {
    case .fieldStart, .unquoted: try storeField(end: cursor, isQuoted: false)
    case .closed: try storeField(end: cursor - 1, isQuoted: true)
    case .quoted:
      line = quoteLine
      throw malformed("a closing quote", "a quote that is never closed")
    case .start, .recordStart, .failed: return false
    }
    try endRecord(end: cursor)
    return true
  }

  // MARK: Refusals

  /// Refuses a record that is too long already, before more of it is kept.
  private mutating func checkOpenRecord() throws(EvaluationError) {
    let content = cursor - fieldStart - (state == .closed ? 1 : 0)
    guard content <= limits.field else {
      throw fieldTooLong(isQuoted: state == .quoted)
    }
    guard cursor - recordStart <= limits.record else { throw recordTooLong() }
  }

  private mutating func fieldTooLong(isQuoted: Bool) -> EvaluationError {
    if isQuoted { line = quoteLine }
    return malformed(
      "fields of at most \(limits.field) bytes",
      isQuoted ? "a longer quoted field; its closing quote may be missing" : "a longer field")
  }

  private mutating func recordTooLong() -> EvaluationError {
    line = row.line
    return malformed("records of at most \(limits.record) bytes", "a longer record")
  }

  private func malformed(_ needed: String, _ found: String) -> EvaluationError {
    .malformed(source: source, line: line, needed: needed, found: found)
  }

  private func lineEnds(in range: Range<Int>) -> Int {
    range.count { index in
      let byte = row.buffer[index]
      let isPaired = index > 0 && row.buffer[index - 1] == UInt8(ascii: "\r")
      return byte == UInt8(ascii: "\r") || (byte == UInt8(ascii: "\n") && !isPaired)
    }
  }
}

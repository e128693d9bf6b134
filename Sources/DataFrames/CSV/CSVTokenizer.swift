public import Statistics

/// A push parser of RFC 4180: bytes go in by chunks of any size, records come out one by one.
///
/// ```swift
/// var tokenizer = CSVTokenizer()
/// for try await chunk in chunks {
///   tokenizer.append(chunk)
///   while try tokenizer.next() { sum += tokenizer.row.number(2) ?? 0 }
/// }
/// tokenizer.finish()
/// while try tokenizer.next() { sum += tokenizer.row.number(2) ?? 0 }
/// ```
///
/// Lines end with LF, CRLF or CR; the last needs no end. A quoted field may hold delimiters, line
/// ends and doubled quotes. A byte order mark is skipped. A blank line is a record of one empty
/// field. Memory is one chunk and one record, and where chunks are cut makes no difference.
///
/// Refused by line: text after a closing quote, a quote inside an unquoted field, a quote that is
/// never closed (by the line on which it opens), records whose count of fields differs from the
/// first record's, NUL bytes, bytes that are not UTF-8, UTF-16, and what exceeds the limits. After
/// an error no further record comes.
///
/// **Reference:** Shafranovich, 2005, RFC 4180.
public struct CSVTokenizer: Sendable {
  /// The record that the last call of ``next()`` found.
  public private(set) var row = CSVRow()
  private(set) var isFinished = false
  /// Whether an error was thrown, after which no record comes.
  var hasFailed: Bool { scanner.state == .failed }
  /// The number of bytes behind the records found.
  var unscanned: Int { filled - scanner.cursor }
  /// The bytes, of which the first `filled` count.
  private var buffer: [UInt8] = []
  private var filled = 0
  private var scanner: CSVScanner
  private var table = RecordTable()
  /// The next record of the table.
  private var record = 0
  /// Where the table's first record begins.
  private var tableStart = 0
  /// What is wrong behind the table's records.
  private var fault: EvaluationError?
  /// The end of the bytes that are known to be UTF-8.
  private var checked = 0
  private let source: String
  private let grammar: NumberGrammar
  /// The names of all columns, for errors.
  private var header: [String] = []

  private static let chunkSize = 1 << 18

  // MARK: Input

  /// A parser with the delimiter, the marks of numbers and the limits of the options; `source` names
  /// the input in errors.
  public init(_ options: CSVOptions = CSVOptions(), source: String = "CSV") {
    self.source = source
    scanner = CSVScanner(options)
    grammar = NumberGrammar(options)
    row.grammar = grammar
  }

  /// Adds the next bytes of the input; ``row`` is empty until ``next()`` finds another.
  ///
  /// - Complexity: O(1) when all records were taken and none is incomplete, else O(chunk +
  ///   incomplete record).
  public mutating func append(_ chunk: [UInt8]) {
    guard scanner.state != .failed, !isFinished else { return }
    let kept = releaseScanned()
    if kept == 0 {
      buffer = chunk
    } else {
      buffer.removeSubrange(kept...)
      buffer.append(contentsOf: chunk)
    }
    filled = kept + chunk.count
  }

  /// Says that no further bytes come, so that the last record may end without a line end.
  public mutating func finish() { isFinished = true }

  /// Reads the next bytes of a file, or finishes at its end.
  mutating func fill(from file: inout ByteFile) throws(EvaluationError) {
    guard scanner.state != .failed, !isFinished else { return }
    filled = releaseScanned()
    // A record longer than the buffer doubles it, so that each byte is moved a bounded number of
    // times.
    if buffer.count - filled < Self.chunkSize {
      let room = max(Self.chunkSize, filled)
      buffer += [UInt8](repeating: 0, count: filled + room - buffer.count)
    }
    let read = try file.read(into: &buffer, from: filled)
    filled += read
    if read == 0 { isFinished = true }
  }

  /// Moves the bytes that are not done with to the front and says how many they are.
  private mutating func releaseScanned() -> Int {
    // Rows that were handed out keep their own storage.
    (row.buffer, row.fields, row.count) = ([], [], 0)
    if record < table.count { rewind() }
    table.removeComplete()
    record = 0
    let isOpen = scanner.state != .start && scanner.state != .recordStart
    let start = isOpen ? scanner.recordStart : scanner.cursor
    if isOpen { table.moveOpenRecord(by: start) }
    scanner.move(by: start)
    checked = max(0, checked - start)
    tableStart = 0
    if start > 0, start < filled { buffer.moveToFront(start..<filled) }
    return filled - start
  }

  /// Goes back to the first record that was not taken.
  private mutating func rewind() {
    let end = record == 0 ? nil : table.ends[record - 1]
    scanner.rewind(
      to: end.map { $0 + 1 } ?? tableStart, line: table.lines[record],
      followsCarriageReturn: end.map { buffer[$0] == UInt8(ascii: "\r") } ?? false)
    scanner.unchecked = .max
    checked = min(checked, scanner.cursor)
    table.count = record
    fault = nil
  }

  // MARK: Output

  /// Finds the next record in the bytes added so far and says whether there is one.
  ///
  /// False means that more bytes are needed or, after ``finish()``, that the input is at its end.
  ///
  /// - Throws: `malformed` with the line.
  /// - Complexity: O(bytes of the record).
  public mutating func next() throws(EvaluationError) -> Bool {
    guard try hasRecords() else { return false }
    row.first = record * table.width
    row.count = table.width
    row.line = table.lines[record]
    record += 1
    return true
  }

  /// Takes the records found so far, at most `limit`, or finds more; nil as `next` is false.
  mutating func nextRun(limit: Int) throws(EvaluationError) -> RecordRun? {
    guard try hasRecords() else { return nil }
    let records = record..<record + min(limit, table.count - record)
    record = records.upperBound
    (row.buffer, row.fields, row.count) = ([], [], 0)
    return RecordRun(
      bytes: buffer, fields: table.fields, lines: table.lines, width: table.width,
      records: records, source: source, grammar: grammar)
  }

  /// Stores from here on only some columns, in the order given; called behind the first record.
  mutating func choose(columns: [Int]?, header: [String]) {
    self.header = header
    (row.buffer, row.fields, row.count) = ([], [], 0)
    table.removeComplete()
    record = 0
    tableStart = scanner.cursor
    if let columns { scanner.choose(columns: columns) }
    table.settle(width: columns?.count ?? header.count)
  }

  private mutating func hasRecords() throws(EvaluationError) -> Bool {
    if record < table.count {
      if row.count == 0 { (row.buffer, row.fields) = (buffer, table.fields) }
      return true
    }
    (row.buffer, row.fields, row.count) = ([], [], 0)
    if let fault {
      self.fault = nil
      scanner.state = .failed
      throw fault
    }
    if scanner.state == .failed { return false }
    try scan()
    (row.buffer, row.fields) = (buffer, table.fields)
    return record < table.count
  }

  // MARK: Scan

  private mutating func scan() throws(EvaluationError) {
    if scanner.state == .start, !(try begin()) { return }
    let isFirst = table.width == 0
    if !isFirst, table.lines.count == 1 { table.settle(width: table.width) }
    table.removeComplete()
    record = 0
    let isOpen = scanner.state != .recordStart
    tableStart = isOpen ? scanner.recordStart : scanner.cursor
    if !isOpen, scanner.followsCarriageReturn, tableStart < filled,
      buffer[tableStart] == UInt8(ascii: "\n")
    {
      tableStart += 1
    }
    var pause: CSVScanner.Pause
    repeat {
      let (bytes, count) = (buffer, filled)
      pause = unsafe bytes.withUnsafeBufferPointer {
        unsafe scanner.scan(UnsafeBufferPointer(rebasing: $0[..<count]), into: &table)
      }
      if case .space = pause { table.grow() } else { break }
    } while true
    if case .bytes = pause, isFinished {
      pause = scanner.finish(&table) ?? .bytes
      if case .space = pause {
        table.grow()
        pause = scanner.finish(&table) ?? .bytes
      }
    }
    var found: CSVFault?
    if case .fault(let fault) = pause { found = fault }
    if found == nil, table.count == 0 { found = scanner.openFault() }
    if let found { fault = scanner.error(found, source: source, header: header) }
    checkUTF8()
    if table.count == 0, let fault {
      self.fault = nil
      scanner.state = .failed
      throw fault
    }
  }

  /// Moves past a byte order mark; false while too few bytes are there to know.
  private mutating func begin() throws(EvaluationError) -> Bool {
    let head = Array(buffer[..<min(4, filled)])
    if !isFinished, FilePrefix.isUndecided(head) { return false }
    if let kind = FilePrefix.foreignKind(head) {
      let error = scanner.error(.foreign(kind), source: source, header: [])
      scanner.state = .failed
      throw error
    }
    if head.starts(with: FilePrefix.byteOrderMark) { scanner.cursor = 3 }
    scanner.state = .recordStart
    return true
  }

  /// Checks the complete records; one that is not UTF-8 and those behind it are dropped.
  private mutating func checkUTF8() {
    guard scanner.unchecked & 0x8080_8080_8080_8080 != 0, table.count > 0 else { return }
    let end = table.ends[table.count - 1]
    let (bytes, start) = (buffer, min(checked, end))
    let faulty = unsafe bytes.withUnsafeBufferPointer {
      unsafe firstInvalidUTF8($0, start..<end)
    }
    checked = end
    if scanner.state == .recordStart { scanner.unchecked = 0 }
    guard let faulty else { return }
    let record = table.ends[..<table.count].firstIndex { $0 > faulty } ?? 0
    let recordStart = record == 0 ? tableStart : table.ends[record - 1] + 1
    let line = table.lines[record] + lineEnds(in: recordStart..<faulty)
    table.count = record
    fault = scanner.error(.notUTF8, source: source, line: line, header: header)
  }

  private func lineEnds(in range: Range<Int>) -> Int {
    range.count { index in
      let byte = buffer[index]
      let isPaired = index > 0 && buffer[index - 1] == UInt8(ascii: "\r")
      return byte == UInt8(ascii: "\r") || (byte == UInt8(ascii: "\n") && !isPaired)
    }
  }
}

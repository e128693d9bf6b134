/// Finds the fields and records of a CSV text in bytes that come by pieces.
///
/// The scanner is the state between two pieces: it may stop at any byte and goes on from there. It
/// takes 64 bytes at a time as bits (``ByteBlock``) and steps from one byte with a meaning to the
/// next. Fields that are not wanted are counted, not stored, and those behind the last wanted one
/// are counted by bits, so that a record with too few or too many is found all the same.
///
/// It is unsafe because it reads bytes and writes extents without a check of bounds: positions are
/// below the count of the bytes, and each store is preceded by a check of the space.
struct CSVScanner: Sendable {
  enum State: Sendable { case start, recordStart, unquoted, quoted, closed, failed }

  /// Why a scan stopped.
  enum Pause {
    /// All bytes are scanned.
    case bytes
    /// The table is full, or the first record is complete.
    case records
    /// The first record has more fields than the table has room for.
    case space
    case fault(CSVFault)
  }

  var state = State.start
  /// The next byte.
  var cursor = 0
  /// The first byte of the open record, its line, and the number of its open field.
  var recordStart = 0
  var recordLine = 1
  private(set) var field = 0
  /// The first byte of the open field's content.
  private(set) var fieldStart = 0
  private(set) var isEscaped = false
  var followsCarriageReturn = false
  var line = 1
  private(set) var quoteLine = 1
  /// The number of fields in every record; 0 until the first is complete.
  private(set) var fieldsNeeded = 0
  /// High bits of bytes that no check of UTF-8 has seen.
  var unchecked: UInt64 = 0
  /// The columns wanted in the order of the file, with a sentinel; empty when all are.
  private var wanted: [Int] = []
  /// The place of each in a record of the table.
  private var slots: [Int] = []
  /// How many fields of the open record are stored.
  private var stored = 0
  private let delimiter: UInt8
  let limits: (columns: Int, field: Int, record: Int)

  init(_ options: CSVOptions) {
    delimiter = options.delimiter.byte
    limits = (
      max(1, options.maximumColumns), max(0, options.maximumFieldBytes),
      max(0, options.maximumRecordBytes)
    )
  }

  /// Stores only the columns at these places of the file, in this order.
  mutating func choose(columns: [Int]) {
    let ordered = columns.enumerated().sorted { $0.element < $1.element }
    wanted = ordered.map(\.element) + [.max]
    slots = ordered.map(\.offset) + [0]
    stored = 0
  }

  // MARK: Scan

  /// Scans bytes from the cursor on and adds the records found to the table.
  mutating func scan(
    _ bytes: UnsafeBufferPointer<UInt8>, into table: inout RecordTable
  ) -> Pause {
    var (count, width) = (table.count, table.width)
    let (wanted, slots) = (wanted, slots)
    let pause = unsafe table.fields.withUnsafeMutableBufferPointer { fields in
      unsafe table.lines.withUnsafeMutableBufferPointer { lines in
        unsafe table.ends.withUnsafeMutableBufferPointer { ends in
          unsafe wanted.withUnsafeBufferPointer { wanted in
            unsafe slots.withUnsafeBufferPointer { slots in
              unsafe scan(
                bytes, &count, &width,
                RecordSink(fields: fields, lines: lines, ends: ends, wanted: wanted, slots: slots))
            }
          }
        }
      }
    }
    (table.count, table.width) = (count, width)
    return pause
  }

  private mutating func scan(
    _ bytes: UnsafeBufferPointer<UInt8>, _ records: inout Int, _ recordWidth: inout Int,
    _ target: RecordSink
  ) -> Pause {
    guard let start = bytes.baseAddress else { return .bytes }
    let total = bytes.count
    // Copies of the state that no store through a pointer can change.
    var (position, state, field, fieldStart) = (cursor, state, field, fieldStart)
    var (line, count, width) = (line, records, recordWidth)
    var followsCarriageReturn = followsCarriageReturn
    var sink = target
    sink.open(record: count * width, stored: stored, needed: fieldsNeeded)
    let pattern = ByteBlock.pattern(delimiter)
    var pause = Pause.bytes
    scanning: while position < total {
      let base = position
      let block = unsafe ByteBlock(start + base, count: total - base, delimiter: pattern)
      unchecked |= block.bits
      let blockEnd = min(base + 64, total)
      while position < blockEnd {
        var last: FieldExtent
        switch state {
        case .unquoted:
          let live = UInt64.max << UInt64(position - base)
          let marks = block.marks & live
          var delimiters = block.delimiters & live & ((marks &- 1) & ~marks)
          while delimiters != 0, field <= sink.lastWanted {
            let at = base + delimiters.trailingZeroBitCount
            if field == sink.nextWanted {
              if let stop = refusal(sink, field, size: at - fieldStart) {
                (pause, position) = (stop, at)
                break scanning
              }
              sink.store(FieldExtent(start: fieldStart, end: at))
            }
            field += 1
            fieldStart = at + 1
            delimiters &= delimiters - 1
          }
          field += delimiters.nonzeroBitCount
          guard marks != 0 else {
            position = blockEnd
            continue
          }
          position = base + marks.trailingZeroBitCount
          switch unsafe start[position] {
          case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
            last = FieldExtent(start: fieldStart, end: position)
          case UInt8(ascii: "\""):
            guard unsafe position == recordStart || start[position - 1] == delimiter else {
              pause = .fault(.quoteInside)
              break scanning
            }
            (state, quoteLine, isEscaped) = (.quoted, line, false)
            position += 1
            fieldStart = position
            continue
          case 0:
            pause = .fault(.zero)
            break scanning
          default:
            position += 1
            continue
          }
        case .quoted:
          let marks = block.marks & (UInt64.max << UInt64(position - base))
          guard marks != 0 else {
            position = blockEnd
            continue
          }
          position = base + marks.trailingZeroBitCount
          switch unsafe start[position] {
          case UInt8(ascii: "\""): state = .closed
          case UInt8(ascii: "\r"): line += 1
          case UInt8(ascii: "\n"):
            if unsafe start[position - 1] != UInt8(ascii: "\r") { line += 1 }
          case 0:
            pause = .fault(.zero)
            break scanning
          default: break
          }
          position += 1
          continue
        case .closed:
          last = FieldExtent(
            start: fieldStart, end: position - 1, isQuoted: true, isEscaped: isEscaped)
          let byte = unsafe start[position]
          if byte == delimiter {
            if field == sink.nextWanted {
              if let stop = refusal(sink, field, size: last.count, isQuoted: true) {
                pause = stop
                break scanning
              }
              sink.store(last)
            }
            field += 1
            position += 1
            fieldStart = position
            state = .unquoted
            continue
          }
          if byte == UInt8(ascii: "\"") {
            (state, isEscaped) = (.quoted, true)
            position += 1
            continue
          }
          guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else {
            pause = .fault(.textAfterQuote)
            break scanning
          }
        default:
          // Between two records.
          if followsCarriageReturn {
            followsCarriageReturn = false
            if unsafe start[position] == UInt8(ascii: "\n") {
              position += 1
              continue
            }
          }
          guard sink.hasRoom(for: count, width) else {
            pause = .records
            break scanning
          }
          (recordStart, recordLine, fieldStart, field) = (position, line, position, 0)
          sink.open(record: count * width, stored: 0, needed: fieldsNeeded)
          state = .unquoted
          continue
        }
        // A record ends at the position, which is a line end.
        if let stop = end(last, field, position, &width, &sink) {
          pause = stop
          break scanning
        }
        sink.close(count, line: recordLine, end: position)
        count += 1
        line += 1
        state = .recordStart
        followsCarriageReturn = unsafe start[position] == UInt8(ascii: "\r")
        position += 1
        if sink.isFirst {
          pause = .records
          break scanning
        }
      }
    }
    (cursor, self.state, self.field, self.fieldStart) = (position, state, field, fieldStart)
    (self.line, records, recordWidth) = (line, count, width)
    self.followsCarriageReturn = followsCarriageReturn
    stored = sink.stored
    return pause
  }

  /// Why a field cannot be stored, or nil.
  @inline(__always)
  private func refusal(
    _ sink: RecordSink, _ field: Int, size: Int, isQuoted: Bool = false
  ) -> Pause? {
    if size > limits.field { return .fault(.fieldTooLong(isQuoted: isQuoted)) }
    guard sink.isFirst else { return nil }
    if field >= limits.columns { return .fault(.tooManyFields) }
    return unsafe field < sink.fields.count ? nil : .space
  }

  /// Stores the last field of a record and checks the record, or says why not.
  @inline(__always)
  private mutating func end(
    _ last: FieldExtent, _ field: Int, _ position: Int, _ width: inout Int, _ sink: inout RecordSink
  ) -> Pause? {
    if field == sink.nextWanted {
      if let stop = refusal(sink, field, size: last.count, isQuoted: last.isQuoted) {
        return stop
      }
      sink.store(last)
    }
    guard position - recordStart <= limits.record else { return .fault(.recordTooLong) }
    if fieldsNeeded == 0 {
      fieldsNeeded = field + 1
      width = field + 1
    }
    return field + 1 == fieldsNeeded ? nil : .fault(.ragged(found: field + 1))
  }

  // MARK: End of input

  /// Ends the last record, which has no line end; says whether there was one, or what is wrong.
  mutating func finish(_ table: inout RecordTable) -> Pause? {
    let last: FieldExtent
    switch state {
    case .unquoted: last = FieldExtent(start: fieldStart, end: cursor)
    case .closed:
      last = FieldExtent(start: fieldStart, end: cursor - 1, isQuoted: true, isEscaped: isEscaped)
    case .quoted: return .fault(.neverClosed)
    case .start, .recordStart, .failed: return .bytes
    }
    let (count, position, fields) = (table.count, cursor, field)
    var width = table.width
    let (wanted, slots) = (wanted, slots)
    let stop = unsafe table.fields.withUnsafeMutableBufferPointer { buffer in
      unsafe wanted.withUnsafeBufferPointer { wanted in
        unsafe slots.withUnsafeBufferPointer { slots in
          var sink = unsafe RecordSink(fields: buffer, wanted: wanted, slots: slots)
          sink.open(record: count * width, stored: stored, needed: fieldsNeeded)
          return end(last, fields, position, &width, &sink)
        }
      }
    }
    if let stop { return stop }
    table.width = width
    table.lines[count] = recordLine
    table.ends[count] = cursor
    table.count += 1
    state = .recordStart
    return nil
  }

  /// Refuses an open record that is too long already, before more of it is kept.
  func openFault() -> CSVFault? {
    let isQuoted = state == .quoted || state == .closed
    guard isQuoted || state == .unquoted else { return nil }
    // Behind the last wanted field no start is kept.
    let size = cursor - fieldStart - (state == .closed ? 1 : 0)
    if isQuoted || wanted.isEmpty, size > limits.field { return .fieldTooLong(isQuoted: isQuoted) }
    return cursor - recordStart > limits.record ? .recordTooLong : nil
  }

  // MARK: Positions

  /// Moves every position towards the front of the buffer.
  mutating func move(by distance: Int) {
    cursor -= distance
    recordStart -= distance
    fieldStart -= distance
  }

  /// Goes back to a record's start, to scan it again.
  mutating func rewind(to position: Int, line: Int, followsCarriageReturn: Bool) {
    (cursor, recordStart, self.line) = (position, position, line)
    self.followsCarriageReturn = followsCarriageReturn
    (state, stored) = (.recordStart, 0)
  }
}

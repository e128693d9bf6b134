/// Where a field's content lies in the buffer, without its quotes.
struct FieldExtent: Sendable {
  private(set) var start: Int
  /// The end, and the two facts in the lowest bits.
  private var packedEnd: Int

  @inline(__always)
  init(start: Int, end: Int, isQuoted: Bool = false, isEscaped: Bool = false) {
    self.start = start
    packedEnd = end << 2 | (isEscaped ? 2 : 0) | (isQuoted ? 1 : 0)
  }

  var end: Int { packedEnd >> 2 }
  var count: Int { end - start }
  var isQuoted: Bool { packedEnd & 1 != 0 }
  /// Whether the field is empty without quotes.
  var isMissing: Bool { packedEnd == start << 2 }
  /// Whether the content holds doubled quotes.
  var isEscaped: Bool { packedEnd & 2 != 0 }

  /// Moves the field towards the front of the buffer.
  mutating func move(by distance: Int) {
    start &-= distance
    packedEnd &-= distance << 2
  }
}

/// The records found in a buffer: the extents of the fields wanted, record after record.
///
/// The arrays are storage of a fixed size, which the scanner fills; behind the complete records
/// stand the fields of the open one.
struct RecordTable: Sendable {
  /// At least as many fields as the widest record has.
  var fields: [FieldExtent]
  /// The line on which each record begins.
  var lines: [Int]
  /// The end of each record in the buffer, before its line end.
  var ends: [Int]
  /// The number of fields stored per record; 0 until the first record is complete.
  var width = 0
  /// The number of complete records.
  var count = 0

  /// The extents of one record's fields make no more than this unless one record has more.
  static let capacity = 1 << 13

  init() {
    fields = [FieldExtent](repeating: .init(start: 0, end: 0), count: 64)
    lines = [Int](repeating: 0, count: 1)
    ends = [Int](repeating: 0, count: 1)
  }

  /// Makes room for twice as many fields: the first record is wide.
  mutating func grow() {
    fields += [FieldExtent](repeating: .init(start: 0, end: 0), count: fields.count)
  }

  /// Sets the number of fields per record, and makes room for as many records as fit.
  mutating func settle(width: Int) {
    self.width = width
    let records = max(1, Self.capacity / max(1, width))
    let needed = records * width
    if fields.count < needed {
      fields += [FieldExtent](
        repeating: .init(start: 0, end: 0), count: needed - fields.count)
    }
    if lines.count < records {
      lines = [Int](repeating: 0, count: records)
      ends = lines
    }
  }

  /// Forgets the complete records; the fields of the open one move to the front.
  mutating func removeComplete() {
    let used = count * width
    if used > 0 {
      for index in 0..<min(width, fields.count - used) { fields[index] = fields[used + index] }
    }
    count = 0
  }

  /// Moves the open record's fields towards the front of the buffer.
  mutating func moveOpenRecord(by distance: Int) {
    let stored = width == 0 ? fields.count : width
    for index in 0..<min(stored, fields.count) { fields[index].move(by: distance) }
  }
}

/// Complete records of one buffer, as a run that columns decode.
struct RecordRun: Sendable {
  let bytes: [UInt8]
  let fields: [FieldExtent]
  let lines: [Int]
  let width: Int
  /// The records in question.
  let records: Range<Int>
  /// The name of the input in errors.
  let source: String
  let grammar: NumberGrammar
}

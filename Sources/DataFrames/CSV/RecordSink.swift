/// Where the scanner writes the fields and records that it finds.
///
/// Pointers, because the scanner writes a field every few bytes; ``CSVScanner`` says why each store
/// stays inside the table.
@safe struct RecordSink {
  let fields: UnsafeMutableBufferPointer<FieldExtent>
  private let lines: UnsafeMutablePointer<Int>?
  private let ends: UnsafeMutablePointer<Int>?
  private let room: Int
  private let wanted: UnsafeBufferPointer<Int>
  private let slots: UnsafeBufferPointer<Int>
  /// The place of the open record's first field.
  private var first = 0
  /// How many fields of the open record are stored.
  private(set) var stored = 0
  /// The number of fields that are stored, when all are wanted.
  private var all = 0
  /// The next field that is wanted.
  private(set) var nextWanted = 0
  /// The last field that is wanted.
  private(set) var lastWanted = Int.max
  /// Whether the open record is the first, which says how many fields the others have.
  private(set) var isFirst = true

  init(
    fields: UnsafeMutableBufferPointer<FieldExtent>, lines: UnsafeMutableBufferPointer<Int>? = nil,
    ends: UnsafeMutableBufferPointer<Int>? = nil, wanted: UnsafeBufferPointer<Int>,
    slots: UnsafeBufferPointer<Int>
  ) {
    unsafe self.fields = fields
    unsafe self.lines = lines?.baseAddress
    unsafe self.ends = ends?.baseAddress
    unsafe room = lines?.count ?? 0
    unsafe self.wanted = wanted
    unsafe self.slots = slots
  }

  /// Whether another record of a width has room.
  @inline(__always)
  func hasRoom(for count: Int, _ width: Int) -> Bool {
    unsafe count < room && (isFirst || (count + 1) * width <= fields.count)
  }

  /// Opens the record whose fields begin at a place; some of them may be stored.
  @inline(__always)
  mutating func open(record: Int, stored: Int, needed: Int) {
    first = record
    self.stored = stored
    isFirst = needed == 0
    all = needed == 0 ? .max : needed
    if unsafe wanted.isEmpty {
      lastWanted = all - 1
      nextWanted = stored < all ? stored : .max
    } else {
      unsafe lastWanted = wanted.count > 1 ? wanted[wanted.count - 2] : -1
      unsafe nextWanted = wanted[stored]
    }
  }

  /// Stores the field that is wanted next.
  @inline(__always)
  mutating func store(_ extent: FieldExtent) {
    guard let target = unsafe fields.baseAddress else { return }
    if unsafe wanted.isEmpty {
      unsafe target[first + stored] = extent
      stored += 1
      nextWanted = stored < all ? stored : .max
    } else {
      unsafe target[first + slots[stored]] = extent
      stored += 1
      unsafe nextWanted = wanted[stored]
    }
  }

  /// Notes a complete record.
  @inline(__always)
  func close(_ record: Int, line: Int, end: Int) {
    unsafe lines?[record] = line
    unsafe ends?[record] = end
  }
}

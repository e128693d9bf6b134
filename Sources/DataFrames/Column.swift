/// A named column of typed cells, each with a value or missing.
///
/// A missing cell is no value at all; it differs from an empty text. Number cells may hold NaN and
/// infinities when they come from structs; the accessors that models use refuse them by row.
///
/// The levels of a category column are the texts that occur in it, each once, in Unicode order.
/// Texts that are canonically equivalent in Unicode (é as one or as two scalars) are one level, as
/// Swift's `==` says.
public struct Column: Sendable {
  /// The column's name.
  public let name: String
  /// The number of cells.
  public let count: Int
  let storage: Storage
  let missing: MissingMask

  /// The values by type; the value at a missing row is a placeholder.
  enum Storage: Sendable {
    case numbers([Double])
    case integers([Int])
    case booleans([Bool])
    /// Codes index `levels`, -1 where missing.
    case categories(codes: [Int32], levels: [String])
    case dates([Int32])
  }

  // MARK: Initialisers

  /// A column of numbers; nil is missing.
  public init(_ name: String, numbers: [Double?]) {
    let (values, missing) = Self.split(numbers, placeholder: 0)
    self.init(name, .numbers(values), missing)
  }

  /// A column of whole numbers; nil is missing.
  public init(_ name: String, integers: [Int?]) {
    let (values, missing) = Self.split(integers, placeholder: 0)
    self.init(name, .integers(values), missing)
  }

  /// A column of booleans; nil is missing.
  public init(_ name: String, booleans: [Bool?]) {
    let (values, missing) = Self.split(booleans, placeholder: false)
    self.init(name, .booleans(values), missing)
  }

  /// A column of calendar days; nil is missing.
  public init(_ name: String, dates: [CalendarDate?]) {
    let (values, missing) = Self.split(
      dates.map { $0.map { Int32($0.dayNumber) } }, placeholder: 0)
    self.init(name, .dates(values), missing)
  }

  /// A column of texts; nil is missing, and an empty text is a text.
  ///
  /// - Complexity: O(*n* + *k* log *k*) for *n* cells with *k* distinct texts.
  public init(_ name: String, categories: [String?]) {
    var codes: [Int32] = []
    codes.reserveCapacity(categories.count)
    var seen: [String: Int32] = [:]
    var levels: [String] = []
    for text in categories {
      guard let text else {
        codes.append(-1)
        continue
      }
      if let code = seen[text] {
        codes.append(code)
        // An equivalent spelling: keep the least, whatever the order of the rows.
        if text.utf8.lexicographicallyPrecedes(levels[Int(code)].utf8) { levels[Int(code)] = text }
      } else {
        codes.append(Int32(levels.count))
        seen[text] = Int32(levels.count)
        levels.append(text)
      }
    }
    self.init(name, codes: codes, unsortedLevels: levels)
  }

  init(_ name: String, _ storage: Storage, _ missing: MissingMask) {
    self.name = name
    self.storage = storage
    count =
      switch storage {
      case .numbers(let values): values.count
      case .integers(let values): values.count
      case .booleans(let values): values.count
      case .categories(let codes, _): codes.count
      case .dates(let values): values.count
      }
    var missing = missing
    missing.settle(rows: count)
    self.missing = missing
  }

  /// Sorts levels, joins equal ones, drops the unused, and renumbers the codes (-1 is missing).
  init(_ name: String, codes: [Int32], unsortedLevels: [String]) {
    var used = [Bool](repeating: false, count: unsortedLevels.count)
    var missing = MissingMask()
    for (row, code) in codes.enumerated() {
      if code < 0 { missing.insert(row) } else { used[Int(code)] = true }
    }
    let ordered = unsortedLevels.enumerated().filter { used[$0.offset] }.sorted {
      $0.element < $1.element
    }
    var renumbered = [Int32](repeating: -1, count: unsortedLevels.count)
    var levels: [String] = []
    for (index, text) in ordered {
      // Equivalent texts have many spellings: the least by UTF-8 stands for them, so that the level
      // does not hang on the order of the rows.
      if let last = levels.last, last == text {
        if text.utf8.lexicographicallyPrecedes(last.utf8) { levels[levels.count - 1] = text }
      } else {
        levels.append(text)
      }
      renumbered[index] = Int32(levels.count - 1)
    }
    let codes = codes.map { $0 < 0 ? -1 : renumbered[Int($0)] }
    self.init(name, .categories(codes: codes, levels: levels), missing)
  }

  private static func split<Value>(
    _ cells: [Value?], placeholder: Value
  ) -> (values: [Value], missing: MissingMask) {
    var missing = MissingMask()
    var values: [Value] = []
    values.reserveCapacity(cells.count)
    for (row, cell) in cells.enumerated() {
      if cell == nil { missing.insert(row) }
      values.append(cell ?? placeholder)
    }
    return (values, missing)
  }

  // MARK: Facts

  /// What the cells are.
  public var type: ColumnType {
    switch storage {
    case .numbers: .number
    case .integers: .integer
    case .booleans: .boolean
    case .categories: .category
    case .dates: .date
    }
  }

  /// How many cells are missing.
  public var missingCount: Int { missing.count }

  /// The distinct texts of a category column in Unicode order; empty for every other type.
  public var levels: [String] {
    if case .categories(_, let levels) = storage { levels } else { [] }
  }

  /// The cell of a row counted from 0.
  ///
  /// - Precondition: The row is less than ``count``.
  public subscript(row: Int) -> Cell {
    precondition(row >= 0 && row < count, "A column of \(count) cells has no row \(row).")
    if missing[row] { return .missing }
    switch storage {
    case .numbers(let values): return .number(values[row])
    case .integers(let values): return .integer(values[row])
    case .booleans(let values): return .boolean(values[row])
    case .categories(let codes, let levels): return .text(levels[Int(codes[row])])
    case .dates(let values):
      return CalendarDate(dayNumber: Int(values[row])).map { .date($0) } ?? .missing
    }
  }

  /// The same cells under another name.
  public func renamed(_ name: String) -> Column { Column(name, storage, missing) }

  /// The cells of some rows, counted from 0, in the order given; rows must exist.
  func selecting(rows: [Int]) -> Column {
    var mask = MissingMask()
    if !missing.isEmpty {
      for (index, row) in rows.enumerated() where missing[row] { mask.insert(index) }
    }
    switch storage {
    case .numbers(let values): return Column(name, .numbers(rows.map { values[$0] }), mask)
    case .integers(let values): return Column(name, .integers(rows.map { values[$0] }), mask)
    case .booleans(let values): return Column(name, .booleans(rows.map { values[$0] }), mask)
    case .dates(let values): return Column(name, .dates(rows.map { values[$0] }), mask)
    case .categories(let codes, let levels):
      return Column(name, codes: rows.map { codes[$0] }, unsortedLevels: levels)
    }
  }
}

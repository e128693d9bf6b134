internal import Statistics

/// One column while its rows arrive: infers the type, and never loses a text.
///
/// A column starts undecided, takes the type of its first filled cell, and falls back to texts when
/// a later cell does not fit. The texts of earlier cells come back exactly: integers, dates and
/// booleans are accepted only in forms that their values determine, and numbers keep their
/// spelling.
struct ColumnBuilder {
  enum Kind { case undecided, integer, number, boolean, date, category }

  private(set) var kind: Kind
  private let isInferred: Bool
  private let missingMarkers: TextPool
  private var count = 0
  private var missing = MissingMask()
  private var integers: [Int] = []
  private var numbers: [Double] = []
  /// One spelling per number of an inferred column; ``exoticSpelling`` points to `exotic`.
  private var spellings: [UInt8] = []
  private var exotic = ExoticTexts()
  /// Indices into ``BooleanText/forms``.
  private var booleans: [UInt8] = []
  private var dates: [Int32] = []
  private var codes: [Int32] = []
  private var pool = TextPool()
  /// Rows, from 1, that do not fit a type asked for, and the first text found there.
  private var misfits: [Int] = []
  private var misfitText = ""
  /// Whether all integers so far are exact as floating-point numbers.
  private var integersAreExact = true

  private static let exoticSpelling: UInt8 = 0xFF
  private static let exactIntegers = -(1 << 53)...(1 << 53)

  init(type: ColumnType?, missingMarkers: TextPool) {
    isInferred = type == nil
    self.missingMarkers = missingMarkers
    kind =
      switch type {
      case nil: .undecided
      case .number: .number
      case .integer: .integer
      case .boolean: .boolean
      case .category: .category
      case .date: .date
      }
  }

  // MARK: Cells

  mutating func append(_ bytes: Span<UInt8>, isQuoted: Bool) {
    if bytes.isEmpty, !isQuoted { return appendMissing() }
    if missingMarkers.contains(bytes) { return appendMissing() }
    if !appendValue(bytes) {
      if isInferred {
        kind == .undecided ? decide(bytes) : becomeCategory()
        if !appendValue(bytes) {
          becomeCategory()
          _ = appendValue(bytes)
        }
      } else {
        if misfits.isEmpty { misfitText = String(copying: bytes) }
        misfits.append(count + 1)
        appendPlaceholders(1)
      }
    }
    count += 1
  }

  private mutating func appendMissing() {
    missing.insert(count)
    appendPlaceholders(1)
    count += 1
  }

  private mutating func appendPlaceholders(_ number: Int) {
    for _ in 0..<number {
      switch kind {
      case .undecided: return
      case .integer: integers.append(0)
      case .number:
        numbers.append(0)
        if isInferred { spellings.append(0) }
      case .boolean: booleans.append(0)
      case .date: dates.append(0)
      case .category: codes.append(-1)
      }
    }
  }

  /// Appends a filled cell if it fits the column's type.
  private mutating func appendValue(_ bytes: Span<UInt8>) -> Bool {
    switch kind {
    case .undecided: return false
    case .category: codes.append(pool.code(of: bytes))
    case .integer: return appendInteger(bytes)
    case .number: return appendNumber(bytes)
    case .boolean:
      guard let form = BooleanText.form(of: bytes, allowsDigits: !isInferred) else { return false }
      booleans.append(form)
    case .date:
      guard let date = CalendarDate(bytes: bytes) else { return false }
      dates.append(Int32(date.dayNumber))
    }
    return true
  }

  private mutating func appendInteger(_ bytes: Span<UInt8>) -> Bool {
    switch NumberToken(bytes) {
    case .integer(let value):
      integers.append(value)
      if !Self.exactIntegers.contains(value) { integersAreExact = false }
      return true
    case .decimal, .exotic:
      guard isInferred, integersAreExact else { return false }
      // The first number among integers: all are numbers, each spelled without a fraction.
      kind = .number
      numbers = integers.map(Double.init)
      spellings = [UInt8](repeating: 0, count: integers.count)
      for (row, value) in integers.enumerated() where abs(value) >= 1_000_000_000_000_000 {
        spellings[row] = Self.exoticSpelling
        exotic.append(Array(String(value).utf8).span, row: row)
      }
      integers = []
      return appendNumber(bytes)
    case .largeInteger, .none: return false
    }
  }

  private mutating func appendNumber(_ bytes: Span<UInt8>) -> Bool {
    let value: Double
    var spelling = Self.exoticSpelling
    switch NumberToken(bytes) {
    case .decimal(let number, let form): (value, spelling) = (number, form.byte)
    case .exotic(let number): value = number
    case .integer(let integer):
      if isInferred, !Self.exactIntegers.contains(integer) { return false }
      if integer.magnitude < 1_000_000_000_000_000 { spelling = 0 }
      value = Double(integer)
    case .largeInteger(let number):
      if isInferred { return false }
      value = number
    case .none: return false
    }
    numbers.append(value)
    if isInferred {
      spellings.append(spelling)
      if spelling == Self.exoticSpelling { exotic.append(bytes, row: count) }
    }
    return true
  }

  // MARK: Types

  /// Takes the type of the first filled cell; the rows before it are all missing.
  private mutating func decide(_ bytes: Span<UInt8>) {
    if BooleanText.form(of: bytes, allowsDigits: false) != nil {
      kind = .boolean
    } else if CalendarDate(bytes: bytes) != nil {
      kind = .date
    } else {
      switch NumberToken(bytes) {
      case .integer: kind = .integer
      case .decimal, .exotic: kind = .number
      case .largeInteger, .none: kind = .category
      }
    }
    appendPlaceholders(count)
  }

  private mutating func becomeCategory() {
    guard kind != .category else { return }
    codes.reserveCapacity(count)
    for row in 0..<count {
      codes.append(missing[row] ? -1 : pool.code(of: text(row).span))
    }
    kind = .category
    (integers, numbers, spellings, booleans, dates) = ([], [], [], [], [])
    exotic = ExoticTexts()
  }

  /// The text that was read at a filled row of a column that is no category yet.
  private func text(_ row: Int) -> [UInt8] {
    switch kind {
    case .undecided, .category: []
    case .integer: Array(String(integers[row]).utf8)
    case .number:
      spellings[row] == Self.exoticSpelling
        ? exotic.text(row: row) : NumberSpelling(byte: spellings[row]).text(of: numbers[row])
    case .boolean: Array(BooleanText.forms[Int(booleans[row])].utf8)
    case .date: Array((CalendarDate(dayNumber: Int(dates[row]))?.description ?? "").utf8)
    }
  }

  // MARK: Result

  /// The finished column.
  ///
  /// - Throws: `invalidValues` when cells do not fit the type asked for.
  func column(named name: String) throws(EvaluationError) -> Column {
    if !misfits.isEmpty {
      throw .invalidValues(
        column: name, rows: AffectedRows(misfits), needed: needed,
        found: "\"\(excerpt(misfitText))\"")
    }
    switch kind {
    case .undecided:
      return Column(name, codes: [Int32](repeating: -1, count: count), unsortedLevels: [])
    case .integer: return Column(name, .integers(integers), missing)
    case .number: return Column(name, .numbers(numbers), missing)
    case .boolean:
      let values = booleans.indices.map {
        !missing[$0] && BooleanText.isTrue(form: booleans[$0])
      }
      return Column(name, .booleans(values), missing)
    case .date: return Column(name, .dates(dates), missing)
    case .category: return Column(name, codes: codes, unsortedLevels: pool.texts)
    }
  }

  private var needed: String {
    switch kind {
    case .integer: "integers such as 12 or -3"
    case .number: "numbers such as 12, -0.5 or 1e-3"
    case .boolean: "true, false, 1 or 0"
    case .date: "dates yyyy-MM-dd"
    case .category, .undecided: "texts"
    }
  }
}

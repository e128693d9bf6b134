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
  let isInferred: Bool
  let missingMarkers: MissingMarkers
  let grammar: NumberGrammar
  /// The rows of the input before the first of this column.
  private let rowsBefore: Int
  var count = 0
  var missing = MissingMask()
  var integers: [Int] = []
  var numbers: [Double] = []
  /// One spelling per number of an inferred column; ``exoticSpelling`` points to `exotic`.
  var spellings: [UInt8] = []
  var exotic = ExoticTexts()
  /// Indices into ``BooleanText/forms``.
  private var booleans: [UInt8] = []
  var dates: [Int32] = []
  var codes: [Int32] = []
  var pool = TextPool()
  /// Rows, from 1, that do not fit a type asked for, and the first text found, with its place.
  private var misfits: [Int] = []
  private var misfitText = ""
  var misfitPlace = ""
  /// Whether all integers so far are exact as floating-point numbers.
  var integersAreExact = true

  static let exoticSpelling: UInt8 = 0xFF
  static let exactIntegers = -(1 << 53)...(1 << 53)
  /// Whole numbers below this come back from a ``NumberSpelling``.
  private static let spelledIntegers = 1_000_000_000_000_000

  init(type: ColumnType?, missingMarkers: MissingMarkers, grammar: NumberGrammar, rowsBefore: Int) {
    isInferred = type == nil
    self.rowsBefore = rowsBefore
    self.missingMarkers = missingMarkers
    self.grammar = grammar
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

  /// Appends any cell; false when it does not fit the type asked for.
  mutating func append(_ cells: CellRun, _ record: Int) -> Bool {
    let extent = cells[record]
    guard extent.isEscaped else {
      return unsafe append(cells.text(extent).span, isQuoted: extent.isQuoted)
    }
    var plain: [UInt8] = []
    plain.append(unescaping: unsafe cells.text(extent).span)
    return append(plain.span, isQuoted: true)
  }

  private mutating func append(_ bytes: Span<UInt8>, isQuoted: Bool) -> Bool {
    if bytes.isEmpty ? !isQuoted || missingMarkers.haveEmpty : missingMarkers.contain(bytes) {
      appendMissing()
      return true
    }
    var fits = appendValue(bytes)
    if !fits {
      if isInferred {
        kind == .undecided ? decide(bytes) : becomeCategory()
        fits = true
        if !appendValue(bytes) {
          becomeCategory()
          _ = appendValue(bytes)
        }
      } else {
        if misfits.isEmpty { misfitText = String(copying: bytes) }
        misfits.append(rowsBefore + count + 1)
        appendPlaceholders(1)
      }
    }
    count += 1
    return fits
  }

  private mutating func appendMissing() {
    missing.insert(count)
    appendPlaceholders(1)
    count += 1
  }

  mutating func appendPlaceholders(_ number: Int) {
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
    switch grammar.token(bytes) {
    case .integer(let value):
      integers.append(value)
      if !Self.exactIntegers.contains(value) { integersAreExact = false }
      if grammar.groups, isInferred, NumberToken(bytes, point: grammar.point) == .none {
        exotic.append(bytes, row: count)
      }
      return true
    case .decimal, .exotic:
      guard isInferred, integersAreExact else { return false }
      // The first number among integers: all are numbers, each spelled without a fraction.
      kind = .number
      numbers = integers.map(Double.init)
      spellings = [UInt8](repeating: 0, count: integers.count)
      var texts = ExoticTexts()
      for (row, value) in integers.enumerated() {
        let kept = grammar.groups ? exotic.text(row: row) : nil
        if kept == nil, value.magnitude < Self.spelledIntegers { continue }
        spellings[row] = Self.exoticSpelling
        let text = kept ?? Array(String(value).utf8)
        texts.append(text.span, row: row)
      }
      (exotic, integers) = (texts, [])
      return appendNumber(bytes)
    case .largeInteger, .none: return false
    }
  }

  private mutating func appendNumber(_ bytes: Span<UInt8>) -> Bool {
    guard let (value, form) = spelled(grammar.token(bytes)) else { return false }
    var spelling = form
    if grammar.groups, NumberToken(bytes, point: grammar.point) == .none {
      spelling = Self.exoticSpelling
    }
    numbers.append(value)
    if isInferred {
      spellings.append(spelling)
      if spelling == Self.exoticSpelling { exotic.append(bytes, row: count) }
    }
    return true
  }

  /// A number and how it was spelled; nil when it is none that the column may hold.
  @inline(__always)
  func spelled(_ token: NumberToken) -> (value: Double, spelling: UInt8)? {
    switch token {
    case .decimal(let number, let form): (number, form.byte)
    case .exotic(let number): (number, Self.exoticSpelling)
    case .integer(let integer):
      if isInferred, !Self.exactIntegers.contains(integer) {
        nil
      } else {
        (
          Double(integer),
          integer.magnitude < Self.spelledIntegers ? 0 : Self.exoticSpelling
        )
      }
    case .largeInteger(let number): isInferred ? nil : (number, Self.exoticSpelling)
    case .none: nil
    }
  }

  /// Makes room for the rows that are expected.
  mutating func reserve(_ rows: Int) {
    switch kind {
    case .undecided: return
    case .integer: integers.reserveCapacity(rows)
    case .number:
      numbers.reserveCapacity(rows)
      if isInferred { spellings.reserveCapacity(rows) }
    case .boolean: booleans.reserveCapacity(rows)
    case .date: dates.reserveCapacity(rows)
    case .category: codes.reserveCapacity(rows)
    }
  }

  // MARK: Types

  /// Takes the type of the first filled cell; the rows before it are all missing.
  private mutating func decide(_ bytes: Span<UInt8>) {
    if BooleanText.form(of: bytes, allowsDigits: false) != nil {
      kind = .boolean
    } else if CalendarDate(bytes: bytes) != nil {
      kind = .date
    } else {
      switch grammar.token(bytes) {
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
    case .integer: exotic.text(row: row) ?? Array(String(integers[row]).utf8)
    case .number:
      if spellings[row] == Self.exoticSpelling {
        exotic.text(row: row) ?? []
      } else {
        NumberSpelling(byte: spellings[row]).text(of: numbers[row], point: grammar.point)
      }
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
        found: "\"\(excerpt(misfitText))\"\(misfitPlace)")
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
    case .category: return pool.column(named: name, codes: codes, missing: missing)
    }
  }

  private var needed: String {
    switch kind {
    case .integer: "integers such as 12 or -3"
    case .number:
      grammar.point == UInt8(ascii: ",")
        ? "numbers such as 12, -0,5 or 1e-3" : "numbers such as 12, -0.5 or 1e-3"
    case .boolean: "true, false, 1 or 0"
    case .date: "dates yyyy-MM-dd"
    case .category, .undecided: "texts"
    }
  }
}

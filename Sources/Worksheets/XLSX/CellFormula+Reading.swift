extension CellFormula {
  /// The longest formula that a spreadsheet holds.
  private static let longest = 8_192

  /// Reads the formula of a cell, without its equals sign; nil for anything that this library does not
  /// write, or nested deeper than 64 levels.
  package init?(_ text: String, on sheet: String) {
    let bytes = Array(text.utf8)
    guard bytes.count <= Self.longest else { return nil }
    var parser = Parser(bytes: bytes, sheet: sheet)
    guard let formula = parser.comparison(depth: 1), parser.place == bytes.count else { return nil }
    self = formula
  }
}

/// Recursive descent over `comparison`, `sum`, `product`, `sign` and `primary`.
private struct Parser {
  let bytes: [UInt8]
  let sheet: String
  var place = 0

  private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func take(_ text: StaticString) -> Bool {
    let wanted = Array("\(text)".utf8)
    guard bytes[place...].starts(with: wanted) else { return false }
    place += wanted.count
    return true
  }

  // MARK: Operations

  mutating func comparison(depth: Int) -> CellFormula? {
    guard depth <= CellFormula.depthLimit, let left = sum(depth: depth) else { return nil }
    let sign: CellFormula.Operator? =
      take("<=") ? .atMost : take("<") ? .below : take("=") ? .equals : nil
    guard let sign else { return left }
    guard let right = sum(depth: depth) else { return nil }
    return .operation(sign, left, right)
  }

  private mutating func sum(depth: Int) -> CellFormula? {
    guard var result = product(depth: depth) else { return nil }
    var terms = 1
    while let sign: CellFormula.Operator = take("+") ? .plus : take("-") ? .minus : nil {
      terms += 1
      guard terms <= CellFormula.depthLimit, let next = product(depth: depth) else { return nil }
      result = .operation(sign, result, next)
    }
    return result
  }

  private mutating func product(depth: Int) -> CellFormula? {
    guard var result = signed(depth: depth) else { return nil }
    var terms = 1
    while let sign: CellFormula.Operator = take("*") ? .times : take("/") ? .over : nil {
      terms += 1
      guard terms <= CellFormula.depthLimit, let next = signed(depth: depth) else { return nil }
      result = .operation(sign, result, next)
    }
    return result
  }

  private mutating func signed(depth: Int) -> CellFormula? {
    guard take("-") else { return primary(depth: depth) }
    return primary(depth: depth).map { .negative($0) }
  }

  // MARK: Values

  private mutating func primary(depth: Int) -> CellFormula? {
    if take("(") {
      guard let inner = comparison(depth: depth + 1), take(")") else { return nil }
      return inner
    }
    guard let first = peek else { return nil }
    if (48...57).contains(first) { return number() }
    let word = word()
    if take("(") { return function(word, depth: depth) }
    if take("!") {
      guard !word.isEmpty, word.utf8.allSatisfy(Self.isLetter) else { return nil }
      return cells(self.word(), on: word)
    }
    return cells(word, on: sheet)
  }

  private mutating func number() -> CellFormula? {
    let start = place
    while let byte = peek, (48...57).contains(byte) { place += 1 }
    guard place - start <= 4 else { return nil }
    return Int(String(decoding: bytes[start..<place], as: UTF8.self)).map { .number($0) }
  }

  private mutating func word() -> String {
    let start = place
    while let byte = peek, Self.isLetter(byte) || (48...57).contains(byte) { place += 1 }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte)
  }

  private mutating func cells(_ text: String, on sheet: String) -> CellFormula? {
    guard let first = CellReference(text, on: sheet) else { return nil }
    guard take(":") else { return .cell(first) }
    guard let last = CellReference(word(), on: sheet), last.column >= first.column,
      last.row >= first.row
    else { return nil }
    return .range(first, last)
  }

  private mutating func function(_ name: String, depth: Int) -> CellFormula? {
    guard let function = CellFormula.Function(rawValue: name) else { return nil }
    var arguments: [CellFormula] = []
    repeat {
      guard let argument = comparison(depth: depth + 1) else { return nil }
      arguments.append(argument)
    } while take(",")
    return take(")") ? .function(function, arguments) : nil
  }
}

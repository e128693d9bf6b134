/// Reads JSON (RFC 8259) strictly: a name that stands twice in an object, more than 64 levels, or
/// anything after the value is refused with its line.
///
/// A plan decides over money, so that a second `share` must not silently replace the first, as the
/// usual decoders let it.
package struct StrictJSON {
  private let bytes: [UInt8]
  private let source: String
  private var place = 0

  /// Reads the one value of a file.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8, with or without a byte-order mark.
  ///   - source: the file's name, for messages.
  /// - Returns: the value, whose object names are unique.
  /// - Throws: `malformed` with the line.
  /// - Complexity: O(bytes).
  package static func parse(_ bytes: [UInt8], source: String) throws(EvaluationError) -> JSON {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw .malformed(source: source, line: 1, needed: "UTF-8 text", found: "other bytes")
    }
    var parser = StrictJSON(bytes: bytes, source: source)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.place = 3 }
    let value = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.place == bytes.count else {
      throw parser.fault("the end of the file", "more text")
    }
    return value
  }

  private init(bytes: [UInt8], source: String) {
    self.bytes = bytes
    self.source = source
  }

  // MARK: Values

  private mutating func value(depth: Int) throws(EvaluationError) -> JSON {
    guard depth < 64 else { throw fault("at most 64 levels", "deeper nesting") }
    skipSpace()
    switch peek {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func object(depth: Int) throws(EvaluationError) -> JSON {
    place += 1
    var members: [String: JSON] = [:]
    skipSpace()
    if take("}") { return .object(members) }
    repeat {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw fault("a name in quotes", found) }
      let name = try string()
      skipSpace()
      guard take(":") else { throw fault("a colon after \"\(excerpt(name))\"", found) }
      let member = try value(depth: depth + 1)
      guard members.updateValue(member, forKey: name) == nil else {
        throw fault("each name once", "\"\(excerpt(name))\" for the second time")
      }
      skipSpace()
    } while take(",")
    guard take("}") else { throw fault("a comma or a closing brace", found) }
    return .object(members)
  }

  private mutating func array(depth: Int) throws(EvaluationError) -> JSON {
    place += 1
    var items: [JSON] = []
    skipSpace()
    if take("]") { return .array(items) }
    repeat {
      items.append(try value(depth: depth + 1))
      skipSpace()
    } while take(",")
    guard take("]") else { throw fault("a comma or a closing bracket", found) }
    return .array(items)
  }

  private mutating func word(_ text: String, _ value: JSON) throws(EvaluationError) -> JSON {
    guard bytes[place...].starts(with: text.utf8) else { throw fault("a value", found) }
    place += text.utf8.count
    return value
  }

  private mutating func number() throws(EvaluationError) -> JSON {
    let start = place
    _ = take("-")
    let whole = digits()
    guard whole > 0, whole == 1 || bytes[place - whole] != UInt8(ascii: "0") else {
      throw fault("a value", found)
    }
    if take("."), digits() == 0 { throw fault("a digit after the point", found) }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      guard digits() > 0 else { throw fault("a digit in the exponent", found) }
    }
    return .number(String(decoding: bytes[start..<place], as: UTF8.self))
  }

  private mutating func digits() -> Int {
    let start = place
    while let byte = peek, (0x30...0x39).contains(byte) { place += 1 }
    return place - start
  }

  // MARK: Strings

  private mutating func string() throws(EvaluationError) -> String {
    place += 1
    var text: [UInt8] = []
    while let byte = peek {
      place += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += Array(String(try escape()).utf8)
      case 0..<0x20: throw fault("text without control characters", "one")
      default: text.append(byte)
      }
    }
    throw fault("a closing quotation mark", "the end of the file")
  }

  private mutating func escape() throws(EvaluationError) -> Unicode.Scalar {
    let simple: [UInt8: Unicode.Scalar] = [
      UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/",
      UInt8(ascii: "b"): "\u{8}", UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n",
      UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
    ]
    guard let byte = peek else { throw fault("an escape", "the end of the file") }
    place += 1
    if let scalar = simple[byte] { return scalar }
    guard byte == UInt8(ascii: "u"), let first = hexadecimal() else {
      throw fault("a JSON escape", "another one")
    }
    if (0xD800...0xDBFF).contains(first) {
      guard take("\\"), take("u"), let second = hexadecimal(), (0xDC00...0xDFFF).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      else { throw fault("the second half of a surrogate pair", found) }
      return scalar
    }
    guard let scalar = Unicode.Scalar(first) else { throw fault("a character", "half of one") }
    return scalar
  }

  private mutating func hexadecimal() -> UInt32? {
    guard place + 4 <= bytes.count else { return nil }
    let digits = bytes[place..<(place + 4)]
    guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit && $0 < 0x80 }) else {
      return nil
    }
    place += 4
    return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  // MARK: Bytes

  private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

  private var found: String {
    peek.map {
      $0 < 0x80 && $0 >= 0x20 ? "\"\(Character(Unicode.Scalar($0)))\"" : "another character"
    }
      ?? "the end of the file"
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let byte = peek, UInt32(byte) == character.value else { return false }
    place += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { place += 1 }
  }

  private func fault(_ needed: String, _ found: String) -> EvaluationError {
    let line = bytes[..<min(place, bytes.count)].reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
    return .malformed(source: source, line: line, needed: needed, found: "found \(found)")
  }
}

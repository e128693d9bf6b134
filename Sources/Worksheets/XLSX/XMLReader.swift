import Statistics

/// Reads the XML that this library writes, event by event.
///
/// Elements, attributes, texts, the five entities and numeric ones; no document types, comments,
/// processing instructions (but the declaration) or namespaces with meaning. A text from outside
/// costs time in proportion to its length and memory for one event.
struct XMLReader {
  enum Event: Hashable {
    case start(String, [String: String])
    case end(String)
    case text(String)
  }

  private let bytes: [UInt8]
  private let source: String
  private var place = 0
  private var open: [String] = []
  private var pendingEnd: String?

  private static let depthLimit = 32

  init(_ bytes: [UInt8], source: String) {
    self.bytes = bytes
    self.source = source
    if bytes.starts(with: Array("<?xml".utf8)),
      let end = bytes.firstIndex(of: UInt8(ascii: ">"))
    {
      place = end + 1
    }
  }

  // MARK: Events

  /// The next event; nil at the end of a document whose elements are all closed.
  mutating func next() throws(EvaluationError) -> Event? {
    if let name = pendingEnd {
      pendingEnd = nil
      return .end(name)
    }
    guard place < bytes.count else {
      guard open.isEmpty else { throw refused("ends inside <\(excerpt(open[open.count - 1]))>") }
      return nil
    }
    guard bytes[place] == UInt8(ascii: "<") else { return .text(try text()) }
    place += 1
    if peek == UInt8(ascii: "/") {
      place += 1
      let name = try name()
      guard open.popLast() == name, peek == UInt8(ascii: ">") else {
        throw refused("</\(excerpt(name))> closes nothing")
      }
      place += 1
      return .end(name)
    }
    return try start()
  }

  private mutating func start() throws(EvaluationError) -> Event {
    let name = try name()
    var attributes: [String: String] = [:]
    while true {
      skipBlanks()
      switch peek {
      case UInt8(ascii: ">"):
        place += 1
        guard open.count < Self.depthLimit else { throw refused("nested too deep") }
        open.append(name)
        return .start(name, attributes)
      case UInt8(ascii: "/"):
        place += 1
        guard peek == UInt8(ascii: ">") else { throw refused("a stray /") }
        place += 1
        pendingEnd = name
        return .start(name, attributes)
      default:
        let (key, value) = try attribute()
        guard attributes.updateValue(value, forKey: key) == nil else {
          throw refused("the attribute \(excerpt(key)) stands twice")
        }
      }
    }
  }

  private mutating func attribute() throws(EvaluationError) -> (String, String) {
    let key = try name()
    guard peek == UInt8(ascii: "=") else { throw refused("an attribute without a value") }
    place += 1
    guard peek == UInt8(ascii: "\"") else { throw refused("an attribute without quotes") }
    place += 1
    let start = place
    while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "<") { place += 1 }
    guard peek == UInt8(ascii: "\"") else { throw refused("an attribute without an end") }
    let value = try plain(bytes[start..<place])
    place += 1
    return (key, value)
  }

  private mutating func text() throws(EvaluationError) -> String {
    let start = place
    while let byte = peek, byte != UInt8(ascii: "<") { place += 1 }
    return try plain(bytes[start..<place])
  }

  private mutating func name() throws(EvaluationError) -> String {
    let start = place
    while let byte = peek, Self.isNamePart(byte) { place += 1 }
    guard place > start, place - start <= 256 else { throw refused("a name is missing") }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  // MARK: Bytes

  private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipBlanks() {
    while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { place += 1 }
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "_"),
      UInt8(ascii: "-"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  /// Text with its entities replaced.
  private func plain(_ slice: ArraySlice<UInt8>) throws(EvaluationError) -> String {
    let text = String(decoding: slice, as: UTF8.self)
    guard slice.contains(UInt8(ascii: "&")) else { return text }
    // By scalars, for a mark that follows joins the sign before it in a text's characters.
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let mark = rest.firstIndex(of: "&") {
      result += rest[..<mark]
      // The longest entity of ours is `&#x10FFFF;`.
      let window = rest[mark...].dropFirst().prefix(12)
      guard let end = window.firstIndex(of: ";"),
        let sign = Self.entity(String(rest[mark..<end].dropFirst()))
      else { throw refused("an entity that is not known") }
      result.append(sign)
      rest = rest[rest.index(after: end)...]
    }
    return String(result + rest)
  }

  private static func entity(_ name: String) -> Unicode.Scalar? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default:
      guard name.hasPrefix("#") else { return nil }
      let digits = name.dropFirst()
      let value =
        digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      return value.flatMap { Unicode.Scalar($0) }.flatMap { XMLText.isAllowed($0) ? $0 : nil }
    }
  }

  private func refused(_ found: String) -> EvaluationError {
    let line = 1 + bytes.prefix(place).count { $0 == 0x0A }
    return .malformed(
      source: source, line: line, needed: "XML as this library writes it", found: found)
  }
}

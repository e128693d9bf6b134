public import Statistics

/// A JSON value that has one spelling only, so that the same content always has the same digest.
///
/// Names of an object stand in the order of their code points, without any white space; texts are
/// UTF-8 with no more escapes than JSON demands; a figure with decimals is a text, so that no reader
/// takes it through binary floating point. Numbers are whole and within 2^53, where all readers agree.
///
/// ```swift
/// let inputs: CanonicalJSON = ["observed": "8", "baseline": "10"]
/// print(try inputs.text())     // {"baseline":"10","observed":"8"}
/// print(try inputs.digest())   // of these 32 bytes
/// ```
///
/// RFC 8785 orders names by UTF-16 code units instead. The two orders differ only where a name with a
/// character beyond U+FFFF meets one from U+E000 to U+FFFF; code points are the order of the UTF-8
/// bytes, of Python and of SQL, and for all other names the text is that of RFC 8785.
///
/// A name cannot stand twice, and two names that look the same but are composed of other characters
/// count as one. Texts that look the same are equal values with different digests: what was changed is
/// told by bytes and digests, never by `==`.
///
/// **Reference:** Rundgren, Jordan and Erdtman, RFC 8785, JSON Canonicalization Scheme, 2020.
/// **Same as:** Python `json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)`
/// for values without fractional numbers.
public indirect enum CanonicalJSON: Sendable, Hashable {
  /// Nothing.
  case null
  /// True or false.
  case flag(Bool)
  /// A whole number from -(2^53 - 1) to 2^53 - 1.
  case whole(Int)
  /// A text; figures with decimals are texts.
  case string(String)
  /// Values in order.
  case array([CanonicalJSON])
  /// Values by name.
  case object([String: CanonicalJSON])

  /// How many arrays and objects may stand within one another.
  public static let depthLimit = 64

  static let wholeLimit: UInt = (1 << 53) - 1

  // MARK: Writing

  /// The one spelling of the value.
  ///
  /// - Throws: `invalidArgument` for more than ``depthLimit`` levels or a number beyond 2^53 - 1, which
  ///   other readers round; write it as a text.
  /// - Complexity: O(characters), and O(n log n) in the names of an object.
  public func text() throws(EvaluationError) -> String {
    String(decoding: try bytes(), as: UTF8.self)
  }

  /// The one spelling as UTF-8.
  ///
  /// - Throws: what ``text()`` throws.
  public func bytes() throws(EvaluationError) -> [UInt8] {
    var bytes: [UInt8] = []
    try write(to: &bytes, depth: 0)
    return bytes
  }

  /// The digest of the one spelling.
  ///
  /// - Throws: what ``text()`` throws.
  public func digest() throws(EvaluationError) -> SHA256.Digest { SHA256.digest(of: try bytes()) }

  private func write(to bytes: inout [UInt8], depth: Int) throws(EvaluationError) {
    switch self {
    case .null: bytes += "null".utf8
    case .flag(let flag): bytes += (flag ? "true" : "false").utf8
    case .whole(let number):
      guard number.magnitude <= Self.wholeLimit else {
        throw .invalidArgument(
          name: "a number of canonical JSON", needed: "at most 2^53 - 1, or a text instead",
          found: "\(number)")
      }
      bytes += String(number).utf8
    case .string(let text): Self.write(text, to: &bytes)
    case .array(let items):
      try Self.requireLevel(depth)
      bytes.append(UInt8(ascii: "["))
      for (place, item) in items.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        try item.write(to: &bytes, depth: depth + 1)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      try Self.requireLevel(depth)
      let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      bytes.append(UInt8(ascii: "{"))
      for (place, (name, member)) in sorted.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        Self.write(name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        try member.write(to: &bytes, depth: depth + 1)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private static func requireLevel(_ depth: Int) throws(EvaluationError) {
    guard depth < depthLimit else {
      throw .invalidArgument(
        name: "canonical JSON", needed: "at most \(depthLimit) levels", found: "deeper nesting")
    }
  }

  /// Escapes what JSON demands: quotation mark, backslash and the characters below U+0020.
  private static func write(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0x08: bytes += "\\b".utf8
      case 0x09: bytes += "\\t".utf8
      case 0x0A: bytes += "\\n".utf8
      case 0x0C: bytes += "\\f".utf8
      case 0x0D: bytes += "\\r".utf8
      case 0..<0x20:
        bytes += "\\u00\(byte < 0x10 ? "0" : "1")\(String(byte & 15, radix: 16))".utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}

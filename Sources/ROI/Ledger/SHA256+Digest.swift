public import Statistics

extension SHA256 {
  /// The 256 bits that a text or file was hashed to, written as 64 hexadecimal digits.
  public struct Digest: Sendable, Hashable {
    /// The 32 bytes, the first one first.
    public let bytes: [UInt8]

    init(words: [UInt32]) {
      bytes = words.flatMap { word in
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
      }
    }

    /// Reads 64 hexadecimal digits in lower case, the form in which digests are written.
    ///
    /// - Throws: `invalidArgument` for any other text.
    public init(_ text: String) throws(EvaluationError) {
      let digits = text.utf8.prefix(65).compactMap(Self.value)
      guard text.utf8.count == 64, digits.count == 64 else {
        throw .invalidArgument(
          name: "a SHA-256 digest", needed: "64 hexadecimal digits in lower case",
          found: "\"\(excerpt(text, limit: 70))\"")
      }
      bytes = (0..<32).map { digits[2 * $0] << 4 | digits[2 * $0 + 1] }
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private static func value(_ digit: UInt8) -> UInt8? {
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
      default: nil
      }
    }
  }
}

// MARK: - Text

extension SHA256.Digest: CustomStringConvertible, Codable {
  /// The 64 hexadecimal digits.
  public var description: String {
    String(
      decoding: bytes.flatMap { [Self.digits[Int($0 >> 4)], Self.digits[Int($0 & 15)]] },
      as: UTF8.self)
  }

  /// The first twelve digits, enough to tell digests apart by eye, not to prove anything.
  public var short: String { String(description.prefix(12)) }

  /// Decodes 64 hexadecimal digits, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    try self.init(decoder.singleValueContainer().decode(String.self))
  }

  /// Encodes the 64 hexadecimal digits.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

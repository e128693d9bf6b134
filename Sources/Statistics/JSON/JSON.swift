/// A JSON value as it stands in a file; numbers keep their text, so that no digit is lost on the
/// way.
package enum JSON: Sendable, Hashable {
  /// Nothing.
  case null
  /// True or false.
  case bool(Bool)
  /// A number as it is written.
  case number(String)
  /// A text without its escapes.
  case string(String)
  /// Values in order.
  case array([JSON])
  /// Values by name.
  case object([String: JSON])

  /// What it is, in words for a message.
  package var kind: String {
    switch self {
    case .null: "null"
    case .bool(let flag): "\(flag)"
    case .number(let text): "the number \(text.prefix(40))"
    case .string(let text): "the text \"\(excerpt(text))\""
    case .array: "an array"
    case .object: "an object"
    }
  }
}

import Statistics

/// A decimal text taken apart: sign, digits without the point, and how many of them stand after it.
///
/// The grammar is `-?[0-9]+(\.[0-9]+)?` in ASCII over the whole text: no plus sign, no blanks, no
/// thousands, no exponent, no bare point.
struct DecimalText {
  let isNegative: Bool
  let digits: String
  let places: Int

  /// No figure that a person states is longer; the limit keeps hostile texts cheap.
  static let longest = 1_000

  init?(_ text: String) {
    guard text.utf8.count <= Self.longest else { return nil }
    var bytes = text.utf8[...]
    isNegative = bytes.first == UInt8(ascii: "-")
    if isNegative { bytes.removeFirst() }
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard let whole = parts.first, parts.count <= 2, parts.allSatisfy({ !$0.isEmpty }),
      parts.allSatisfy({ $0.allSatisfy { (48...57).contains($0) } })
    else { return nil }
    places = parts.count == 2 ? parts[1].count : 0
    digits =
      String(decoding: whole, as: UTF8.self)
      + String(decoding: parts.last ?? whole, as: UTF8.self)
      .suffix(places)
  }

  /// Writes digits with the point `places` from their end, without losing or adding any.
  static func positional(digits: String, places: Int, isNegative: Bool) -> String {
    var text = digits
    if places < 0 { text += String(repeating: "0", count: -places) }
    if places > 0 {
      let missing = places + 1 - text.utf8.count
      if missing > 0 { text = String(repeating: "0", count: missing) + text }
      text.insert(".", at: text.index(text.endIndex, offsetBy: -places))
    }
    return isNegative ? "-" + text : text
  }

  /// Removes zeros behind the last significant digit after a point, and a point left bare.
  static func withoutTrailingZeros(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: ".")) else { return text }
    var kept = Substring(text)
    while kept.last == "0" { kept.removeLast() }
    if kept.last == "." { kept.removeLast() }
    return String(kept)
  }
}

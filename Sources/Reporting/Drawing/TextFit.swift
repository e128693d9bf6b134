/// How wide texts are about, and where they break, without a font at hand.
///
/// Widths are those of DejaVu Sans, the widest of the common sans-serif faces, so that a text that
/// fits here fits everywhere.
enum TextFit {
  /// The width of a text at a size, in the unit of the size.
  ///
  /// - Complexity: O(*n*).
  static func width(_ text: String, size: Double, isBold: Bool = false) -> Double {
    let sum = text.unicodeScalars.reduce(0.0) { $0 + em($1) }
    return sum * size * (isBold ? 1.1 : 1)
  }

  /// The width of a character in ems.
  private static func em(_ scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "I", "|", "'", ".", ",", ":", ";", "!", " ", "\u{A0}": 0.34
    case "f", "r", "t", "(", ")", "[", "]", "-", "/", "\"": 0.42
    case "m", "w", "M", "W", "@", "%", "Q", "O", "G", "+", "=", "<", ">", "±", "…": 0.95
    case "0"..."9": 0.64
    case "A"..."Z": 0.70
    case "a"..."z": 0.62
    default:
      scalar.properties.isGraphemeExtend ? 0 : scalar.value < 0x1100 ? 0.70 : 1.05
    }
  }

  /// A text in lines no wider than a width: broken at spaces, and inside words that are wider.
  ///
  /// - Parameters:
  ///   - text: what is broken.
  ///   - size: the size of its characters.
  ///   - width: the width of a line.
  ///   - most: how many lines; the last then ends in an ellipsis.
  ///   - isBold: whether the characters are bold.
  /// - Returns: the lines, none of them empty.
  /// - Complexity: O(*n*), for texts of any length: no more is read than fits.
  static func lines(
    _ text: String, size: Double, width: Double, most: Int, isBold: Bool = false
  ) -> [String] {
    var lines: [String] = []
    var line = ""
    // A line holds at least one character, and none is thinner than a third of an em.
    let readable = Int(max(1, width / (0.34 * size)) + 1) * most + most
    let start = cut(text, to: 4 * readable)
    let head = String(start.prefix(readable))
    for word in head.split(whereSeparator: \.isWhitespace) {
      var rest = String(word)
      while true {
        let joined = line.isEmpty ? rest : line + " " + rest
        if Self.width(joined, size: size, isBold: isBold) <= width {
          line = joined
          break
        }
        if !line.isEmpty {
          lines.append(line)
          line = ""
          continue
        }
        let part = prefix(of: rest, size: size, width: width, isBold: isBold)
        lines.append(part)
        rest = String(rest.dropFirst(part.count))
        if rest.isEmpty { break }
      }
      if lines.count > most { break }
    }
    if !line.isEmpty { lines.append(line) }
    let isCut = lines.count > most || head.unicodeScalars.count < text.unicodeScalars.count
    guard isCut, most > 0 else { return lines }
    lines = Array(lines.prefix(most))
    let last = lines.removeLast()
    return lines + [clipped(last + " …", size: size, width: width, isBold: isBold)]
  }

  /// A text on one line; what is too wide ends in an ellipsis.
  static func clipped(
    _ text: String, size: Double, width: Double, isBold: Bool = false
  ) -> String {
    let most = Int(max(1, width / (0.34 * size))) + 2
    let readable = String(cut(text, to: 4 * most).prefix(most))
    if readable == text, Self.width(text, size: size, isBold: isBold) <= width {
      return text
    }
    var head = prefix(of: readable, size: size, width: width - size, isBold: isBold)
    while let last = head.last, last == " " || last == "…" { head.removeLast() }
    return head + "…"
  }

  /// The longest beginning that fits, and at least one character.
  private static func prefix(
    of text: String, size: Double, width: Double, isBold: Bool
  ) -> String {
    var head = ""
    var used = 0.0
    for character in text {
      used += Self.width(String(character), size: size, isBold: isBold)
      if used > width, !head.isEmpty { break }
      head.append(character)
    }
    return head
  }
}

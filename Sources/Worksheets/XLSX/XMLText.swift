/// Texts on their way into the XML of a workbook.
enum XMLText {
  /// The most that a cell holds, in UTF-16 units.
  static let longest = 32_767

  /// A text as a cell can hold it: signs that XML forbids become U+FFFD, line breaks are line feeds, and
  /// what is longer than a cell is cut and says so.
  static func held(_ text: String) -> String {
    // Most texts are short and plain.
    let isPlain = text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
    if isPlain, text.utf8.count <= longest { return text }
    var result = String.UnicodeScalarView()
    var units = 0
    let mark = " … (cut)"
    let limit = longest - mark.utf16.count
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      defer { previous = scalar }
      if scalar == "\n", previous == "\r" { continue }
      let kept: Unicode.Scalar = scalar == "\r" ? "\n" : isAllowed(scalar) ? scalar : "\u{FFFD}"
      units += kept.value > 0xFFFF ? 2 : 1
      guard units <= limit else { return String(result) + mark }
      result.append(kept)
    }
    return String(result)
  }

  /// The characters of XML 1.0.
  static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }

  /// Text between tags or inside quotes, with the signs of markup written as entities.
  static func escaped(_ text: String) -> String {
    let isPlain = !text.utf8.contains { $0 == 0x22 || $0 == 0x26 || $0 == 0x3C || $0 == 0x3E }
    if isPlain { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The text of a cell: escaped, and so that no reader takes `_x0041_` for a coded letter.
  ///
  /// **Reference:** ECMA-376, part 1, 22.9.2.19, ST_Xstring.
  static func cell(_ text: String) -> String {
    guard text.utf8.contains(0x5F) else { return escaped(text) }
    let scalars = Array(text.unicodeScalars)
    var result = ""
    for (place, scalar) in scalars.enumerated() {
      result += isCoded(scalars, at: place) ? "_x005F_" : String(scalar)
    }
    return escaped(result)
  }

  /// The text that a cell's coded text stands for.
  static func decoded(_ text: String) -> String {
    guard text.utf8.contains(0x5F) else { return text }
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    var place = 0
    while place < scalars.count {
      if isCoded(scalars, at: place),
        let value = UInt32(
          String(String.UnicodeScalarView(scalars[(place + 2)..<(place + 6)])), radix: 16),
        let scalar = Unicode.Scalar(value), isAllowed(scalar)
      {
        result.append(scalar)
        place += 7
      } else {
        result.append(scalars[place])
        place += 1
      }
    }
    return String(result)
  }

  /// Whether `_xHHHH_` begins here.
  private static func isCoded(_ scalars: [Unicode.Scalar], at place: Int) -> Bool {
    guard place + 6 < scalars.count, scalars[place] == "_", scalars[place + 1] == "x",
      scalars[place + 6] == "_"
    else { return false }
    return scalars[(place + 2)..<(place + 6)].allSatisfy { scalar in
      scalar.isASCII && scalar.properties.isASCIIHexDigit
    }
  }
}

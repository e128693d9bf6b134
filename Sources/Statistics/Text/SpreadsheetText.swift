/// Texts on their way into files that people open in a spreadsheet.
package enum SpreadsheetText {
  /// One field of RFC 4180, guarded and quoted where needed.
  package static func field(_ text: String) -> String {
    let guarded = guarded(text)
    let needsQuotes =
      guarded.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
      || guarded.first == " " || guarded.last == " "
    guard needsQuotes else { return guarded }
    var quoted = "\""
    for scalar in guarded.unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }

  /// A text that no spreadsheet takes for a formula: one that begins, after any spaces and
  /// invisible signs, with = + - @, a tab, a line break or a full-width form of the signs gets a
  /// leading apostrophe.
  ///
  /// **Reference:** OWASP, CSV injection.
  package static func guarded(_ text: String) -> String {
    let triggers: [Unicode.Scalar] = [
      "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ]
    let first = text.unicodeScalars.first { scalar in
      triggers.contains(scalar)
        || !(scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
          || scalar.value < 0x20)
    }
    guard let first, triggers.contains(first) else { return text }
    return "'" + text
  }
}

import Statistics

/// A text from outside as character data of XML and HTML, inside an element or a quoted attribute.
///
/// Marks lose their meaning, and what controls a terminal, breaks a line, turns the direction of
/// writing or is no character of XML becomes a space.
func markup(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    default: result.unicodeScalars.append(scalar.isUnwritable ? " " : scalar)
    }
  }
  return result
}

/// The start of a text from outside, cut where it would swell a page.
func cut(_ text: String, to limit: Int = 400) -> String {
  let scalars = text.unicodeScalars
  guard scalars.count > limit else { return text }
  return String(String.UnicodeScalarView(scalars.prefix(limit))) + "…"
}

extension Unicode.Scalar {
  /// Whether it has no place in a document: it controls, turns the direction, or is no character.
  fileprivate var isUnwritable: Bool {
    isControl || value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(value)
  }
}

/// Rows of texts as aligned columns or as Markdown: the first row is the header, the first column is
/// aligned left and the others right.
package enum TextTable {
  /// Columns padded with spaces to equal width, two spaces apart.
  ///
  /// - Complexity: O(characters).
  package static func aligned(_ rows: [[String]]) -> String {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, text) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - text.count)
        line += column == 0 ? text + padding : "  " + padding + text
      }
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }

  /// A Markdown table whose cells are escaped.
  package static func markdown(_ rows: [[String]]) -> String {
    guard let header = rows.first else { return "" }
    let rule = header.indices.map { $0 == 0 ? ":--" : "--:" }
    return ([header.map(escaped), rule] + rows.dropFirst().map { $0.map(escaped) })
      .map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }

  /// A text from outside as plain Markdown: marks of formatting, links, tables and HTML lose their meaning.
  package static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", "`", "*", "_", "[", "]", "|", "~": result += "\\" + String(scalar)
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      default: result += scalar.isControl ? " " : String(scalar)
      }
    }
    return result
  }
}

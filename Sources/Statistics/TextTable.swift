/// Rows of texts as aligned columns or as Markdown: the first row is the header, the first column is
/// aligned left and the others right.
public enum TextTable {
  /// Columns padded with spaces to equal width, two spaces apart.
  ///
  /// - Complexity: O(characters).
  public static func aligned(_ rows: [[String]]) -> String {
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

  /// On which side of its column a cell stands.
  public enum Alignment: String, Sendable, Hashable, Codable {
    /// At the left edge.
    case left = ":--"
    /// At the right edge.
    case right = "--:"
  }

  /// A Markdown table whose cells are escaped.
  ///
  /// - Parameters:
  ///   - rows: the header first.
  ///   - alignment: one for each column; by default the first left, the others right.
  /// - Returns: the table without a line break at its end.
  public static func markdown(_ rows: [[String]], alignment: [Alignment]? = nil) -> String {
    guard let header = rows.first else { return "" }
    let rule = header.indices.map { column in
      (alignment.flatMap { $0.indices.contains(column) ? $0[column] : nil }
        ?? (column == 0 ? .left : .right)).rawValue
    }
    return ([header.map(escaped), rule] + rows.dropFirst().map { $0.map(escaped) })
      .map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }

  /// A text from outside as plain Markdown: marks of formatting, links, tables and HTML lose their meaning.
  public static func escaped(_ text: String) -> String {
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

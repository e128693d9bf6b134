/// Rows of texts as aligned columns or as Markdown: the first row is the header, the first column
/// is aligned left and the others right.
public enum TextTable {
  /// The widest cell that others are padded to, so that one huge cell does not swell every row.
  private static let widest = 200

  /// Columns padded with spaces to equal width, two spaces apart; a cell of more than 200 characters moves
  /// its own row alone.
  ///
  /// - Complexity: O(characters).
  public static func aligned(_ rows: [[String]]) -> String {
    let count = rows.map(\.count).max() ?? 0
    var widths = [Int](repeating: 0, count: count)
    for row in rows {
      for (column, text) in row.enumerated() {
        widths[column] = max(widths[column], min(text.count, widest))
      }
    }
    return rows.map { row in
      var line = ""
      for (column, text) in row.enumerated() {
        let padding = String(repeating: " ", count: max(0, widths[column] - text.count))
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

  /// A Markdown table whose cells are escaped; a header shorter than another row is filled with empty cells,
  /// for readers drop what lies beyond it.
  ///
  /// - Parameters:
  ///   - rows: the header first.
  ///   - alignment: one for each column; by default the first left, the others right.
  /// - Returns: the table without a line break at its end.
  public static func markdown(_ rows: [[String]], alignment: [Alignment]? = nil) -> String {
    guard !rows.isEmpty else { return "" }
    let count = rows.map(\.count).max() ?? 0
    let rule = (0..<count).map { column in
      (alignment.flatMap { $0.indices.contains(column) ? $0[column] : nil }
        ?? (column == 0 ? .left : .right)).rawValue
    }
    var texts = rows.map { $0.map(escaped) }
    texts[0] += Array(repeating: "", count: count - texts[0].count)
    texts.insert(rule, at: 1)
    return texts.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }

  /// A decimal text with a comma between thousands, such as `-15,204.8`; any other text as it is.
  package static func grouped(_ decimal: String) -> String {
    let isNegative = decimal.hasPrefix("-")
    let parts = decimal.dropFirst(isNegative ? 1 : 0)
      .split(separator: ".", omittingEmptySubsequences: false)
    guard let digits = parts.first, parts.count <= 2, !digits.isEmpty,
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
    else { return decimal }
    var whole = ""
    let count = digits.utf8.count
    for (place, digit) in digits.enumerated() {
      if place > 0, (count - place) % 3 == 0 { whole += "," }
      whole.append(digit)
    }
    return (isNegative ? "-" : "") + whole + (parts.count > 1 ? "." + parts[1] : "")
  }

  /// A text from outside as plain Markdown: marks of formatting, links, tables and HTML lose their
  /// meaning.
  ///
  /// A bare address stays readable, and readers that link addresses link it to itself.
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

/// Reads tables that the package writes, by a reader of its own.
public enum Tables {
  /// The rows of RFC 4180 text; nil when it is not.
  public static func csv(_ text: String) -> [[String]]? {
    var rows: [[String]] = []
    var row: [String] = []
    var field = ""
    var isQuoted = false
    var wasQuoted = false
    let scalars = Array(text.unicodeScalars)
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      index += 1
      if isQuoted {
        if scalar != "\"" {
          field.unicodeScalars.append(scalar)
        } else if next == "\"" {
          field += "\""
          index += 1
        } else {
          isQuoted = false
          wasQuoted = true
        }
        continue
      }
      switch scalar {
      case "\"" where field.isEmpty && !wasQuoted: isQuoted = true
      case ",":
        row.append(field)
        (field, wasQuoted) = ("", false)
      case "\r" where next == "\n":
        index += 1
        rows.append(row + [field])
        (row, field, wasQuoted) = ([], "", false)
      case "\"", "\r", "\n": return nil
      default:
        if wasQuoted { return nil }
        field.unicodeScalars.append(scalar)
      }
    }
    return isQuoted || !row.isEmpty || !field.isEmpty ? nil : rows
  }

  /// The number of bars of a Markdown line that are not escaped.
  public static func bars(_ line: some StringProtocol) -> Int {
    var count = 0
    var isEscaped = false
    for scalar in line.unicodeScalars {
      if scalar == "|", !isEscaped { count += 1 }
      isEscaped = scalar == "\\" && !isEscaped
    }
    return count
  }
}

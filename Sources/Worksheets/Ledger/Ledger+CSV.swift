import ROI
import Statistics

extension Ledger {
  private static let columns = [
    "line", "key", "section", "item", "value", "unit", "rounding", "origin", "source or formula",
    "inputs", "hash",
  ]

  /// The ledger as RFC 4180 text with CRLF, one figure a row: what `ledger.csv` holds.
  ///
  /// Figures stand as in the JSON; texts that a spreadsheet would take for a formula begin with an
  /// apostrophe. Rows without a number at the end name the ledger's version, parent, library and hash.
  public var csv: String {
    var rows = [Self.columns]
    for entry in entries {
      let origin =
        switch entry.origin {
        case .input: "input"
        case .statistic: "statistic"
        case .formula: "formula"
        }
      rows.append([
        String(entry.number), SpreadsheetText.field(entry.key),
        SpreadsheetText.field(entry.section), SpreadsheetText.field(entry.label),
        entry.figureText, SpreadsheetText.field(entry.unit), SpreadsheetText.field(entry.rounding),
        origin, SpreadsheetText.field(entry.source),
        SpreadsheetText.field(entry.inputs.joined(separator: " ")), "\(entry.hash)",
      ])
    }
    let about = [
      ("version", String(version)), ("parent", parent.map { "\($0)" } ?? ""), ("library", library),
      ("hash", "\(hash)"),
    ]
    rows += about.map { name, text in
      ["", name, "Ledger", "", SpreadsheetText.field(text)]
        + Array(repeating: "", count: Self.columns.count - 5)
    }
    return rows.map { $0.joined(separator: ",") + "\r\n" }.joined()
  }
}

extension Ledger.Entry {
  /// The value as it stands when it is a decimal, so that a minus sign stays one; else guarded.
  fileprivate var figureText: String {
    guard let value else { return "" }
    let digits = value.utf8.dropFirst(value.hasPrefix("-") ? 1 : 0)
    let isFigure = !digits.isEmpty && digits.allSatisfy { (48...57).contains($0) || $0 == 46 }
    return isFigure ? value : SpreadsheetText.field(value)
  }
}

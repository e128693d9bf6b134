import Statistics

/// A table of a pilot for people: aligned text, Markdown and CSV from the same cells.
///
/// The first row is the header. Texts from outside are cut to a length that fits and freed of
/// characters that control a terminal.
public struct PilotTable: Sendable, Hashable, CustomStringConvertible {
  /// What the table shows.
  public let title: String
  /// The cells, the header first.
  public let rows: [[String]]

  /// Joins a header and rows; each row has as many cells as the header.
  init(_ title: String, header: [String], rows: [[String]], limit: Int = 120) {
    self.title = title
    self.rows = [header] + rows.map { $0.map { excerpt($0, limit: limit) } }
  }

  /// Aligned columns.
  public var description: String { TextTable.aligned(rows) }

  /// A Markdown table, all columns aligned left.
  public var markdown: String {
    TextTable.markdown(rows, alignment: rows.first?.map { _ in .left })
  }

  /// Comma-separated values (RFC 4180), guarded against formulas.
  public var csv: String {
    rows.map { $0.map(SpreadsheetText.field).joined(separator: ",") + "\r\n" }.joined()
  }
}

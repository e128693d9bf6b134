public import Statistics

/// A document of headings, paragraphs, lists, tables, checks and charts, written as Markdown or as
/// one self-contained page of HTML.
///
/// Every text is escaped when it is written, so that names from data files cannot become markup.
public struct Report: Sendable, Hashable, Codable {
  /// One part of a document.
  public enum Block: Sendable, Hashable, Codable {
    /// A heading of the second level.
    case heading(String)
    /// A paragraph.
    case paragraph(String)
    /// A list of points.
    case list([String])
    /// A table: the first row is its header, and the columns named are aligned left.
    case table([[String]], leftColumns: Set<Int>)
    /// The figures that a reader takes away.
    case keyFigures([KeyFigure])
    /// Checks with their verdicts.
    case checks([Check])
    /// A chart; Markdown holds its title and summary.
    case figure(Figure)
    /// What two inputs do together, shaded by how it stands to a threshold.
    case heat(HeatTable)
  }

  /// The document's title.
  public let title: String
  /// Its parts in order.
  public private(set) var blocks: [Block]

  /// A document with a title.
  public init(_ title: String, blocks: [Block] = []) {
    self.title = title
    self.blocks = blocks
  }

  /// Appends parts at the end.
  public mutating func append(_ more: [Block]) { blocks += more }

  /// The document as Markdown, ending in a line break.
  ///
  /// - Complexity: O(characters).
  public var markdown: String {
    let parts = blocks.map { block in
      switch block {
      case .heading(let text): "## \(TextTable.escaped(text))"
      case .paragraph(let text): Self.inert(text)
      case .list(let points): points.map { "- " + Self.inert($0) }.joined(separator: "\n")
      case .table(let rows, let left):
        TextTable.markdown(
          rows, alignment: (rows.first ?? []).indices.map { left.contains($0) ? .left : .right })
      case .keyFigures(let figures):
        figures.map { "- " + Self.inert($0.words) }.joined(separator: "\n")
      case .checks(let checks):
        TextTable.markdown(Self.cells(checks), alignment: [.left, .left, .left])
      case .figure(let figure):
        Self.inert("Chart: \(Self.sentence(figure.chart.title)) \(figure.chart.summary)")
      case .heat(let table):
        Self.inert(table.title) + "\n\n"
          + TextTable.markdown(
            table.texts,
            alignment: [.left] + table.columns.map { _ in TextTable.Alignment.right })
      }
    }
    return (["# \(TextTable.escaped(title))"] + parts).joined(separator: "\n\n") + "\n"
  }

  /// Checks as rows of texts, header first.
  static func cells(_ checks: [Check]) -> [[String]] {
    [["check", "verdict", "in words"]] + checks.map { [$0.name, $0.verdict.rawValue, $0.sentence] }
  }

  /// A title with the full stop that it lacks.
  private static func sentence(_ title: String) -> String {
    title.last.map { ".!?".contains($0) } ?? true ? title : title + "."
  }

  /// A text whose beginning cannot start a heading, a list, a quotation or a block of code.
  private static func inert(_ text: String) -> String {
    let escaped = TextTable.escaped(text)
    let trimmed = escaped.drop { $0.isWhitespace }
    guard let first = trimmed.first else { return "" }
    if "#+-=".contains(first) { return "\\" + trimmed }
    let digits = trimmed.prefix { $0.isASCII && $0.isNumber }
    let rest = trimmed.dropFirst(digits.count)
    guard !digits.isEmpty, let mark = rest.first, mark == "." || mark == ")" else {
      return String(trimmed)
    }
    return digits + "\\" + rest
  }
}

extension Report: CustomStringConvertible {
  /// The title and the headings, in at most ten lines.
  public var description: String {
    let headings = blocks.compactMap { block in
      if case .heading(let text) = block { "  \(excerpt(text))" } else { nil }
    }
    return (["Report: \(excerpt(title))"] + headings.prefix(9)).joined(separator: "\n")
  }
}

import Statistics

extension Workbook {
  // MARK: Markdown

  /// The workbook as a Markdown page: a section for each sheet, with its words and tables.
  ///
  /// Figures stand as in ``csvFiles``, with thousands; texts are escaped.
  ///
  /// - Complexity: O(cells).
  public var markdown: String {
    var blocks: [String] = []
    for sheet in sheets {
      blocks.append("# \(sheet.name)")
      var page = MarkdownPage()
      for row in sheet.rows { page.take(row.map { (text: shown($0), style: $0.style) }) }
      blocks += page.finished()
    }
    return blocks.joined(separator: "\n\n") + "\n"
  }

  private func shown(_ cell: WorkbookCell) -> String {
    let text = text(of: cell)
    return cell.contents.shown.number == nil ? text : TextTable.grouped(text)
  }
}

/// Collects the rows of a sheet as words and tables: a row of headings begins a table, an empty row or
/// one of a single text ends it.
private struct MarkdownPage {
  private var blocks: [String] = []
  private var table: [[String]] = []

  mutating func take(_ row: [(text: String, style: CellStyle)]) {
    let filled = row.filter { !$0.text.isEmpty }
    guard let first = filled.first else { return close() }
    if first.style == .heading {
      close()
      table = [row.map(\.text)]
    } else if filled.count == 1, table.isEmpty || table[0].count > 1 {
      close()
      let text = TextTable.escaped(first.text)
      blocks.append(first.style == .title ? "## \(text)" : text)
    } else if table.isEmpty {
      blocks.append(TextTable.escaped(filled.map(\.text).joined(separator: " ")))
    } else {
      table.append(row.map(\.text))
    }
  }

  mutating func finished() -> [String] {
    close()
    return blocks
  }

  private mutating func close() {
    if !table.isEmpty { blocks.append(TextTable.markdown(table)) }
    table = []
  }
}

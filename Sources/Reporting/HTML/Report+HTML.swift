import Statistics

extension Report {
  /// The document as one page of HTML, with its charts and style sheet inside.
  ///
  /// No scripts and no outside resources: a policy in the page forbids both. It reads on a phone,
  /// follows the reader's light or dark setting, and prints on A4 in light colours. Every text is
  /// escaped, and a wide table scrolls inside its own frame.
  ///
  /// - Complexity: O(characters).
  public var html: String { page() }

  /// The page in a further style, which the class of its body asks for.
  func page(class name: String = "", style: String = "") -> String {
    let title = markup(cut(title, to: 2_000))
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
      <meta name="color-scheme" content="light dark"/>
      <title>\(title)</title>
      <style>
      \(PageStyle.css)\(ChartStyle.css)\(style)</style>
      </head>
      <body\(name.isEmpty ? "" : " class=\"\(name)\"")>
      <main>
      <h1>\(title)</h1>
      \(body)</main>
      </body>
      </html>

      """
  }

  /// The parts in order; charts that follow each other stand side by side where there is room.
  private var body: String {
    var page = ""
    var isInGallery = false
    for (index, block) in blocks.enumerated() {
      let isFigure = if case .figure = block { true } else { false }
      if isFigure != isInGallery {
        page += isFigure ? "<div class=\"gallery\">\n" : "</div>\n"
        isInGallery = isFigure
      }
      page += Self.element(block, number: index)
    }
    return page + (isInGallery ? "</div>\n" : "")
  }

  private static func element(_ block: Block, number: Int) -> String {
    switch block {
    case .heading(let text): "<h2>\(markup(text))</h2>\n"
    case .paragraph(let text): "<p>\(markup(text))</p>\n"
    case .list(let points):
      points.isEmpty
        ? "" : "<ul>\n" + points.map { "<li>\(markup($0))</li>\n" }.joined() + "</ul>\n"
    case .table(let rows, let left): table(rows, leftColumns: left)
    case .keyFigures(let figures): keyFigures(figures)
    case .checks(let checks): self.checks(checks)
    case .figure(let figure): self.figure(figure.drawable, id: "chart-\(number)")
    case .heat(let table): heat(table)
    }
  }

  // MARK: Tables

  private static func table(_ rows: [[String]], leftColumns: Set<Int>) -> String {
    guard let header = rows.first else { return "" }
    let count = rows.map(\.count).max() ?? 0
    func cell(_ text: String, _ column: Int, _ tag: String, _ attributes: String = "") -> String {
      let side = leftColumns.contains(column) ? "" : " class=\"number\""
      return "<\(tag)\(attributes)\(side)>\(markup(text))</\(tag)>"
    }
    let names = (0..<count).map { column in
      cell(column < header.count ? header[column] : "", column, "th", " scope=\"col\"")
    }
    let lines = rows.dropFirst().map { row in
      "<tr>"
        + (0..<count).map { column in
          let text = column < row.count ? row[column] : ""
          return column == 0
            ? cell(text, column, "th", " scope=\"row\"") : cell(text, column, "td")
        }.joined() + "</tr>\n"
    }
    return
      "<div class=\"frame\" tabindex=\"0\">\n<table>\n<thead><tr>\(names.joined())</tr></thead>\n"
      + "<tbody>\n\(lines.joined())</tbody>\n</table>\n</div>\n"
  }

  private static func heat(_ table: HeatTable) -> String {
    let names = table.texts[0].enumerated().map { column, name in
      "<th scope=\"col\"\(column == 0 ? "" : " class=\"number\"")>\(markup(name))</th>"
    }
    let lines = zip(table.texts.dropFirst(), table.cells).map { texts, cells in
      let figures = zip(texts.dropFirst(), cells).map { text, cell in
        "<td class=\"number \(table.shade(cell))\">\(markup(text))</td>"
      }
      return "<tr><th scope=\"row\">\(markup(texts[0]))</th>\(figures.joined())</tr>\n"
    }
    return "<div class=\"frame\" tabindex=\"0\">\n<table class=\"heat\">\n"
      + "<caption>\(markup(table.title))</caption>\n<thead><tr>\(names.joined())</tr></thead>\n"
      + "<tbody>\n\(lines.joined())</tbody>\n</table>\n</div>\n"
  }

  // MARK: Key figures and checks

  private static func keyFigures(_ figures: [KeyFigure]) -> String {
    guard !figures.isEmpty else { return "" }
    let cards = figures.map { figure in
      "<div><dt>\(markup(figure.label))</dt><dd>\(markup(figure.printedValue))"
        + (figure.printedNote.isEmpty ? "" : "<small>\(markup(figure.printedNote))</small>")
        + "</dd></div>\n"
    }
    return "<dl class=\"figures\">\n\(cards.joined())</dl>\n"
  }

  private static func checks(_ checks: [Check]) -> String {
    guard !checks.isEmpty else { return "" }
    let items = checks.map { check in
      let sign =
        switch check.verdict {
        case .passed: "✓"
        case .failed: "✗"
        case .inconclusive: "?"
        }
      return "<li class=\"\(check.verdict.rawValue)\"><span class=\"verdict\">"
        + "<span aria-hidden=\"true\">\(sign)</span> \(check.verdict.rawValue)</span>"
        + "<div><strong>\(markup(check.name))</strong> \(markup(check.sentence))</div></li>\n"
    }
    return "<ul class=\"checks\">\n\(items.joined())</ul>\n"
  }

  // MARK: Figures

  /// How many rows of figures stand under a chart; a picture of more is its own best summary.
  private static let mostRows = 200

  private static func figure(_ chart: any Drawable, id: String) -> String {
    let rows = chart.cells
    let shown = Array(rows.prefix(mostRows + 1))
    let rest = rows.count - shown.count
    return "<figure>\n\(chart.svg(id: id, isAlone: false))"
      + "<details>\n<summary>The figures of this chart</summary>\n"
      + table(shown, leftColumns: [0])
      + (rest > 0 ? "<p>\(counted(rest, "more row")).</p>\n" : "") + "</details>\n</figure>\n"
  }
}

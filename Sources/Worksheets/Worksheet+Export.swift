import ROI
import Statistics

extension Worksheet {
  private static let header = [
    "line", "section", "item", "value", "unit", "how it follows",
  ]

  // MARK: CSV

  /// The worksheet as RFC 4180 text with CRLF, one line a row; figures are exact, texts are
  /// guarded.
  ///
  /// Money has all decimals of its currency; other figures stand in full when they end within 20
  /// significant digits, else to 16. A text that a spreadsheet would take for a formula begins with
  /// an apostrophe. Notes and checks follow as rows without a number.
  public var csv: String {
    var rows = [Self.header.map { SpreadsheetText.field($0) }]
    for (index, line) in lines.enumerated() {
      rows.append([
        String(index + 1), SpreadsheetText.field(line.section), SpreadsheetText.field(line.label),
        line.machineText(minorDigits: currency.minorDigits), SpreadsheetText.field(line.unit),
        SpreadsheetText.field(explanation(of: line)),
      ])
    }
    rows += notes.map { ["", "Notes", SpreadsheetText.field($0), "", "", ""] }
    rows += checks.map { check in
      [
        "", "Checks", SpreadsheetText.field(check.name), "", check.verdict.rawValue,
        SpreadsheetText.field(check.sentence),
      ]
    }
    return rows.map { $0.joined(separator: ",") + "\r\n" }.joined()
  }

  // MARK: Markdown

  /// The worksheet as a Markdown page: title, notes, a table for each section, and the checks.
  public var markdown: String {
    var blocks = ["# Worksheet: \(TextTable.escaped(title))"]
    blocks.append(notes.map { "- \(TextTable.escaped($0))" }.joined(separator: "\n"))
    for section in sections {
      blocks.append("## \(TextTable.escaped(section.title))")
      let rows = section.lines.map { number, line in
        [
          String(number), line.label, line.peopleText(minorDigits: currency.minorDigits),
          line.unit, explanation(of: line),
        ]
      }
      blocks.append(
        TextTable.markdown(
          [["line", "item", "value", "unit", "how it follows"]] + rows,
          alignment: [.right, .left, .right, .left, .left]))
    }
    blocks.append("## Checks")
    blocks.append(
      TextTable.markdown(
        [["check", "verdict", "in words"]]
          + checks.map { [$0.name, $0.verdict.rawValue, $0.sentence] },
        alignment: [.left, .left, .left]))
    return blocks.joined(separator: "\n\n") + "\n"
  }

  /// The lines by section, each with its number.
  private var sections: [(title: String, lines: [(Int, WorksheetLine)])] {
    var sections: [(title: String, lines: [(Int, WorksheetLine)])] = []
    for (index, line) in lines.enumerated() {
      if sections.last?.title != line.section { sections.append((line.section, [])) }
      sections[sections.count - 1].lines.append((index + 1, line))
    }
    return sections
  }
}

extension Worksheet: CustomStringConvertible {
  /// Title, size, and the annualised figures that matter, in at most ten lines.
  public var description: String {
    let keys = ["attributable_value", "program_cost", "net_benefit", "roi_ratio_net_over_cost"]
    let figures = keys.compactMap { key -> String? in
      guard let line = line(key), let number = number(of: key) else { return nil }
      return
        "line \(number), \(line.label): \(line.peopleText(minorDigits: currency.minorDigits)) \(line.unit)"
    }
    return (["Worksheet of \(excerpt(title)): \(lines.count) lines"] + figures)
      .joined(separator: "\n")
  }
}

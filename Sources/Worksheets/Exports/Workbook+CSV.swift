import ROI
import Statistics

extension Workbook {
  // MARK: CSV

  /// The sheets as CSV files in order, such as `Calc.csv`, with the figures that the workbook shows.
  ///
  /// Row 7 of a file is row 7 of its sheet, and all rows are equally long, so that `Calc!G7` is the
  /// seventh field of the seventh row. RFC 4180 in UTF-8 with CRLF. Figures end within 20 significant
  /// digits or are cut to 16, money has all decimals of its currency, and an undefined figure reads
  /// `undefined`. A text that a spreadsheet would take for a formula, formulas of the ledger included,
  /// begins with an apostrophe.
  ///
  /// - Complexity: O(cells).
  public var csvFiles: [(name: String, bytes: [UInt8])] {
    sheets.map { ("\($0.name).csv", Array(csv(of: $0).utf8)) }
  }

  private func csv(of sheet: WorkbookSheet) -> String {
    let width = sheet.rows.map(\.count).max() ?? 0
    return sheet.rows.map { row in
      (0..<max(width, 1)).map { column in
        row.indices.contains(column) ? field(row[column]) : ""
      }.joined(separator: ",") + "\r\n"
    }.joined()
  }

  /// A figure as it is; a text guarded and quoted.
  private func field(_ cell: WorkbookCell) -> String {
    let text = text(of: cell)
    return cell.contents.shown.number == nil ? SpreadsheetText.field(text) : text
  }

  // MARK: Texts

  /// What a cell shows, money with at least the decimals of its currency.
  func text(of cell: WorkbookCell) -> String {
    switch cell.contents.shown {
    case .empty: ""
    case .text(let text): text
    case .error: "undefined"
    case .number(let number): figureText(number, isMoney: cell.style.isMoney)
    }
  }

  private func figureText(_ number: ExactRatio, isMoney: Bool) -> String {
    let text = number.description
    guard isMoney else { return text }
    let places = text.split(separator: ".").dropFirst().first?.count ?? 0
    return places < minorDigits ? number.decimal(places: minorDigits) : text
  }
}

extension CellStyle {
  /// Whether it shows posted money.
  var isMoney: Bool { self == .money || self == .inputMoney }
}

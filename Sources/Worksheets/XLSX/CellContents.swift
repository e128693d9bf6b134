package import ROI

/// What stands in a cell.
package enum CellContents: Sendable, Hashable {
  /// Nothing.
  case empty
  /// A text, never a formula, whatever it begins with.
  case text(String)
  /// A number.
  case number(ExactRatio)
  /// A formula with the value that it had when the workbook was written.
  case formula(CellFormula, CellValue)

  /// What it shows without being worked out anew.
  var shown: CellValue {
    switch self {
    case .empty: .empty
    case .text(let text): .text(text)
    case .number(let number): .number(number)
    case .formula(_, let value): value
    }
  }

  /// Whether it is a number, or a formula that comes to one or to a mark of an undefined figure.
  var isFigure: Bool {
    switch self {
    case .empty, .text: false
    case .number: true
    case .formula(_, .text): false
    case .formula: true
    }
  }
}

/// A cell: what stands in it, and how it looks.
package struct WorkbookCell: Sendable, Hashable {
  /// What stands in it.
  package var contents: CellContents
  /// How it looks.
  package let style: CellStyle

  /// A cell without contents.
  static let empty = WorkbookCell(contents: .empty, style: .plain)

  /// A text as a cell can hold it; one that a person could turn into a formula by editing is marked as
  /// text.
  static func text(_ text: String, _ style: CellStyle = .text) -> WorkbookCell {
    let held = XMLText.held(text)
    return WorkbookCell(
      contents: held.isEmpty ? .empty : .text(held),
      style: style == .text && CellStyle.isRisky(held) ? .guardedText : style)
  }
}

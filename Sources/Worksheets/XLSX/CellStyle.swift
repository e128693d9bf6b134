import Statistics

/// How a cell looks; the place in this list is the style's number in the file.
package enum CellStyle: Int, Sendable, Hashable, CaseIterable {
  /// As the program shows it.
  case plain
  /// The sheet's title.
  case title
  /// The head of a column.
  case heading
  /// Words, wrapped.
  case text
  /// Words that begin like a formula, marked as text.
  case guardedText
  /// A number that a reviewer may change: blue on yellow.
  case input
  /// Money that a reviewer may change.
  case inputMoney
  /// A number that follows.
  case figure
  /// Money that follows, before rounding.
  case unroundedMoney
  /// Posted money.
  case money
  /// A verdict of a check: 1 or 0.
  case verdict

  /// Whether a spreadsheet would take the text for a formula once a person edits it.
  static func isRisky(_ text: String) -> Bool { SpreadsheetText.guarded(text) != text }

  // MARK: Part

  private enum Font: Int { case plain, title, bold, input }
  private enum Fill: Int { case none, gray, input, heading }
  private enum NumberFormat: Int { case general = 0, money = 164, unrounded = 165 }

  private var font: Font {
    switch self {
    case .title: .title
    case .heading, .verdict: .bold
    case .input, .inputMoney: .input
    default: .plain
    }
  }

  private var fill: Fill {
    switch self {
    case .heading: .heading
    case .input, .inputMoney: .input
    default: .none
    }
  }

  private var numberFormat: NumberFormat {
    switch self {
    case .money, .inputMoney: .money
    case .unroundedMoney: .unrounded
    default: .general
    }
  }

  private var isWrapped: Bool { self == .text || self == .guardedText || self == .heading }

  private var element: String {
    var text =
      "<xf numFmtId=\"\(numberFormat.rawValue)\" fontId=\"\(font.rawValue)\" fillId=\"\(fill.rawValue)\" borderId=\"0\" xfId=\"0\""
    if numberFormat != .general { text += " applyNumberFormat=\"1\"" }
    if font != .plain { text += " applyFont=\"1\"" }
    if fill != .none { text += " applyFill=\"1\"" }
    if self == .guardedText { text += " quotePrefix=\"1\"" }
    let alignment = isWrapped ? "wrapText=\"1\" vertical=\"top\"" : "vertical=\"top\""
    return text + " applyAlignment=\"1\"><alignment \(alignment)/></xf>"
  }

  /// The part `xl/styles.xml` for a currency of so many decimals.
  ///
  /// **Reference:** ECMA-376, part 1, 18.8.
  static func part(minorDigits: Int) -> String {
    let decimals = minorDigits > 0 ? "." + String(repeating: "0", count: minorDigits) : ""
    let money = "#,##0\(decimals)"
    let unrounded = minorDigits > 0 ? money + "######" : "General"
    let styles = allCases.map(\.element).joined()
    return """
      <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
      <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">\
      <numFmts count="2"><numFmt numFmtId="164" formatCode="\(money)"/>\
      <numFmt numFmtId="165" formatCode="\(unrounded)"/></numFmts>\
      <fonts count="4"><font><sz val="10"/><name val="Arial"/><family val="2"/></font>\
      <font><b/><sz val="14"/><name val="Arial"/><family val="2"/></font>\
      <font><b/><sz val="10"/><name val="Arial"/><family val="2"/></font>\
      <font><sz val="10"/><color rgb="FF0000FF"/><name val="Arial"/><family val="2"/></font></fonts>\
      <fills count="4"><fill><patternFill patternType="none"/></fill>\
      <fill><patternFill patternType="gray125"/></fill>\
      <fill><patternFill patternType="solid"><fgColor rgb="FFFFF2CC"/><bgColor indexed="64"/></patternFill></fill>\
      <fill><patternFill patternType="solid"><fgColor rgb="FFD9E1F2"/><bgColor indexed="64"/></patternFill></fill></fills>\
      <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
      <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
      <cellXfs count="\(allCases.count)">\(styles)</cellXfs>\
      <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>\
      </styleSheet>
      """
  }
}

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
  /// A number that a reviewer may change: blue on yellow, not locked.
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
  /// The name of a part of a sheet.
  case section
  /// A ratio of money, to two decimals or more.
  case ratio
  /// A share from 0 to 1.
  case share
  /// The figure or words that a page is about.
  case headline
  /// A bar of signs.
  case bar
  /// The head of a column of numbers.
  case numberHeading

  /// Whether a spreadsheet would take the text for a formula once a person edits it.
  static func isRisky(_ text: String) -> Bool { SpreadsheetText.guarded(text) != text }

  /// Whether it is the head of a column.
  var isHeading: Bool { self == .heading || self == .numberHeading }

  /// Whether a long text goes on below.
  var isWrapped: Bool {
    switch self {
    case .text, .guardedText, .heading, .numberHeading, .headline: true
    default: false
    }
  }

  /// Whether its letters are bold, and so wider.
  var isBold: Bool { font == .bold || font == .title }

  // MARK: Part

  private enum Font: Int { case plain, title, bold, input, bar }
  private enum Fill: Int { case none, gray, input, heading, headline }
  private enum NumberFormat: Int {
    case general = 0
    case money = 164
    case unrounded = 165
    case ratio = 166
    case share = 167
  }

  private var font: Font {
    switch self {
    case .title: .title
    case .heading, .numberHeading, .verdict, .section, .headline: .bold
    case .input, .inputMoney: .input
    case .bar: .bar
    default: .plain
    }
  }

  private var fill: Fill {
    switch self {
    case .heading, .numberHeading: .heading
    case .input, .inputMoney: .input
    case .headline: .headline
    default: .none
    }
  }

  private var numberFormat: NumberFormat {
    switch self {
    case .money, .inputMoney: .money
    case .unroundedMoney: .unrounded
    case .ratio, .headline: .ratio
    case .share: .share
    default: .general
    }
  }

  private var element: String {
    var text =
      "<xf numFmtId=\"\(numberFormat.rawValue)\" fontId=\"\(font.rawValue)\" fillId=\"\(fill.rawValue)\" borderId=\"\(isHeading ? 1 : 0)\" xfId=\"0\""
    if self == .guardedText { text += " quotePrefix=\"1\"" }
    if numberFormat != .general { text += " applyNumberFormat=\"1\"" }
    if font != .plain { text += " applyFont=\"1\"" }
    if fill != .none { text += " applyFill=\"1\"" }
    if isHeading { text += " applyBorder=\"1\"" }
    let isInput = fill == .input
    let side = self == .numberHeading ? "horizontal=\"right\" " : ""
    let alignment = side + (isWrapped ? "vertical=\"top\" wrapText=\"1\"" : "vertical=\"top\"")
    text += " applyAlignment=\"1\"\(isInput ? " applyProtection=\"1\"" : "")>"
    return text + "<alignment \(alignment)/>\(isInput ? "<protection locked=\"0\"/>" : "")</xf>"
  }

  private static func font(_ size: Int, color: String? = nil, isBold: Bool = false) -> String {
    "<font>\(isBold ? "<b/>" : "")<sz val=\"\(size)\"/>"
      + (color.map { "<color rgb=\"\($0)\"/>" } ?? "")
      + "<name val=\"Arial\"/><family val=\"2\"/></font>"
  }

  private static func fill(_ color: String) -> String {
    "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"\(color)\"/><bgColor indexed=\"64\"/></patternFill></fill>"
  }

  /// The looks of a check that passes not, and of one that passes, by their places in the file.
  static let verdictLooks = (failed: 0, passed: 1)

  private static func look(_ color: String, fill: String) -> String {
    "<dxf><font><b/><color rgb=\"\(color)\"/></font><fill><patternFill><bgColor rgb=\"\(fill)\"/></patternFill></fill></dxf>"
  }

  /// The part `xl/styles.xml` for a currency of so many decimals.
  ///
  /// **Reference:** ECMA-376, part 1, 18.8.
  static func part(minorDigits: Int) -> String {
    let decimals = minorDigits > 0 ? "." + String(repeating: "0", count: minorDigits) : ""
    let money = "#,##0\(decimals)"
    let unrounded = minorDigits > 0 ? money + "######" : "General"
    let formats = [money, unrounded, "0.00##", "0.0###"].enumerated().map {
      "<numFmt numFmtId=\"\(164 + $0)\" formatCode=\"\($1)\"/>"
    }.joined()
    let fonts =
      font(10) + font(14, isBold: true) + font(10, isBold: true) + font(10, color: "FF0000FF")
      + font(10, color: "FF2F5597")
    let styles = allCases.map(\.element).joined()
    return """
      <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
      <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">\
      <numFmts count="4">\(formats)</numFmts><fonts count="5">\(fonts)</fonts>\
      <fills count="5"><fill><patternFill patternType="none"/></fill>\
      <fill><patternFill patternType="gray125"/></fill>\
      \(fill("FFFFF2CC"))\(fill("FFD9E1F2"))\(fill("FFE2EFDA"))</fills>\
      <borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>\
      <border><left/><right/><top/><bottom style="thin"><color rgb="FF8EA9DB"/></bottom><diagonal/></border></borders>\
      <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
      <cellXfs count="\(allCases.count)">\(styles)</cellXfs>\
      <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>\
      <dxfs count="2">\(look("FF9C0006", fill: "FFFFC7CE"))\(look("FF006100", fill: "FFC6EFCE"))</dxfs>\
      </styleSheet>
      """
  }
}

/// The sheets of a workbook and what stands in which column.
enum SheetLayout: String, CaseIterable {
  case inputs = "Inputs"
  case calc = "Calc"
  case uncertainty = "Uncertainty"
  case checks = "Checks"
  case ledger = "Ledger"

  /// The sheets whose cells are the figures of keys.
  static let withFigures: [SheetLayout] = [.inputs, .calc, .uncertainty, .checks]
  /// The column of keys on every sheet.
  static let key = 1
  /// The key of the one check of all checks.
  static let masterCheck = "master_check"

  var name: String { rawValue }

  /// Title, a line of words, and the heads of the columns stand above it.
  var firstRow: Int { 4 }

  /// The heads of the columns.
  var heads: [String] {
    switch self {
    case .inputs: ["key", "line", "item", "value", "unit", "source"]
    case .calc:
      ["key", "line", "section", "item", "formula in words", "unrounded", "posted", "unit"]
    case .uncertainty: ["key", "line", "item", "formula in words", "value", "unit", "method"]
    case .checks: ["key", "item", "workbook", "issued", "tolerance", "passes"]
    case .ledger:
      [
        "key", "line", "item", "cell", "issued", "unit", "formula", "formula in words",
        "follows from", "rounding", "source",
      ]
    }
  }

  /// The widths of the columns in characters.
  var widths: [Int] {
    switch self {
    case .inputs: [28, 6, 44, 18, 18, 60]
    case .calc: [34, 6, 36, 44, 52, 20, 18, 26]
    case .uncertainty: [32, 6, 48, 60, 20, 22, 48]
    case .checks: [34, 56, 20, 20, 12, 10]
    case .ledger: [34, 6, 44, 16, 20, 22, 44, 48, 40, 30, 60]
    }
  }

  /// The column that says what a row is.
  var item: Int { (heads.firstIndex(of: "item") ?? 0) + 1 }

  /// The columns of a row's figure, the one that counts first.
  var figures: [Int] {
    switch self {
    case .inputs: [4]
    case .calc: [7, 6]
    case .uncertainty: [5]
    case .checks: [6]
    case .ledger: [5]
    }
  }

  /// The sheet with its title, a line of words and the heads of its columns.
  func sheet(title: String, words: String) -> WorkbookSheet {
    WorkbookSheet(
      name, widths: widths, frozenRows: firstRow - 1,
      rows: [
        [.text(title, .title)], [.text(words, .plain)], heads.map { .text($0, .heading) },
      ])
  }
}

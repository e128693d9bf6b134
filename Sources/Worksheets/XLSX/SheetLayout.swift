/// The sheets of a workbook in order, and what stands in which column.
enum SheetLayout: String, CaseIterable {
  case summary = "Summary"
  case inputs = "Inputs"
  case calc = "Calc"
  case uncertainty = "Uncertainty"
  case sensitivity = "Sensitivity"
  case discounting = "Discounting"
  case overlap = "Overlap"
  case evidence = "Evidence"
  case gate = "Gate"
  case checks = "Checks"
  case ledger = "Ledger"

  /// The sheets that every workbook has.
  static let compulsory: Set<SheetLayout> = [.inputs, .calc, .uncertainty, .checks, .ledger]
  /// The sheets whose cells are the figures of keys; a key belongs to the first that has it.
  static let withFigures = ledgered + [.checks]
  /// The sheets whose figures the ledger lists.
  static let ledgered: [SheetLayout] = [
    .inputs, .calc, .uncertainty, .sensitivity, .discounting, .overlap, .evidence, .gate, .summary,
  ]
  /// The column of keys on every sheet.
  static let key = 1
  /// The key of the one check of all checks.
  static let masterCheck = "master_check"

  var name: String { rawValue }

  /// Title, a line of words, and the heads of the columns stand above it.
  var firstRow: Int { 4 }

  // MARK: Columns

  /// The heads of the columns; a sheet of several tables has further heads below.
  var heads: [String] {
    switch self {
    case .summary: ["key", "item", "value", "unit", "definition and basis"]
    case .inputs:
      [
        "key", "line", "item", "value", "unit", "source", "owner", "date", Self.admissible,
        "rationale",
      ]
    case .calc:
      ["key", "line", "section", "item", "formula in words", "unrounded", "posted", "unit"]
    case .uncertainty: ["key", "line", "item", "formula in words", "value", "unit", "method"]
    case .sensitivity:
      [
        "key", "item", "low", "base", "high", "at low", "at high", "swing", "crosses 0", "bar",
        "formula in words",
      ]
    case .discounting:
      [
        "key", "item", "year", "kept", "benefit unrounded", "benefit", "cost", "net",
        "discount factor", "benefit discounted", "cost discounted", "present benefit",
        "present cost", "present net", "cumulative net", "paid back", "formula in words",
      ]
    case .overlap:
      [
        "key", "item", "unrounded", "posted", "share", "removed", "kept", "lower limit", "bound",
        "formula in words",
      ]
    case .evidence: ["key", "item", "value", "what", "who", "date", "formula in words"]
    case .gate:
      [
        "key", "item", "limit", "observed", "of", "share", "holds", "stops", "needs work",
        "formula in words",
      ]
    case .checks: ["key", "item", "workbook", "issued", "tolerance", "passes"]
    case .ledger:
      [
        "key", "line", "item", "cell", "issued", "unit", "formula", "formula in words",
        "follows from", "rounding", "source",
      ]
    }
  }

  /// The head of the column that says what an input admits.
  static let admissible = "admissible"

  /// The widths of the columns in characters.
  var widths: [Int] {
    switch self {
    case .summary: [26, 46, 20, 26, 62]
    case .inputs: [28, 6, 40, 18, 18, 38, 16, 12, 25, 40]
    case .calc: [32, 6, 30, 38, 46, 20, 18, 22]
    case .uncertainty: [32, 6, 44, 52, 20, 22, 40]
    case .sensitivity: [24, 34, 15, 15, 15, 15, 15, 15, 10, 24, 52]
    case .discounting: [22, 38, 16, 8, 18, 15, 15, 15, 14, 18, 18, 15, 15, 15, 15, 12, 44]
    case .overlap: [24, 44, 18, 16, 12, 16, 16, 18, 18, 54]
    case .evidence: [26, 44, 12, 26, 24, 12, 56]
    case .gate: [24, 50, 12, 14, 12, 12, 9, 9, 12, 60]
    case .checks: [34, 60, 20, 20, 12, 10]
    case .ledger: [32, 6, 38, 16, 20, 20, 40, 44, 34, 24, 44]
    }
  }

  /// The column that says what a row is.
  var item: Int { column("item") ?? 1 }

  /// The column of a head, or nil.
  func column(_ head: String) -> Int? { heads.firstIndex(of: head).map { $0 + 1 } }

  // MARK: Figures

  /// The columns of a row's figure, the one that counts first.
  var figures: [Int] {
    switch self {
    case .summary: [3]
    case .inputs: [4]
    case .calc: [7, 6]
    case .uncertainty: [5]
    case .checks: [6]
    case .ledger: [5]
    case .sensitivity, .discounting, .overlap, .evidence, .gate: Array(3...heads.count)
    }
  }

  /// Whether each figure of a row counts: the first by the row's key, the others by the key with their
  /// column's letters, such as `tornado_attribution.G`.
  var hasTables: Bool {
    switch self {
    case .sensitivity, .discounting, .overlap, .evidence, .gate: true
    default: false
    }
  }

  /// The figures of a row with their keys; empty where the row has no key or no figure.
  func figures(in row: [WorkbookCell]) -> [(key: String, column: Int)] {
    guard case .text(let key) = row.first?.contents else { return [] }
    let columns = figures.filter { $0 <= row.count && row[$0 - 1].contents.isFigure }
    guard let first = columns.first else { return [] }
    let others = hasTables ? columns.dropFirst() : []
    return [(key, first)] + others.map { ("\(key).\(CellReference.letters($0))", $0) }
  }

  // MARK: Page

  /// Whether its heads are repeated on every page.
  var repeatsHeads: Bool { !hasTables && self != .summary }

  /// Whether it is printed on one page.
  var isOnePage: Bool { self == .summary }

  /// The sheet with its title, a line of words and the heads of its columns.
  func sheet(title: String, words: String) -> WorkbookSheet {
    WorkbookSheet(
      name, widths: widths, frozenRows: firstRow - 1,
      rows: [
        [.text(title, .title)], [.text(words, .plain)], row(ofHeads: heads),
      ])
  }

  /// The heads of a table, those of figures above the figures' right edge.
  func row(ofHeads heads: [String]) -> [WorkbookCell] {
    let figures = hasTables ? Array(3..<max(3, heads.count)) : self.figures
    return heads.enumerated().map { column, head in
      let isNumber = figures.contains(column + 1) || head == "line" || head == "tolerance"
      return .text(head, isNumber && head != "bar" ? .numberHeading : .heading)
    }
  }
}

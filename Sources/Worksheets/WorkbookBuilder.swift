import ROI
import Statistics

/// A figure of the library that a cell is held against.
struct IssuedFigure {
  let key: String
  let label: String
  /// nil when undefined.
  let value: ExactRatio?
  /// Whether it is posted money, which agrees to the minor unit.
  let isMoney: Bool
}

/// Places the lines of one dossier on the sheets of a workbook.
struct WorkbookBuilder {
  let dossier: Dossier
  let worksheet: Worksheet
  /// Where the figure of each key stands.
  private(set) var places: [String: CellReference] = [:]
  private(set) var sheets: [SheetLayout: WorkbookSheet] = [:]
  /// The figures of Uncertainty that a check holds against what the library issued, or against a cell.
  var checked: [(key: String, item: String, against: CellFormula)] = []
  /// The figures of further sheets as the library issued them.
  var issued: [IssuedFigure] = []
  /// Every amount of money that a cell must hold to the minor unit.
  private(set) var amounts: [IssuedFigure] = []

  init(_ dossier: Dossier, _ worksheet: Worksheet) {
    self.dossier = dossier
    self.worksheet = worksheet
  }

  var businessCase: BusinessCase { dossier.businessCase }
  var minorDigits: Int { worksheet.currency.minorDigits }
  var code: String { worksheet.currency.code }

  mutating func build() {
    amounts = worksheet.lines.filter { $0.kind == .money }
      .map { IssuedFigure(key: $0.key, label: $0.label, value: $0.value, isMoney: true) }
    addInputs()
    placeCalc()
    addUncertainty()
    addCalc()
    addSensitivity()
    addDiscounting()
    addOverlap()
    addEvidence()
    addGate()
    amounts += issued.filter(\.isMoney)
    // The summary shows the master check, which stands first on Checks.
    place(SheetLayout.masterCheck, .checks, column: 6, row: SheetLayout.checks.firstRow)
    addSummary()
    addChecks()
    // The ledger states the figures as issued, so they are worked out first.
    for sheet in workbook.recalculated().sheets {
      if let layout = SheetLayout(rawValue: sheet.name) { sheets[layout] = sheet }
    }
    addLedger()
  }

  var workbook: Workbook {
    Workbook(
      sheets: SheetLayout.allCases.compactMap { sheets[$0] }, minorDigits: minorDigits)
  }

  // MARK: Cells

  /// Gives a key its cell before the row is there.
  mutating func place(_ key: String, _ layout: SheetLayout, column: Int, row: Int) {
    places[key] = CellReference(known: layout.name, column, row)
  }

  func cell(_ key: String) -> CellFormula { places[key].map { .cell($0) } ?? 0 }

  func here(_ layout: SheetLayout, _ column: Int, _ row: Int) -> CellFormula {
    .cell(CellReference(known: layout.name, column, row))
  }

  mutating func begin(_ layout: SheetLayout, title: String, words: String) {
    sheets[layout] = layout.sheet(title: title, words: words)
  }

  /// The number of the row that a sheet gets next.
  func nextRow(_ layout: SheetLayout) -> Int { sheets[layout]?.nextRow ?? 1 }

  /// Adds a row and remembers where its figures stand.
  mutating func add(_ layout: SheetLayout, _ cells: [WorkbookCell]) {
    let row = nextRow(layout)
    sheets[layout]?.add(cells)
    for (key, column) in layout.figures(in: cells) where places[key] == nil {
      places[key] = CellReference(known: layout.name, column, row)
    }
  }

  /// Adds an empty row, the name of a part of the sheet, and the heads of its columns from the second on.
  mutating func addPart(_ layout: SheetLayout, _ title: String, heads: [String] = []) {
    add(layout, [])
    add(layout, [.empty, .text(title, .section)])
    if !heads.isEmpty { add(layout, layout.row(ofHeads: ["key"] + heads)) }
  }

  /// The line number of a key, where it is a line of the worksheet.
  func number(_ key: String) -> WorkbookCell {
    guard let number = worksheet.number(of: key) else { return .empty }
    return WorkbookCell(contents: .number(ExactRatio(number)), style: .figure)
  }

  /// A formula that is yet to be worked out.
  func live(_ formula: CellFormula, _ style: CellStyle = .figure) -> WorkbookCell {
    WorkbookCell(contents: .formula(formula, .empty), style: style)
  }

  /// `ROUND(x,2)`: half away from zero.
  func rounded(_ formula: CellFormula) -> CellFormula {
    .function(.round, [formula, .number(minorDigits)])
  }

  func decimal(_ value: Double) -> ExactRatio? {
    (try? ExactDecimal(value)).map { ExactRatio($0) }
  }

  /// Holds a figure against the one that the library issued.
  mutating func hold(_ key: String, _ label: String, _ value: ExactRatio?, isMoney: Bool = false) {
    issued.append(IssuedFigure(key: key, label: label, value: value, isMoney: isMoney))
  }
}

public import ROI
public import Statistics

extension Workbook {
  /// Lays a business case out with live formulas.
  ///
  /// The lines are those of ``Worksheet``, by the same numbers and keys. The limits of the delta are worked
  /// out on Uncertainty from the study's figures: by NORMSINV for a normal reference, TINV (BETAINV for
  /// degrees of freedom that are not whole, which TINV cuts) for a t reference, CHIINV for counted events,
  /// and NORMSINV for Wilson's limits of proportions. Limits of other methods stand there as values, and
  /// say so. Checks holds each figure against the one that the library issued.
  ///
  /// - Throws: `overflow` when an amount has more than the 15 digits that a spreadsheet keeps, or the case
  ///   more than 100,000 lines; `undefined` when a limit worked out in cells strays from the library's, as with
  ///   degrees of freedom beyond any study.
  /// - Complexity: O(lines).
  public init(_ businessCase: BusinessCase) throws(EvaluationError) {
    let worksheet = Worksheet(businessCase)
    guard worksheet.lines.count <= 100_000 else {
      throw .overflow(
        what: "the workbook", needed: "at most 100,000 lines", found: "\(worksheet.lines.count)")
    }
    if let line = worksheet.lines.first(where: { !$0.isHeldBySpreadsheets(worksheet.currency) }) {
      throw .overflow(
        what: line.label, needed: "a spreadsheet keeps 15 digits of money",
        found: line.value?.description ?? "undefined")
    }
    var builder = WorkbookBuilder(businessCase, worksheet)
    builder.build()
    self = builder.workbook.recalculated()
    guard masterCheck else {
      throw .undefined(
        what: "the workbook", needed: "limits that a spreadsheet's functions reach",
        found: firstOpenCheck ?? "a check that does not pass")
    }
  }

  /// The first check that does not pass, with both figures.
  private var firstOpenCheck: String? {
    guard let sheet = sheets.first(where: { $0.name == SheetLayout.checks.name }) else {
      return nil
    }
    for row in SheetLayout.checks.firstRow..<sheet.nextRow {
      guard case .formula(_, let passes) = sheet[row, 6].contents, passes.number != 1 else {
        continue
      }
      let figures = [3, 4].map { sheet[row, $0].contents.shown.description }
      return "\(sheet.text(row, 2) ?? ""): \(figures[0]) in the workbook, \(figures[1]) issued"
    }
    return nil
  }
}

extension WorksheetLine {
  /// Whether a double keeps an amount of money to the minor unit.
  fileprivate func isHeldBySpreadsheets(_ currency: Currency) -> Bool {
    guard kind == .money, let value else { return true }
    let limit = (0..<(15 - currency.minorDigits)).reduce(ExactRatio(1)) { limit, _ in limit * 10 }
    return value < limit && -limit < value
  }
}

/// Places the lines of one case on the sheets of a workbook.
struct WorkbookBuilder {
  let businessCase: BusinessCase
  let worksheet: Worksheet
  /// Where the figure of each key stands.
  private(set) var places: [String: CellReference] = [:]
  private(set) var sheets: [SheetLayout: WorkbookSheet] = [:]
  /// The figures of Uncertainty that a check holds against what the library issued, or against a cell.
  var checked: [(key: String, item: String, against: CellFormula)] = []

  init(_ businessCase: BusinessCase, _ worksheet: Worksheet) {
    self.businessCase = businessCase
    self.worksheet = worksheet
  }

  var minorDigits: Int { worksheet.currency.minorDigits }

  mutating func build() {
    addInputs()
    placeCalc()
    addUncertainty()
    addCalc()
    addChecks()
    // The ledger states the figures as issued, so they are worked out first.
    for sheet in workbook.recalculated().sheets {
      if let layout = SheetLayout(rawValue: sheet.name) { sheets[layout] = sheet }
    }
    addLedger()
  }

  var workbook: Workbook {
    Workbook(
      sheets: SheetLayout.allCases.compactMap { sheets[$0] },
      names: Self.outputs.compactMap { key in places[key].map { .init(name: key, place: $0) } },
      minorDigits: minorDigits)
  }

  /// The outputs that have names of their own.
  private static let outputs = [
    "attributable_value", "bcr_gross_over_cost", "break_even_attribution", "gross_value_of_delta",
    "headline_lower_roi", "improvement", SheetLayout.masterCheck, "net_benefit", "program_cost",
    "roi_ratio_net_over_cost",
  ]

  // MARK: Cells

  /// Gives a key its cell before the row is there.
  mutating func place(_ key: String, _ layout: SheetLayout, column: Int, row: Int) {
    places[key] = CellReference(known: layout.name, column, row)
  }

  func cell(_ key: String) -> CellFormula { places[key].map { .cell($0) } ?? 0 }

  mutating func begin(_ layout: SheetLayout, title: String, words: String) {
    sheets[layout] = layout.sheet(title: title, words: words)
  }

  /// Adds a row and remembers where its figure stands.
  mutating func add(_ layout: SheetLayout, _ cells: [WorkbookCell], key: String? = nil) {
    guard let row = sheets[layout]?.nextRow else { return }
    if let key, let column = layout.figures.first(where: { cells[$0 - 1].contents != .empty }) {
      places[key] = CellReference(known: layout.name, column, row)
    }
    sheets[layout]?.add(cells)
  }

  func number(_ key: String) -> WorkbookCell {
    guard let number = worksheet.number(of: key) else { return .empty }
    return WorkbookCell(contents: .number(ExactRatio(number)), style: .figure)
  }

  // MARK: Inputs

  private mutating func addInputs() {
    begin(
      .inputs, title: worksheet.title,
      words: "Money: \(businessCase.perspective), in \(worksheet.currency). "
        + "Yellow cells are inputs; everything else follows from them.")
    for line in worksheet.lines {
      switch line.origin {
      case .input(let source): addInput(line, source: source)
      case .statistic(let method) where isStudyFigure(line.key):
        addInput(line, source: "the study's figure: \(method)")
      case .statistic, .formula: continue
      }
    }
    for extra in constants where places[extra.key] == nil {
      addInput(extra, source: "")
    }
  }

  /// Whether a statistic is one that the study reports, rather than one that follows from it.
  private func isStudyFigure(_ key: String) -> Bool { key == "effect" || key == "standard_error" }

  private mutating func addInput(_ line: WorksheetLine, source: String) {
    var source = source
    if case .input(let own) = line.origin { source = own }
    let style: CellStyle = line.kind == .money ? .inputMoney : .input
    add(
      .inputs,
      [
        .text(line.key), number(line.key), .text(line.label),
        WorkbookCell(contents: line.value.map { .number($0) } ?? .empty, style: style),
        .text(line.unit), .text(source),
      ], key: line.key)
  }

  /// Numbers that formulas need and that are nobody's judgement.
  private var constants: [WorksheetLine] {
    func line(
      _ key: String, _ label: String, _ value: ExactRatio?, _ unit: String, _ source: String
    ) -> WorksheetLine {
      WorksheetLine(
        key: key, section: "Inputs", label: label, value: value, kind: .number, unit: unit,
        origin: .input(source: source))
    }
    let power = (0..<minorDigits).reduce(ExactRatio(1)) { value, _ in value * 10 }
    var lines: [WorksheetLine] = []
    if let effect = businessCase.delta.effect, effect.uncertainty != .unknown {
      let level = "confidence level"
      lines += [
        line(
          "interval_level", "Level of the two-sided interval",
          decimal(businessCase.intervalLevel), level, "plan"),
        line(
          "headline_level", "Level of the one-sided headline",
          decimal(businessCase.headlineLevel), level, "plan"),
      ]
      if let freedom = effect.degreesOfFreedom {
        lines.append(
          line(
            "degrees_of_freedom", "Degrees of freedom of the effect", decimal(freedom),
            "degrees of freedom", "the study's figure: \(effect.method)"))
      }
      lines.append(line("two", "Two", 2, "number", "the sides of an interval, and halves"))
    }
    if businessCase.rounding == .halfToEven {
      lines += [
        line("two", "Two", 2, "number", "even numbers, and halves"),
        line("minor_units", "Minor units in a major one", power, "units", "ISO 4217"),
        line(
          "tie_tolerance", "How near to a half counts as one", decimal(1e-14), "share",
          "the 15 digits of a spreadsheet"),
      ]
    }
    return lines + [
      line(
        "money_tolerance", "How far posted money may stray", ExactRatio(1).divided(by: power * 2),
        worksheet.currency.code, "half a minor unit"),
      line(
        "figure_tolerance", "How far other figures may stray", decimal(1e-9), "share",
        "six digits more than are printed"),
    ]
  }

  func decimal(_ value: Double) -> ExactRatio? {
    (try? ExactDecimal(value)).map { ExactRatio($0) }
  }
}

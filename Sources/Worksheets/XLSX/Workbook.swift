public import ROI
public import Statistics

/// A business case and its dossier as a spreadsheet with live formulas.
///
/// | sheet | what stands there |
/// |---|---|
/// | Summary | the answer on one printed page |
/// | Inputs | every assumption with unit, source, owner, date and what it admits; yellow cells |
/// | Calc | the chain from delta to dollars, one formula a line, unrounded and posted |
/// | Uncertainty | the interval, worked out in cells |
/// | Sensitivity | each input moved alone, break-evens, a grid of shares, a two-way table |
/// | Discounting, Overlap, Evidence, Gate | where the dossier has them |
/// | Checks | every figure against the one issued, and one check of all |
/// | Ledger | what each figure follows from |
///
/// A reviewer changes a yellow cell and every figure follows, the interval included. The file is
/// written without any other library, holds every number as the shortest decimal of its double, and
/// is the same to the byte for the same dossier. Nothing is hidden, nothing changes with the clock, and
/// no formula holds a number but 0, 1 and the digits of ROUND.
///
/// ```swift
/// let workbook = try Workbook(dossier)          // or of a business case alone
/// let file = workbook.bytes()
/// let differences = try Workbook(reading: file).differences()   // none, unless someone changed it
/// ```
///
/// **Reference:** ECMA-376, part 1, Office Open XML, 2016; FAST Standard 02c, 2019, for the layout.
public struct Workbook: Sendable, Hashable {
  /// The sheets in order.
  package private(set) var sheets: [WorkbookSheet]
  /// The decimals of money.
  let minorDigits: Int
  /// Where the figure of each key stands.
  private let places: [String: CellReference]

  /// A name of a cell.
  struct Name: Sendable, Hashable {
    let name: String
    let place: CellReference
  }

  init(sheets: [WorkbookSheet], minorDigits: Int) {
    self.sheets = sheets
    self.minorDigits = minorDigits
    var places: [String: CellReference] = [:]
    for layout in SheetLayout.withFigures {
      guard let sheet = sheets.first(where: { $0.name == layout.name }) else { continue }
      for row in layout.firstRow..<max(layout.firstRow, sheet.nextRow) {
        for (key, column) in layout.figures(in: sheet.cells(in: row)) where places[key] == nil {
          places[key] = CellReference(known: layout.name, column, row)
        }
      }
    }
    self.places = places
  }

  /// The outputs that have names of their own.
  private static let outputs = [
    "attributable_value", "bcr_gross_over_cost", "break_even_attribution", "gross_value_of_delta",
    "headline_lower_roi", "improvement", SheetLayout.masterCheck, "net_benefit", "program_cost",
    "roi_ratio_net_over_cost",
  ]

  /// The names of outputs, for people who refer to them.
  var names: [Name] {
    Self.outputs.compactMap { key in places[key].map { Name(name: key, place: $0) } }
  }

  // MARK: Cells

  func contents(at place: CellReference) -> CellContents {
    sheets.first { $0.name == place.sheet }?[place.row, place.column].contents ?? .empty
  }

  /// What stands beside a cell to say what it is.
  func label(at place: CellReference) -> String {
    guard let layout = SheetLayout(rawValue: place.sheet),
      let sheet = sheets.first(where: { $0.name == place.sheet })
    else { return place.description }
    return sheet.text(place.row, layout.item) ?? sheet.text(place.row, SheetLayout.key) ?? "a cell"
  }

  // MARK: Figures

  /// Where the figure of a key stands, such as `Calc!G7` for `attributable_value`; nil when it is not
  /// there.
  ///
  /// Further figures of a table's row go by its key and their column, such as `tornado_attribution.G`.
  public func place(of key: String) -> CellReference? { places[key] }

  /// The figure of a key as the file shows it, money as posted; nil when it is undefined or not there.
  public func figure(_ key: String) -> ExactRatio? {
    places[key].flatMap { contents(at: $0).shown.number }
  }

  /// Whether every figure equals the one that was issued, as the file shows it.
  public var masterCheck: Bool { figure(SheetLayout.masterCheck) == 1 }

  /// How many cells are worked out.
  public var formulaCount: Int {
    sheets.flatMap(\.cells).count { if case .formula = $0.cell.contents { true } else { false } }
  }

  // MARK: Working out

  /// The workbook with inputs changed and nothing worked out anew: what a file holds between an edit
  /// and the recalculation.
  ///
  /// - Parameter inputs: new values by the keys of cells on Inputs, such as `attribution`.
  /// - Returns: the workbook with the old values beside its formulas.
  /// - Throws: `invalidArgument` for a key that is no number on Inputs.
  public func editing(_ inputs: [String: ExactDecimal]) throws(EvaluationError) -> Workbook {
    var edited = self
    for (key, value) in inputs.sorted(by: { $0.key < $1.key }) {
      guard let place = places[key], place.sheet == SheetLayout.inputs.name,
        case .number = contents(at: place)
      else {
        throw .invalidArgument(
          name: "an input of the workbook", needed: "a key that stands on Inputs",
          found: "\"\(excerpt(key))\"")
      }
      edited.put(.number(ExactRatio(value)), at: place)
    }
    return edited
  }

  /// The workbook with every formula worked out anew from the inputs.
  ///
  /// - Complexity: O(cells) for workbooks of this library; hostile ones end early, with undefined figures.
  public func recalculated() -> Workbook {
    var result = self
    for (place, value) in values() {
      guard case .formula(let formula, _) = contents(at: place) else { continue }
      result.put(.formula(formula, value), at: place)
    }
    return result
  }

  /// What each formula comes to, in the order of the sheets.
  func values() -> [(place: CellReference, value: CellValue)] {
    var byName: [String: WorkbookSheet] = [:]
    for sheet in sheets { byName[sheet.name] = sheet }
    var calculator = CellCalculator { byName[$0.sheet]?[$0.row, $0.column].contents ?? .empty }
    var values: [(place: CellReference, value: CellValue)] = []
    for (place, cell) in sheets.flatMap(\.cells) {
      guard case .formula = cell.contents else { continue }
      values.append((place, calculator.value(at: place)))
    }
    return values
  }

  private mutating func put(_ contents: CellContents, at place: CellReference) {
    guard let index = sheets.firstIndex(where: { $0.name == place.sheet }) else { return }
    sheets[index].put(contents, place.row, place.column)
  }
}

// MARK: - Description

extension Workbook: CustomStringConvertible {
  /// The sheets with their numbers of cells, and whether all checks pass.
  public var description: String {
    "Workbook of \(sheets.map(\.name).joined(separator: ", ")): \(formulaCount) formulas, "
      + (masterCheck ? "every figure as issued" : "figures differ from those issued")
  }
}

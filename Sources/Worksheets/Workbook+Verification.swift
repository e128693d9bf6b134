public import ROI
public import Statistics

extension Workbook {
  /// A cell that does not hold what it should.
  public struct Difference: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Where it stands.
    public let place: CellReference
    /// What the cell is, in words.
    public let label: String
    /// What the file says.
    public let stated: String
    /// What it should say.
    public let expected: String

    /// Place, label, and both figures.
    public var description: String {
      "\(place), \(excerpt(label)): stated \(stated), should be \(expected)"
    }
  }

  // MARK: By itself

  /// Works every formula out anew from the inputs, holds the figures against those that the file shows and
  /// the ledger against the cells that it names, and lists what disagrees.
  ///
  /// A changed figure is found; so is a changed input, in all that follows from it, and a changed formula,
  /// against the ledger. A file whose every trace was changed with care is found by
  /// ``differences(from:)-(Dossier)`` alone, which knows the case.
  ///
  /// - Returns: an empty array for a workbook as it was written; else the cells, in order.
  /// - Complexity: O(cells).
  public func differences() -> [Difference] {
    var differences: [Difference] = []
    for (place, value) in values() {
      let shown = contents(at: place).shown
      guard !shown.agrees(with: value) else { continue }
      differences.append(
        Difference(
          place: place, label: label(at: place), stated: shown.description,
          expected: value.description))
    }
    return differences + ledgerDifferences()
  }

  /// The rows of the ledger that do not say what their cells hold.
  private func ledgerDifferences() -> [Difference] {
    guard let ledger = sheets.first(where: { $0.name == SheetLayout.ledger.name }) else {
      return []
    }
    var differences: [Difference] = []
    var listed: Set<CellReference> = []
    for row in SheetLayout.ledger.firstRow..<max(SheetLayout.ledger.firstRow, ledger.nextRow) {
      guard let words = ledger.text(row, 4) else { break }
      let label = ledger.text(row, 3) ?? ""
      func note(_ column: Int, _ stated: String, _ expected: String) {
        differences.append(
          Difference(
            place: CellReference(known: ledger.name, column, row), label: label, stated: stated,
            expected: expected))
      }
      guard let key = ledger.text(row, 1), let place = place(of: key), place.description == words,
        listed.insert(place).inserted
      else {
        note(4, "\"\(excerpt(words))\"", "the cell of its key")
        continue
      }
      let contents = contents(at: place)
      let issued = ledger[row, 5].contents.shown
      let shown = contents.shown
      if !issued.agrees(with: shown), !(issued == .text("undefined") && shown.isError) {
        note(5, issued.description, shown.description)
      }
      var formula: String?
      if case .formula(let own, _) = contents {
        formula = XMLText.held("=" + own.text(on: place.sheet))
      }
      if ledger.text(row, 7) != formula {
        note(7, ledger.text(row, 7) ?? "empty", formula ?? "empty")
      }
      let unit = unit(at: place)
      if ledger.text(row, 6) != unit { note(6, ledger.text(row, 6) ?? "empty", unit ?? "empty") }
    }
    return differences + unlisted(listed)
  }

  private func unit(at place: CellReference) -> String? {
    guard let layout = SheetLayout(rawValue: place.sheet),
      let column = layout.heads.firstIndex(of: "unit")
    else { return nil }
    return sheets.first { $0.name == place.sheet }?.text(place.row, column + 1)
  }

  /// Figures that no row of the ledger names.
  private func unlisted(_ listed: Set<CellReference>) -> [Difference] {
    var differences: [Difference] = []
    for sheet in sheets {
      guard let layout = SheetLayout(rawValue: sheet.name), SheetLayout.ledgered.contains(layout)
      else { continue }
      for (place, cell) in sheet.cells {
        let counts =
          layout.hasTables
          ? layout.figures.contains(place.column) : layout.figures.first == place.column
        guard counts, cell.contents.isFigure, !listed.contains(place) else { continue }
        differences.append(
          Difference(
            place: place, label: label(at: place), stated: cell.contents.shown.description,
            expected: "listed in the ledger"))
      }
    }
    return differences
  }

  // MARK: Against a case

  /// Lays a case out anew and lists the cells that differ from it, texts and formulas included.
  ///
  /// - Returns: an empty array for the workbook of this very case.
  /// - Throws: what ``init(_:)-(BusinessCase)`` throws for the case.
  /// - Complexity: O(cells).
  public func differences(from businessCase: BusinessCase) throws(EvaluationError) -> [Difference] {
    try differences(from: Dossier(businessCase))
  }

  /// Lays a dossier out anew and lists the cells that differ from it, texts and formulas included; a sheet
  /// that only one of both has differs in its first cell.
  ///
  /// - Returns: an empty array for the workbook of this very dossier.
  /// - Throws: what ``init(_:)-(Dossier)`` throws for the dossier.
  /// - Complexity: O(cells).
  public func differences(from dossier: Dossier) throws(EvaluationError) -> [Difference] {
    let expected = try Workbook(dossier)
    var differences: [Difference] = []
    for layout in SheetLayout.allCases {
      let own = sheets.first { $0.name == layout.name }
      let other = expected.sheets.first { $0.name == layout.name }
      guard let own, let other else {
        if own != nil || other != nil {
          differences.append(
            Difference(
              place: CellReference(known: layout.name, 1, 1), label: "the sheet \(layout.name)",
              stated: own == nil ? "no such sheet" : "a sheet",
              expected: own == nil ? "a sheet" : "no such sheet"))
        }
        continue
      }
      differences += own.differences(from: other) { expected.label(at: $0) }
    }
    return differences
  }
}

extension WorkbookSheet {
  /// The cells that do not hold what those of another sheet hold.
  fileprivate func differences(
    from other: WorkbookSheet, label: (CellReference) -> String
  ) -> [Workbook.Difference] {
    var differences: [Workbook.Difference] = []
    for row in 1..<max(nextRow, other.nextRow) {
      for column in 0..<max(width(row), other.width(row)) {
        let stated = self[row, column + 1].contents
        let wanted = other[row, column + 1].contents
        guard !stated.isSame(as: wanted) else { continue }
        let place = CellReference(known: name, column + 1, row)
        differences.append(
          Workbook.Difference(
            place: place, label: label(place), stated: stated.words(on: name),
            expected: wanted.words(on: name)))
      }
    }
    return differences
  }
}

extension CellContents {
  /// Whether both hold the same, formulas with their values.
  fileprivate func isSame(as other: CellContents) -> Bool {
    switch (self, other) {
    case (.formula(let first, let value), .formula(let second, let otherValue)):
      first == second && value.agrees(with: otherValue)
    case (.formula, _), (_, .formula): false
    default: shown.agrees(with: other.shown)
    }
  }

  /// The formula and what it shows, or the figure, for people.
  fileprivate func words(on sheet: String) -> String {
    if case .formula(let formula, let value) = self {
      return "\(value) (=\(excerpt(formula.text(on: sheet), limit: 120)))"
    }
    return shown.description
  }
}

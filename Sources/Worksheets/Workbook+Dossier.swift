public import ROI
public import Statistics

extension Workbook {
  /// The most lines of a case.
  private static let lineLimit = 100_000

  /// Lays a business case out with live formulas: the dossier of the case alone.
  ///
  /// - Throws: what the other initialiser throws.
  /// - Complexity: O(lines).
  public init(_ businessCase: BusinessCase) throws(EvaluationError) {
    try self.init(Dossier(businessCase))
  }

  /// Lays a dossier out with live formulas.
  ///
  /// The lines of the case are those of ``Worksheet``, by the same numbers and keys. The limits of the delta
  /// are worked out on Uncertainty from the study's figures: by NORMSINV for a normal reference, TINV (BETAINV
  /// for degrees of freedom that are not whole, which TINV cuts) for a t reference, CHIINV for counted events,
  /// and NORMSINV for Wilson's limits of proportions. Limits of other methods stand there as values, and
  /// say so. Parts of the dossier that are nil have no sheet. Checks holds each figure against the one that the
  /// library issued.
  ///
  /// - Throws: `invalidArgument` for a projection of another case; `overflow` when an amount has more than the
  ///   15 digits that a spreadsheet keeps, or the dossier more than 100,000 lines; `undefined` when a figure worked out in cells strays from the library's, as
  ///   with degrees of freedom beyond any study.
  /// - Complexity: O(lines).
  public init(_ dossier: Dossier) throws(EvaluationError) {
    if let other = dossier.cashFlow?.businessCase, other != dossier.businessCase {
      throw .invalidArgument(
        name: "the projection of a dossier", needed: "that of the dossier's own case",
        found: "one of \"\(excerpt(other.name))\" with other inputs")
    }
    let worksheet = Worksheet(dossier.businessCase)
    guard worksheet.lines.count <= Self.lineLimit else {
      throw .overflow(
        what: "the workbook", needed: "at most \(Self.lineLimit) lines",
        found: "\(worksheet.lines.count)")
    }
    var builder = WorkbookBuilder(dossier, worksheet)
    builder.build()
    if let amount = builder.amounts.first(where: { !$0.isHeldBySpreadsheets(worksheet.currency) }) {
      throw .overflow(
        what: amount.label, needed: "a spreadsheet keeps 15 digits of money",
        found: amount.value?.description ?? "undefined")
    }
    self = builder.workbook
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

extension IssuedFigure {
  /// Whether a double keeps an amount of money to the minor unit.
  fileprivate func isHeldBySpreadsheets(_ currency: Currency) -> Bool {
    guard isMoney, let value else { return true }
    let limit = (0..<(15 - currency.minorDigits)).reduce(ExactRatio(1)) { limit, _ in limit * 10 }
    return value < limit && -limit < value
  }
}

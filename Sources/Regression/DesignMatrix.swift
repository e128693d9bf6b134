public import DataFrames
public import LinearAlgebra
public import Statistics

/// The columns of a regression: an intercept, numbers, and a 0/1 column for each category but the
/// first.
///
/// Categories are coded by treatment contrasts with the first level as reference. Levels stand in
/// Unicode order, capitals before small letters, whatever the locale. The column of another level
/// is called by column and level, such as `racehispan`; a boolean keeps its name.
///
/// **Same as:** R `model.matrix(~ age + race)` in the C locale, which calls a boolean
/// `coachedTRUE`.
public struct DesignMatrix: Sendable, Hashable, CustomStringConvertible {
  /// One predictor as it entered the design.
  public struct Term: Sendable, Hashable, Codable {
    /// The data column.
    public let column: String
    /// The level that stands at zero, or nil for numbers.
    public let reference: String?
    /// The names of the design's columns that it gave.
    public let names: [String]
  }

  /// The name of the column of ones.
  public static let interceptName = "(Intercept)"

  /// The columns' names in order.
  public let names: [String]
  /// Rows x columns.
  public let matrix: Matrix
  /// The predictors in order.
  public let terms: [Term]

  /// The most elements that a design may hold (1 GiB), so that an identifier taken for a category
  /// does not exhaust memory.
  public static let elementLimit = 1 << 27

  // MARK: Building

  /// Builds the design of some predictors.
  ///
  /// - Parameters:
  ///   - frame: the data.
  ///   - predictors: columns of numbers, integers, booleans or categories, each named once.
  ///   - intercept: whether a column of ones comes first.
  ///   - cases: the rows to use; all when nil.
  /// - Throws: `missingColumn`, `duplicateColumn` (also when column and level make the name of
  ///   another column), `wrongType` for dates, `missingCells`, `nonFinite`, `invalidValues` for an
  ///   identifier taken for a category, `constantColumn` beside an intercept, `overflow` beyond
  ///   ``elementLimit``, `tooFew` without rows or columns, `lengthMismatch` for rows of another
  ///   frame.
  /// - Complexity: O(rows x columns).
  public init(
    _ frame: DataFrame, predictors: [String], intercept: Bool = true, in cases: CompleteCases? = nil
  ) throws(EvaluationError) {
    let rows = cases?.count ?? frame.rowCount
    guard rows > 0 else { throw .tooFew(what: "rows", needed: 1, found: 0) }
    var names: [String] = []
    var terms: [Term] = []
    var elements: [Double] = []
    var spansOnes = intercept
    if intercept {
      names.append(Self.interceptName)
      elements = [Double](repeating: 1, count: rows)
    }
    for (position, predictor) in predictors.enumerated() {
      if let first = predictors.firstIndex(of: predictor), first < position {
        throw .duplicateColumn(column: predictor, positions: [first + 1, position + 1])
      }
      let coded = try CodedColumn(frame, predictor, in: cases)
      try coded.refuseConstant(rows: rows, besideIntercept: intercept)
      try coded.refuseIdentifier(rows: rows)
      guard (names.count + coded.columns.count) <= Self.elementLimit / rows else {
        throw .overflow(
          what: "the design of \"\(predictor)\"",
          needed: "at most \(Self.elementLimit) cells; an identifier is not a predictor",
          found: "\(rows) rows x \(names.count + coded.columns.count) columns")
      }
      // Without an intercept the first category has a column for every level.
      let first = coded.reference != nil && spansOnes ? 1 : 0
      if coded.reference != nil { spansOnes = true }
      let kept = coded.columns.indices.dropFirst(first)
      for index in kept { elements += coded.indicator(index, rows: rows) }
      let added = kept.map { coded.columns[$0] }
      names += added
      terms.append(
        Term(column: predictor, reference: first == 1 ? coded.reference : nil, names: added))
    }
    guard !names.isEmpty,
      let matrix = Matrix(rows: rows, columns: names.count, elements: elements)
    else {
      throw .tooFew(what: "predictors", needed: 1, found: 0)
    }
    try Self.refuseClashes(names)
    self.names = names
    self.terms = terms
    self.matrix = matrix
  }

  /// A design from columns at hand.
  package init(names: [String], matrix: Matrix) {
    self.names = names
    self.matrix = matrix
    terms = names.map { Term(column: $0, reference: nil, names: [$0]) }
  }

  /// Size and the first columns' names.
  public var description: String {
    let shown = names.prefix(8).map { excerpt($0) }.joined(separator: ", ")
    let rest = names.count > 8 ? " and \(names.count - 8) more" : ""
    return "\(matrix.rowCount) rows x \(names.count) columns: \(shown)\(rest)"
  }

  // MARK: Faults

  /// A level's name may make the name of another column: `a` with level `b` beside `ab`.
  package static func refuseClashes(_ names: [String]) throws(EvaluationError) {
    var positions: [String: Int] = [:]
    for (place, name) in names.enumerated() {
      if let first = positions.updateValue(place, forKey: name) {
        throw .duplicateColumn(column: name, positions: [first + 1, place + 1])
      }
    }
  }

  /// The error that names the columns which the others determine.
  func collinearity(_ decomposition: QRDecomposition) -> EvaluationError {
    .collinear(
      columns: decomposition.dependentColumns.map { names[$0] }, rank: decomposition.rank,
      needed: names.count)
  }
}

/// A data column as numbers: itself, or one indicator for each level.
package struct CodedColumn {
  /// The names of the numeric columns: the column's own, or column and level for each level.
  package let columns: [String]
  /// The first level of a category; nil for numbers.
  package let reference: String?
  private let column: String
  private let values: [Double]
  private let groups: Groups?

  /// Codes the cells of a column in the rows asked for.
  package init(
    _ frame: DataFrame, _ name: String, in cases: CompleteCases?
  ) throws(EvaluationError) {
    column = name
    switch try frame.column(name).type {
    case .category:
      let groups = try frame.groups(of: name, in: cases)
      self.groups = groups
      values = []
      reference = groups.levels.first
      columns = groups.levels.map { name + $0 }
    case .boolean:
      groups = nil
      values = try frame.completeBinary(of: name, in: cases).map { $0 ? 1 : 0 }
      reference = nil
      columns = [name]
    case .number, .integer, .date:
      groups = nil
      values = try frame.completeNumbers(of: name, in: cases)
      reference = nil
      columns = [name]
    }
  }

  /// The numbers of one of ``columns``.
  package func indicator(_ index: Int, rows: Int) -> [Double] {
    guard let groups else { return values }
    return groups.codes.map { $0 == index ? 1 : 0 }
  }

  /// A category with a level for every other row cannot be estimated, and would exhaust time and
  /// memory.
  func refuseIdentifier(rows: Int) throws(EvaluationError) {
    guard let groups, groups.levels.count > 50, groups.levels.count > rows / 2 else { return }
    throw .invalidValues(
      column: column, rows: AffectedRows(1...rows),
      needed: "a category with fewer levels than half the rows; an identifier is no predictor",
      found: "\(groups.levels.count) levels")
  }

  func refuseConstant(rows: Int, besideIntercept: Bool) throws(EvaluationError) {
    guard besideIntercept else { return }
    if let groups {
      guard groups.levels.count > 1 else {
        throw .constantColumn(
          column: column, rows: rows, found: "\"\(groups.levels.first ?? "")\"")
      }
    } else if let first = values.first, values.allSatisfy({ $0 == first }) {
      throw .constantColumn(column: column, rows: rows, found: formatted(first))
    }
  }
}

public import DataFrames
public import LinearAlgebra
public import Statistics

/// The columns of a regression: an intercept, numbers, levels of factors, and their functions and
/// interactions.
///
/// A category is coded by treatment contrasts with the first level as reference, unless a
/// ``ModelTerm/factor(_:reference:contrasts:)`` says otherwise. Levels stand in Unicode order,
/// capitals before small letters, whatever the locale. The column of another level is called by
/// column and level, such as `racehispan`; a boolean is a number, 0 or 1, and keeps its name.
///
/// **Same as:** R `model.matrix(~ age + race)` in the C locale, which calls a boolean
/// `coachedTRUE`.
public struct DesignMatrix: Sendable, Hashable, CustomStringConvertible {
  /// One term as it entered the design.
  public struct Term: Sendable, Hashable, Codable {
    /// The data column, or the term as R writes it, such as `ns(age, df = 4)` or `coached:role`.
    public let column: String
    /// The level of a factor that stands at zero, or nil.
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
  /// The terms in order.
  public let terms: [Term]
  /// What makes the same columns of new rows; nil for a design from a matrix.
  public let coding: DesignCoding?

  /// The most elements that a design may hold (1 GiB), so that an identifier taken for a category
  /// does not exhaust memory.
  public static let elementLimit = 1 << 27

  // MARK: Building

  /// Builds the design of some columns as they are.
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
    try self.init(
      frame, predictors: ModelTerms(columns: predictors), intercept: intercept, in: cases)
  }

  /// Builds the design of terms: factors with a chosen reference, interactions, polynomials, splines
  /// and functions.
  ///
  /// - Parameters:
  ///   - frame: the data.
  ///   - predictors: the terms.
  ///   - intercept: whether a column of ones comes first.
  ///   - cases: the rows to use; all when nil.
  /// - Throws: what a design of columns throws; `invalidArgument`
  ///   for a reference that is no level, for degrees, degrees of freedom and knots out of range;
  ///   `invalidValues` for logarithms and roots of numbers that have none; `tooFew` and `undefined`
  ///   when ties leave too few different numbers for a polynomial or spline.
  /// - Complexity: O(rows x columns).
  public init(
    _ frame: DataFrame, predictors: ModelTerms, intercept: Bool = true,
    in cases: CompleteCases? = nil
  ) throws(EvaluationError) {
    guard cases?.count ?? frame.rowCount > 0 else {
      throw .tooFew(what: "rows", needed: 1, found: 0)
    }
    try self.init(
      frame, coding: DesignCoding(frame, terms: predictors, intercept: intercept, in: cases),
      in: cases, isFitted: true)
  }

  /// Builds the design of new rows by the levels, knots and means of rows fitted before.
  ///
  /// - Parameters:
  ///   - frame: the data, with the columns that the coding reads.
  ///   - coding: a fitted model's.
  ///   - cases: the rows to use; all when nil.
  /// - Throws: `invalidValues` with the rows that hold a level which was not fitted, or a number
  ///   outside the domain of a transformation; `missingColumn`, `wrongType`, `missingCells`,
  ///   `nonFinite`, `overflow`, and `tooFew` without rows.
  /// - Complexity: O(rows x columns).
  public init(
    _ frame: DataFrame, coding: DesignCoding, in cases: CompleteCases? = nil
  ) throws(EvaluationError) {
    try self.init(frame, coding: coding, in: cases, isFitted: false)
  }

  private init(
    _ frame: DataFrame, coding: DesignCoding, in cases: CompleteCases?, isFitted: Bool
  ) throws(EvaluationError) {
    let rows = cases?.count ?? frame.rowCount
    guard rows > 0 else { throw .tooFew(what: "rows", needed: 1, found: 0) }
    let readings = try coding.variables.map { variable throws(EvaluationError) in
      try variable.reading(frame, in: cases)
    }
    if isFitted { try coding.refuseConstants(readings, rows: rows) }
    var names = coding.hasIntercept ? [Self.interceptName] : []
    var terms: [Term] = []
    var elements = [Double](repeating: 1, count: coding.hasIntercept ? rows : 0)
    for term in coding.coded {
      let width = coding.width(of: term)
      guard width <= Self.elementLimit, names.count + width <= Self.elementLimit / rows else {
        throw .overflow(
          what: "the design of \"\(excerpt(coding.label(of: term)))\"",
          needed: "at most \(Self.elementLimit) cells; an identifier is not a predictor",
          found: "\(rows) rows x \(width) columns and more")
      }
      coding.append(term, of: readings, to: &elements)
      let added = coding.names(of: term)
      names += added
      let isContrasted = term.variables.count == 1 && !term.isFull[0]
      terms.append(
        Term(
          column: coding.label(of: term),
          reference: isContrasted ? coding.variables[term.variables[0]].reference : nil,
          names: added))
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
    self.coding = coding
  }

  /// A design from columns at hand.
  package init(names: [String], matrix: Matrix) {
    self.names = names
    self.matrix = matrix
    terms = names.map { Term(column: $0, reference: nil, names: [$0]) }
    coding = nil
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

extension DesignCoding {
  /// Refuses single variables that do not vary beside an intercept, and factors of one level that
  /// contrasts would leave without a column.
  func refuseConstants(
    _ readings: [VariableCoding.Reading], rows: Int
  ) throws(EvaluationError) {
    for term in coded {
      for (place, member) in term.variables.enumerated() {
        let variable = variables[member]
        if case .factor(let levels, _, _) = variable.kind {
          guard levels.count > 1 || term.isFull[place] else {
            throw .constantColumn(
              column: variable.column, rows: rows, found: "\"\(levels.first ?? "")\"")
          }
        } else if hasIntercept, term.variables.count == 1,
          case .columns(let columns) = readings[member], columns.count == 1,
          let first = columns[0].first, columns[0].allSatisfy({ $0 == first })
        {
          throw .constantColumn(column: variable.label, rows: rows, found: formatted(first))
        }
      }
    }
  }

  /// Appends the columns of a term, in the order of its names.
  func append(
    _ term: CodedTerm, of readings: [VariableCoding.Reading], to elements: inout [Double]
  ) {
    let widths = zip(term.variables, term.isFull).map {
      variables[$0].names(isFull: $1).count
    }
    for place in 0..<widths.reduce(1, *) {
      var (rest, product): (Int, [Double]) = (place, [])
      for (position, member) in term.variables.enumerated() {
        let values = variables[member].values(
          rest % widths[position], of: readings[member], isFull: term.isFull[position])
        rest /= widths[position]
        if position == 0 {
          product = values
        } else {
          for row in product.indices { product[row] *= values[row] }
        }
      }
      elements += product
    }
  }
}

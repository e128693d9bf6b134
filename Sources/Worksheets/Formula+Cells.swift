import ROI

extension Formula {
  /// The formula of a cell, given where each line's figure stands; a rounding stays out, for it stands in a
  /// column of its own.
  ///
  /// - Returns: nil when a line has no cell.
  func cells(_ place: (String) -> CellReference?) -> CellFormula? {
    switch self {
    case .line(let key): return place(key).map { .cell($0) }
    case .sum(let terms): return Self.total(terms, place)
    case .product(let terms):
      guard let first = terms.first else { return 1 }
      return Self.chained(first, terms.dropFirst(), .times, place)
    case .difference(let first, let second): return Self.chained(first, [second], .minus, place)
    case .quotient(let first, let second): return Self.chained(first, [second], .over, place)
    case .negative(let term): return term.cells(place).map { -$0 }
    case .rounded(let term, _, _): return term.cells(place)
    }
  }

  private static func chained(
    _ first: Formula, _ rest: some Sequence<Formula>, _ sign: CellFormula.Operator,
    _ place: (String) -> CellReference?
  ) -> CellFormula? {
    var result = first.cells(place)
    for term in rest {
      guard let left = result, let right = term.cells(place) else { return nil }
      result = .operation(sign, left, right)
    }
    return result
  }

  /// A sum of cells that stand below one another as one range, else term by term.
  private static func total(
    _ terms: [Formula], _ place: (String) -> CellReference?
  ) -> CellFormula? {
    guard let first = terms.first else { return 0 }
    let cells = terms.compactMap { term -> CellReference? in
      if case .line(let key) = term { place(key) } else { nil }
    }
    if cells.count == terms.count, cells.count > 1,
      zip(cells, cells.dropFirst()).allSatisfy({
        $0.sheet == $1.sheet && $0.column == $1.column && $0.row + 1 == $1.row
      })
    {
      return .function(.sum, [.range(cells[0], cells[cells.count - 1])])
    }
    return chained(first, terms.dropFirst(), .plus, place)
  }

  /// How its last step rounds, or nil.
  var rounding: (places: Int, mode: Rounding)? {
    if case .rounded(_, let places, let mode) = self { (places, mode) } else { nil }
  }
}

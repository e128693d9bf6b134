import ROI

/// The working out of one formula, with limits on depth, on the size of figures and on work.
struct FormulaEvaluation {
  private var budget = FormulaBudget()

  /// The value of a formula at a depth; nil when undefined or beyond a limit.
  mutating func result(
    of formula: Formula, depth: Int, _ value: (String) -> ExactRatio?
  ) -> ExactRatio? {
    guard depth <= Formula.depthLimit else { return nil }
    switch formula {
    case .line(let key): return value(key)
    case .sum(let terms): return fold(terms, from: 0, depth, value) { $0 + $1 }
    case .product(let terms): return fold(terms, from: 1, depth, value) { $0 * $1 }
    case .difference(let first, let second):
      return joined(first, second, depth, value) { $0 - $1 }
    case .quotient(let first, let second):
      return joined(first, second, depth, value) { $0.divided(by: $1) }
    case .negative(let term): return result(of: term, depth: depth + 1, value).map { -$0 }
    case .rounded(let term, let places, let rounding):
      guard let exact = result(of: term, depth: depth + 1, value),
        let decimal = try? ExactDecimal(exact.decimal(places: places, rounding: rounding))
      else { return nil }
      return ExactRatio(decimal)
    }
  }

  private mutating func fold(
    _ terms: [Formula], from start: ExactRatio, _ depth: Int, _ value: (String) -> ExactRatio?,
    _ join: (ExactRatio, ExactRatio) -> ExactRatio
  ) -> ExactRatio? {
    var sum = start
    for term in terms {
      guard let next = result(of: term, depth: depth + 1, value),
        let checked = budget.paid(join(sum, next))
      else { return nil }
      sum = checked
    }
    return sum
  }

  private mutating func joined(
    _ first: Formula, _ second: Formula, _ depth: Int, _ value: (String) -> ExactRatio?,
    _ join: (ExactRatio, ExactRatio) -> ExactRatio?
  ) -> ExactRatio? {
    guard let left = result(of: first, depth: depth + 1, value),
      let right = result(of: second, depth: depth + 1, value)
    else { return nil }
    return budget.paid(join(left, right))
  }
}

import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Transformation {
  /// The coding with the mean and the standard deviation that it needs.
  ///
  /// - Throws: `constantColumn` when there is no deviation to divide by; `overflow` when it leaves
  ///   the range of `Double`.
  func coding(
    of values: [Double], column: String
  ) throws(EvaluationError) -> VariableCoding.Kind {
    guard self == .centered || self == .standardized else {
      return .transformed(self, mean: 0, deviation: 1)
    }
    let moments = try Moments(values, column: column)
    guard let mean = moments.mean else {
      throw .tooFew(what: "rows of \(excerpt(column))", needed: 1, found: values.count)
    }
    guard self == .standardized else { return .transformed(self, mean: mean, deviation: 1) }
    guard let deviation = moments.standardDeviation, deviation > 0 else {
      throw .constantColumn(column: column, rows: values.count, found: formatted(mean))
    }
    guard deviation.isFinite else {
      throw .overflow(
        what: "the standard deviation of \(excerpt(column))", needed: "numbers below about 1e150",
        found: "infinity")
    }
    return .transformed(self, mean: mean, deviation: deviation)
  }

  func value(_ value: Double, mean: Double, deviation: Double) -> Double {
    switch self {
    case .logarithm: log(value)
    case .logarithmOfOnePlus: log1p(value)
    case .squareRoot: value.squareRoot()
    case .square: value * value
    case .centered, .standardized: (value - mean) / deviation
    }
  }

  /// - Throws: `invalidValues` with the rows outside the domain.
  func refuseOutside(
    _ values: [Double], column: String, row: (Int) -> Int
  ) throws(EvaluationError) {
    let (needed, isInside): (String, (Double) -> Bool)
    switch self {
    case .logarithm: (needed, isInside) = ("positive numbers for its logarithm", { $0 > 0 })
    case .logarithmOfOnePlus:
      (needed, isInside) = ("numbers above -1 for the logarithm of 1 + x", { $0 > -1 })
    case .squareRoot:
      (needed, isInside) = ("numbers from zero for its square root", { $0 >= 0 })
    case .square, .centered, .standardized: return
    }
    let faulty = values.indices.filter { !isInside(values[$0]) }
    guard let first = faulty.first else { return }
    throw .invalidValues(
      column: column, rows: AffectedRows(faulty.map(row)), needed: needed,
      found: formatted(values[first]))
  }
}

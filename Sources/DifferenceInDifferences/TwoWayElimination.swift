import LinearAlgebra
import Statistics

/// Takes the means of units and of periods out of a column, exactly.
///
/// In a balanced panel without weights the means themselves suffice. Else the units are eliminated
/// and the periods' effects solve a system of one equation a period, in which
/// S_st = sum over units of (weight of the cell where s = t) - (products of cell weights) / (weight
/// of the unit); the system is taken on its rank, which is the number of periods less that of the
/// parts of the panel that nothing connects.
struct TwoWayElimination {
  private let units: [Int]
  private let periods: [Int]
  private let weights: [Double]?
  private let unitWeights: [Double]
  private let periodWeights: [Double]
  /// The pseudoinverse of S.
  private let inverse: Matrix
  /// Q with Q'SQ = I on the rank: one row a period.
  let periodBasis: Matrix
  /// Whether every unit has one row in every period.
  let isBalanced: Bool

  /// The rank of S.
  var rank: Int { periodBasis.columnCount }

  /// The most periods that are eliminated.
  static let periodLimit = 1000

  init(
    units: [Int], unitCount: Int, periods: [Int], periodCount: Int, weights: [Double]?
  ) throws(EvaluationError) {
    guard periodCount <= Self.periodLimit else {
      throw .overflow(
        what: "the number of periods", needed: "at most \(Self.periodLimit)",
        found: "\(periodCount)")
    }
    self.units = units
    self.periods = periods
    self.weights = weights
    var unitWeights = [Double](repeating: 0, count: unitCount)
    var periodWeights = [Double](repeating: 0, count: periodCount)
    var rowsOfUnit = [[Int]](repeating: [], count: unitCount)
    for row in units.indices {
      unitWeights[units[row]] += weights?[row] ?? 1
      periodWeights[periods[row]] += weights?[row] ?? 1
      rowsOfUnit[units[row]].append(row)
    }
    var system = Matrix(rows: periodCount, columns: periodCount)
    var isComplete = units.count == unitCount * periodCount
    for rows in rowsOfUnit {
      let cells = Self.cells(rows, periods: periods, weights: weights)
      isComplete = isComplete && cells.count == periodCount
      let total = cells.reduce(0) { $0 + $1.weight }
      for (place, first) in cells.enumerated() {
        system[first.period, first.period] += first.weight
        for second in cells[...place] {
          // The upper triangle, for periods ascend.
          system[second.period, first.period] -= first.weight * (second.weight / total)
        }
      }
    }
    guard let eigen = SymmetricEigen(system.symmetrized), let largest = eigen.values.last else {
      throw .overflow(
        what: "the weights of the panel", needed: "weights within about 1e15 of each other",
        found: "sums that a Double cannot hold")
    }
    let tolerance = 1e-10 * largest
    let kept = eigen.values.indices.filter { eigen.values[$0] > tolerance }
    var basis = Matrix(rows: periodCount, columns: kept.count)
    for (column, place) in kept.enumerated() {
      let scale = 1 / eigen.values[place].squareRoot()
      for row in 0..<periodCount { basis[row, column] = eigen.vectors[row, place] * scale }
    }
    periodBasis = basis
    inverse = eigen.mapped { $0 > tolerance ? 1 / $0 : 0 }
    isBalanced = isComplete
    self.unitWeights = unitWeights
    self.periodWeights = periodWeights
  }

  /// A unit's weight in each of its periods, ascending.
  static func cells(
    _ rows: [Int], periods: [Int], weights: [Double]?
  ) -> [(period: Int, weight: Double)] {
    var cells: [(period: Int, weight: Double)] = []
    for row in rows.sorted(by: { periods[$0] < periods[$1] }) {
      let weight = weights?[row] ?? 1
      if let last = cells.last, last.period == periods[row] {
        cells[cells.count - 1].weight += weight
      } else {
        cells.append((periods[row], weight))
      }
    }
    return cells
  }

  /// What remains of a column beside units and periods.
  ///
  /// - Complexity: O(rows + periods^2).
  func residuals(_ values: [Double]) -> [Double] {
    var rest = values
    // The second pass takes out what rounding left of the first.
    for _ in 0..<2 {
      rest = withoutUnits(rest)
      var sums = [Double](repeating: 0, count: periodWeights.count)
      for row in rest.indices { sums[periods[row]] += (weights?[row] ?? 1) * rest[row] }
      let effects =
        isBalanced && weights == nil
        ? zip(sums, periodWeights).map { $0 / $1 } : inverse.times(sums) ?? sums
      for row in rest.indices { rest[row] -= effects[periods[row]] }
      rest = withoutUnits(rest)
    }
    return rest
  }

  private func withoutUnits(_ values: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: unitWeights.count)
    for row in values.indices { sums[units[row]] += (weights?[row] ?? 1) * values[row] }
    for unit in sums.indices { sums[unit] /= unitWeights[unit] }
    return values.indices.map { values[$0] - sums[units[$0]] }
  }
}

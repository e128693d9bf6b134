import LinearAlgebra
import Statistics

extension Sandwich {
  /// The covariance of Newey and West or of Driscoll and Kraay, with the factor that is asked for.
  func neweyWest(
    _ conventions: NeweyWest, order: TimeOrder
  ) throws(EvaluationError) -> Matrix {
    guard case .fixed(let lag) = try conventions.resolved(order).lag else { return influences }
    let matrix = neweyWest(conventions, lag: lag, order: order)
    guard conventions.adjustsForCoefficients else { return matrix }
    let rows = Double(workingResiduals.count)
    return matrix.scaled(by: rows / (rows - Double(matrix.columnCount)))
  }

  /// The sum over pairs of rows by Bartlett's weights.
  ///
  /// Bartlett's weights make the sum over pairs equal to the sum, over every window of L + 1
  /// periods, of the squared sum of influences in the window, divided by L + 1. Between two rows
  /// that enter or leave the window its sum stands still, so that long gaps cost nothing.
  ///
  /// - Complexity: O(rows x columns^2), whatever the lag.
  private func neweyWest(_ conventions: NeweyWest, lag: Int, order: TimeOrder) -> Matrix {
    let order = conventions.dependence == .acrossSeries ? order.joined : order
    let moved = influences
    let columns = moved.columnCount
    var sums = [Double](repeating: 0, count: columns * columns)
    for rows in order.series {
      var window = [Double](repeating: 0, count: columns)
      var (entering, leaving) = (0, 0)
      var now = rows.first.map { order.periods[$0] } ?? 0
      while leaving < rows.count {
        // The next event: a row enters at its period, and leaves lag + 1 periods later.
        let exit = order.periods[rows[leaving]] + lag + 1
        let next =
          entering < rows.count ? min(order.periods[rows[entering]], exit) : exit
        Self.add(window, times: Double(next - now) / Double(lag + 1), to: &sums)
        now = next
        while entering < rows.count, order.periods[rows[entering]] == now {
          for column in 0..<columns { window[column] += moved[rows[entering], column] }
          entering += 1
        }
        while leaving < entering, order.periods[rows[leaving]] + lag + 1 == now {
          for column in 0..<columns { window[column] -= moved[rows[leaving], column] }
          leaving += 1
        }
        if leaving == entering { window = [Double](repeating: 0, count: columns) }
      }
    }
    return (Matrix(rows: columns, columns: columns, elements: sums) ?? moved).symmetrized
  }

  /// Adds a multiple of v v' to the upper triangle of a matrix, column after column.
  private static func add(_ vector: [Double], times factor: Double, to sums: inout [Double]) {
    guard factor > 0 else { return }
    let count = vector.count
    for column in 0..<count {
      let scaled = vector[column] * factor
      for row in 0...column { sums[row + column * count] += vector[row] * scaled }
    }
  }
}

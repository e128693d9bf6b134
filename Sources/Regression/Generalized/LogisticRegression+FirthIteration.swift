import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Quasi-Newton steps for Firth's penalised likelihood, in an orthonormal basis of the design.
///
/// The score of a row is a (1 - p) - b p + h (1/2 - p), with a and b its weights of successes and
/// failures, and h its leverage. Steps are those of Fisher's information, halved while they lower
/// the penalised likelihood, and go on until they no longer change the linear predictors.
///
/// **Reference:** Firth (1993), doi:10.1093/biomet/80.1.27; Heinze and Schemper (2002),
/// doi:10.1002/sim.1047.
struct FirthIteration: Sendable {
  /// What is known at the present coordinates.
  struct State: Sendable {
    let predictors: [Double]
    let penalizedLogLikelihood: Double
    let leverages: [Double]
    /// F with F F' the inverse information in the basis.
    let factor: Matrix
    fileprivate let information: Matrix
  }

  private let counts: BinomialCounts
  private let offset: [Double]?
  private let basis: Matrix
  private let inverse: Matrix
  /// The directions in which coordinates may move, as orthonormal columns.
  private var directions: Matrix
  private var coordinates: [Double]
  private(set) var iterations = 0
  private(set) var state: State?

  static let iterationLimit = 1000

  /// The coefficients of the design's own columns.
  var coefficients: [Double] { inverse.times(coordinates) ?? coordinates }

  /// T F: its product with its transpose is the covariance of the coefficients.
  func coefficientFactor(_ state: State) -> Matrix { inverse.times(state.factor) ?? inverse }

  /// - Returns: nil below full column rank, or beyond the range of `Double`.
  init?(
    design: Matrix, decomposition: QRDecomposition, counts: BinomialCounts, offset: [Double]?
  ) {
    guard let inverse = decomposition.inverseOfR, let basis = design.times(inverse),
      basis.elements.allSatisfy(\.isFinite)
    else { return nil }
    (self.basis, self.inverse, self.counts, self.offset) = (basis, inverse, counts, offset)
    let order = design.columnCount
    directions = Matrix(rows: order, columns: order)
    for place in 0..<order { directions[place, place] = 1 }
    coordinates = [Double](repeating: 0, count: order)
    state = state(at: coordinates)
  }

  // MARK: Running

  /// Takes steps until they vanish; whether they did.
  mutating func run() -> Bool {
    let limit = iterations + Self.iterationLimit
    while iterations < limit, !Task.isCancelled {
      guard let state, let step = step(state), let change = basis.times(step) else { return false }
      let largest = change.reduce(0) { max($0, abs($1)) }
      let size = state.predictors.reduce(1) { max($0, abs($1)) }
      guard largest.isFinite, move(step, from: state, largest: largest) else { return false }
      iterations += 1
      if largest <= 1e-12 * size { return true }
    }
    return false
  }

  private mutating func move(_ step: [Double], from state: State, largest: Double) -> Bool {
    var fraction = 1.0
    for _ in 0..<60 {
      let trial = zip(coordinates, step).map { $0 + fraction * $1 }
      if let found = self.state(at: trial),
        found.penalizedLogLikelihood >= state.penalizedLogLikelihood
          || fraction * largest <= 1e-3
      {
        (coordinates, self.state) = (trial, found)
        return true
      }
      fraction /= 2
    }
    return false
  }

  /// The step along the directions; none when no direction is free.
  private func step(_ state: State) -> [Double]? {
    guard directions.columnCount > 0 else { return coordinates.map { _ in 0 } }
    let scores = state.predictors.indices.map { row in
      let (a, b) = (counts.successes[row], counts.failures[row])
      let (p, q) = (
        LogitRows.probability(state.predictors[row]), LogitRows.probability(-state.predictors[row])
      )
      return a * q - b * p + state.leverages[row] * (q - p) / 2
    }
    let score = directions.transposedTimes(basis.transposedTimes(scores))
    guard let image = state.information.times(directions),
      let information = directions.transposed.times(image),
      let cholesky = Cholesky(information.symmetrized),
      let solved = cholesky.inverse.times(score)
    else { return nil }
    return directions.times(solved)
  }

  private func state(at coordinates: [Double]) -> State? {
    guard var predictors = basis.times(coordinates) else { return nil }
    if let offset { for row in predictors.indices { predictors[row] += offset[row] } }
    let likelihood = LogitRows(counts: counts)
    let weights = predictors.indices.map { likelihood.information(predictors[$0], at: $0) }
    let information = basis.crossproduct(weights: weights)
    guard let cholesky = Cholesky(information) else { return nil }
    let factor = cholesky.inverseFactor.transposed
    guard let rows = basis.times(factor) else { return nil }
    var leverages = [Double](repeating: 0, count: predictors.count)
    for column in 0..<rows.columnCount {
      for row in leverages.indices {
        leverages[row] += rows[row, column] * rows[row, column] * weights[row]
      }
    }
    var sum = cholesky.factor.diagonal.reduce(0) { $0 + log($1) }
    for row in predictors.indices { sum -= likelihood.deviance(predictors[row], at: row) / 2 }
    guard sum.isFinite else { return nil }
    return State(
      predictors: predictors, penalizedLogLikelihood: sum, leverages: leverages, factor: factor,
      information: information)
  }

  // MARK: Profiles

  /// The iteration over all other coefficients, from where this one stands.
  ///
  /// - Returns: nil for a value at which nothing can be computed.
  func fixing(_ coefficient: Int, at value: Double) -> FirthIteration? {
    var result = self
    let row = inverse.row(coefficient)
    let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let unit = row.map { $0 / length }
    // The other directions: columns of the reflection that sends the first axis to the unit.
    let order = unit.count
    let sign = unit[0] < 0 ? -1.0 : 1.0
    var normal = unit
    normal[0] += sign
    let square = normal.reduce(0) { $0 + $1 * $1 }
    var directions = Matrix(rows: order, columns: order - 1)
    for column in 1..<order {
      for place in 0..<order {
        let identity = place == column ? 1.0 : 0
        directions[place, column - 1] = identity - 2 * normal[place] * normal[column] / square
      }
    }
    let now = zip(row, coordinates).reduce(0) { $0 + $1.0 * $1.1 }
    result.directions = directions
    result.coordinates = zip(coordinates, unit).map { $0 + (value - now) / length * $1 }
    result.iterations = 0
    result.state = result.state(at: result.coordinates)
    return result.state == nil ? nil : result
  }
}

import LinearAlgebra
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Logistic maximum likelihood by Newton steps, each a weighted least-squares problem (IRLS).
///
/// The steps are taken in an orthonormal basis of the design's columns, so that neither their
/// scales nor their offsets matter. The log likelihood is concave: a long step which lowers it is
/// halved until it does not. Steps go on until they no longer change the linear predictors, not
/// until the deviance looks flat: the probabilities then carry full precision, however small they
/// are.
struct IteratedWeights {
  /// How the iteration ended.
  enum Ending {
    case converged
    /// The coefficients grow without bound along this direction.
    case separated(direction: [Double])
    case stalled(step: Double)
  }

  let outcome: [Bool]
  /// X T with T the inverse of R: orthonormal columns that span the design's.
  private let basis: Matrix
  /// T.
  private let inverse: Matrix

  /// The coordinates in the basis.
  private var coordinates: [Double]
  private(set) var linearPredictors: [Double]
  private(set) var deviance: Double
  private(set) var iterations = 0
  /// The decomposition of the basis, its rows times the square roots of the last weights.
  private var decomposition: QRDecomposition?

  static let iterationLimit = 200
  /// Newton settles within about ten steps from zero; only then is separation looked for.
  private static let patience = 12

  /// The coefficients of the design's own columns.
  var coefficients: [Double] { inverse.times(coordinates) ?? coordinates }

  /// The basis and the inverse factor of the weighted design, from which its covariance follows.
  var weightedFactors: (basis: Matrix, inverse: Matrix)? {
    guard let factor = decomposition?.inverseOfR, let weightedBasis = basis.times(factor),
      let weightedInverse = inverse.times(factor)
    else { return nil }
    return (weightedBasis, weightedInverse)
  }

  // MARK: Running

  /// - Returns: nil below full column rank.
  init?(design: Matrix, decomposition: QRDecomposition, outcome: [Bool]) {
    guard let inverse = decomposition.inverseOfR, let basis = design.times(inverse),
      basis.elements.allSatisfy(\.isFinite)
    else { return nil }
    self.basis = basis
    self.inverse = inverse
    self.outcome = outcome
    coordinates = [Double](repeating: 0, count: design.columnCount)
    linearPredictors = [Double](repeating: 0, count: design.rowCount)
    deviance = Self.deviance(linearPredictors, outcome)
  }

  mutating func run(isCancelled: () -> Bool = { false }) -> Ending {
    var size = Double.infinity
    var last = coordinates
    while iterations < Self.iterationLimit, !isCancelled() {
      guard let step = newtonStep(), let change = basis.times(step),
        let moved = apply(step, change)
      else {
        // Where the fit is perfect the weights have vanished, and with them the design's rank.
        let direction = separation(along: last) ?? separation(along: coordinates)
        return direction.map { .separated(direction: $0) } ?? .stalled(step: size)
      }
      iterations += 1
      size = moved
      last = step
      let largest = linearPredictors.reduce(0) { max($0, abs($1)) }
      if size <= 1e-11 * (1 + largest) {
        refreshDecomposition()
        return .converged
      }
      if iterations > Self.patience,
        let direction = separation(along: step) ?? separation(along: coordinates)
      {
        return .separated(direction: direction)
      }
    }
    return .stalled(step: size)
  }

  /// Takes the step, halved while it raises the deviance; returns the largest change of a
  /// predictor, or nil when no part of the step helps.
  private mutating func apply(_ step: [Double], _ change: [Double]) -> Double? {
    let largest = change.reduce(0) { max($0, abs($1)) }
    guard largest.isFinite else { return nil }
    var fraction = 1.0
    for _ in 0..<60 {
      let trial = zip(coordinates, step).map { $0 + fraction * $1 }
      // Recomputed, not accumulated, and in a fixed order: equal rows keep equal bits.
      guard let predictors = basis.times(trial) else { return nil }
      let trialDeviance = Self.deviance(predictors, outcome)
      // A short Newton step cannot overshoot, though rounding may make the deviance look as if it
      // did.
      if fraction * largest <= 0.1 || trialDeviance <= deviance {
        coordinates = trial
        linearPredictors = predictors
        deviance = trialDeviance
        return largest * fraction
      }
      fraction /= 2
    }
    return nil
  }

  // MARK: Steps

  /// The Newton step: least squares of (y - p) / w on the basis with weights w = p (1 - p).
  private mutating func newtonStep() -> [Double]? {
    refreshDecomposition()
    let working = linearPredictors.indices.map { row in
      // sqrt(w) (y - p) / w, written with the small tail alone so that nothing cancels.
      let eta = linearPredictors[row]
      let small = exp(-abs(eta) / 2)
      let positive = outcome[row]
      let agrees = (eta >= 0) == positive
      return (positive ? 1.0 : -1.0) * (agrees ? small : 1 / small)
    }
    guard let step = decomposition?.solve(working), step.allSatisfy(\.isFinite) else { return nil }
    return step
  }

  private mutating func refreshDecomposition() {
    var weighted = basis
    let roots = linearPredictors.map { Self.rootWeight($0) }
    for column in 0..<basis.columnCount {
      for row in 0..<basis.rowCount { weighted[row, column] *= roots[row] }
    }
    decomposition = QRDecomposition(weighted)
  }

  /// sqrt(p (1 - p)).
  static func rootWeight(_ eta: Double) -> Double {
    let small = exp(-abs(eta) / 2)
    return small / (1 + small * small)
  }

  /// -2 log likelihood.
  static func deviance(_ predictors: [Double], _ outcome: [Bool]) -> Double {
    var sum = 0.0
    for row in predictors.indices {
      let against = outcome[row] ? -predictors[row] : predictors[row]
      sum += against > 0 ? against + log1p(exp(-against)) : log1p(exp(against))
    }
    return 2 * sum
  }

  /// The probability at a linear predictor, accurate in its lower tail.
  static func probability(_ eta: Double) -> Double {
    guard eta < 0 else { return 1 / (1 + exp(-eta)) }
    let odds = exp(eta)
    return odds / (1 + odds)
  }

  // MARK: Separation

  /// A direction is a certificate of separation when it moves no row away from its outcome, and
  /// some row towards it: the likelihood then rises along it for ever (Albert and Anderson 1984).
  ///
  /// What counts as no movement is measured against the row's own reach, the product of its length
  /// in the basis with the direction's: one far outlier must not make the movements of all others
  /// look like none.
  ///
  /// - Returns: the direction in the coefficients of the design's own columns.
  private func separation(along direction: [Double]) -> [Double]? {
    guard let movement = basis.times(direction) else { return nil }
    var squares = [Double](repeating: 0, count: movement.count)
    for column in 0..<basis.columnCount {
      for row in squares.indices { squares[row] += basis[row, column] * basis[row, column] }
    }
    let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
    var gain = 0.0
    for row in movement.indices {
      let towards = outcome[row] ? movement[row] : -movement[row]
      let reach = squares[row].squareRoot() * length
      guard towards >= -1e-12 * reach else { return nil }
      if towards > 1e-6 * reach { gain = max(gain, towards) }
    }
    return gain > 0 && gain.isFinite ? inverse.times(direction) : nil
  }
}

/// The natural logarithm, for files that need no other function of the C library.
func logarithm(_ value: Double) -> Double { log(value) }

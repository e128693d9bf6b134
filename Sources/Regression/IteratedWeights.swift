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
/// The log likelihood is concave, so that a step which lowers it is halved until it does not. Steps go on
/// until they no longer change the linear predictors, not until the deviance looks flat: the probabilities
/// then carry full precision, however small they are.
struct IteratedWeights {
  /// How the iteration ended.
  enum Ending {
    case converged
    /// The coefficients grow without bound along this direction.
    case separated(direction: [Double])
    case stalled(step: Double)
  }

  let design: Matrix
  let outcome: [Bool]

  private(set) var coefficients: [Double]
  private(set) var linearPredictors: [Double]
  private(set) var deviance: Double
  private(set) var iterations = 0
  /// The decomposition of the design, its rows times the square roots of the last weights.
  private(set) var decomposition: QRDecomposition?

  static let iterationLimit = 200
  /// Newton settles within about ten steps from zero; only then is separation looked for.
  private static let patience = 12

  // MARK: Running

  init(design: Matrix, outcome: [Bool]) {
    self.design = design
    self.outcome = outcome
    coefficients = [Double](repeating: 0, count: design.columnCount)
    linearPredictors = [Double](repeating: 0, count: design.rowCount)
    deviance = Self.deviance(linearPredictors, outcome)
  }

  mutating func run(isCancelled: () -> Bool = { false }) -> Ending {
    var size = Double.infinity
    while iterations < Self.iterationLimit, !isCancelled() {
      guard let step = newtonStep() else {
        // The weights have vanished where the fit is perfect: the design lost its rank.
        return separation(along: coefficients).map { .separated(direction: $0) }
          ?? .stalled(step: size)
      }
      iterations += 1
      guard let change = design.times(step) else { return .stalled(step: size) }
      size = apply(step, change)
      let largest = linearPredictors.reduce(0) { max($0, abs($1)) }
      if size <= 1e-11 * (1 + largest) {
        refreshDecomposition()
        return .converged
      }
      if iterations > Self.patience, let direction = separation(along: step) {
        return .separated(direction: direction)
      }
    }
    return .stalled(step: size)
  }

  /// Takes the step, halved while it raises the deviance; returns the largest change of a predictor.
  private mutating func apply(_ step: [Double], _ change: [Double]) -> Double {
    let largest = change.reduce(0) { max($0, abs($1)) }
    var fraction = 1.0
    for _ in 0..<60 {
      let trial = zip(coefficients, step).map { $0 + fraction * $1 }
      // Recomputed, not accumulated, and in a fixed order: equal rows keep equal bits.
      guard let predictors = design.times(trial) else { return largest }
      let trialDeviance = Self.deviance(predictors, outcome)
      // Beyond the last digit of the deviance nothing can be told.
      if trialDeviance <= deviance * (1 + 1e-12) + 1e-300 {
        coefficients = trial
        linearPredictors = predictors
        deviance = trialDeviance
        return largest * fraction
      }
      fraction /= 2
    }
    return largest
  }

  // MARK: Steps

  /// The Newton step: least squares of (y - p) / w on the design with weights w = p (1 - p).
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
    var weighted = design
    let roots = linearPredictors.map { Self.rootWeight($0) }
    for column in 0..<design.columnCount {
      for row in 0..<design.rowCount { weighted[row, column] *= roots[row] }
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

  /// A direction is a certificate of separation when it moves no row away from its outcome, and some
  /// row towards it: the likelihood then rises along it for ever (Albert and Anderson 1984).
  private func separation(along direction: [Double]) -> [Double]? {
    guard let movement = design.times(direction) else { return nil }
    let largest = movement.reduce(0) { max($0, abs($1)) }
    guard largest > 0, largest.isFinite else { return nil }
    let worst = movement.indices.reduce(0.0) { worst, row in
      min(worst, outcome[row] ? movement[row] : -movement[row])
    }
    return worst >= -1e-9 * largest ? direction : nil
  }
}

/// The natural logarithm, for files that need no other function of the C library.
func logarithm(_ value: Double) -> Double { log(value) }

import LinearAlgebra
import Statistics

/// Maximum likelihood by Newton steps on a linear predictor, each a weighted least-squares problem
/// (IRLS).
///
/// The steps are taken in an orthonormal basis of the design's columns, so that neither their
/// scales nor their offsets matter. There a step may be solved from the weighted cross-product,
/// whose condition is that of the weights alone; where these differ by many orders of size, it is
/// solved by the QR decomposition of the weighted basis instead.
///
/// The log likelihood is concave: a long step which lowers it is halved until it does not. Steps go
/// on until they no longer change the linear predictors, not until the deviance looks flat: the
/// means then carry full precision, however small they are.
///
/// **Reference:** McCullagh and Nelder (1989), section 2.5; Green (1984),
/// doi:10.1111/j.2517-6161.1984.tb01288.x.
struct IteratedWeights<Rows: RowLikelihood> {
  /// How the iteration ended.
  enum Ending {
    case converged
    /// The coefficients grow without bound along this direction.
    case separated(direction: [Double])
    case stalled(step: Double)
  }

  /// The likelihood of each row; a parameter of its shape may be changed between runs.
  var likelihood: Rows {
    didSet { (knownDeviance, factors) = (nil, nil) }
  }
  /// What is added to the linear predictor of each row; nil for nothing.
  private let offset: [Double]?
  /// X T with T the inverse of R: orthonormal columns that span the design's.
  private let basis: Matrix
  /// T.
  private let inverse: Matrix

  /// The coordinates in the basis.
  private var coordinates: [Double]
  private(set) var linearPredictors: [Double]
  private(set) var iterations = 0
  /// The deviance at the predictors, once it has been asked for.
  private var knownDeviance: Double?
  /// What solves for the last step.
  private var factors: WeightedFactors?

  static var iterationLimit: Int { 200 }
  /// Newton settles within about ten steps; only then is separation looked for.
  private static var patience: Int { 12 }

  /// The coefficients of the design's own columns.
  var coefficients: [Double] { inverse.times(coordinates) ?? coordinates }

  /// The sum over rows of twice what the log likelihood lacks to its best.
  var deviance: Double { knownDeviance ?? deviance(at: linearPredictors) }

  // MARK: Building

  /// Starts from rough predictors of the likelihood, or from zero.
  ///
  /// - Returns: nil below full column rank, or beyond the range of `Double`.
  init?(
    design: Matrix, decomposition: QRDecomposition, likelihood: Rows, offset: [Double]? = nil
  ) {
    guard let inverse = decomposition.inverseOfR, let basis = design.times(inverse),
      basis.elements.allSatisfy(\.isFinite)
    else { return nil }
    self.basis = basis
    self.inverse = inverse
    self.likelihood = likelihood
    self.offset = offset
    coordinates = [Double](repeating: 0, count: design.columnCount)
    linearPredictors = offset ?? [Double](repeating: 0, count: design.rowCount)
    start()
  }

  /// Least squares of the rough predictors, unless zero is as good.
  private mutating func start() {
    let starts = linearPredictors.indices.map { likelihood.start(at: $0, offset: offset?[$0]) }
    guard starts.contains(where: { $0 != nil }) else { return }
    let weights = starts.map { $0?.weight ?? 1 }
    let pulls = starts.indices.map { row in
      weights[row] * ((starts[row]?.predictor ?? 0) - (offset?[row] ?? 0))
    }
    guard let step = WeightedFactors(basis: basis, weights: weights)?.step(basis, pulls),
      let predictors = predictors(at: step)
    else { return }
    let found = deviance(at: predictors)
    guard found.isFinite, !(found > deviance) else { return }
    (coordinates, linearPredictors, knownDeviance) = (step, predictors, found)
  }

  // MARK: Running

  /// Takes steps until they vanish.
  mutating func run(isCancelled: () -> Bool = { false }) -> Ending {
    var size = Double.infinity
    var last = coordinates
    let limit = iterations + Self.iterationLimit
    let patience = iterations + Self.patience
    // What is added to an offset keeps no more digits than the offset's size leaves.
    let reach = offset?.reduce(1) { max($0, abs($1)) } ?? 1
    while iterations < limit, !isCancelled() {
      guard let step = newtonStep(after: size), let change = basis.times(step),
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
      if size <= 1e-11 * (reach + largest) { return .converged }
      if iterations > patience,
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
      guard let predictors = predictors(at: trial) else { return nil }
      // A short Newton step cannot overshoot, though rounding may make the deviance look as if it
      // did.
      let isShort = fraction * largest <= 0.1
      let trialDeviance = isShort ? nil : deviance(at: predictors)
      if isShort || trialDeviance ?? .infinity <= deviance {
        (coordinates, linearPredictors) = (trial, predictors)
        knownDeviance = trialDeviance
        return largest * fraction
      }
      fraction /= 2
    }
    return nil
  }

  private func predictors(at coordinates: [Double]) -> [Double]? {
    guard var result = basis.times(coordinates) else { return nil }
    if let offset { for row in result.indices { result[row] += offset[row] } }
    return result
  }

  private func deviance(at predictors: [Double]) -> Double {
    var sum = 0.0
    for row in predictors.indices { sum += likelihood.deviance(predictors[row], at: row) }
    return sum
  }

  // MARK: Steps

  /// The Newton step after one of a given size.
  ///
  /// A small last step has changed the weights so little that those before it still serve.
  private mutating func newtonStep(after size: Double) -> [Double]? {
    var scores = linearPredictors
    if size < 1e-3, let factors {
      for row in scores.indices {
        scores[row] = likelihood.derivatives(linearPredictors[row], at: row).score
      }
      return factors.step(basis, scores)
    }
    var weights = linearPredictors
    for row in scores.indices {
      (scores[row], weights[row]) = likelihood.derivatives(linearPredictors[row], at: row)
    }
    factors = WeightedFactors(basis: basis, weights: weights)
    return factors?.step(basis, scores)
  }

  /// The derivative of each row's log likelihood by its linear predictor.
  var scores: [Double] {
    linearPredictors.indices.map { likelihood.derivatives(linearPredictors[$0], at: $0).score }
  }

  /// The expected information of each row about its linear predictor.
  var information: [Double] {
    linearPredictors.indices.map { likelihood.information(linearPredictors[$0], at: $0) }
  }

  /// The basis and the inverse factor of the design weighted by its information, from which every
  /// covariance follows; nil when the information cannot be inverted.
  func informationFactors(_ information: [Double]) -> InformationFactors? {
    guard let factor = WeightedFactors(basis: basis, weights: information)?.inverseFactor,
      let inverse = inverse.times(factor), inverse.elements.allSatisfy(\.isFinite)
    else { return nil }
    return InformationFactors(orthonormal: basis, factor: factor, inverse: inverse)
  }

  // MARK: Separation

  /// A direction is a certificate of separation when it moves no row away from its outcome, and
  /// some row towards it: the likelihood then rises along it for ever (Albert and Anderson 1984;
  /// for counts Santos Silva and Tenreyro 2010).
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
      let reach = squares[row].squareRoot() * length
      guard let end = likelihood.openEnd(at: row) else {
        guard abs(movement[row]) <= 1e-12 * reach else { return nil }
        continue
      }
      let towards = end == .above ? movement[row] : -movement[row]
      guard towards >= -1e-12 * reach else { return nil }
      if towards > 1e-6 * reach { gain = max(gain, towards) }
    }
    return gain > 0 && gain.isFinite ? inverse.times(direction) : nil
  }
}

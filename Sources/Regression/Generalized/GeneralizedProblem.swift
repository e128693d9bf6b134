import DataFrames
import LinearAlgebra
import Statistics

/// The data of a generalised linear model: design, outcome, weights and offset of the rows used.
struct GeneralizedProblem {
  /// What is estimated once the coefficients are known.
  struct Estimated {
    let covariance: Matrix
    let degreesOfFreedom: Double?
    let dispersion: Double
    let leverages: [Double]
  }

  /// What the model is called in an error, such as `logistic regression`.
  let model: String
  let design: DesignMatrix
  let outcome: String
  /// Counts, or shares of successes.
  let response: [Double]
  /// Prior weights times trials; nil for one.
  let priorWeights: [Double]?
  /// How many trials each share of successes comes from; nil for one.
  let trials: [Double]?
  /// nil for one.
  let frequencies: [Double]?
  /// nil for nothing.
  let offset: [Double]?
  /// The columns that made the offset.
  let offsetColumns: OffsetColumns
  let estimator: CovarianceEstimator
  let clusters: Clusters?
  /// The second of two ways.
  let crossing: Clusters?
  let cases: CompleteCases?

  private var rowCount: Int { design.matrix.rowCount }
  private var columnCount: Int { design.matrix.columnCount }

  /// The people behind the rows.
  var observationCount: Int {
    frequencies.map { Int(exactly: $0.reduce(0, +)) ?? .max } ?? rowCount
  }

  /// Prior weight times frequency; nil for one.
  var weights: [Double]? {
    guard let frequencies else { return priorWeights }
    return priorWeights.map { zip($0, frequencies).map { $0 * $1 } } ?? frequencies
  }

  /// Weights of successes and failures, for a share of successes.
  var binomialCounts: BinomialCounts {
    guard let weights else {
      return BinomialCounts(successes: response, failures: response.map { 1 - $0 })
    }
    return BinomialCounts(
      successes: zip(response, weights).map { $0 * $1 },
      failures: zip(response, weights).map { (1 - $0) * $1 })
  }

  // MARK: Solving

  /// Refuses what no generalised linear model can be fitted to.
  ///
  /// - Returns: the decomposition of the design.
  /// - Throws: `tooFew`, `invalidArgument` for a covariance that least squares alone has,
  ///   `overflow`, `collinear`.
  func decomposition() throws(EvaluationError) -> QRDecomposition {
    guard observationCount > columnCount else {
      throw .tooFew(
        what: "rows for \(columnCount) coefficients", needed: columnCount + 1,
        found: observationCount)
    }
    try refuseEstimators()
    guard let decomposition = QRDecomposition(design.matrix) else {
      throw .overflow(
        what: "the design of \(outcome)", needed: "finite numbers", found: "NaN or infinity")
    }
    guard decomposition.rank == columnCount else { throw design.collinearity(decomposition) }
    return decomposition
  }

  /// Brings a likelihood to its maximum.
  ///
  /// - Throws: `overflow`, `separated`, `cancelled`, `notConverged`.
  func maximum<Rows: RowLikelihood>(
    of likelihood: Rows, decomposition: QRDecomposition
  ) throws(EvaluationError) -> IteratedWeights<Rows> {
    guard
      var iteration = IteratedWeights(
        design: design.matrix, decomposition: decomposition, likelihood: likelihood,
        offset: offset)
    else {
      throw .overflow(
        what: "the design of \(outcome)", needed: "columns between about 1e-145 and 1e145",
        found: "products that a Double cannot hold")
    }
    try settle(&iteration)
    return iteration
  }

  /// Runs an iteration to its end.
  ///
  /// - Throws: `separated`, `cancelled`, `notConverged`.
  func settle<Rows: RowLikelihood>(
    _ iteration: inout IteratedWeights<Rows>
  ) throws(EvaluationError) {
    switch iteration.run(isCancelled: { Task.isCancelled }) {
    case .converged: return
    case .separated(let direction): throw separation(along: direction)
    case .stalled(let step):
      guard !Task.isCancelled else {
        throw .cancelled(
          what: "\(model) of \(outcome)", done: iteration.iterations,
          of: IteratedWeights<Rows>.iterationLimit)
      }
      throw .notConverged(
        method: "\(model) of \(outcome)", iterations: iteration.iterations,
        found:
          "the last step still moved the linear predictor by \(formatted(step, significantDigits: 3))"
      )
    }
  }

  /// The deviance with an intercept alone, and the offset; without offset the intercept brings about
  /// the mean of the outcome.
  ///
  /// - Throws: what `maximum` throws.
  func nullDeviance<Rows: RowLikelihood>(
    of likelihood: Rows, link: LinkFunction
  ) throws(EvaluationError) -> Double {
    let rows = rowCount
    guard let offset else {
      var (sum, total, failed) = (0.0, 0.0, 0.0)
      let weights = weights
      for row in 0..<rows {
        let weight = weights?[row] ?? 1
        sum += weight * response[row]
        failed += weight * (1 - response[row])
        total += weight
      }
      // Of the two shares the smaller one has its digits.
      let predictor =
        switch link {
        case .logit: logarithm(sum) - logarithm(failed)
        case .probit where failed < sum: -link.predictor(failed / total)
        default: link.predictor(sum / total)
        }
      var deviance = 0.0
      for row in 0..<rows { deviance += likelihood.deviance(predictor, at: row) }
      guard deviance.isFinite else {
        throw .overflow(
          what: "the null deviance of \(excerpt(outcome))",
          needed: "weights within about 1e15 of each other", found: "infinity")
      }
      return deviance
    }
    let ones = Matrix(rows: rows, columns: 1, repeating: 1)
    guard let decomposition = QRDecomposition(ones),
      var iteration = IteratedWeights(
        design: ones, decomposition: decomposition, likelihood: likelihood, offset: offset)
    else { return 0 }
    try settle(&iteration)
    return iteration.deviance
  }
}

// MARK: - Faults

extension GeneralizedProblem {
  private func refuseEstimators() throws(EvaluationError) {
    switch estimator {
    case .clusterCR2, .clusterCR3(_, .clubSandwich), .neweyWest:
      throw .invalidArgument(
        name: "the covariance of a \(model)",
        needed: "classical, HC0 to HC4, CR0, CR1, CR3 by jackknife, or two ways",
        found: estimator.name)
    case .hc4, .clusterCR3, .clusterTwoWay:
      guard frequencies == nil else {
        throw .invalidArgument(
          name: "the covariance of a \(model) with frequencies",
          needed: "classical, HC0 to HC3, CR0 or CR1", found: estimator.name)
      }
    case .classical, .hc0, .hc1, .hc2, .hc3, .clusterCR0, .clusterCR1: return
    }
  }

  /// Names the columns that carry the direction of divergence, each measured by how far it moves
  /// rows apart.
  private func separation(along direction: [Double]) -> EvaluationError {
    let names = design.names
    let reach = names.indices.map { column in
      let values = design.matrix.column(column)
      return abs(direction[column]) * ((values.max() ?? 0) - (values.min() ?? 0))
    }
    let largest = reach.max() ?? 0
    var found = names.indices
      .filter { reach[$0] > 1e-3 * largest && names[$0] != DesignMatrix.interceptName }
      .map { names[$0] }
    if found.isEmpty { found = [DesignMatrix.interceptName] }
    let signs = found.prefix(5).map { name in
      let place = names.firstIndex(of: name) ?? 0
      return "\(name) \(direction[place] < 0 ? "falls" : "rises")"
    }
    return .separated(
      columns: found, rows: rowCount,
      found:
        "the likelihood keeps rising as the coefficient of \(signs.joined(separator: ", that of ")) without bound"
    )
  }
}

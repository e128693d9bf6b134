import LinearAlgebra
import Statistics

/// Least squares beside absorbed factors, with its covariances.
struct FixedEffectsFit {
  /// A covariance with what it counts.
  struct Estimated {
    let matrix: Matrix
    let degreesOfFreedom: Double
    let parameterCount: Int
    var biasReduced: BiasReducedClusters?
  }

  let rows: FixedEffectsRows
  let within: WithinFit
  /// For each factor whether its levels lie within clusters.
  let isNested: [Bool]
  let iterations: Int
  let withinRSquared: Double?
  private let outcome: String

  init(
    _ rows: FixedEffectsRows, outcome: String, progress: ((Int, Int) -> Void)?
  ) throws(EvaluationError) {
    self.rows = rows
    self.outcome = outcome
    let elimination = EffectElimination(rows.factors, weights: rows.weights)
    let total = rows.predictors.count + 1
    var (columns, steps): ([[Double]], Int) = ([], 0)
    for (place, column) in ([rows.response] + rows.predictors).enumerated() {
      let name = place == 0 ? outcome : rows.names[place - 1]
      let rest = try elimination.residuals(column, name: name)
      columns.append(rest.values)
      steps += rest.steps
      progress?(place + 1, total)
    }
    iterations = steps
    let response = columns.removeFirst()
    within = try WithinFit(
      names: rows.names, columns: columns, spreads: rows.predictors.map(WithinFit.spread),
      response: response, weights: rows.weights, effectCount: rows.factors.connectedRank,
      outcome: outcome)
    let squares = response.indices.reduce(0) {
      $0 + (rows.weights?[$1] ?? 1) * response[$1] * response[$1]
    }
    let share = 1 - within.residualSumOfSquares / squares
    withinRSquared = share.isFinite ? min(1, max(0, share)) : nil
    isNested = rows.factors.codes.map { codes in
      rows.clusters.contains { AbsorbedFactors.areNested(codes, in: $0.codes) }
    }
  }

  /// The root of the residual sum of squares over n less all parameters.
  var residualStandardError: Double {
    (within.residualSumOfSquares / Double(rows.count - within.parameterCount)).squareRoot()
  }

  /// The parameters that a covariance counts; nested effects count by clusters alone.
  private func counted(_ counting: EffectCounting) -> Int {
    switch counting {
    case .full: return within.parameterCount
    case .none: return within.coefficients.count
    case .nonnested:
      let nested = zip(rows.factors.counts, isNested).reduce(0) { $0 + ($1.1 ? $1.0 - 1 : 0) }
      return max(within.coefficients.count + 1, within.parameterCount - nested)
    }
  }

  // MARK: Covariance

  func covariance(
    _ estimator: CovarianceEstimator, counting: EffectCounting
  ) throws(EvaluationError) -> Estimated {
    let sandwich = try within.sandwich(outcome: outcome)
    let parameters = counted(counting)
    let size = Double(rows.count)
    let freedom = Double(rows.count - parameters)
    let groups = Double(rows.clusters.map(\.count).min() ?? 0)
    let adjustment = groups / (groups - 1) * (size - 1) / freedom
    var biasReduced: BiasReducedClusters?
    let (matrix, reference): (Matrix, Double)
    switch estimator {
    case .classical:
      matrix = within.bread.scaled(by: within.residualSumOfSquares / freedom)
      reference = freedom
    case .hc0, .hc1:
      matrix = try sandwich.heteroskedastic(leveragePower: 0)
        .scaled(by: estimator == .hc1 ? size / freedom : 1)
      reference = freedom
    case .clusterCR0, .clusterCR1:
      let isPlain = if case .clusterCR0 = estimator { true } else { false }
      matrix = sandwich.clustered(codes: rows.clusters[0].codes, count: rows.clusters[0].count)
        .scaled(by: isPlain ? 1 : adjustment)
      reference = groups - 1
    case .clusterTwoWay(let clustering):
      matrix = try sandwich.twoWay(
        rows.clusters[0], rows.clusters[1], clustering, parameters: parameters)
      reference = groups - 1
    case .clusterCR2, .clusterCR3:
      guard isNested == [true] else {
        throw .invalidArgument(
          name: "the covariance of fixed effects",
          needed: "CR1, or one absorbed factor whose levels lie within clusters",
          found: estimator.name)
      }
      // Effects that lie within clusters need no coordinates of their own (Pustejovsky and Tipton).
      let estimated = try sandwich.covariance(
        estimator, classical: within.bread, clusters: rows.clusters[0])
      (matrix, biasReduced) = (estimated.matrix, estimated.biasReduced)
      reference = groups - 1
    case .hc2, .hc3, .hc4, .neweyWest:
      throw .invalidArgument(
        name: "the covariance of fixed effects",
        needed: "classical, HC0, HC1, CR0 to CR3 or two ways", found: estimator.name)
    }
    // Variances that vanish or overflow would pass for certainty.
    let scale = within.residualSumOfSquares / size
    guard matrix.elements.allSatisfy(\.isFinite),
      within.bread.diagonal.allSatisfy({ $0 * scale > 1e-290 })
        || within.scores.allSatisfy({ $0 == 0 })
    else { throw WithinFit.outOfRange(outcome) }
    return Estimated(
      matrix: matrix, degreesOfFreedom: reference, parameterCount: parameters,
      biasReduced: biasReduced)
  }
}

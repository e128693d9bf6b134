import Distributions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Weights of successes and failures in each row: one of them zero for a single person.
struct BinomialCounts: Sendable {
  let successes: [Double]
  let failures: [Double]

  /// Twice the largest log likelihood of a row.
  fileprivate func saturated(at row: Int) -> Double {
    let (a, b) = (successes[row], failures[row])
    guard a > 0, b > 0 else { return 0 }
    return -2 * (a * log1p(b / a) + b * log1p(a / b))
  }

  /// The log likelihood of all rows at a deviance, the binomial coefficients of trials included; the
  /// trials of each row come with their weights, and are nil for single people.
  func logLikelihood(deviance: Double, trials: [(size: Double, weight: Double)]?) -> Double {
    guard let trials else {
      return (successes.indices.reduce(0) { $0 + saturated(at: $1) } - deviance) / 2
    }
    var sum = -deviance / 2
    for (row, (size, weight)) in trials.enumerated() {
      let hits = (successes[row] / weight).rounded()
      // log C(n, s) = -log(n + 1) - log B(s + 1, n - s + 1).
      let ways = -log1p(size) - SpecialFunctions.logBeta(hits + 1, size - hits + 1)
      sum += saturated(at: row) / 2 + weight * ways
    }
    return sum
  }

  fileprivate func openEnd(at row: Int) -> PredictorEnd? {
    if failures[row] == 0 { return .above }
    return successes[row] == 0 ? .below : nil
  }

  /// The share of successes, drawn half a person towards one half.
  fileprivate func roughShare(at row: Int) -> Double {
    (successes[row] + 0.5) / (successes[row] + failures[row] + 1)
  }
}

/// Log odds: p = 1 / (1 + exp(-eta)).
struct LogitRows: RowLikelihood {
  let counts: BinomialCounts

  func derivatives(_ predictor: Double, at row: Int) -> (score: Double, curvature: Double) {
    // Written with the small tail alone, so that nothing cancels.
    let odds = exp(-abs(predictor))
    let large = 1 / (1 + odds)
    let small = odds * large
    let (a, b) = (counts.successes[row], counts.failures[row])
    let score = predictor >= 0 ? a * small - b * large : a * large - b * small
    return (score, (a + b) * (small * large))
  }

  func information(_ predictor: Double, at row: Int) -> Double {
    (counts.successes[row] + counts.failures[row]) * Self.variance(predictor)
  }

  func deviance(_ predictor: Double, at row: Int) -> Double {
    let (a, b) = (counts.successes[row], counts.failures[row])
    let against = predictor >= 0 ? b * predictor : -a * predictor
    let loss = 2 * (against + (a + b) * log1p(exp(-abs(predictor))))
    return max(0, loss + counts.saturated(at: row))
  }

  func openEnd(at row: Int) -> PredictorEnd? { counts.openEnd(at: row) }

  func start(at row: Int, offset: Double?) -> (predictor: Double, weight: Double)? {
    guard offset != nil else { return nil }
    let share = counts.roughShare(at: row)
    let size = counts.successes[row] + counts.failures[row]
    return (log(share) - log1p(-share), size * share * (1 - share))
  }

  /// The probability at a linear predictor, accurate in its lower tail.
  static func probability(_ predictor: Double) -> Double {
    guard predictor < 0 else { return 1 / (1 + exp(-predictor)) }
    let odds = exp(predictor)
    return odds / (1 + odds)
  }

  /// p (1 - p).
  static func variance(_ predictor: Double) -> Double {
    let odds = exp(-abs(predictor))
    return odds / ((1 + odds) * (1 + odds))
  }
}

/// Normal quantiles: p = Phi(eta).
struct ProbitRows: RowLikelihood {
  let counts: BinomialCounts

  func derivatives(_ predictor: Double, at row: Int) -> (score: Double, curvature: Double) {
    let (a, b) = (counts.successes[row], counts.failures[row])
    var (score, curvature) = (0.0, 0.0)
    if a > 0 {
      let hazard = Self.hazard(predictor)
      score += a * hazard
      curvature += a * Self.bend(hazard, predictor)
    }
    if b > 0 {
      let hazard = Self.hazard(-predictor)
      score -= b * hazard
      curvature += b * Self.bend(hazard, -predictor)
    }
    return (score, curvature)
  }

  func information(_ predictor: Double, at row: Int) -> Double {
    (counts.successes[row] + counts.failures[row])
      * (Self.hazard(predictor) * Self.hazard(-predictor))
  }

  func deviance(_ predictor: Double, at row: Int) -> Double {
    let (a, b) = (counts.successes[row], counts.failures[row])
    var loss = counts.saturated(at: row)
    if a > 0 { loss -= 2 * a * Normal.standard.logCDF(predictor) }
    if b > 0 { loss -= 2 * b * Normal.standard.logSurvival(predictor) }
    return max(0, loss)
  }

  func openEnd(at row: Int) -> PredictorEnd? { counts.openEnd(at: row) }

  func start(at row: Int, offset: Double?) -> (predictor: Double, weight: Double)? {
    guard offset != nil else { return nil }
    let size = counts.successes[row] + counts.failures[row]
    return (Normal.standard.quantile(counts.roughShare(at: row)), size)
  }

  /// phi(x) / Phi(x), without loss in either tail.
  private static func hazard(_ predictor: Double) -> Double {
    (2 / Double.pi).squareRoot() / SpecialFunctions.erfcx(-predictor * 0.5.squareRoot())
  }

  /// Minus the second derivative of log Phi, between 0 and 1.
  private static func bend(_ hazard: Double, _ predictor: Double) -> Double {
    min(1, max(0, hazard * (hazard + predictor)))
  }
}

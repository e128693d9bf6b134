import Distributions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Counts whose mean is exp(eta) and whose variance is their mean.
struct PoissonRows: RowLikelihood {
  let counts: [Double]
  /// nil for one.
  let weights: [Double]?

  private func weight(_ row: Int) -> Double { weights?[row] ?? 1 }

  func derivatives(_ predictor: Double, at row: Int) -> (score: Double, curvature: Double) {
    let mean = exp(predictor)
    return (weight(row) * (counts[row] - mean), weight(row) * mean)
  }

  func information(_ predictor: Double, at row: Int) -> Double {
    weight(row) * exp(predictor)
  }

  func deviance(_ predictor: Double, at row: Int) -> Double {
    weight(row) * Self.unitDeviance(counts[row], mean: exp(predictor))
  }

  func openEnd(at row: Int) -> PredictorEnd? { counts[row] == 0 ? .below : nil }

  func start(at row: Int, offset: Double?) -> (predictor: Double, weight: Double)? {
    let mean = counts[row] + 0.1
    return (log(mean), weight(row) * mean)
  }

  /// The log likelihood of all rows at a deviance, constants included.
  func logLikelihood(deviance: Double) -> Double {
    counts.indices.reduce(-deviance / 2) { sum, row in
      let count = counts[row]
      guard count > 0 else { return sum }
      // y log y - y - log y! by Stirling's series keeps its digits for large counts.
      let best = Poisson(mean: count)?.logPMF(Int(count)) ?? 0
      return sum + weight(row) * best
    }
  }

  /// 2 (y log(y / mean) - (y - mean)), without cancellation near the mean.
  static func unitDeviance(_ count: Double, mean: Double) -> Double {
    guard count > 0 else { return 2 * mean }
    guard mean > 0, mean.isFinite else { return .infinity }
    let excess = (mean - count) / count
    return max(0, -2 * count * log1pMinus(excess))
  }
}

/// Counts whose mean is exp(eta) and whose variance is mean + spread mean^2 (NB2), the spread, one
/// over theta, given.
struct NegativeBinomialRows: RowLikelihood {
  let counts: [Double]
  /// nil for one.
  let weights: [Double]?
  /// 1 / theta; zero gives the Poisson likelihood.
  var spread: Double

  private func weight(_ row: Int) -> Double { weights?[row] ?? 1 }

  func derivatives(_ predictor: Double, at row: Int) -> (score: Double, curvature: Double) {
    let mean = exp(predictor)
    let count = counts[row]
    guard mean.isFinite else { return (-weight(row) / spread, 0) }
    let damping = 1 / (1 + spread * mean)
    let score = weight(row) * (count - mean) * damping
    return (score, weight(row) * (mean * damping) * ((1 + spread * count) * damping))
  }

  func information(_ predictor: Double, at row: Int) -> Double {
    let mean = exp(predictor)
    return weight(row) * (mean.isFinite ? mean / (1 + spread * mean) : 1 / spread)
  }

  func deviance(_ predictor: Double, at row: Int) -> Double {
    weight(row) * unitDeviance(counts[row], mean: exp(predictor))
  }

  func openEnd(at row: Int) -> PredictorEnd? { counts[row] == 0 ? .below : nil }

  func start(at row: Int, offset: Double?) -> (predictor: Double, weight: Double)? {
    let mean = counts[row] + 0.1
    return (log(mean), weight(row) * mean / (1 + spread * mean))
  }

  /// 2 (y log(y / mean) - (y + theta) log((y + theta) / (mean + theta))).
  private func unitDeviance(_ count: Double, mean: Double) -> Double {
    guard mean.isFinite else { return .infinity }
    guard count > 0 else { return 2 * log1p(spread * mean) / spread }
    guard mean > 0 else { return .infinity }
    // With d = mean - y: 2 ((y + theta) log(1 + d / (y + theta)) - y log(1 + d / y)).
    let size = count + 1 / spread
    let excess = mean - count
    return max(0, 2 * (size * log1pMinus(excess / size) - count * log1pMinus(excess / count)))
  }
}

import Distributions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Effects of studies in units of the smallest standard error, around the effect of that study: so no
/// weight exceeds 1, and effects far from zero cost no digits.
struct Heterogeneity {
  private let effects: [Double]
  private let variances: [Double]
  /// The smallest standard error.
  let unit: Double
  /// The effect that the others are seen from.
  let origin: Double

  init(_ studies: [StudyEffect]) {
    let sharpest = studies.min { $0.standardError < $1.standardError }
    let (unit, origin) = (sharpest?.standardError ?? 1, sharpest?.effect ?? 0)
    self.unit = unit
    self.origin = origin
    effects = studies.map { ($0.effect - origin) / unit }
    variances = studies.map { ($0.standardError / unit) * ($0.standardError / unit) }
  }

  /// One less than the studies.
  var freedom: Double { Double(effects.count - 1) }

  // MARK: Sums at a variance between studies

  /// The weights 1 / (variance + tau^2).
  func weights(_ tauSquared: Double) -> [Double] { variances.map { 1 / ($0 + tauSquared) } }

  /// The weighted mean, the sum of the weights, and the weighted squares around the mean.
  func pooled(_ tauSquared: Double) -> (mean: Double, weight: Double, squares: Double) {
    let weights = weights(tauSquared)
    let sum = weights.reduce(0, +)
    let mean = zip(weights, effects).reduce(0) { $0 + $1.0 * $1.1 } / sum
    let squares = zip(weights, effects).reduce(0) { total, pair in
      total + pair.0 * ((pair.1 - mean) * (pair.1 - mean))
    }
    return (mean, sum, squares)
  }

  /// The sum of the weights less that of their squares over it, of fixed-effect weights, without
  /// cancellation.
  var contrast: Double {
    let weights = weights(0)
    let sum = weights.reduce(0, +)
    var after = weights
    for place in weights.indices.dropLast().reversed() { after[place] += after[place + 1] }
    var (before, result) = (0.0, 0.0)
    for (place, weight) in weights.enumerated() {
      let others = before + (place + 1 < after.count ? after[place + 1] : 0)
      result += weight * (others / sum)
      before += weight
    }
    return result
  }

  /// The squares around the plain mean: no variance between studies can be larger.
  private var spread: Double {
    let mean = effects.reduce(0) { $0 + $1 / Double(effects.count) }
    return effects.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }

  // MARK: Estimators

  /// The variance between studies, in squares of the unit.
  func tauSquared(_ estimator: MetaAnalysis.TauEstimator) -> Double {
    guard effects.count > 1 else { return 0 }
    switch estimator {
    case .derSimonianLaird: return max(0, (pooled(0).squares - freedom) / contrast)
    case .pauleMandel: return variance(squares: freedom)
    case .restrictedMaximumLikelihood: return restrictedMaximum()
    }
  }

  /// The variance between studies at which the weighted squares, which fall with it, have a given
  /// value; 0 when they lie below it from the start.
  func variance(squares target: Double) -> Double {
    guard pooled(0).squares > target else { return 0 }
    // The squares are at most those around the plain mean over the variance.
    let most = spread / target * 1.0001
    return RootFinding.bracketed(between: 0, and: most) { pooled($0).squares - target } ?? most
  }

  /// The largest restricted likelihood: all its peaks are looked at, and its value without a variance
  /// between studies.
  private func restrictedMaximum() -> Double {
    let most = spread
    guard most > 0 else { return 0 }
    // Peaks lie between points where the slope turns from positive to negative.
    let points = [0] + (-52...2).map { most * scalbn(1.0, $0) }
    let slopes = points.map(slope)
    var best = (variance: 0.0, likelihood: logLikelihood(0))
    for place in 1..<points.count where slopes[place - 1] > 0 && slopes[place] <= 0 {
      guard
        let peak = RootFinding.bracketed(
          between: points[place - 1], and: points[place], slope)
      else { continue }
      let likelihood = logLikelihood(peak)
      if likelihood > best.likelihood { best = (peak, likelihood) }
    }
    return best.variance
  }

  /// Twice the slope of the restricted log likelihood in the variance between studies.
  private func slope(_ tauSquared: Double) -> Double {
    let (mean, sum, _) = pooled(tauSquared)
    var (gain, loss) = (0.0, 0.0)
    for (weight, effect) in zip(weights(tauSquared), effects) {
      let distance = weight * (effect - mean)
      gain += distance * distance
      loss += weight * (1 - weight / sum)
    }
    return gain - loss
  }

  private func logLikelihood(_ tauSquared: Double) -> Double {
    let (_, sum, squares) = pooled(tauSquared)
    let logs = variances.reduce(0) { $0 + log($1 + tauSquared) }
    return -0.5 * (logs + log(sum) + squares)
  }
}

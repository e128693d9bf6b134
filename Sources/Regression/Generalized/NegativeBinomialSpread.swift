import Distributions
import LinearAlgebra
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The likelihood of the spread a = 1 / theta of negative binomial counts with given means.
///
/// A row's log likelihood is the sum over j < y of log(1 + a j), less (y + 1/a) log(1 + a m), plus
/// y log m - log y!. Written in a, nothing cancels as the counts come close to Poisson's, where theta
/// grows without bound.
struct NegativeBinomialSpread {
  /// The counts that occur, ascending, with their weights.
  private let distinct: [(count: Double, weight: Double)]
  private let counts: [Double]
  private let weights: [Double]?
  /// The mean count.
  private let center: Double

  /// - Complexity: O(rows).
  init(counts: [Double], weights: [Double]?) {
    var sums: [Double: Double] = [:]
    for row in counts.indices { sums[counts[row], default: 0] += weights?[row] ?? 1 }
    distinct = sums.sorted { $0.key < $1.key }.map { (count: $0.key, weight: $0.value) }
    self.counts = counts
    self.weights = weights
    let total = distinct.reduce(0) { $0 + $1.weight }
    center = distinct.reduce(0) { $0 + $1.weight / total * $1.count }
  }

  // MARK: Derivatives

  /// The first and second derivative of the log likelihood by the spread.
  ///
  /// Beside the terms of the mean stand sums over j < y of j / (1 + a j), less those of the mean in
  /// place of j. Where a m is large these nearly cancel; there 1 / a less either is summed instead.
  func derivatives(_ spread: Double, means: [Double]) -> (first: Double, second: Double) {
    let isWide = spread * center > 1
    var (first, second) = isWide ? complementSums(spread) : directSums(spread)
    for row in counts.indices {
      let (mean, count) = (means[row], counts[row])
      let weight = weights?[row] ?? 1
      let damping = 1 / (1 + spread * mean)
      let (value, slope) = Self.tail(spread, mean, damping)
      if isWide {
        let rest = count / spread * damping
        first += weight * (value + rest)
        second += weight * (slope - rest * (1 / spread + mean * damping))
      } else {
        first += weight * (value - count * mean * damping)
        second += weight * (slope + count * mean * mean * damping * damping)
      }
    }
    return (first, second)
  }

  /// The sums of j / (1 + a j), and their derivative.
  private func directSums(_ spread: Double) -> (first: Double, second: Double) {
    summed { j in
      let damping = 1 / (1 + spread * j)
      let share = j * damping
      return Summand(
        first: share, second: -share * share, firstSlope: damping * damping,
        secondSlope: -2 * share * damping * damping)
    }
  }

  /// Minus the sums of 1 / a - j / (1 + a j), and their derivative.
  private func complementSums(_ spread: Double) -> (first: Double, second: Double) {
    let (sum, slope) = summed { j in
      let damping = 1 / (1 + spread * j)
      let square = damping * damping
      return Summand(
        first: damping, second: j * square, firstSlope: -spread * square,
        secondSlope: (1 - spread * j) * square * damping)
    }
    return (-sum / spread, sum / (spread * spread) + slope / spread)
  }

  /// g(a) = (log(1 + a m) - a m / (1 + a m)) / a^2, which is m^2 / 2 at zero, and its derivative.
  private static func tail(
    _ spread: Double, _ mean: Double, _ damping: Double
  ) -> (value: Double, slope: Double) {
    let x = spread * mean
    let square = mean * mean
    guard x < 0.02 else {
      let value = (log1p(x) - x * damping) / (spread * spread)
      return (value, square * damping * damping / spread - 2 * value / spread)
    }
    // The series sum over k of (-1)^k (k + 1) / (k + 2) x^k.
    var (value, slope, power, before) = (0.0, 0.0, 1.0, 0.0)
    for k in 0..<12 {
      let coefficient = Double(k + 1) / Double(k + 2) * (k % 2 == 0 ? 1 : -1)
      value += coefficient * power
      slope += coefficient * Double(k) * before
      (before, power) = (power, power * x)
    }
    return (square * value, square * mean * slope)
  }

  // MARK: Sums

  /// Two terms of a sum over j, and their derivatives by j.
  private struct Summand {
    var first = 0.0
    var second = 0.0
    var firstSlope = 0.0
    var secondSlope = 0.0
  }

  /// Counts below which sums are taken term by term.
  private static let near = 1024.0

  /// The sums of two terms over all rows and all j below the row's count.
  ///
  /// Each stretch between distinct counts is summed once, for all rows above it.
  private func summed(_ term: (Double) -> Summand) -> (first: Double, second: Double) {
    var (first, second) = (0.0, 0.0)
    var above = distinct.reduce(0) { $0 + $1.weight }
    var before = 0.0
    for (count, weight) in distinct {
      var j = before
      while j < min(count, Self.near) {
        let value = term(j)
        first += above * value.first
        second += above * value.second
        j += 1
      }
      if count > max(before, Self.near) {
        let sums = Self.far(max(before, Self.near), count, term)
        first += above * sums.first
        second += above * sums.second
      }
      above -= weight
      before = count
    }
    return (first, second)
  }

  /// The sums of two terms over j from b to c - 1 by Euler and Maclaurin; from 1,024 on what is left
  /// out is below the last bit.
  private static func far(
    _ from: Double, _ to: Double, _ term: (Double) -> Summand
  ) -> (first: Double, second: Double) {
    let (low, high) = (term(from), term(to))
    var first = (low.first - high.first) / 2 + (high.firstSlope - low.firstSlope) / 12
    var second = (low.second - high.second) / 2 + (high.secondSlope - low.secondSlope) / 12
    // The integrals by Gauss-Legendre on stretches of a factor of two: smooth there.
    var start = from
    while start < to {
      let end = min(to, 2 * start)
      let (middle, half) = ((start + end) / 2, (end - start) / 2)
      for (node, weight) in gauss {
        for place in [middle - node * half, middle + node * half] {
          let value = term(place)
          first += half * weight * value.first
          second += half * weight * value.second
        }
      }
      start = end
    }
    return (first, second)
  }

  /// Half of the nodes and weights of Gauss-Legendre quadrature with sixteen points.
  private static let gauss: [(Double, Double)] = [
    (0.0950125098376374402, 0.1894506104550684963),
    (0.2816035507792589132, 0.1826034150449235889),
    (0.4580167776572273863, 0.1691565193950025382),
    (0.6178762444026437484, 0.1495959888165767321),
    (0.7554044083550030339, 0.1246289712555338720),
    (0.8656312023878317439, 0.0951585116824927848),
    (0.9445750230732325761, 0.0622535239386478929),
    (0.9894009349916499326, 0.0271524594117540949),
  ]

  // MARK: Value

  /// The log likelihood with all its constants.
  ///
  /// log Gamma(y + theta) - log Gamma(theta) - log y! is -log(y + theta) - log B(theta, y + 1), which
  /// keeps its digits when theta is large.
  func logLikelihood(_ spread: Double, means: [Double]) -> Double {
    let theta = 1 / spread
    var sum = 0.0
    for (count, weight) in distinct {
      let ways = -log(count + theta) - SpecialFunctions.logBeta(theta, count + 1)
      sum += weight * ways
    }
    for row in counts.indices {
      let (mean, count) = (means[row], counts[row])
      let size = -theta * log1p(spread * mean)
      let share = count > 0 ? -count * log1p(theta / mean) : 0
      sum += (weights?[row] ?? 1) * (size + share)
    }
    return sum
  }
}

// MARK: - Fitting

extension GeneralizedProblem {
  /// The error of counts that vary no more than their means.
  var noOverdispersion: EvaluationError {
    .undefined(
      what: "theta of a negative binomial regression of \(outcome)",
      needed: "counts that vary more than their means; use a Poisson regression",
      found: "counts that vary no more than their means")
  }

  /// Raises the likelihood over coefficients and spread, by turns until neither moves.
  ///
  /// - Throws: what `maximum` throws; `undefined` without overdispersion; `notConverged`.
  func negativeBinomial() throws(EvaluationError) -> (
    iteration: IteratedWeights<NegativeBinomialRows>, spread: Double, spreadError: Double,
    logLikelihood: Double
  ) {
    let weights = weights
    let shape = NegativeBinomialSpread(counts: response, weights: weights)
    let decomposition = try decomposition()
    let poisson = try maximum(
      of: PoissonRows(counts: response, weights: weights), decomposition: decomposition)
    var means = poisson.linearPredictors.map(exponential)
    let atZero = shape.derivatives(0, means: means)
    // The likelihood must rise as the spread leaves zero.
    guard atZero.first > 1e-9 * means.reduce(0, +) else { throw noOverdispersion }
    var spread = try refined(
      shape, from: min(1, atZero.first / max(.leastNormalMagnitude, abs(atZero.second))),
      means: means)
    guard
      var iteration = IteratedWeights(
        design: design.matrix, decomposition: decomposition,
        likelihood: NegativeBinomialRows(counts: response, weights: weights, spread: spread),
        offset: offset)
    else { throw noOverdispersion }
    var last = Double.infinity
    for _ in 0..<200 {
      iteration.likelihood.spread = spread
      try settle(&iteration)
      means = iteration.linearPredictors.map(exponential)
      let next = try refined(shape, from: spread, means: means)
      let change = abs(next - spread)
      spread = next
      // Turns come closer by a factor; where they no longer do, rounding is all that is left.
      let isSettled = change <= 1e-12 * spread || (change <= 1e-8 * spread && change > last / 2)
      last = change
      guard isSettled else { continue }
      let curvature = -shape.derivatives(spread, means: means).second
      guard curvature > 0 else { throw noOverdispersion }
      return (
        iteration, spread, 1 / curvature.squareRoot(),
        shape.logLikelihood(spread, means: means)
      )
    }
    throw .notConverged(
      method: "\(model) of \(outcome)", iterations: iteration.iterations,
      found: "theta still moved")
  }

  /// The spread at which the likelihood is largest, with the means held: Newton's steps in a
  /// bracket.
  private func refined(
    _ shape: NegativeBinomialSpread, from start: Double, means: [Double]
  ) throws(EvaluationError) -> Double {
    var (low, high) = (0.0, Double.infinity)
    var spread = start
    for _ in 0..<200 {
      let (first, second) = shape.derivatives(spread, means: means)
      guard first.isFinite, second.isFinite else { break }
      if first > 0 { low = spread } else { high = spread }
      var next = second < 0 ? spread - first / second : first > 0 ? spread * 4 : spread / 4
      if !(next > low && next < high) {
        next = high.isFinite ? (low + high) / 2 : spread * 4
      }
      guard next > 1e-14, next < 1e14 else { break }
      let change = abs(next - spread)
      spread = next
      if change <= 1e-13 * spread { return spread }
    }
    throw noOverdispersion
  }
}

/// Draws binomial numbers of one pair of parameters, with what depends on these alone kept.
struct BinomialSampler {
  private let trials: Int
  /// Whether failures are drawn, being the rarer.
  private let isMirrored: Bool
  private let method: Method

  private enum Method {
    case certain
    case inversion(Inversion)
    case rejection(TriangleParallelogramExponential)
  }

  /// For at least 0 trials and a probability in [0, 1]; nil for others.
  init?(trials: Int, probability: Double) {
    guard trials >= 0, probability >= 0, probability <= 1 else { return nil }
    self.trials = trials
    isMirrored = probability > 0.5
    let rarer = isMirrored ? 1 - probability : probability
    if trials == 0 || probability == 0 {
      method = .certain
    } else if rarer * Double(trials) <= 30 {
      method = .inversion(Inversion(trials: trials, probability: rarer))
    } else {
      method = .rejection(
        TriangleParallelogramExponential(trials: Double(trials), probability: rarer))
    }
  }

  /// One count.
  func draw(_ generator: inout Philox) -> Int {
    let count =
      switch method {
      case .certain: 0
      case .inversion(let sampler): sampler.draw(&generator)
      case .rejection(let sampler): Int(exactly: sampler.draw(&generator)) ?? trials
      }
    return isMirrored ? trials - count : count
  }
}

// MARK: - Few successes expected

/// Adds masses from 0 on until they exceed a uniform number.
private struct Inversion {
  let trials: Int
  let probability: Double
  let massOfNone: Double
  /// Ten standard deviations above the mean, where rounding alone could lead.
  let bound: Int

  init(trials: Int, probability: Double) {
    self.trials = trials
    self.probability = probability
    let expected = Double(trials) * probability
    massOfNone = exp(Double(trials) * log1p(-probability))
    bound = min(
      trials, Int(expected + 10 * (expected * (1 - probability) + 1).squareRoot()))
  }

  func draw(_ generator: inout Philox) -> Int {
    var (count, mass, left) = (0, massOfNone, generator.uniform())
    while left > mass {
      count += 1
      if count > bound {
        (count, mass, left) = (0, massOfNone, generator.uniform())
      } else {
        left -= mass
        mass *=
          Double(trials - count + 1) * probability / (Double(count) * (1 - probability))
      }
    }
    return count
  }
}

// MARK: - Many successes expected

/// Rejection from a triangle, a parallelogram and two exponential tails around the mode: the
/// algorithm BTPE, for an expected count above 30 and a probability of at most a half.
///
/// **Reference:** Kachitvichyanukul and Schmeiser (1988), doi:10.1145/42372.42381.
private struct TriangleParallelogramExponential {
  let trials: Double
  let success: Double
  let failure: Double
  let mode: Double
  let variance: Double
  /// Half the width of the triangle, with the ends of the parallelogram.
  let halfWidth: Double
  let left: Double
  let right: Double
  let slant: Double
  let leftRate: Double
  let rightRate: Double
  /// The areas up to and with the parallelogram, the left and the right tail.
  let middleArea: Double
  let leftArea: Double
  let wholeArea: Double

  init(trials: Double, probability: Double) {
    self.trials = trials
    success = probability
    failure = 1 - probability
    let peak = trials * success + success
    mode = peak.rounded(.down)
    variance = trials * success * failure
    halfWidth = (2.195 * variance.squareRoot() - 4.6 * failure).rounded(.down) + 0.5
    left = mode + 0.5 - halfWidth
    right = mode + 0.5 + halfWidth
    slant = 0.134 + 20.5 / (15.3 + mode)
    let leftStep = (peak - left) / (peak - left * success)
    leftRate = leftStep * (1 + leftStep / 2)
    let rightStep = (right - peak) / (right * failure)
    rightRate = rightStep * (1 + rightStep / 2)
    middleArea = halfWidth * (1 + 2 * slant)
    leftArea = middleArea + slant / leftRate
    wholeArea = leftArea + slant / rightRate
  }

  func draw(_ generator: inout Philox) -> Double {
    while true {
      let u = generator.uniform() * wholeArea
      var v = generator.uniform()
      let place: Double
      if u <= halfWidth {
        return (mode + 0.5 - halfWidth * v + u).rounded(.down)
      } else if u <= middleArea {
        let x = left + (u - halfWidth) / slant
        v = v * slant + 1 - abs(mode - x + 0.5) / halfWidth
        if v > 1 { continue }
        place = x.rounded(.down)
      } else if u <= leftArea {
        place = (left + log(v) / leftRate).rounded(.down)
        if place < 0 || v == 0 { continue }
        v *= (u - middleArea) * leftRate
      } else {
        place = (right - log(v) / rightRate).rounded(.down)
        if place > trials || v == 0 { continue }
        v *= (u - leftArea) * rightRate
      }
      if isAccepted(place, v) { return place }
    }
  }

  /// Whether v lies below the mass at a place over that at the mode.
  private func isAccepted(_ place: Double, _ v: Double) -> Bool {
    let distance = abs(place - mode)
    guard distance > 20, distance < variance / 2 - 1 else { return v <= massRatio(place) }
    let margin =
      distance / variance
      * ((distance * (distance / 3 + 0.625) + 0.16666666666666666) / variance + 0.5)
    let centre = -distance * distance / (2 * variance)
    let height = log(v)
    if height < centre - margin { return true }
    if height > centre + margin { return false }
    let (x, f) = (place + 1, mode + 1)
    let (z, w) = (trials + 1 - mode, trials - place + 1)
    return height
      <= (mode + 0.5) * log(f / x) + (trials - mode + 0.5) * log(z / w)
      + (place - mode) * log(w * success / (x * failure))
      + correction(f) + correction(z) + correction(x) + correction(w)
  }

  /// The mass at a place over that at the mode, by the ratios of neighbours.
  private func massRatio(_ place: Double) -> Double {
    let odds = success / failure
    let scaled = odds * (trials + 1)
    var ratio = 1.0
    let first = min(place, mode)
    // Counted in whole numbers, for beyond 2^53 a double plus one is the same double.
    for step in 0..<Int(max(place, mode) - first) {
      let count = first + Double(step + 1)
      ratio = place > mode ? ratio * (scaled / count - odds) : ratio / (scaled / count - odds)
    }
    return ratio
  }

  private func correction(_ x: Double) -> Double {
    let square = x * x
    let inner = (462 - (132 - (99 - 140 / square) / square) / square) / square
    return (13680 - inner) / x / 166320
  }
}

extension Philox {
  // MARK: Binomial numbers

  /// A count from the binomial distribution; nil for a negative number of trials or a probability
  /// outside [0, 1].
  ///
  /// Inversion where at most 30 of the rarer outcome are expected, else the algorithm BTPE. As in
  /// numpy, its last test adds two of Stirling's corrections that should be subtracted:
  /// masses more than 20 from the mode are up to 0.7 % too large, together at most 7e-5 of the
  /// probability.
  ///
  /// **Reference:** Kachitvichyanukul and Schmeiser (1988), doi:10.1145/42372.42381.
  /// **Same as:** numpy `Generator.binomial(trials, probability)`.
  public mutating func binomial(trials: Int, probability: Double) -> Int? {
    BinomialSampler(trials: trials, probability: probability)?.draw(&self)
  }
}

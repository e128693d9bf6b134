/// Central distributions at one point, numbered by j: of each its tails and density there, and what a
/// step from j to j + 1 changes.
protocol MixedFamily {
  /// The logarithm of the probability below, which falls with j; for any real j >= 0.
  func logLower(_ j: Double) -> Double
  /// The logarithm of the probability above, which rises with j.
  func logUpper(_ j: Double) -> Double
  /// The logarithm of the density of the logarithm of the variable.
  func logDensity(_ j: Double) -> Double
  /// The logarithm of what the lower tail loses, and the upper gains, from j to j + 1.
  func logStep(_ j: Double) -> Double
  /// ``logStep(_:)`` at j + 1 less that at j, as a ratio.
  func stepRatio(_ j: Double) -> Double
  /// ``logDensity(_:)`` at j + 1 less that at j, as a ratio; it falls with j.
  func densityRatio(_ j: Double) -> Double
}

/// A family of central distributions, mixed with Poisson weights: a noncentral distribution.
///
/// The terms are positive, so that nothing cancels. For a moderate mean the tails of neighbours follow
/// from each other by adding positive steps. For a large one the integers are too many, and the sum
/// over every m-th of them is the same to rounding: a smooth hill and its trapezoidal sums agree.
struct PoissonMixture<Family: MixedFamily> {
  /// The mean of the weights, half of the noncentrality.
  let mean: Double
  let family: Family
  /// Where the largest term of the density lies, or about there.
  let start: Double

  /// Up to this mean all terms are added.
  private static var moderateMean: Double { 600 }

  // MARK: Tails and density

  /// The logarithm of the probability below the point.
  func logLower() -> Double {
    guard mean > 0 else { return family.logLower(0) }
    // Beyond, the weights themselves are negligible, and the tail falls.
    let last = (mean + 9 * mean.squareRoot() + 30).rounded(.up)
    guard mean <= Self.moderateMean, let sum = sumDown(from: last) else {
      return logSum { family.logLower($0) }
    }
    return sum
  }

  /// The logarithm of the probability above the point.
  func logUpper() -> Double {
    guard mean > 0 else { return family.logUpper(0) }
    guard mean <= Self.moderateMean, let sum = sumUp() else {
      return logSum { family.logUpper($0) }
    }
    return sum
  }

  /// The logarithm of the density of the logarithm of the variable.
  func logDensity() -> Double {
    guard mean > 0 else { return family.logDensity(0) }
    guard mean <= Self.moderateMean, start >= 0, start <= 4 * mean + 4 else {
      return logSum { family.logDensity($0) }
    }
    return sumOutward(from: start.rounded(.down))
  }

  // MARK: Term by term

  private func sumDown(from last: Double) -> Double? {
    let logTail = family.logLower(last)
    let logStep = family.logStep(last - 1)
    guard logTail > -600, logStep > -600 else { return nil }
    var (tail, step, weight) = (exp(logTail), exp(logStep), exp(logWeight(last)))
    var sum = weight * tail
    var j = last
    while j > 0 {
      weight *= j / mean
      j -= 1
      tail += step
      sum += weight * tail
      if j < mean, weight < 1e-19 * sum { break }
      if j > 0 { step /= family.stepRatio(j - 1) }
    }
    return log(sum)
  }

  private func sumUp() -> Double? {
    let logTail = family.logUpper(0)
    let logStep = family.logStep(0)
    guard logTail > -600, logStep > -600 else { return nil }
    var (tail, step, weight) = (exp(logTail), exp(logStep), exp(-mean))
    var sum = weight * tail
    var j = 0.0
    while j < mean || weight > 1e-19 * sum {
      tail += step
      step *= family.stepRatio(j)
      j += 1
      weight *= mean / j
      sum += weight * tail
    }
    return log(sum)
  }

  /// The density's terms by their ratios, from the largest on.
  private func sumOutward(from peak: Double) -> Double {
    var sum = 1.0
    var (term, j) = (1.0, peak)
    while term > 1e-19 * sum {
      term *= mean / (j + 1) * family.densityRatio(j)
      j += 1
      sum += term
    }
    (term, j) = (1, peak)
    while j > 0, term > 1e-19 * sum {
      j -= 1
      term *= (j + 1) / (mean * family.densityRatio(j))
      sum += term
    }
    return logWeight(peak) + family.logDensity(peak) + log(sum)
  }

  // MARK: By logarithms

  /// The logarithm of the sum over j >= 0 of `Poisson(j) exp(term(j))`, outward from the largest term.
  ///
  /// The term must be concave, also between the integers.
  private func logSum(_ term: (Double) -> Double) -> Double {
    func value(_ j: Double) -> Double { logWeight(j) + term(j) }
    let peak = peak(value)
    let top = value(peak)
    // Beyond that a sum has no digit of its own beside its largest term.
    guard top > -1e14 else { return top }
    let stride = stride(at: peak, top: top, value)
    var sum = 1.0
    for direction in [-stride, stride] {
      var j = peak + direction
      while j >= 0 {
        let share = exp(value(j) - top)
        // The terms fall geometrically at least, so that the rest is below a rounding.
        guard share >= 1e-19 else { break }
        sum += share
        j += direction
      }
    }
    return top + log(sum * stride)
  }

  /// The logarithm of the Poisson probability, for any real j >= 0.
  private func logWeight(_ j: Double) -> Double {
    guard j > 0 else { return -mean }
    return negativeDeviance(size: j, offset: mean - j, relative: mean / j)
      - SpecialFunctions.stirlingError(j) - 0.5 * log(j) - halfLogTwoPi
  }

  /// The integer with the largest term, by doubling and halving on the slope.
  private func peak(_ value: (Double) -> Double) -> Double {
    func rises(_ j: Double) -> Bool {
      let (here, next) = (value(j), value(j + 1))
      // Where all has underflown, towards the bulk of the weights.
      return here == next && here == -.infinity ? j < mean : next > here
    }
    // A start that is no number is as good as the mean.
    var low = (start >= 0 && start < 2 * mean ? start : mean).rounded(.down)
    var step = 1.0
    var high = low
    if rises(low) {
      repeat {
        low = high
        high += step
        step *= 4
      } while rises(high)
    } else {
      while low > 0, !rises(low) {
        high = low
        low = max(low - step, 0)
        step *= 4
      }
      if low == 0, !rises(0) { return 0 }
    }
    // The slope rises at `low` and not at `high`.
    while high - low > 1 {
      let middle = (low + (high - low) / 2).rounded(.down)
      if middle <= low || middle >= high { break }
      if rises(middle) { low = middle } else { high = middle }
    }
    return high
  }

  /// How many integers one term stands for: two fifths of the hill's standard deviation.
  private func stride(at peak: Double, top: Double, _ value: (Double) -> Double) -> Double {
    let reach = max(1, (0.25 * peak.squareRoot()).rounded())
    guard peak > 400, peak - reach > 0 else { return 1 }
    let bend = 2 * top - value(peak - reach) - value(peak + reach)
    guard bend > 0 else { return 1 }
    let deviation = reach / bend.squareRoot()
    return peak > 12 * deviation ? max(1, (0.4 * deviation).rounded(.down)) : 1
  }
}

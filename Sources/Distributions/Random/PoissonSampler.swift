/// Draws Poisson numbers of one mean, with what depends on the mean alone kept.
struct PoissonSampler {
  /// Means beyond it may give counts beyond `Int.max`: that less ten of its roots, as numpy's.
  static let largestMean = 9.223372006484771e18

  private let mean: Double
  private let method: Method

  private enum Method {
    case certain
    case products(limit: Double)
    case rejection(a: Double, b: Double, logInverseAlpha: Double, squeeze: Double)
  }

  /// For a mean of at least 0; nil for one that is NaN, negative, or above ``largestMean``.
  init?(mean: Double) {
    guard mean >= 0, mean <= PoissonSampler.largestMean else { return nil }
    self.mean = mean
    if mean == 0 {
      method = .certain
    } else if mean < 10 {
      method = .products(limit: exp(-mean))
    } else {
      let b = 0.931 + 2.53 * mean.squareRoot()
      method = .rejection(
        a: -0.059 + 0.02483 * b, b: b, logInverseAlpha: log(1.1239 + 1.1328 / (b - 3.4)),
        squeeze: 0.9277 - 3.6224 / (b - 2))
    }
  }

  /// One count.
  func draw(_ generator: inout Philox) -> Int {
    switch method {
    case .certain:
      return 0
    case .products(let limit):
      var (count, product) = (0, generator.uniform())
      while product > limit {
        count += 1
        product *= generator.uniform()
      }
      return count
    case .rejection(let a, let b, let logInverseAlpha, let squeeze):
      while true {
        let u = generator.uniform() - 0.5
        let v = generator.uniform()
        let edge = 0.5 - abs(u)
        let place = ((2 * a / edge + b) * u + mean + 0.43).rounded(.down)
        // Beyond the range of integers lies what numpy rejects too.
        guard place >= 0, place < 0x1p63 else { continue }
        if edge >= 0.07, v <= squeeze { return Int(place) }
        if edge < 0.013, v > edge { continue }
        if log(v) + logInverseAlpha - log(a / (edge * edge) + b) <= logMass(place) {
          return Int(place)
        }
      }
    }
  }

  /// `k log(mean) - mean - log k!`, whose large terms do not cancel here.
  private func logMass(_ k: Double) -> Double {
    guard k > 0 else { return -mean }
    return negativeDeviance(size: k, offset: mean - k, relative: mean / k) - halfLogTwoPi
      - 0.5 * log(k) - SpecialFunctions.stirlingError(k)
  }
}

extension Philox {
  // MARK: Poisson numbers

  /// A count from the Poisson distribution; nil for a mean that is NaN, negative or above 9.22e18.
  ///
  /// Products of uniform numbers below a mean of 10, Hörmann's transformed rejection from there on.
  ///
  /// **Reference:** Hörmann (1993), doi:10.1016/0167-6687(93)90997-4.
  /// **Same as:** numpy `Generator.poisson(mean)`. Beyond means of some 1e9 single counts may differ,
  /// since numpy's test of acceptance has too few digits there: at 1e16 the variance of its counts is
  /// 1.4 times the mean.
  public mutating func poisson(mean: Double) -> Int? {
    PoissonSampler(mean: mean)?.draw(&self)
  }
}

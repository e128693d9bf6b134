/// The probability of a box, with what is known of its error.
public struct BoxProbability: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The probability.
  public let value: Double
  /// The standard error over random shifts of the points; 0 where the value is accurate to rounding.
  public let standardError: Double
  /// How many points were evaluated; 0 for closed forms.
  public let evaluationCount: Int

  /// The probability with its error.
  public var description: String {
    "\(value) (standard error \(standardError), \(evaluationCount) points)"
  }

  init(value: Double, standardError: Double = 0, evaluationCount: Int = 0) {
    self.value = value
    self.standardError = standardError
    self.evaluationCount = evaluationCount
  }

  /// Decodes a probability, refusing figures that are none.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    value = try fields.decode(Double.self, forKey: .value)
    standardError = try fields.decode(Double.self, forKey: .standardError)
    evaluationCount = try fields.decode(Int.self, forKey: .evaluationCount)
    guard (0...1).contains(value), standardError >= 0, standardError.isFinite,
      evaluationCount >= 0
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .value, in: fields, debugDescription: "needs a probability with its error")
    }
  }
}

// MARK: - By quasi-random points

/// The box of a normal or t distribution, its variables ordered and conditioned one on another.
///
/// **Reference:** Genz (1992), doi:10.1080/10618600.1992.10477010; Genz and Bretz (2002),
/// doi:10.1198/106186002394; Gibson, Glasbey and Elston (1994), on the order of the variables.
struct ConditionedBox {
  private let factor: [[Double]]
  private let lower: [Double]
  private let upper: [Double]
  /// Nil for a normal distribution.
  private let degreesOfFreedom: Double?

  /// Takes limits relative to the mean, and the covariance.
  ///
  /// The narrowest conditional interval comes first, which makes the integrand flat.
  init(lower: [Double], upper: [Double], covariance: [[Double]], degreesOfFreedom: Double?) {
    let order = covariance.count
    let scales = (0..<order).map { covariance[$0][$0].squareRoot() }
    var matrix = (0..<order).map { i in
      (0..<order).map { covariance[i][$0] / scales[i] / scales[$0] }
    }
    var low = (0..<order).map { lower[$0] / scales[$0] }
    var high = (0..<order).map { upper[$0] / scales[$0] }
    var rows = [[Double]](repeating: [Double](repeating: 0, count: order), count: order)
    var means: [Double] = []
    for step in 0..<order {
      var best = (place: step, probability: Double.infinity)
      for candidate in step..<order {
        var shift = 0.0
        var rest = matrix[candidate][candidate]
        for k in 0..<step {
          shift += rows[candidate][k] * means[k]
          rest -= rows[candidate][k] * rows[candidate][k]
        }
        let spread = max(rest, 1e-30).squareRoot()
        let probability = SpecialFunctions.normalInterval(
          from: (low[candidate] - shift) / spread, to: (high[candidate] - shift) / spread)
        if probability < best.probability { best = (candidate, probability) }
      }
      matrix.swapAt(step, best.place)
      for row in matrix.indices { matrix[row].swapAt(step, best.place) }
      rows.swapAt(step, best.place)
      low.swapAt(step, best.place)
      high.swapAt(step, best.place)
      var rest = matrix[step][step]
      for k in 0..<step { rest -= rows[step][k] * rows[step][k] }
      let pivot = max(rest, 1e-30).squareRoot()
      rows[step][step] = pivot
      for row in (step + 1)..<max(order, step + 1) {
        var product = matrix[row][step]
        for k in 0..<step { product -= rows[row][k] * rows[step][k] }
        rows[row][step] = product / pivot
      }
      var shift = 0.0
      for k in 0..<step { shift += rows[step][k] * means[k] }
      let (a, b) = ((low[step] - shift) / pivot, (high[step] - shift) / pivot)
      let mass = SpecialFunctions.normalInterval(from: a, to: b)
      // The mean of the normal between its limits.
      let mean =
        (gaussian(a) - gaussian(b)) * squareRootOfHalf * inverseSquareRootOfPi / max(mass, 1e-300)
      means.append(min(max(mean, a), b))
    }
    factor = rows
    self.lower = low
    self.upper = high
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The mean over shifted lattices of points, with its standard error over the shifts.
  func probability(points: Int, seed: UInt64) -> BoxProbability {
    let shifts = 12
    let count = max(1, points / shifts)
    let dimension = factor.count - 1 + (degreesOfFreedom == nil ? 0 : 1)
    // The square roots of primes are independent over the rationals.
    let generator = Self.primes(dimension).map { Double($0).squareRoot() }
    var random = Philox(seed: seed, stream: 0)
    var sums: [Double] = []
    for _ in 0..<shifts {
      let offset = (0..<dimension).map { _ in random.uniform() }
      var sum = 0.0
      var coordinates = [Double](repeating: 0, count: dimension)
      for index in 1...count {
        for k in 0..<dimension {
          let place = Double(index) * generator[k] + offset[k]
          // The baker's transformation makes the integrand periodic.
          coordinates[k] = abs(2 * (place - place.rounded(.down)) - 1)
        }
        sum += integrand(coordinates)
      }
      sums.append(sum / Double(count))
    }
    let mean = sums.reduce(0, +) / Double(shifts)
    let spread = sums.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return BoxProbability(
      value: min(max(mean, 0), 1),
      standardError: (spread / Double(shifts * (shifts - 1))).squareRoot(),
      evaluationCount: shifts * count)
  }

  /// The product of the conditional probabilities at a point of the unit cube.
  private func integrand(_ point: [Double]) -> Double {
    var root = 1.0
    var first = 0
    if let degreesOfFreedom {
      let square =
        2 * SpecialFunctions.inverseRegularizedLowerGamma(point[0], shape: degreesOfFreedom / 2)
      root = (square / degreesOfFreedom).squareRoot()
      first = 1
    }
    var product = 1.0
    var normals: [Double] = []
    normals.reserveCapacity(factor.count)
    for i in factor.indices {
      var shift = 0.0
      for k in 0..<i { shift += factor[i][k] * normals[k] }
      let pivot = factor[i][i]
      let low = lower[i].isInfinite ? lower[i] : (lower[i] * root - shift) / pivot
      let high = upper[i].isInfinite ? upper[i] : (upper[i] * root - shift) / pivot
      let mass = SpecialFunctions.normalInterval(from: low, to: high)
      product *= mass
      guard product > 0 else { return 0 }
      guard i + 1 < factor.count else { break }
      normals.append(Self.normal(between: low, high, mass: mass, at: point[first + i]))
    }
    return product
  }

  /// The quantile of a normal between two limits, from the nearer tail.
  private static func normal(
    between low: Double, _ high: Double, mass: Double, at share: Double
  ) -> Double {
    let value: Double
    if low > 0 {
      value = SpecialFunctions.normalTailQuantile(
        SpecialFunctions.normalTail(low) - share * mass)
    } else {
      value = -SpecialFunctions.normalTailQuantile(
        SpecialFunctions.normalTail(-low) + share * mass)
    }
    return min(max(value.isFinite ? value : low.isFinite ? low : high, low), high)
  }

  private static func primes(_ count: Int) -> [Int] {
    var found: [Int] = []
    var candidate = 2
    while found.count < count {
      if !found.contains(where: { $0 * $0 <= candidate && candidate % $0 == 0 }) {
        found.append(candidate)
      }
      candidate += 1
    }
    return found
  }
}

extension ContinuousDistribution {
  // MARK: Moments

  /// The root of the variance, or nil where that is infinite or undefined.
  public var standardDeviation: Double? { variance?.squareRoot() }
  /// The x that halves the probability.
  public var median: Double { quantile(0.5) }
  /// Not known in closed form: nil.
  public var skewness: Double? { nil }
  /// Not known in closed form: nil.
  public var excessKurtosis: Double? { nil }

  // MARK: Random numbers

  /// The quantile of a uniform number, of which 0 is drawn again.
  ///
  /// **Same as:** SciPy `distribution.ppf(generator.random())`.
  public func sample(using generator: inout Philox) -> Double {
    quantile(generator.positiveUniform())
  }

  /// Random numbers, each that of ``sample(using:)``; none for a count of 0 or less.
  public func samples(_ count: Int, using generator: inout Philox) -> [Double] {
    generator.numbers(count) { sample(using: &$0) }
  }

  /// The first random numbers of a stream; none for a count of 0 or less.
  ///
  /// **Same as:** SciPy `distribution.rvs(count, random_state=Generator(Philox(key=[seed, stream])))`
  /// where both have numpy's method.
  public func samples(_ count: Int, seed: UInt64, stream: UInt64 = 0) -> [Double] {
    var generator = Philox(seed: seed, stream: stream)
    return samples(count, using: &generator)
  }
}

extension DiscreteDistribution {
  // MARK: Moments

  /// The root of the variance, or nil where that is infinite or undefined.
  public var standardDeviation: Double? { variance?.squareRoot() }
  /// The smallest k with at least half of the probability at or below it; nil beyond `Int.max`.
  public var median: Int? { quantile(0.5) }
  /// Not known in closed form: nil.
  public var skewness: Double? { nil }
  /// Not known in closed form: nil.
  public var excessKurtosis: Double? { nil }

  // MARK: Random numbers

  /// The quantile of a uniform number, of which 0 is drawn again.
  ///
  /// **Same as:** SciPy `distribution.ppf(generator.random())`.
  public func sample(using generator: inout Philox) -> Int {
    quantile(generator.positiveUniform()) ?? .max
  }

  /// Random numbers, each that of ``sample(using:)``; none for a count of 0 or less.
  public func samples(_ count: Int, using generator: inout Philox) -> [Int] {
    generator.numbers(count) { sample(using: &$0) }
  }

  /// The first random numbers of a stream; none for a count of 0 or less.
  ///
  /// **Same as:** SciPy `distribution.rvs(count, random_state=Generator(Philox(key=[seed, stream])))`
  /// where both have numpy's method.
  public func samples(_ count: Int, seed: UInt64, stream: UInt64 = 0) -> [Int] {
    var generator = Philox(seed: seed, stream: stream)
    return samples(count, using: &generator)
  }
}

extension Philox {
  // MARK: In place

  /// Fills an array with numbers in [0, 1), each that of ``uniform()``.
  public mutating func fill(uniforms values: inout [Double]) {
    for index in values.indices { values[index] = uniform() }
  }

  /// Fills an array with numbers of mean 0 and standard deviation 1, each that of ``normal()``.
  public mutating func fill(normals values: inout [Double]) {
    for index in values.indices { values[index] = normal() }
  }

  /// Fills an array with numbers of mean 1, each that of ``exponential()``.
  public mutating func fill(exponentials values: inout [Double]) {
    for index in values.indices { values[index] = exponential() }
  }

  /// Fills an array with integers from 0 up to a bound, each that of ``integer(below:)``.
  public mutating func fill(integers values: inout [Int], below bound: Int) {
    for index in values.indices { values[index] = integer(below: bound) }
  }

  /// Fills an array with counts, each that of ``poisson(mean:)``.
  ///
  /// - Returns: false, with the array left as it was, for a mean out of range.
  @discardableResult
  public mutating func fill(poissons values: inout [Int], mean: Double) -> Bool {
    guard let sampler = PoissonSampler(mean: mean) else { return false }
    for index in values.indices { values[index] = sampler.draw(&self) }
    return true
  }

  // MARK: New arrays

  /// Numbers in [0, 1); none for a count of 0 or less.
  ///
  /// **Same as:** numpy `Generator.random(count)`.
  public mutating func uniforms(_ count: Int) -> [Double] { numbers(count) { $0.uniform() } }

  /// Exponential numbers of mean 1; none for a count of 0 or less.
  ///
  /// **Same as:** numpy `Generator.standard_exponential(count)`.
  public mutating func exponentials(_ count: Int) -> [Double] {
    numbers(count) { $0.exponential() }
  }

  /// Integers from 0 up to a bound, the bound excluded; none for a count of 0 or less.
  ///
  /// **Same as:** numpy `Generator.integers(0, bound, count)`.
  public mutating func integers(_ count: Int, below bound: Int) -> [Int] {
    numbers(count) { $0.integer(below: bound) }
  }

  /// Gamma numbers; none for a count of 0 or less, nil for parameters that ``gamma(shape:scale:)``
  /// refuses.
  public mutating func gammas(_ count: Int, shape: Double, scale: Double = 1) -> [Double]? {
    guard Gamma(shape: shape, scale: scale) != nil else { return nil }
    return numbers(count) { scale * $0.standardGamma(shape) }
  }

  /// Beta numbers; none for a count of 0 or less, nil for parameters that ``beta(alpha:beta:)``
  /// refuses.
  public mutating func betas(_ count: Int, alpha: Double, beta: Double) -> [Double]? {
    guard Beta(alpha: alpha, beta: beta) != nil else { return nil }
    return numbers(count) { $0.standardBeta(alpha, beta) }
  }

  /// Binomial counts; none for a count of 0 or less, nil for parameters that
  /// ``binomial(trials:probability:)`` refuses.
  public mutating func binomials(_ count: Int, trials: Int, probability: Double) -> [Int]? {
    guard let sampler = BinomialSampler(trials: trials, probability: probability) else {
      return nil
    }
    return numbers(count) { sampler.draw(&$0) }
  }

  /// Poisson counts; none for a count of 0 or less, nil for a mean that ``poisson(mean:)`` refuses.
  public mutating func poissons(_ count: Int, mean: Double) -> [Int]? {
    guard let sampler = PoissonSampler(mean: mean) else { return nil }
    return numbers(count) { sampler.draw(&$0) }
  }

  /// As many as wanted of what a call gives.
  mutating func numbers<Number>(_ count: Int, _ draw: (inout Philox) -> Number) -> [Number] {
    var values: [Number] = []
    values.reserveCapacity(max(0, count))
    for _ in 0..<max(0, count) { values.append(draw(&self)) }
    return values
  }
}

import TestSupport
import Testing

@testable import Distributions

/// Exponential, gamma, beta, binomial and Poisson numbers against numpy's, and weighted samples.
@Suite struct VariatesTests {
  // MARK: Against numpy

  private func draws(_ row: VariatesReference.Row, _ generator: inout Philox) -> [Double]? {
    let first = row.parameters.first ?? .nan
    let last = row.parameters.last ?? .nan
    switch row.kind {
    case "standardExponential": return generator.exponentials(row.count)
    case "gammas": return generator.gammas(row.count, shape: first, scale: last)
    case "betas": return generator.betas(row.count, alpha: first, beta: last)
    case "binomials":
      return generator.binomials(row.count, trials: Int(first), probability: last)?
        .map(Double.init)
    case "poissons": return generator.poissons(row.count, mean: first)?.map(Double.init)
    default:
      if let law = continuousLaw(row.kind, row.parameters) {
        return law.samples(row.count, using: &generator)
      }
      return discreteLaw(row.kind, row.parameters)?.samples(row.count, using: &generator)
        .map(Double.init)
    }
  }

  // The last of thousands shows that no random bit more or less was used on the way.
  @Test("Numbers are those of numpy, draw by draw")
  func reference() throws {
    var worst: [String: Double] = [:]
    let rows = try VariatesReference.load().rows
    #expect(rows.count >= 100)
    for row in rows {
      var generator = Philox(seed: row.seed, stream: row.stream)
      let drawn = draws(row, &generator)
      let found = try #require(drawn)
      #expect(found.count == row.count)
      let shown = found.prefix(row.values.count) + found.suffix(1)
      if row.isCount {
        #expect(Array(shown) == row.values + [row.last], "\(row.name)")
        continue
      }
      for (got, wanted) in zip(shown, row.values + [row.last]) where got != wanted {
        let agreement = digits(of: got, against: wanted)
        worst[row.kind] = min(worst[row.kind] ?? 16, agreement)
        #expect(agreement > 12.5, "\(row.name): \(got), not \(wanted)")
      }
    }
    print("random numbers against numpy, worst digits: \(worst.sorted { $0.key < $1.key })")
  }

  @Test("Weighted samples are numpy's")
  func weightedReference() throws {
    for row in try VariatesReference.load().weighted {
      var generator = Philox(seed: row.seed, stream: row.stream)
      let choices = generator.choices(row.choices.count, weights: row.weights)
      #expect(choices == row.choices, "\(row.name)")
      for sample in row.samples {
        var generator = Philox(seed: row.seed, stream: row.stream)
        let found = generator.sample(sample.count, weights: row.weights)
        #expect(found == sample, "\(row.name)")
      }
    }
  }

  // MARK: One, many, in place

  @Test("Many numbers are one after the other, in new arrays and in place")
  func bulk() {
    let start = Philox(seed: 5, stream: 9)
    func check<Number: Equatable>(
      _ many: (inout Philox) -> [Number]?, _ one: (inout Philox) -> Number?
    ) {
      var (first, second) = (start, start)
      let found = many(&first)
      let wanted = (0..<100).compactMap { _ in one(&second) }
      #expect(found == wanted && wanted.count == 100)
      #expect(first == second)
    }
    func filled<Number>(
      _ value: Number, _ fill: @escaping (inout Philox, inout [Number]) -> Void
    ) -> (inout Philox) -> [Number]? {
      { generator in
        var values = [Number](repeating: value, count: 100)
        fill(&generator, &values)
        return values
      }
    }
    check({ $0.uniforms(100) }, { $0.uniform() })
    check({ $0.exponentials(100) }, { $0.exponential() })
    check({ $0.integers(100, below: 77) }, { $0.integer(below: 77) })
    check({ $0.gammas(100, shape: 0.4, scale: 3) }, { $0.gamma(shape: 0.4, scale: 3) })
    check({ $0.betas(100, alpha: 3, beta: 0.5) }, { $0.beta(alpha: 3, beta: 0.5) })
    check(
      { $0.binomials(100, trials: 90, probability: 0.6) },
      { $0.binomial(trials: 90, probability: 0.6) })
    check({ $0.poissons(100, mean: 14) }, { $0.poisson(mean: 14) })
    check(filled(0.0) { $0.fill(uniforms: &$1) }, { $0.uniform() })
    check(filled(0.0) { $0.fill(normals: &$1) }, { $0.normal() })
    check(filled(0.0) { $0.fill(exponentials: &$1) }, { $0.exponential() })
    check(filled(0) { $0.fill(integers: &$1, below: 9) }, { $0.integer(below: 9) })
    check(filled(0) { $0.fill(poissons: &$1, mean: 1) }, { $0.poisson(mean: 1) })
  }

  @Test("Counts of 0 or less give nothing and use no random bits")
  func none() {
    var generator = Philox(seed: 5)
    for count in [0, -1, .min] {
      let numbers = [
        generator.uniforms(count), generator.exponentials(count),
        generator.gammas(count, shape: 2), generator.betas(count, alpha: 2, beta: 2),
      ]
      let counts = [
        generator.integers(count, below: 5),
        generator.binomials(count, trials: 5, probability: 0.5), generator.poissons(count, mean: 3),
      ]
      #expect(numbers == [[], [], [], []] && counts == [[], [], []])
    }
    var (numbers, counts) = ([Double](), [Int]())
    generator.fill(uniforms: &numbers)
    generator.fill(poissons: &counts, mean: 2)
    #expect(generator == Philox(seed: 5))
  }

  // MARK: Hostile parameters

  @Test("Parameters out of range give nil and use no random bits")
  func refusals() {
    var generator = Philox(seed: 5)
    let start = generator
    for shape in [0, -1, 1e-151, 1e151, .nan, .infinity, -.infinity] as [Double] {
      let one = [
        generator.gamma(shape: shape), generator.beta(alpha: shape, beta: 1),
        generator.beta(alpha: 1, beta: shape),
      ]
      let many = [generator.gammas(3, shape: shape), generator.betas(3, alpha: shape, beta: 1)]
      #expect(one == [nil, nil, nil] && many == [nil, nil], "\(shape)")
    }
    for scale in [0, -1, .nan, .infinity] as [Double] {
      let one = generator.gamma(shape: 1, scale: scale)
      let many = generator.gammas(3, shape: 1, scale: scale)
      #expect(one == nil && many == nil, "\(scale)")
    }
    let binomials: [(Int, Double)] = [
      (5, -1e-300), (5, 1.0000000000000002), (5, .nan), (5, .infinity), (-1, 0.5), (.min, 0.5),
    ]
    for (trials, probability) in binomials {
      let one = generator.binomial(trials: trials, probability: probability)
      let many = generator.binomials(3, trials: trials, probability: probability)
      #expect(one == nil && many == nil, "\(trials), \(probability)")
    }
    for mean in [-1e-300, -.infinity, .nan, .infinity, 9.3e18] as [Double] {
      var kept = [4, 4]
      let (one, many) = (generator.poisson(mean: mean), generator.poissons(3, mean: mean))
      let isFilled = generator.fill(poissons: &kept, mean: mean)
      #expect(one == nil && many == nil && !isFilled && kept == [4, 4], "\(mean)")
    }
    #expect(generator == start)
  }

  @Test("Weights out of range give nil and use no random bits")
  func weightRefusals() {
    var generator = Philox(seed: 5)
    let wrong: [(Int, [Double])] = [
      (1, [1, -1]), (1, [.nan, 1]), (1, [.infinity, 1]), (1, [1e308, 1e308]), (1, [0, 0]), (1, []),
      (-1, [1]), (.min, [1]), (0, [-1]),
    ]
    for (count, weights) in wrong {
      let with = generator.choices(count, weights: weights)
      let without = generator.sample(count, weights: weights)
      #expect(with == nil && without == nil, "\(count) of \(weights)")
    }
    let tooMany = generator.sample(3, weights: [1, 0, 1])
    let none = [generator.choices(0, weights: []), generator.sample(0, weights: [0])]
    #expect(tooMany == nil && none == [[], []])
    #expect(generator == Philox(seed: 5))
    // A weight far below the rest still comes when the rest is gone.
    let both = generator.sample(2, weights: [1e300, .leastNonzeroMagnitude, 0])
    #expect(both == [0, 1])
  }

  @Test("The ends of the ranges of gamma and beta numbers answer")
  func extremes() throws {
    var generator = Philox(seed: 77)
    for shape in [1e-150, 1e-20, 1e-3, 0.999999, 1, 1e10, 1e150] as [Double] {
      let someNumbers = generator.gammas(50, shape: shape)
      let numbers = try #require(someNumbers)
      #expect(numbers.allSatisfy { $0 >= 0 && $0.isFinite }, "\(shape)")
      for other in [1e-150, 1e-8, 1, 1e150] as [Double] {
        let someShares = generator.betas(50, alpha: shape, beta: other)
        let shares = try #require(someShares)
        #expect(shares.allSatisfy { (0...1).contains($0) }, "\(shape), \(other)")
      }
    }
  }

  // Twelve standard deviations and the spacing of doubles.
  @Test("The ends of the ranges of counts answer")
  func extremeCounts() throws {
    var generator = Philox(seed: 77)
    for trials in [0, 1, 70, 1 << 53, .max - 1, .max] {
      for probability in [0, .leastNonzeroMagnitude, 1e-18, 0.3, 0.5, 0.5000001, 1] as [Double] {
        let someCounts = generator.binomials(50, trials: trials, probability: probability)
        let counts = try #require(someCounts)
        let expected = Double(trials) * probability
        let bound = 12 * (expected * (1 - probability)).squareRoot() + 40 + expected * 1e-15
        #expect(
          counts.allSatisfy { (0...trials).contains($0) && abs(Double($0) - expected) <= bound },
          "\(trials), \(probability)")
      }
    }
    for mean in [0, .leastNonzeroMagnitude, 9.999, 10, 1e15, 9.223372006484771e18] as [Double] {
      let someCounts = generator.poissons(50, mean: mean)
      let counts = try #require(someCounts)
      let bound = 12 * mean.squareRoot() + 40
      #expect(counts.allSatisfy { $0 >= 0 && abs(Double($0) - mean) <= bound }, "\(mean)")
    }
  }

  // Ten above the mode, which the ratio of neighbours judges: there the next number is two further.
  @Test("Counts where doubles skip whole numbers answer", .timeLimit(.minutes(1)))
  func countsBeyondWholeDoubles() {
    var generator = Philox(seed: 1)
    (generator.block.first, generator.block.second) = (0xDB53_369C_D315_0000, 0)
    generator.used = 0
    #expect(generator.binomial(trials: 1 << 54, probability: 0.5) == 1 << 53 + 10)
    #expect(generator.used == 2)
  }

  // MARK: Laws

  // numpy's counts have 1.42 times the variance at 1e16, and 1.52 times at 1e18.
  @Test("Counts of huge means keep their variance", arguments: [1e3, 1e12, 1e16, 1e18])
  func hugeMeans(mean: Double) throws {
    var generator = Philox(seed: 41)
    let drawn = generator.poissons(6000, mean: mean)
    let counts = try #require(drawn)
    let squares = counts.reduce(0.0) { sum, count in
      let z = (Double(count) - mean) / mean.squareRoot()
      return sum + z * z
    }
    // The sum of 6,000 squares of normal numbers, at an error rate of 1e-9 a side.
    let law = try #require(ChiSquared(degreesOfFreedom: 6000))
    #expect(min(law.cdf(squares), law.survival(squares)) > 1e-9, "\(squares / 6000)")
  }

  @Test("Weights of a sample without replacement are those of what is left")
  func successive() throws {
    // Of the weights 1, 2, 3 the first two drawn are i, j with w_i / 6 times w_j / (6 - w_i).
    var counts: [[Int]: Int] = [:]
    for stream in 0..<12_000 {
      var generator = Philox(seed: 3, stream: UInt64(stream))
      let somePair = generator.sample(2, weights: [1, 2, 3])
      let pair = try #require(somePair)
      counts[pair, default: 0] += 1
    }
    #expect(counts.count == 6)
    for (pair, count) in counts {
      let (first, second) = (Double(pair[0] + 1), Double(pair[1] + 1))
      let law = try #require(
        Binomial(trials: 12_000, probability: first / 6 * second / (6 - first)))
      #expect(min(law.cdf(count), law.survival(count - 1)) > 1e-9, "\(pair): \(count)")
    }
  }
}

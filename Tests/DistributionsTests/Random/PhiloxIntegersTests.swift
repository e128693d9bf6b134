import Distributions
import Testing

@Suite struct PhiloxIntegersTests {
  @Test func boundedIntegersAreNumpys() throws {
    for entry in try PhiloxReference.load().cases {
      var generator = Philox(seed: entry.seed, stream: entry.stream)
      let found = entry.bounds.flatMap { bound in
        (0..<6).map { _ in generator.integer(below: bound) }
      }
      #expect(found == entry.bounded)
      #expect((0..<3).map { _ in generator.uniform() } == entry.doublesAfter)
    }
  }

  @Test func permutationsAndSamplesAreNumpys() throws {
    for entry in try PhiloxReference.load().cases {
      for order in entry.permutations {
        var generator = Philox(seed: entry.seed, stream: entry.stream)
        #expect(generator.permutation(of: order.count) == order)
        var shuffler = Philox(seed: entry.seed, stream: entry.stream)
        var texts = order.indices.map { "\($0)" }
        shuffler.shuffle(&texts)
        #expect(texts == order.map { "\($0)" })
      }
      for sample in entry.samples {
        var generator = Philox(seed: entry.seed, stream: entry.stream)
        let found = generator.sample(sample.count, of: sample.population) ?? []
        #expect(found.count == sample.count && Set(found).count == sample.count)
        #expect(found.allSatisfy { (0..<sample.population).contains($0) })
        let shown = found.count < 300 ? found : Array(found.prefix(5) + found.suffix(5))
        #expect(shown == sample.values, "\(sample.count) of \(sample.population)")
      }
    }
  }

  @Test func allOrdersAreEquallyLikely() {
    var counts: [[Int]: Int] = [:]
    for stream in 0..<12_000 {
      var generator = Philox(seed: 1, stream: UInt64(stream))
      counts[generator.permutation(of: 4), default: 0] += 1
    }
    #expect(counts.count == 24)
    // Chi-squared with 23 degrees of freedom: above 49.7 once in a thousand seeds.
    let distance = counts.values.reduce(0) { $0 + Double(($1 - 500) * ($1 - 500)) / 500 }
    #expect(distance < 49.7)
  }

  @Test func allSamplesAreEquallyLikely() {
    var counts: [Set<Int>: Int] = [:]
    for stream in 0..<7000 {
      var generator = Philox(seed: 2, stream: UInt64(stream))
      counts[Set(generator.sample(3, of: 8) ?? []), default: 0] += 1
    }
    #expect(counts.count == 56)
    // Chi-squared with 55 degrees of freedom: above 93.2 once in a thousand seeds.
    let distance = counts.values.reduce(0) { $0 + Double(($1 - 125) * ($1 - 125)) / 125 }
    #expect(distance < 93.2)
  }

  @Test func hostileArguments() {
    var generator = Philox(seed: 3)
    let start = generator
    for bound in [1, 0, -1, .min] { #expect(generator.integer(below: bound) == 0) }
    for count in [0, -5] { #expect(generator.permutation(of: count) == []) }
    #expect(generator.permutation(of: 1) == [0])
    for (count, population) in [(-1, 5), (1, 0), (6, 5), (1, -1), (.max, 5), (.min, .max)] {
      #expect(generator.sample(count, of: population) == nil)
    }
    #expect(generator.sample(0, of: .max) == [])
    #expect(generator == start)
    #expect(generator.sample(2, of: .max)?.count == 2)
    #expect((0..<Int.max).contains(generator.integer(below: .max)))
    var empty: [Int] = []
    generator.shuffle(&empty)
    #expect(empty == [])
  }
}

import Distributions
import Foundation
import Testing

@Suite struct PhiloxTests {
  @Test func wordsAndDoublesAreNumpys() throws {
    for entry in try PhiloxReference.load().cases {
      var words = Philox(seed: entry.seed, stream: entry.stream)
      for word in entry.words { #expect(words.next() == word) }
      var doubles = Philox(seed: entry.seed, stream: entry.stream)
      for value in entry.doubles { #expect(doubles.uniform() == value) }
    }
  }

  @Test func theBlocksNumberCarries() throws {
    for entry in try PhiloxReference.load().carries {
      let json = """
        {"seed": \(entry.seed), "stream": \(entry.stream), "counter": \(entry.counter), "used": 4}
        """
      var generator = try JSONDecoder().decode(Philox.self, from: Data(json.utf8))
      for word in entry.words { #expect(generator.next() == word) }
    }
  }

  @Test func streamsAndSeedsDiffer() {
    var seen = Set<UInt64>()
    for seed in [0, 1, 2, UInt64.max] {
      for stream in [0, 1, 2, UInt64.max] {
        var generator = Philox(seed: seed, stream: stream)
        for _ in 0..<20 { seen.insert(generator.next()) }
      }
    }
    #expect(seen.count == 4 * 4 * 20)
  }

  @Test func uniformNumbersFillTheInterval() {
    var generator = Philox(seed: 5)
    var counts = [Int](repeating: 0, count: 20)
    let draws = 40_000
    for _ in 0..<draws {
      let value = generator.uniform()
      #expect(value >= 0 && value < 1)
      counts[Int(value * 20)] += 1
    }
    // Chi-squared with 19 degrees of freedom: above 43.8 once in a thousand seeds.
    let expected = Double(draws) / 20
    let distance = counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) }
    #expect(distance / expected < 43.8)
  }

  @Test func worksWithTheStandardLibrary() {
    var generator = Philox(seed: 9)
    #expect((1...6).contains(Int.random(in: 1...6, using: &generator)))
    #expect([1, 2, 3].shuffled(using: &generator).sorted() == [1, 2, 3])
  }

  // MARK: Coding

  @Test func continuesAfterCoding() throws {
    for drawn in 0..<10 {
      var generator = Philox(seed: .max, stream: 3)
      for _ in 0..<drawn { _ = generator.integer(below: 100) }
      let data = try JSONEncoder().encode(generator)
      var restored = try JSONDecoder().decode(Philox.self, from: data)
      #expect(restored == generator)
      for _ in 0..<9 { #expect(restored.integer(below: 1000) == generator.integer(below: 1000)) }
      #expect(restored.next() == generator.next())
    }
    #expect(Philox(seed: 1, stream: 2).description == "Philox(seed: 1, stream: 2)")
  }

  @Test func refusesForgedPlaces() {
    for fields in [
      "\"counter\": [0, 0, 0, 0], \"used\": 1", "\"counter\": [1, 0, 0, 0], \"used\": 0",
      "\"counter\": [1, 0, 0, 0], \"used\": 5", "\"counter\": [1, 0, 0], \"used\": 4",
      "\"counter\": [1, 0, 0, 0, 0], \"used\": 4", "\"counter\": [], \"used\": 4",
      "\"counter\": [-1, 0, 0, 0], \"used\": 4",
      "\"counter\": [1, 0, 0, 0], \"used\": 4, \"half\": 4294967296",
    ] {
      let json = "{\"seed\": 1, \"stream\": 1, \(fields)}"
      #expect(throws: (any Error).self, "\(fields)") {
        try JSONDecoder().decode(Philox.self, from: Data(json.utf8))
      }
    }
  }
}

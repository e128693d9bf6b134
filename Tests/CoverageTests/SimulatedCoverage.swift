import TestSupport
import Testing

/// Coverage of interval methods, or false rejections of tests, over seeded samples.
struct SimulatedCoverage {
  /// What a method is stated to do at each sample size.
  enum Stated {
    /// About this share at each size, within four binomial standard errors.
    case about([Double])
    /// No less than this share, but for four binomial standard errors.
    case atLeast(Double)
    /// No more than this share, but for four binomial standard errors.
    case atMost(Double)
  }

  /// A method, with what counts as a hit in a sample.
  struct Method {
    /// The row's name.
    let name: String
    /// What the method is stated to do.
    let stated: Stated
    /// Whether the interval holds the truth, or the test rejects.
    let hits: (Sample) throws -> Bool
  }

  /// Two independent columns of numbers of one population.
  struct Sample {
    /// The first column.
    let x: [Double]
    /// The second column.
    let y: [Double]
  }

  /// Runs every method on the same samples, expects what is stated, and prints a table.
  static func table(
    _ title: String, sizes: [Int], samples: (Int) -> Int, methods: [Method],
    draw: (inout Generator) -> Double
  ) throws {
    var shares = [[Double]](repeating: [], count: methods.count)
    for (place, size) in sizes.enumerated() {
      var generator = Generator(seed: UInt64(size))
      var hits = [Int](repeating: 0, count: methods.count)
      let samples = samples(size)
      for _ in 0..<samples {
        let sample = Sample(
          x: (0..<size).map { _ in draw(&generator) }, y: (0..<size).map { _ in draw(&generator) })
        for (row, method) in methods.enumerated() where try method.hits(sample) { hits[row] += 1 }
      }
      for (row, method) in methods.enumerated() {
        let share = Double(hits[row]) / Double(samples)
        shares[row].append(share)
        expect(share, method, place, size, samples)
      }
    }
    var table = CoverageTable(title, sizes: sizes)
    for (method, row) in zip(methods, shares) {
      table.add(method.name, row.map(CoverageTable.percent))
    }
    table.print()
  }

  private static func expect(
    _ share: Double, _ method: Method, _ place: Int, _ size: Int, _ samples: Int
  ) {
    func reach(_ share: Double) -> Double { CoverageTable.reach(share, samples: samples) }
    switch method.stated {
    case .about(let stated):
      #expect(
        abs(share - stated[place]) <= reach(stated[place]), "\(method.name), n \(size): \(share)")
    case .atLeast(let least):
      #expect(share >= least - reach(least), "\(method.name), n \(size): \(share)")
    case .atMost(let most):
      #expect(share <= most + reach(most), "\(method.name), n \(size): \(share)")
    }
  }
}

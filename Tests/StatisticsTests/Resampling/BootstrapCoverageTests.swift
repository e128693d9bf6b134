import Distributions
import Foundation
import TestSupport
import Testing

@testable import Statistics

@Suite struct BootstrapCoverageTests {
  // The coverage that the documentation states, for the mean of exponential values; each within four
  // binomial standard deviations and 0.02 for the fewer replicates here.
  @Test func coversSkewedMeansAsStated() throws {
    let stated: [Int: [BootstrapMethod.Interval: Double]] = [
      8: [.percentile: 0.843, .bca: 0.861, .studentized: 0.941],
      20: [.percentile: 0.902, .bca: 0.917, .studentized: 0.945],
    ]
    let samples = 100
    for (size, intervals) in stated.sorted(by: { $0.key < $1.key }) {
      var hits: [BootstrapMethod.Interval: Int] = [:]
      for sample in 0..<samples {
        var random = Philox(seed: 777, stream: UInt64(sample))
        let statistic = try BootstrapStatistic.mean(
          of: (0..<size).map { _ in -log(1 - random.uniform()) })
        for interval in intervals.keys {
          let method = try BootstrapMethod(
            interval: interval, replicates: 199, seed: UInt64(sample))
          let found = try Bootstrap(statistic, method: method).estimate.interval()
          if found?.contains(1) == true { hits[interval, default: 0] += 1 }
        }
      }
      for (interval, coverage) in intervals {
        let found = Double(hits[interval] ?? 0) / Double(samples)
        let deviation = (coverage * (1 - coverage) / Double(samples)).squareRoot()
        print("bootstrap \(interval.name), exponential mean of \(size): \(found)")
        #expect(abs(found - coverage) < 4 * deviation + 0.02, "\(interval) at \(size)")
      }
      // The same samples: the studentised interval misses less often.
      #expect((hits[.studentized] ?? 0) > (hits[.percentile] ?? samples))
    }
  }

  // Proportions by enumeration: every count of 12 people has its interval but for none and all, which
  // have none. So the coverage falls with the share of samples without an event.
  @Test func proportionsAreBetterCounted() throws {
    let people = 12
    let intervals = try (1..<people).map { count in
      let values = (0..<people).map { $0 < count ? 1.0 : 0 }
      let method = try BootstrapMethod(interval: .percentile, replicates: 1_999)
      return try Bootstrap(.mean(of: values), method: method).estimate.interval()
    }
    func coverage(_ share: Double) -> Double {
      guard let distribution = Binomial(trials: people, probability: share) else { return .nan }
      return (1..<people).reduce(0) { sum, count in
        intervals[count - 1]?.contains(share) == true ? sum + distribution.pmf(count) : sum
      }
    }
    let shares = stride(from: 0.05, through: 0.5, by: 0.01).map { coverage($0) }
    let mean = shares.reduce(0, +) / Double(shares.count)
    print("bootstrap percentile, proportion of 12: least \(shares.min() ?? 0), mean \(mean)")
    #expect(shares[0] <= 1 - pow(0.95, 12.0) && shares[0] < 0.47)
    #expect(mean > 0.8 && mean < 0.95)
  }

  @Test func constantSamplesHaveNoDistribution() {
    for share in [0.0, 1.0] {
      let values = [Double](repeating: share, count: 12)
      #expect(thrownCase { try Bootstrap(.mean(of: values)) } == "undefined")
    }
  }
}

import Foundation
import TestSupport
import Testing

@testable import Statistics

/// Type I error of tests of spread and of means of several groups, and coverage of correlations, at
/// the sizes of pilots; seeded, held within four binomial standard errors of what is stated.
@Suite struct SpreadCoverageTests {
  static func allowance(_ share: Double, _ draws: Int) -> Double {
    4 * (share * (1 - share) / Double(draws)).squareRoot()
  }

  // Three groups of n, normal and exponential.
  @Test func equalVariances() throws {
    var generator = Generator(seed: 41)
    for n in [5, 8, 12, 20, 50] {
      let draws = n > 20 ? 150 : 300
      var (normal, skewed) = (
        [EqualVariancesTest.Method: Int](), [EqualVariancesTest.Method: Int]()
      )
      for _ in 0..<draws {
        let even = (0..<3).map { _ in generator.normals(n) }
        let waits = (0..<3).map { _ in (0..<n).map { _ in -log(1 - generator.uniform()) } }
        for method in EqualVariancesTest.Method.allCases {
          if try EqualVariancesTest(even, method: method).pValue <= 0.05 {
            normal[method, default: 0] += 1
          }
          if try EqualVariancesTest(waits, method: method).pValue <= 0.05 {
            skewed[method, default: 0] += 1
          }
        }
      }
      let words = EqualVariancesTest.Method.allCases.map {
        "\($0.rawValue) \(Double(normal[$0] ?? 0) / Double(draws)) and "
          + "\(Double(skewed[$0] ?? 0) / Double(draws))"
      }
      print("equal variances 3 x \(n), normal and exponential: \(words.joined(separator: ", "))")
      let level = 0.05 + Self.allowance(0.05, draws)
      for method in [EqualVariancesTest.Method.brownForsythe, .flignerKilleen, .bartlett] {
        #expect(Double(normal[method] ?? 0) / Double(draws) < level, "\(method) \(n)")
      }
      #expect((skewed[.bartlett] ?? 0) > (skewed[.brownForsythe] ?? 0))
    }
  }

  // Groups of n, n and 2 n with standard deviations 4, 1 and 1: the classic test is far off.
  @Test func meansOfSeveralGroups() throws {
    var generator = Generator(seed: 43)
    for n in [5, 8, 12, 20, 50] {
      let draws = n > 20 ? 300 : 500
      var (classic, welch) = (0, 0)
      for _ in 0..<draws {
        let groups = [
          generator.normals(n).map { $0 * 4 }, generator.normals(n), generator.normals(2 * n),
        ]
        if try OneWayANOVA(groups, method: .classic).pValue <= 0.05 { classic += 1 }
        if try OneWayANOVA(groups).pValue <= 0.05 { welch += 1 }
      }
      let share = Double(welch) / Double(draws)
      print(
        "means \(n), \(n), \(2 * n), spreads 4, 1, 1: classic \(Double(classic) / Double(draws)), Welch \(share)"
      )
      // Welch's test of small groups is somewhat above its level.
      #expect(share < 0.05 + Self.allowance(0.05, draws) + (n < 8 ? 0.02 : 0))
      #expect(Double(classic) / Double(draws) > 0.07)
    }
  }

  // The true correlation is 0.5; of normal values Spearman's is (6 / pi) asin(0.25), Kendall's 1 /
  // 3.
  @Test func correlations() throws {
    var generator = Generator(seed: 44)
    let spearman = 6 / Double.pi * asin(0.25)
    for n in [5, 8, 12, 20, 50] {
      let draws = n > 20 ? 300 : 600
      var held = (pearson: 0, wright: 0, fieller: 0, kendall: 0)
      for _ in 0..<draws {
        let x = generator.normals(n)
        let y = x.map { $0 / 2 + 0.75.squareRoot() * generator.normal() }
        if try PearsonCorrelation(x, y).interval()?.contains(0.5) == true { held.pearson += 1 }
        let ranks = try SpearmanCorrelation(x, y, method: .studentT)
        // Where all ranks agree there is no interval, and nothing is left out.
        if ranks.interval()?.contains(spearman) ?? true { held.wright += 1 }
        if ranks.interval(method: .fieller)?.contains(spearman) ?? true { held.fieller += 1 }
        let tau = try KendallCorrelation(x, y, method: .normal)
        if tau.interval()?.contains(1.0 / 3) ?? true { held.kendall += 1 }
      }
      func share(_ count: Int) -> Double { Double(count) / Double(draws) }
      print(
        "correlations \(n): Pearson \(share(held.pearson)), Spearman Bonett-Wright "
          + "\(share(held.wright)), Fieller \(share(held.fieller)), Kendall \(share(held.kendall))")
      #expect(abs(share(held.pearson) - 0.95) < Self.allowance(0.95, draws))
      #expect(share(held.wright) > 0.95 - Self.allowance(0.95, draws) - 0.01)
      #expect(share(held.kendall) > 0.95 - Self.allowance(0.95, draws) - 0.01)
    }
  }

  // Exact tests of rank correlation, from their distributions.
  @Test func exactRankCorrelations() throws {
    for n in [5, 8, 12, 20, 50] {
      let distribution = LatticeDistribution.inversions(of: n)
      var (below, size) = (0.0, 0.0)
      for mass in distribution.masses {
        let tail = min(below + mass, 1 - below)
        below += mass
        if 2 * tail <= 0.05 + 1e-12 { size += mass }
      }
      print("Kendall \(n): exact \(size)")
      #expect(size <= 0.05 && size > 0.015)
    }
    var generator = Generator(seed: 45)
    for n in [5, 8] {
      // Every p-value of an exact test at or below 5 % comes at most as often.
      let x = (0..<n).map(Double.init)
      var rejected = 0
      let draws = 200
      for _ in 0..<draws {
        if try SpearmanCorrelation(x, x.shuffled(using: &generator)).pValue ?? 1 <= 0.05 {
          rejected += 1
        }
      }
      print("Spearman \(n): exact \(Double(rejected) / Double(draws))")
      #expect(Double(rejected) / Double(draws) < 0.05 + Self.allowance(0.05, draws))
    }
  }
}

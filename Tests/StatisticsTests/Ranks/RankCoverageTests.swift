import Distributions
import TestSupport
import Testing

@testable import Statistics

/// Type I error and coverage of rank methods at the sizes of pilots: from the exact distributions
/// where they tell, by seeded simulation elsewhere.
@Suite struct RankCoverageTests {
  static let sizes = [5, 8, 12, 20, 50]

  // The exact tests never exceed 5 %; the normal ones are enumerated over the exact distribution of
  // U.
  @Test func mannWhitneyWithoutTies() throws {
    for n in Self.sizes {
      let distribution = LatticeDistribution.sums(of: Array(0..<(2 * n)), choosing: n)
      let lowest = distribution.lowest
      let pairs = Double(n * n)
      let error = (pairs / 12 * Double(2 * n + 1)).squareRoot()
      var sizes = (exact: 0.0, corrected: 0.0, plain: 0.0)
      var below = 0.0
      for (u, mass) in distribution.masses.enumerated() {
        let tail = min(below + mass, 1 - below)
        below += mass
        let distance = abs(Double(u) - pairs / 2)
        if 2 * tail <= 0.05 + 1e-12 { sizes.exact += mass }
        if 2 * Normal.standard.survival(max(0, distance - 0.5) / error) <= 0.05 {
          sizes.corrected += mass
        }
        if 2 * Normal.standard.survival(distance / error) <= 0.05 { sizes.plain += mass }
      }
      // The interval of the shift leaves out exactly what the exact test rejects.
      let rank = try #require(distribution.lowerRank(tail: 0.025)) - lowest
      let coverage = 1 - 2 * distribution.atMost(lowest + rank - 1)
      print(
        "Mann-Whitney \(n)+\(n): exact \(sizes.exact), normal \(sizes.corrected), uncorrected "
          + "\(sizes.plain); coverage of the shift \(coverage)")
      #expect(sizes.exact <= 0.05 && sizes.exact > 0.02)
      #expect(agrees(coverage, 1 - sizes.exact, relative: 1e-12))
      #expect(sizes.corrected <= 0.0505 && sizes.plain < 0.057)
    }
  }

  // Answers on a scale of five: every table of marks is a draw; the level is held given the ties.
  @Test func mannWhitneyWithTies() throws {
    var generator = Generator(seed: 77)
    for n in [5, 8, 12] {
      var (exact, normal) = (0.0, 0.0)
      let draws = 60
      for _ in 0..<draws {
        let marks = (0..<(2 * n)).map { _ in Double(generator.below(5)) }
        let ranks = MidRanks(marks)
        let distribution = LatticeDistribution.sums(of: ranks.doubled, choosing: n)
        let total = ranks.doubled.reduce(0, +)
        let size = Double(2 * n)
        let error =
          (Double(n * n) / 12 * (size + 1 - ranks.tieSum / (size * (size - 1)))).squareRoot()
        for (place, mass) in distribution.masses.enumerated() where mass > 0 {
          let sum = distribution.lowest + place
          if distribution.asFar(sum, total: n * total, size: 2 * n) <= 0.05 { exact += mass }
          let distance = abs(Double(sum) - Double(total) / 2) / 2
          if 2 * Normal.standard.survival(max(0, distance - 0.5) / error) <= 0.05 { normal += mass }
        }
      }
      (exact, normal) = (exact / Double(draws), normal / Double(draws))
      print("Mann-Whitney \(n)+\(n) on five marks: exact \(exact), normal \(normal)")
      #expect(exact <= 0.05 && exact > 0.02 && normal < 0.05)
    }
  }

  @Test func signedRankWithoutTies() throws {
    for n in Self.sizes {
      let distribution = LatticeDistribution.signedSums(of: Array(1...n))
      let rank = distribution.lowerRank(tail: 0.025)
      let rejected = rank.map { 2 * distribution.atMost($0 - 1) } ?? 0
      let count = Double(n)
      let error = (count * (count + 1) * (2 * count + 1) / 24).squareRoot()
      var normal = 0.0
      for (sum, mass) in distribution.masses.enumerated() {
        let distance = max(0, abs(Double(sum) - count * (count + 1) / 4) - 0.5) / error
        if 2 * Normal.standard.survival(distance) <= 0.05 { normal += mass }
      }
      print("signed rank \(n): exact \(rejected), normal \(normal); coverage \(1 - rejected)")
      #expect(rejected <= 0.05 && normal <= 0.0625)
      #expect(n == 5 ? rejected == 0 : rejected > 0.025)
      let sign = try OrderStatistics((1...n).map(Double.init)).coverage() ?? 0
      print("median by order statistics \(n): coverage \(sign)")
      #expect(sign >= 0.95)
    }
  }

  @Test func probabilityOfSuperiority() throws {
    var generator = Generator(seed: 1)
    for (n, least) in [(5, 0.93), (8, 0.93), (12, 0.93), (20, 0.93), (50, 0.93)] {
      let draws = n > 20 ? 200 : 500
      // A shift of one standard deviation: P = Phi(1 / sqrt 2).
      let truth = Normal.standard.cdf(0.5.squareRoot())
      var held: [MannWhitney.SuperiorityMethod: Int] = [:]
      for _ in 0..<draws {
        let test = try MannWhitney(
          treated: generator.normals(n).map { $0 + 1 }, control: generator.normals(n),
          method: .normal)
        for method in MannWhitney.SuperiorityMethod.allCases
        where test.superiorityInterval(method: method)?.contains(truth) == true {
          held[method, default: 0] += 1
        }
      }
      let shares = MannWhitney.SuperiorityMethod.allCases.map {
        "\($0.rawValue) \(Double(held[$0] ?? 0) / Double(draws))"
      }
      print("superiority \(n)+\(n): \(shares.joined(separator: ", "))")
      // Within four binomial standard errors of the coverage it is stated to have.
      let share = Double(held[.newcombe] ?? 0) / Double(draws)
      let allowance = 4 * (0.95 * 0.05 / Double(draws)).squareRoot()
      #expect(share > 0.95 - allowance && share > least - 0.02)
    }
  }

  // Unequal spreads, where the Mann-Whitney test of equal medians is off its level.
  @Test func brunnerMunzelKeepsItsLevel() throws {
    var generator = Generator(seed: 15)
    for n in [8, 12, 20] {
      var (rejected, valid) = (0, 0)
      let draws = 500
      for _ in 0..<draws {
        let wide = generator.normals(n).map { $0 * 3 }
        guard let test = try? BrunnerMunzel(treated: wide, control: generator.normals(2 * n)) else {
          continue
        }
        valid += 1
        if test.pValue <= 0.05 { rejected += 1 }
      }
      let share = Double(rejected) / Double(valid)
      print("Brunner-Munzel \(n)+\(2 * n), spreads 3 and 1: type I error \(share)")
      #expect(
        valid == draws && share < 0.05 + 4 * (0.05 * 0.95 / Double(draws)).squareRoot() + 0.01)
    }
  }
}

import Distributions
import Statistics
import Testing

/// Coverage and false rejections of rank methods in samples of continuous values, enumerated.
///
/// The ranks' statistic decides alone whether a test rejects and whether the interval holds the
/// truth. So one sample a value of the statistic is enough, with the statistic's distribution, counted
/// here for itself; the result holds for every continuous distribution.
@Suite struct RankCoverageTests {
  private static let sizes = [5, 8, 12, 20, 50]

  // MARK: Distributions

  /// The probabilities of the sums of subsets of the ranks 1 to n, every subset as likely.
  private static func signedRanks(_ size: Int) -> [Double] {
    var masses = [1.0]
    for rank in 1...size {
      var next = [Double](repeating: 0, count: masses.count + rank)
      for (sum, mass) in masses.enumerated() {
        next[sum] += mass / 2
        next[sum + rank] += mass / 2
      }
      masses = next
    }
    return masses
  }

  /// The probabilities of U in two groups of one size, by the probability that the largest of the
  /// values is in the first group.
  private static func mannWhitney(_ size: Int) -> [Double] {
    // rows[j] holds i values of the first group and j of the second.
    var rows = [[Double]](repeating: [1], count: size + 1)
    for first in 1...size {
      var next: [[Double]] = [[1]]
      for second in 1...size {
        var masses = [Double](repeating: 0, count: first * second + 1)
        let all = Double(first + second)
        for (sum, mass) in rows[second].enumerated() {
          masses[sum + second] += mass * Double(first) / all
        }
        for (sum, mass) in next[second - 1].enumerated() {
          masses[sum] += mass * Double(second) / all
        }
        next.append(masses)
      }
      rows = next
    }
    return rows[size]
  }

  // MARK: Samples

  /// Differences of which those above zero have ranks with this sum.
  private static func differences(_ size: Int, sum: Int) -> [Double] {
    var rest = sum
    return (1...size).reversed().map { rank in
      guard rank <= rest else { return -Double(rank) }
      rest -= rank
      return Double(rank)
    }
  }

  /// Values among 1 to n that exceed them this often in all.
  private static func treated(_ size: Int, wins: Int) -> [Double] {
    (0..<size).map { place in
      let below = min(size, max(0, wins - place * size))
      return Double(below) + 0.25 + Double(place) / Double(2 * size)
    }
  }

  /// Sums what is probable and true; the statistic's distribution is symmetric, so the lower half
  /// and the middle do.
  private static func share(
    _ masses: [Double], where isHit: (Int) throws -> Bool
  ) rethrows -> Double {
    let most = masses.count - 1
    return try (0...most / 2).reduce(0) { sum, value in
      let mass = value * 2 == most ? masses[value] : 2 * masses[value]
      return try isHit(value) ? sum + mass : sum
    }
  }

  // MARK: Tables

  @Test func countsAreThoseOfArrangements() {
    // Three ranks: sums 0 to 6, of eight subsets; two and two values: 1, 1, 2, 1, 1 of six orders.
    #expect(Self.signedRanks(3).map { $0 * 8 } == [1, 1, 1, 2, 1, 1, 1])
    #expect(
      zip(Self.mannWhitney(2), [1, 1, 2, 1, 1]).allSatisfy { abs($0 * 6 - $1) < 1e-12 })
  }

  @Test func medians() throws {
    var (intervals, tests): ([String], [String]) = ([], [])
    for size in Self.sizes {
      let below = try #require(Binomial(trials: size, probability: 0.5))
      let masses = (0...size).map(below.pmf)
      func sample(_ below: Int) -> [Double] { (0..<size).map { Double($0 - below) + 0.5 } }
      let coverage = try Self.share(masses) {
        try OrderStatistics(sample($0)).interval()?.contains(0) == true
      }
      let rejections = try Self.share(masses) {
        try SignTest(differences: sample($0)).pValue <= 0.05
      }
      #expect(coverage >= 0.95 && rejections <= 0.05)
      // The interval holds what the test does not reject.
      #expect(abs(coverage + rejections - 1) < 1e-12)
      intervals.append(CoverageTable.percent(coverage))
      tests.append(CoverageTable.percent(rejections))
    }
    var table = CoverageTable("Median, any continuous values", sizes: Self.sizes)
    table.add("order statistics, 95 % coverage", intervals)
    table.add("sign test, rejections at 5 %", tests)
    table.print()
  }

  @Test func signedRank() throws {
    var rows: [[String]] = [[], [], []]
    for size in Self.sizes {
      let masses = Self.signedRanks(size)
      let results = try (0...(masses.count - 1) / 2).map {
        try WilcoxonSignedRank(differences: Self.differences(size, sum: $0))
      }
      let coverage = Self.share(masses) { results[$0].interval()?.contains(0) == true }
      let rejections = Self.share(masses) { results[$0].pValue <= 0.05 }
      let normal = try Self.share(masses) {
        try WilcoxonSignedRank(
          differences: Self.differences(size, sum: $0), method: .normalUncorrected
        ).pValue <= 0.05
      }
      // From fifty on the normal reference is the default.
      #expect(coverage >= (size < 50 ? 0.95 : 0.949) && rejections <= (size < 50 ? 0.05 : 0.051))
      #expect(normal >= rejections && normal < 0.08)
      for (row, share) in [coverage, rejections, normal].enumerated() {
        rows[row].append(CoverageTable.percent(share))
      }
    }
    var table = CoverageTable("Signed ranks, any symmetric values", sizes: Self.sizes)
    table.add("pseudo-median, 95 % coverage", rows[0])
    table.add("test, rejections at 5 %", rows[1])
    table.add("normal without correction, rejections", rows[2])
    table.print()
  }

  @Test func shifts() throws {
    var rows: [[String]] = [[], [], []]
    for size in Self.sizes {
      let masses = Self.mannWhitney(size)
      let control = (1...size).map { Double($0) }
      func comparison(_ wins: Int, _ method: RankTestMethod) throws -> MannWhitney {
        let result = try MannWhitney(
          treated: Self.treated(size, wins: wins), control: control, method: method)
        #expect(result.statistic == Double(wins))
        return result
      }
      let results = try (0...(masses.count - 1) / 2).map { try comparison($0, .automatic) }
      let coverage = Self.share(masses) { results[$0].shiftInterval()?.contains(0) == true }
      let rejections = Self.share(masses) { results[$0].pValue <= 0.05 }
      // From fifty on the normal reference is the default.
      #expect(coverage >= (size < 50 ? 0.95 : 0.949) && rejections <= (size < 50 ? 0.05 : 0.051))
      rows[0].append(CoverageTable.percent(coverage))
      rows[1].append(CoverageTable.percent(rejections))
      guard size < 50 else { continue }
      let normal = try Self.share(masses) {
        try comparison($0, .normalUncorrected).pValue <= 0.05
      }
      #expect(normal >= rejections && normal < 0.08)
      rows[2].append(CoverageTable.percent(normal))
    }
    var table = CoverageTable("Shift, any continuous values, n in each arm", sizes: Self.sizes)
    table.add("Hodges-Lehmann, 95 % coverage", rows[0])
    table.add("Mann-Whitney, rejections at 5 %", rows[1])
    table.add("normal without correction, rejections", rows[2])
    table.print()
  }
}

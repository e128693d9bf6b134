/// The exact distribution of a sum of whole scores.
///
/// Every table is built by additions of positive numbers alone, so that each probability, however
/// far out, keeps all but a few of its digits.
struct LatticeDistribution {
  /// The least value.
  let lowest: Int
  /// The probability of each value from the least on.
  let masses: [Double]

  /// The most additions that a table may take: some seconds.
  static let mostWork = 500_000_000.0

  // MARK: Tails

  /// The probability of k or less.
  func atMost(_ k: Int) -> Double {
    let end = k - lowest
    guard end >= 0 else { return 0 }
    return end + 1 >= masses.count ? 1 : min(1, masses[...end].reduce(0, +))
  }

  /// The probability of k or more.
  func atLeast(_ k: Int) -> Double {
    let start = k - lowest
    guard start < masses.count else { return 0 }
    return start <= 0 ? 1 : min(1, masses[start...].reversed().reduce(0, +))
  }

  /// The probability of a value at least as far from the mean as k; `size` times the mean is
  /// `total`.
  func asFar(_ k: Int, total: Int, size: Int) -> Double {
    let distance = abs(size * k - total)
    let low = atMost(Self.floor(total - distance, by: size))
    let high = atLeast(-Self.floor(-(total + distance), by: size))
    return distance == 0 ? 1 : min(1, low + high)
  }

  /// The largest k with at most `tail` of probability below it; nil when even the least has more.
  ///
  /// A tail such as (1 - 0.9) / 2 exceeds its decimal, or falls short of it, by rounding alone.
  func lowerRank(tail: Double) -> Int? {
    var sum = 0.0
    for (place, mass) in masses.enumerated() {
      sum += mass
      if sum > tail * (1 + 1e-12) { return place == 0 ? nil : lowest + place }
    }
    return nil
  }

  private static func floor(_ numerator: Int, by divisor: Int) -> Int {
    let (quotient, rest) = numerator.quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? quotient - 1 : quotient
  }

  // MARK: Sums

  /// The sum of `size` of the scores, all choices equally likely; at most half of them are chosen.
  ///
  /// Adds one score at a time: a choice either has it or not.
  ///
  /// **Reference:** Streitberg and Rohmel (1986), Statistical Software Newsletter 12, 10-17.
  /// - Complexity: O(*n* `size` range of the sum).
  static func sums(of scores: [Int], choosing size: Int) -> LatticeDistribution {
    let ascending = scores.sorted()
    let width = width(ascending, size)
    // Row k holds the number of ways to choose k scores by their sum above that of the k smallest.
    let stride = width + 1
    var ways = [Double](repeating: 0, count: (size + 1) * stride)
    ways[0] = 1
    for (place, score) in ascending.enumerated() where size > 0 {
      for chosen in (1...size).reversed() where chosen <= place + 1 {
        let shift = score - ascending[chosen - 1]
        guard shift <= width else { continue }
        let (to, from) = (chosen * stride, (chosen - 1) * stride)
        for sum in 0...(width - shift) where ways[from + sum] > 0 {
          // The row below has not met this score yet, so that none is taken twice.
          ways[to + sum + shift] += ways[from + sum]
        }
      }
    }
    let row = Array(ways[(size * stride)...])
    let total = row.reduce(0, +)
    return LatticeDistribution(
      lowest: ascending.prefix(size).reduce(0, +), masses: row.map { $0 / total })
  }

  /// How far the largest sum is from the least.
  private static func width(_ ascending: [Int], _ size: Int) -> Int {
    ascending.suffix(size).reduce(0, +) - ascending.prefix(size).reduce(0, +)
  }

  /// The sum of the scores that a fair coin picks, each by a toss of its own; scores above zero.
  ///
  /// - Complexity: O(*n* sum of the scores).
  static func signedSums(of scores: [Int]) -> LatticeDistribution {
    var masses = [Double](repeating: 0, count: scores.reduce(1, +))
    masses[0] = 1
    var reach = 0
    for score in scores {
      for sum in (0...reach).reversed() where masses[sum] > 0 {
        let half = masses[sum] / 2
        masses[sum] = half
        masses[sum + score] += half
      }
      reach += score
    }
    return LatticeDistribution(lowest: 0, masses: masses)
  }

  /// The number of pairs in the wrong order, all orders of `count` values equally likely.
  ///
  /// - Complexity: O(*n*^4).
  static func inversions(of count: Int) -> LatticeDistribution {
    var masses = [1.0]
    for size in 2..<max(3, count + 1) where size <= count {
      var next = [Double](repeating: 0, count: masses.count + size - 1)
      for (place, mass) in masses.enumerated() {
        for more in 0..<size { next[place + more] += mass / Double(size) }
      }
      masses = next
    }
    return LatticeDistribution(lowest: 0, masses: masses)
  }
}

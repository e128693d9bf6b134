import Distributions

/// The signed ranks of differences that are not zero.
struct SignedRanks {
  /// Twice the rank of each difference by size, equal sizes sharing their mean rank: whole numbers.
  let doubled: [Int]
  /// Twice the sum of the ranks of positive differences.
  let positive: Int
  /// How many differences were zero.
  let zeros: Int

  /// - Complexity: O(n log n).
  init(_ differences: [Double]) {
    let kept = differences.filter { $0 != 0 }
    zeros = differences.count - kept.count
    let order = Array(kept.indices).stablySorted { abs(kept[$0]) }
    var doubled = [Int](repeating: 0, count: kept.count)
    var start = 0
    while start < order.count {
      var end = start
      while end < order.count, abs(kept[order[end]]) == abs(kept[order[start]]) { end += 1 }
      // Ranks start + 1 to end have the mean (start + 1 + end) / 2.
      for place in start..<end { doubled[order[place]] = start + 1 + end }
      start = end
    }
    self.doubled = doubled
    positive = zip(doubled, kept).reduce(0) { $0 + ($1.1 > 0 ? $1.0 : 0) }
  }

  /// The sum of all ranks.
  var sum: Double { Double(doubled.reduce(0, +)) / 2 }

  /// The sum of their squares.
  var sumOfSquares: Double { doubled.reduce(0) { $0 + Double($1) * Double($1) } / 4 }

  /// The sum of ranks of positive differences.
  var statistic: Double { Double(positive) / 2 }

  // MARK: Tails

  /// P(T >= t) by the normal distribution, each rank counting with a probability.
  func normalTail(probability: Double) -> Double {
    Normal.standard.survival(deviate(probability: probability))
  }

  private func deviate(probability: Double) -> Double {
    (statistic - probability * sum) / (probability * (1 - probability) * sumOfSquares).squareRoot()
  }

  /// P(T >= t) exactly, each rank counting with a probability: the distribution of the sum, one
  /// rank after the other.
  ///
  /// - Complexity: O(n x sum of ranks).
  func exactTail(probability: Double) -> Double {
    let total = doubled.reduce(0, +)
    var mass = [Double](repeating: 0, count: total + 1)
    mass[0] = 1
    var reached = 0
    for rank in doubled {
      reached += rank
      for value in stride(from: reached, through: 0, by: -1) {
        let without = mass[value] * (1 - probability)
        mass[value] = value >= rank ? without + mass[value - rank] * probability : without
      }
    }
    // From the far end, where the small numbers are.
    return min(1, mass[positive...].reversed().reduce(0, +))
  }
}

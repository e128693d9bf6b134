import Distributions

/// The pairs of rows of two ranked columns: how many agree, disagree or are tied.
struct KendallPairs: Sendable, Hashable, Codable {
  /// How many rows there are.
  let count: Int
  /// Pairs that both columns put in the same order.
  let concordant: Int
  /// Pairs that the columns put in opposite orders.
  let discordant: Int
  /// Pairs tied in x, and pairs tied in y; those tied in both count in each.
  let tiedX: Int
  let tiedY: Int
  /// The variance of concordant less discordant pairs when one column is in random order.
  let variance: Double

  /// Every pair of rows.
  var all: Int { count * (count - 1) / 2 }
  /// Concordant less discordant pairs.
  var score: Int { concordant - discordant }
  /// Tau-b; both columns vary.
  var tau: Double {
    let scale = Double(all - tiedX).squareRoot() * Double(all - tiedY).squareRoot()
    // Whole numbers say when every pair agrees; roots do not.
    if abs(score) == all - tiedX, abs(score) == all - tiedY { return score < 0 ? -1 : 1 }
    return min(1, max(-1, Double(score) / scale))
  }

  // MARK: Counting

  /// Counts the pairs of ranked rows.
  ///
  /// - Complexity: O(*n* log *n*).
  init(_ x: [Int], _ y: [Int]) {
    let order = x.indices.sorted { (x[$0], y[$0]) < (x[$1], y[$1]) }
    let tiesX = Self.runs(order.map { x[$0] })
    var (tiedBoth, start) = (0, 0)
    for size in tiesX {
      for run in Self.runs(order[start..<(start + size)].map { y[$0] }) {
        tiedBoth += run * (run - 1) / 2
      }
      start += size
    }
    var ranks = order.map { y[$0] }
    var buffer = ranks
    discordant = Self.sortCounting(&ranks, &buffer, 0, ranks.count)
    let tiesY = Self.runs(ranks)
    count = x.count
    tiedX = tiesX.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
    tiedY = tiesY.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
    concordant = count * (count - 1) / 2 - tiedX - tiedY + tiedBoth - discordant
    variance = Self.variance(count, tiesX, tiesY)
  }

  /// The lengths of the runs of equal neighbours.
  private static func runs(_ values: [Int]) -> [Int] {
    var lengths: [Int] = []
    for (place, value) in values.enumerated() {
      if place > 0, values[place - 1] == value {
        lengths[lengths.count - 1] += 1
      } else {
        lengths.append(1)
      }
    }
    return lengths
  }

  /// Sorts a stretch by merging, and counts the pairs that were in the wrong order.
  private static func sortCounting(
    _ values: inout [Int], _ buffer: inout [Int], _ start: Int, _ end: Int
  ) -> Int {
    guard end - start > 1 else { return 0 }
    let middle = start + (end - start) / 2
    var swaps =
      sortCounting(&values, &buffer, start, middle) + sortCounting(&values, &buffer, middle, end)
    var (left, right) = (start, middle)
    for place in start..<end {
      if right == end || (left < middle && values[left] <= values[right]) {
        buffer[place] = values[left]
        left += 1
      } else {
        swaps += middle - left
        buffer[place] = values[right]
        right += 1
      }
    }
    for place in start..<end { values[place] = buffer[place] }
    return swaps
  }

  /// **Reference:** Kendall (1970), *Rank Correlation Methods*, section 4.9.
  private static func variance(_ count: Int, _ tiesX: [Int], _ tiesY: [Int]) -> Double {
    func sum(_ ties: [Int], _ term: (Double) -> Double) -> Double {
      ties.reduce(0) { $0 + term(Double($1)) }
    }
    let n = Double(count)
    let weight = { (t: Double) in t * (t - 1) * (2 * t + 5) }
    let two = { (t: Double) in t * (t - 1) }
    let three = { (t: Double) in t * (t - 1) * (t - 2) }
    let main = (weight(n) - sum(tiesX, weight) - sum(tiesY, weight)) / 18
    let pairs = sum(tiesX, two) * sum(tiesY, two) / (2 * two(n))
    let triples = n > 2 ? sum(tiesX, three) * sum(tiesY, three) / (9 * three(n)) : 0
    return main + pairs + triples
  }

  private enum CodingKeys: String, CodingKey {
    case count, concordant, discordant, tiedX, tiedY, variance
  }

  /// The variance without ties, which ties only lower, and a rounding.
  private static func largestVariance(_ count: Int) -> Double {
    let n = Double(count)
    return n * (n - 1) * (2 * n + 5) / 18 * (1 + 1e-9)
  }

  /// Decodes counts, refusing those that no rows have.
  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    count = try fields.decode(Int.self, forKey: .count)
    concordant = try fields.decode(Int.self, forKey: .concordant)
    discordant = try fields.decode(Int.self, forKey: .discordant)
    tiedX = try fields.decode(Int.self, forKey: .tiedX)
    tiedY = try fields.decode(Int.self, forKey: .tiedY)
    variance = try fields.decode(Double.self, forKey: .variance)
    // Halves of the largest numbers, so that no sum overflows before it is compared.
    guard count >= 2, count <= 1 << 31, concordant >= 0, discordant >= 0, tiedX >= 0, tiedY >= 0,
      variance >= 0, variance <= Self.largestVariance(count), tiedX < all, tiedY < all,
      concordant <= all, discordant <= all - concordant,
      concordant + discordant <= all - tiedX, concordant + discordant <= all - tiedY
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .count, in: fields, debugDescription: "needs counts that rows can have")
    }
  }

  // MARK: Tails

  /// The two-sided normal p-value.
  func normalTails(correction: Double) -> Double {
    guard variance > 0 else { return 1 }
    let distance = max(0, Double(abs(score)) - correction) / variance.squareRoot()
    return min(1, 2 * Normal.standard.survival(distance))
  }

  /// The share of all orders of y whose score is as far from zero.
  static func exactShare(_ x: [Int], _ y: [Int], _ score: Int) -> Double {
    var (reached, all) = (0, 0)
    var order: [Int] = []
    func visit(_ used: Int, _ sum: Int) {
      guard order.count < x.count else {
        all += 1
        if abs(sum) >= abs(score) { reached += 1 }
        return
      }
      let place = order.count
      for next in y.indices where used >> next & 1 == 0 {
        var more = 0
        for (earlier, row) in order.enumerated() {
          more += (x[place] - x[earlier]).signum() * (y[next] - y[row]).signum()
        }
        order.append(next)
        visit(used | 1 << next, sum + more)
        order.removeLast()
      }
    }
    visit(0, 0)
    return Double(reached) / Double(all)
  }
}

/// Which free place of a run has the lowest row number: a tournament tree.
struct LowestRowTree {
  private let rows: [Int]
  private let size: Int
  /// The places that won each subtree, or -1 where none is free.
  ///
  /// Node k has children 2k and 2k + 1, and leaves start at `size`.
  private var nodes: [Int]

  init(_ rows: [Int]) {
    self.rows = rows
    size = rows.count
    nodes = [Int](repeating: -1, count: 2 * rows.count)
    for place in rows.indices { nodes[size + place] = place }
    for node in stride(from: size - 1, to: 0, by: -1) {
      nodes[node] = winner(nodes[2 * node], nodes[2 * node + 1])
    }
  }

  private func winner(_ first: Int, _ second: Int) -> Int {
    if first < 0 { return second }
    if second < 0 { return first }
    return rows[first] < rows[second] ? first : second
  }

  /// - Complexity: O(log n).
  func lowest(in range: Range<Int>) -> Int? {
    var low = range.lowerBound + size
    var high = range.upperBound + size
    var best = -1
    while low < high {
      if low % 2 == 1 {
        best = winner(best, nodes[low])
        low += 1
      }
      if high % 2 == 1 {
        high -= 1
        best = winner(best, nodes[high])
      }
      low /= 2
      high /= 2
    }
    return best < 0 ? nil : best
  }

  /// - Complexity: O(log n).
  mutating func remove(_ place: Int) { set(place, to: -1) }

  /// - Complexity: O(log n).
  mutating func add(_ place: Int) { set(place, to: place) }

  private mutating func set(_ place: Int, to winner: Int) {
    var node = place + size
    nodes[node] = winner
    while node > 1 {
      node /= 2
      nodes[node] = self.winner(nodes[2 * node], nodes[2 * node + 1])
    }
  }
}

/// Ranks from 1 on, equal values sharing the mean of their ranks; kept twofold, so that they are
/// whole.
struct MidRanks {
  /// Twice the rank of each value, in the order given.
  let doubled: [Int]
  /// The sum of t^3 - t over groups of t equal values.
  let tieSum: Double

  /// Ranks finite values.
  ///
  /// - Complexity: O(*n* log *n*).
  init(_ values: [Double]) {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var doubled = [Int](repeating: 0, count: values.count)
    var tieSum = 0.0
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      for place in start..<end { doubled[order[place]] = start + end + 1 }
      let size = Double(end - start)
      tieSum += size * size * size - size
      start = end
    }
    self.doubled = doubled
    self.tieSum = tieSum
  }

  /// Whether any two values are equal.
  var isTied: Bool { tieSum > 0 }
}

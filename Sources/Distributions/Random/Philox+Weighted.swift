extension Philox {
  // MARK: Weighted samples

  /// Indices drawn with replacement, each with a probability in proportion to its weight.
  ///
  /// Uniform numbers are looked up among the cumulative weights. An index of weight 0 never comes.
  ///
  /// - Parameters:
  ///   - count: how many to draw.
  ///   - weights: finite, at least 0, with a finite sum; they need not sum to 1.
  /// - Returns: nil for a negative count, for weights out of range, and where something is wanted but
  ///   no weight is positive.
  /// - Complexity: O(weights + count log weights).
  ///
  /// **Same as:** numpy `Generator.choice(len(w), count, p=w / sum(w))`; `random.choices` in Python
  /// has the same law.
  public mutating func choices(_ count: Int, weights: [Double]) -> [Int]? {
    guard count >= 0, Philox.areWeights(weights) else { return nil }
    if count == 0 { return [] }
    guard let shares = Philox.cumulativeShares(weights) else { return nil }
    var indices: [Int] = []
    indices.reserveCapacity(count)
    for _ in 0..<count { indices.append(Philox.place(of: uniform(), in: shares)) }
    return indices
  }

  /// Different indices, drawn one after the other, each in proportion to the weights of those left.
  ///
  /// The order is that of the draws. An index of weight 0 never comes.
  ///
  /// - Parameters:
  ///   - count: how many to draw.
  ///   - weights: finite, at least 0, with a finite sum; they need not sum to 1.
  /// - Returns: nil for a negative count, for weights out of range, and where fewer weights are
  ///   positive than are wanted.
  /// - Complexity: O(weights) for each of the rounds, which are few unless some weights are far below
  ///   the others, and at most `count`.
  ///
  /// **Same as:** numpy `Generator.choice(len(w), count, replace=False, p=w / sum(w))`.
  public mutating func sample(_ count: Int, weights: [Double]) -> [Int]? {
    guard count >= 0, Philox.areWeights(weights), weights.count(where: { $0 > 0 }) >= count else {
      return nil
    }
    var weights = weights
    var chosen: [Int] = []
    chosen.reserveCapacity(count)
    while chosen.count < count {
      guard let shares = Philox.cumulativeShares(weights) else { return nil }
      // Draws of one round that meet an index of the same round count once; the next round is
      // without all of them.
      for _ in chosen.count..<count {
        let index = Philox.place(of: uniform(), in: shares)
        if weights[index] > 0 {
          chosen.append(index)
          weights[index] = 0
        }
      }
    }
    return chosen
  }

  private static func areWeights(_ weights: [Double]) -> Bool {
    weights.allSatisfy { $0 >= 0 && $0.isFinite } && weights.reduce(0, +).isFinite
  }

  /// Running sums over their total, of which the last is 1; nil where the total is 0.
  private static func cumulativeShares(_ weights: [Double]) -> [Double]? {
    var sum = 0.0
    var sums = weights.map { weight in
      sum += weight
      return sum
    }
    guard sum > 0 else { return nil }
    for index in sums.indices { sums[index] /= sum }
    return sums
  }

  /// The first index whose share exceeds a number below 1.
  private static func place(of number: Double, in shares: [Double]) -> Int {
    var (low, high) = (0, shares.count - 1)
    while low < high {
      let middle = low + (high - low) / 2
      if shares[middle] > number { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

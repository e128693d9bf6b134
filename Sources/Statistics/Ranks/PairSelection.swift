/// The k-th smallest of all differences or averages of pairs, without a list of them.
///
/// A bisection over the numbers themselves counts the pairs up to a bound in one pass over both
/// sorted lists; the answer is the least number that enough pairs reach, to the last bit.
///
/// **Reference:** Monahan (1984), doi:10.1145/1271.319414, for the counting pass.
enum PairSelection {
  /// The k-th smallest x - y, k from 1 to the number of pairs; both lists ascend.
  ///
  /// - Complexity: O(*n* + *m*) some 64 times.
  static func difference(_ k: Int, _ x: [Double], _ y: [Double]) -> Double {
    leastNumber(from: x[0] - y[y.count - 1], to: x[x.count - 1] - y[0]) { bound in
      var (count, start) = (0, 0)
      for value in x {
        while start < y.count, value - y[start] > bound { start += 1 }
        count += y.count - start
        if start == y.count { break }
      }
      return count >= k
    }
  }

  /// The k-th smallest average of two values, each also with itself, k from 1 to n (n + 1) / 2; the
  /// list ascends.
  ///
  /// - Complexity: O(*n*) some 64 times.
  static func average(_ k: Int, _ values: [Double]) -> Double {
    leastNumber(from: values[0], to: values[values.count - 1]) { bound in
      var (count, end) = (0, values.count)
      for (place, value) in values.enumerated() {
        while end > place, midpoint(value, values[end - 1]) > bound { end -= 1 }
        if end <= place { break }
        count += end - place
      }
      return count >= k
    }
  }

  /// The median of the pairs' figures: the middle one, or the mean of the two in the middle.
  static func median(of count: Int, _ figure: (Int) -> Double) -> Double {
    let low = figure((count + 1) / 2)
    return count % 2 == 1 ? low : midpoint(low, figure(count / 2 + 1))
  }

  /// The least number with a property that larger numbers share, between one that may have it and
  /// one that has.
  private static func leastNumber(
    from low: Double, to high: Double, where holds: (Double) -> Bool
  ) -> Double {
    var (below, above) = (ordinal(low), ordinal(high))
    while below < above {
      // The mean rounded down, which cannot overflow.
      let middle = (below & above) + ((below ^ above) >> 1)
      if holds(number(middle)) { above = middle } else { below = middle + 1 }
    }
    return number(above)
  }

  /// The place of a number among all numbers, both zeros together.
  private static func ordinal(_ number: Double) -> Int64 {
    let bits = Int64(bitPattern: number.bitPattern)
    return bits < 0 ? Int64.min &- bits : bits
  }

  private static func number(_ ordinal: Int64) -> Double {
    Double(bitPattern: UInt64(bitPattern: ordinal < 0 ? Int64.min &- ordinal : ordinal))
  }
}

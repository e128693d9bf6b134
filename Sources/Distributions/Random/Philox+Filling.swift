extension Philox {
  // MARK: Many integers

  /// Many integers below one bound: each what ``integer(below:)`` gives, block by block.
  ///
  /// The stream is left where as many single calls leave it. A bound of 1 gives `first` alone and
  /// uses no random bits.
  ///
  /// - Parameters:
  ///   - numbers: an array whose places inside `range` are written.
  ///   - range: the places, inside the array.
  ///   - bound: how many different integers there are, at least 1.
  ///   - first: what is added to each; `first + bound` must not exceed 2^32.
  /// - Complexity: O(count).
  ///
  /// **Reference:** Lemire (2019), doi:10.1145/3230636.
  /// **Same as:** numpy `first + Generator.integers(0, bound, count)`.
  package mutating func fill(
    _ numbers: inout [UInt32], _ range: Range<Int>, below bound: UInt32, from first: UInt32 = 0
  ) {
    guard bound > 1 else {
      for place in range { numbers[place] = first }
      return
    }
    var next = range.lowerBound
    // Whole blocks alone take the fast way.
    while next < range.upperBound, used < 4 || half != nil {
      numbers[next] = first &+ UInt32(truncatingIfNeeded: integer(below: Int(bound)))
      next += 1
    }
    let threshold = (0 &- bound) % bound
    let wide = UInt64(bound)
    var places = numbers.mutableSpan
    while range.upperBound - next >= 8 {
      counter.increment()
      block = counter.encrypted(by: seed, stream)
      next = places.write(block.first, wide, threshold, first, at: next)
      next = places.write(block.second, wide, threshold, first, at: next)
      next = places.write(block.third, wide, threshold, first, at: next)
      next = places.write(block.fourth, wide, threshold, first, at: next)
    }
    while next < range.upperBound {
      numbers[next] = first &+ UInt32(truncatingIfNeeded: integer(below: Int(bound)))
      next += 1
    }
  }
}

extension MutableSpan<UInt32> {
  /// Turns the lower, then the upper half of a word into integers, and gives the next place; what
  /// would favour some integers is written over.
  @inline(__always)
  fileprivate mutating func write(
    _ word: UInt64, _ bound: UInt64, _ threshold: UInt32, _ first: UInt32, at place: Int
  ) -> Int {
    let lower = (word & 0xFFFF_FFFF) &* bound
    self[place] = first &+ UInt32(truncatingIfNeeded: lower >> 32)
    let next = place &+ (UInt32(truncatingIfNeeded: lower) >= threshold ? 1 : 0)
    let upper = (word >> 32) &* bound
    self[next] = first &+ UInt32(truncatingIfNeeded: upper >> 32)
    return next &+ (UInt32(truncatingIfNeeded: upper) >= threshold ? 1 : 0)
  }
}

extension Philox {
  // MARK: Bounded integers

  /// An integer from 0 up to a bound, the bound excluded, all equally likely.
  ///
  /// Lemire's method: a product with 32 or, for bounds above 2^32, with 64 random bits; the few
  /// that would favour some integers are drawn again. A bound of 1 or less gives 0 and uses no
  /// random bits.
  ///
  /// **Reference:** Lemire (2019), doi:10.1145/3230636.
  /// **Same as:** numpy `Generator.integers(0, bound)`.
  public mutating func integer(below bound: Int) -> Int {
    bound > 1 ? Int(integer(upTo: UInt64(bound - 1))) : 0
  }

  /// An integer from 0 to the largest, included.
  private mutating func integer(upTo largest: UInt64) -> UInt64 {
    if largest == 0 { return 0 }
    if largest < UInt64(UInt32.max) {
      let bound = UInt32(largest) + 1
      var product = UInt64(nextHalf()) * UInt64(bound)
      if UInt32(truncatingIfNeeded: product) < bound {
        let threshold = (0 &- bound) % bound
        while UInt32(truncatingIfNeeded: product) < threshold {
          product = UInt64(nextHalf()) * UInt64(bound)
        }
      }
      return product >> 32
    }
    if largest == UInt64(UInt32.max) { return UInt64(nextHalf()) }
    let bound = largest + 1
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return product.high
  }

  // MARK: Orders

  /// Puts elements into a random order, all orders equally likely (Fisher and Yates, from the end).
  ///
  /// **Same as:** numpy `Generator.shuffle(array)` for an array of one dimension.
  /// - Complexity: O(*n*).
  @specialized(where Element == Int)
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, maskedInteger(upTo: last))
    }
  }

  /// The integers below a count in a random order; empty for a count of 0 or less.
  ///
  /// **Same as:** numpy `Generator.permutation(count)`.
  /// - Complexity: O(*n*).
  public mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<max(0, count))
    shuffle(&order)
    return order
  }

  /// An integer from 0 to the largest (at least 1), included.
  ///
  /// As many bits as the largest has, drawn again while they exceed it: numpy shuffles by this, and
  /// samples by ``integer(below:)``.
  mutating func maskedInteger(upTo largest: Int) -> Int {
    let mask = Int.max >> (largest.leadingZeroBitCount - 1)
    while true {
      let bits = largest > Int(UInt32.max) ? next() : UInt64(nextHalf())
      let value = Int(truncatingIfNeeded: bits) & mask
      if value <= largest { return value }
    }
  }

  // MARK: Samples

  /// Different integers below a population's size in random order, all choices and orders equally
  /// likely; nil for a negative count or one beyond the population.
  ///
  /// Floyd's method and a shuffle; where more than a fiftieth of more than 10,000 is wanted, the
  /// end of a shuffle.
  ///
  /// **Reference:** Bentley and Floyd (1987), doi:10.1145/30401.315746.
  /// **Same as:** numpy `Generator.choice(population, count, replace=False)`.
  /// - Complexity: O(count), or O(population) for the end of a shuffle.
  public mutating func sample(_ count: Int, of population: Int) -> [Int]? {
    guard count >= 0, count <= population else { return nil }
    if count == 0 { return [] }
    if population > 10_000, count > population / 50 {
      var order = Array(0..<population)
      exchangeFromEnd(&order, downTo: max(population - count, 1))
      return Array(order[(population - count)...])
    }
    var chosen: [Int] = []
    var seen = Set<Int>(minimumCapacity: count)
    for last in (population - count)..<population {
      let candidate = integer(below: last + 1)
      let value = seen.insert(candidate).inserted ? candidate : last
      seen.insert(value)
      chosen.append(value)
    }
    exchangeFromEnd(&chosen, downTo: 1)
    return chosen
  }

  /// Exchanges the places from the last down to `first`, each with one at or before it.
  private mutating func exchangeFromEnd(_ elements: inout [Int], downTo first: Int) {
    for last in stride(from: elements.count - 1, through: first, by: -1) {
      elements.swapAt(last, integer(below: last + 1))
    }
  }
}

import TestSupport
import Testing

@testable import Statistics

@Suite struct ArrangementsTests {
  @Test func enumeratesEachOrderOnceInLexicographicOrder() throws {
    for (sizes, count) in [
      ([2, 2], 6), ([3, 1, 2], 60), ([0, 3], 1), ([4], 1), ([1, 1, 1, 1], 24), ([5, 4], 126),
      ([3, 3, 3], 1680), ([], 1), ([0], 1),
    ] {
      let all = try #require(Arrangements(sizes: sizes, limit: 2_000))
      #expect(all.count == count, "\(sizes)")
      let orders = (0..<all.count).map { all[$0] }
      #expect(Set(orders).count == count)
      for (one, next) in zip(orders, orders.dropFirst()) {
        #expect(one.lexicographicallyPrecedes(next))
      }
      for order in orders {
        #expect(sizes.indices.allSatisfy { kind in order.count { $0 == kind } == sizes[kind] })
      }
    }
  }

  @Test func stopsAtTheLimitWithoutOverflow() {
    #expect(Arrangements(sizes: [8, 8], limit: 12_870)?.count == 12_870)
    #expect(Arrangements(sizes: [8, 8], limit: 12_869) == nil)
    #expect(Arrangements(sizes: [500_000, 500_000], limit: 1 << 53) == nil)
    #expect(Arrangements(sizes: [1_000_000, 1], limit: 1 << 53)?.count == 1_000_001)
    #expect(Arrangements(sizes: [1, 1_000_000], limit: 1 << 53)?.count == 1_000_001)
    #expect(Arrangements(sizes: [Int](repeating: 1, count: 100), limit: 1 << 53) == nil)
    // 28 of 56 are 7,648,690,600,760,440: below 2^53, and numbered to the last.
    let many = Arrangements(sizes: [28, 28], limit: 1 << 53)
    #expect(many?.count == 7_648_690_600_760_440)
    #expect(many?[7_648_690_600_760_439].prefix(28).allSatisfy { $0 == 1 } == true)
  }
}

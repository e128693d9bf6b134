import TestSupport
import Testing

@testable import Distributions

@Suite struct PhiloxFillingTests {
  // Whole blocks and single calls must give the same integers and leave the stream at the same place,
  // wherever in a block they begin and however many are wanted.
  @Test func equalsSingleCalls() {
    let bounds: [UInt32] = [1, 2, 3, 7, 1000, 65_536, 1 << 31, 3 << 30, .max]
    for (key, bound) in bounds.enumerated() {
      for start in 0..<9 {
        for count in [0, 1, 7, 8, 9, 16, 31, 100] {
          var fast = Philox(seed: 12, stream: UInt64(key))
          for _ in 0..<start { _ = fast.nextHalf() }
          var slow = fast
          var numbers = [UInt32](repeating: 9, count: count + 4)
          fast.fill(&numbers, 2..<(count + 2), below: bound, from: bound < 1 << 31 ? 5 : 0)
          let wanted = (0..<count).map { _ in
            UInt32(slow.integer(below: Int(bound))) + (bound < 1 << 31 ? 5 : 0)
          }
          #expect(Array(numbers[2..<(count + 2)]) == wanted, "\(bound) \(start) \(count)")
          #expect(numbers.prefix(2) == [9, 9] && numbers.suffix(2) == [9, 9])
          #expect(fast == slow && fast.next() == slow.next())
        }
      }
    }
  }

  // Bounds just above 2^31 and 3 x 2^30 refuse nearly half or a quarter of the words.
  @Test func isUniformWhereManyWordsAreRefused() {
    let bound: UInt32 = (1 << 31) + 1
    var random = Philox(seed: 4)
    var numbers = [UInt32](repeating: 0, count: 20_000)
    random.fill(&numbers, 0..<20_000, below: bound)
    #expect(numbers.allSatisfy { $0 < bound })
    // 20,000 draws below the middle: within 5 standard deviations of half.
    let low = numbers.count { $0 < bound / 2 }
    #expect(abs(low - 10_000) < 354)
  }
}

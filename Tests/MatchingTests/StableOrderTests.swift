import Matching
import Testing

@Suite struct StableOrderTests {
  /// What the order must be, by comparison.
  private func expected(_ values: [Double]) -> [Int] {
    values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
  }

  @Test func ordersAsComparisonsDo() {
    var generator = SystemRandomNumberGenerator()
    for count in [0, 1, 2, 3, 100, 5000] {
      for distinct in [1, 3, 1_000_000] {
        let values = (0..<count).map { _ in
          Double(Int.random(in: -distinct...distinct, using: &generator)) / 7
        }
        #expect(Array(values.indices).stablySorted { values[$0] } == expected(values))
      }
    }
  }

  @Test func ordersTheWholeRangeOfNumbers() {
    let values: [Double] = [
      1, -1, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude,
      -.leastNonzeroMagnitude, 0.1, 0.1.nextUp, 0.1.nextDown, -1e-300, 1e300, 2, -2, 1.5,
    ]
    #expect(Array(values.indices).stablySorted { values[$0] } == expected(values))
  }

  @Test func keepsTheOrderOfEqualRows() {
    let values = [0.0, -0.0, 1, 0.0, -0.0, 1, -1]
    #expect(Array(values.indices).stablySorted { values[$0] } == [6, 0, 1, 3, 4, 2, 5])
    // A selection in any order, with rows that repeat.
    #expect([5, 2, 6, 2].stablySorted { values[$0] } == [6, 5, 2, 2])
  }

  @Test func infinitiesAndNaNDoNotCrash() {
    let values: [Double] = [.nan, 1, -.infinity, .infinity, -.nan]
    let order = Array(values.indices).stablySorted { values[$0] }
    #expect(order.sorted() == [0, 1, 2, 3, 4])
    #expect(order.filter { !values[$0].isNaN } == [2, 1, 3])
  }
}

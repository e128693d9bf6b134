import Regression
import TestSupport
import Testing

@Suite struct AbsorbedFactorsTests {
  @Test func codesWithoutGaps() {
    let found = AbsorbedFactors.renumbered([9, 4, 9, 7, 4], keeping: [0, 2, 4])
    #expect(found.codes == [1, 1, 0] && found.count == 2)
    #expect(AbsorbedFactors.renumbered([3, 3], keeping: []).count == 0)
  }

  @Test func singletonsAreTakenAgainAndAgain() {
    // Row 3 is alone in its second level; without it row 2 is alone in its first.
    #expect(AbsorbedFactors.withoutSingletons([[0, 0, 1, 1], [0, 0, 0, 1]]) == [0, 1])
    #expect(AbsorbedFactors.withoutSingletons([[0, 1, 2]]) == [])
    #expect(AbsorbedFactors.withoutSingletons([[0, 0, 0]]) == [0, 1, 2])
  }

  /// Rows fall one after the other along a chain; by rounds over all rows this would take minutes.
  @Test func longChainsFallAtOnce() {
    let length = 40_000
    let chain = [(0..<length).map { ($0 + 1) / 2 }, (0..<length).map { $0 / 2 }]
    #expect(AbsorbedFactors.withoutSingletons(chain) == [])
    // A pair of rows that share both levels of their own stays.
    let both = chain.map { $0 + [length, length] }
    #expect(AbsorbedFactors.withoutSingletons(both) == [length, length + 1])
  }

  /// By rounds over all rows, on small random data.
  @Test func singletonsByRounds() {
    var generator = Generator(seed: 72)
    for _ in 0..<200 {
      let rows = 1 + generator.below(15)
      let codes = (0..<3).map { _ in (0..<rows).map { _ in generator.below(6) } }
      var kept = Array(0..<rows)
      for _ in 0..<rows {
        let before = kept
        kept = before.filter { row in
          codes.allSatisfy { codes in before.count { codes[$0] == codes[row] } > 1 }
        }
      }
      #expect(AbsorbedFactors.withoutSingletons(codes) == kept)
    }
  }

  @Test func nesting() {
    #expect(AbsorbedFactors.areNested([0, 0, 1, 2], in: [5, 5, 5, 6]))
    #expect(!AbsorbedFactors.areNested([0, 0, 1], in: [0, 1, 1]))
    #expect(AbsorbedFactors.areNested([], in: []))
  }

  /// The rank of dummy variables, found by elimination on small random designs.
  @Test func rankOfTwoFactors() {
    var generator = Generator(seed: 71)
    for _ in 0..<200 {
      let rows = 2 + generator.below(12)
      let first = (0..<rows).map { _ in generator.below(5) }
      let second = (0..<rows).map { _ in generator.below(5) }
      let factors = AbsorbedFactors([first, second], keeping: Array(0..<rows))
      var table = (0..<rows).map { row in
        (0..<5).map { first[row] == $0 ? 1.0 : 0 } + (0..<5).map { second[row] == $0 ? 1.0 : 0 }
      }
      var rank = 0
      for column in 0..<10 {
        guard let pivot = (rank..<rows).first(where: { abs(table[$0][column]) > 0.5 }) else {
          continue
        }
        table.swapAt(rank, pivot)
        for row in (rank + 1)..<max(rank + 1, rows) where table[row][column] != 0 {
          let factor = table[row][column] / table[rank][column]
          for place in 0..<10 { table[row][place] -= factor * table[rank][place] }
        }
        rank += 1
        if rank == rows { break }
      }
      #expect(factors.connectedRank == rank, "\(first) \(second)")
    }
  }

  @Test func furtherFactorsLoseTheirConstants() {
    let rows = 24
    let factors = AbsorbedFactors(
      [(0..<rows).map { $0 % 4 }, (0..<rows).map { ($0 / 4) % 3 }, (0..<rows).map { $0 / 12 }],
      keeping: Array(0..<rows))
    #expect(factors.counts == [4, 3, 2] && factors.connectedRank == 4 + 2 + 1)
  }
}

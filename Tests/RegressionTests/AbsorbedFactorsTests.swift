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

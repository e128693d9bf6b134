import Statistics
import TestSupport
import Testing

@Suite struct FisherExactTestTests {
  @Test func agreesWithFractions() throws {
    var worst = 15.95
    for item in try ProportionComparisonTests.references() {
      guard !item["fisher"].isNull else { continue }
      let test = try ProportionComparisonTests.compare(item).fisher
      for (value, name) in [
        (test.pValue, "two"), (test.pValueFewer, "fewer"), (test.pValueMore, "more"),
        (test.pointProbability, "point"),
      ] {
        let agreement = digits(of: value, against: try #require(item["fisher"][name].double))
        worst = min(worst, agreement)
        #expect(agreement > 11, "\(name): \(value)")
      }
    }
    print("digits Fisher exact: \(worst)")
  }

  /// R 4.2 `fisher.test(rbind(c(x1, n1 - x1), c(x0, n0 - x0)))$p.value` and its one-sided ones.
  @Test(arguments: [
    (
      (2, 10, 15, 25), 0.05990783410138251, 0.037157688436887555, 0.9952592828009957,
      0.04369934848244082
    ),
    (
      (1201, 10000, 1302, 10000), 0.032582842806895954, 0.016291421403447977, 0.9853690565367046,
      0.031752603836819195
    ),
    ((0, 10, 0, 12), 1, 1, 1, 0.5),
  ])
  func agreesWithR(
    counts: (Int, Int, Int, Int), two: Double, fewer: Double, more: Double, mid: Double
  ) throws {
    let test = try ProportionComparisonTests.compare(counts.0, counts.1, counts.2, counts.3).fisher
    for (value, truth) in [
      (test.pValue, two), (test.pValueFewer, fewer), (test.pValueMore, more), (test.midPValue, mid),
    ] { #expect(agrees(value, truth, relative: 1e-11)) }
  }

  @Test func theTwoSidedSumIsThatOfItsDefinition() throws {
    for (n1, n0) in [(1, 1), (4, 4), (5, 9), (11, 3)] {
      for row in try ProportionComparisonTests.smallTables(n1, n0) {
        for result in row {
          let total = result.treated.successes + result.control.successes
          // All tables of the same margins, each with its own point probability.
          var sum = 0.0
          for x in max(0, total - n0)...min(n1, total) {
            let other = try ProportionComparisonTests.compare(x, n1, total - x, n0).fisher
            if other.pointProbability <= result.fisher.pointProbability * (1 + 1e-7) {
              sum += other.pointProbability
            }
          }
          #expect(agrees(result.fisher.pValue, sum, relative: 1e-12))
          let test = result.fisher
          #expect(
            agrees(test.pValueFewer + test.pValueMore, 1 + test.pointProbability, relative: 1e-12))
          #expect(agrees(test.midPValueFewer + test.midPValueMore, 1, relative: 1e-12))
        }
      }
    }
  }

  @Test func hugeGroupsAnswer() throws {
    for (x1, n1, x0, n0) in [
      (1 << 31, 1 << 32, 1 << 31, 1 << 32), (0, 1 << 32, 1 << 32, 1 << 32), (1, 1, 0, 1 << 32),
      (500_000_000, 1_000_000_000, 500_020_000, 1_000_000_000),
    ] {
      let test = try ProportionComparisonTests.compare(x1, n1, x0, n0).fisher
      for value in [test.pValue, test.pValueFewer, test.pValueMore, test.midPValue] {
        #expect((0...1).contains(value))
      }
      // Among so many the exact p-value is near that of the z test.
      let z = try #require(try ProportionComparisonTests.compare(x1, n1, x0, n0).zTest())
      if x1 > 1, x0 > 1, x1 != 0, x0 < n0 { #expect(abs(test.pValue - z.pValue) < 1e-3) }
    }
  }
}

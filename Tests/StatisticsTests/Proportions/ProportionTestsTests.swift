import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct ProportionTestsTests {
  @Test func zTestsAgree() throws {
    // Morris (2017): z = -2.138963, p = 0.03243865.
    let result = try ProportionComparisonTests.compare(2, 10, 15, 25)
    let pooled = try #require(result.zTest())
    #expect(agrees(pooled.statistic, -2.138963159732493, relative: 1e-14))
    #expect(agrees(pooled.pValue, 0.032438652116965706, relative: 1e-13))
    #expect(agrees(pooled.pValueBelow + pooled.pValueAbove, 1, relative: 1e-15))
    #expect(agrees(pooled.pValueBelow, pooled.pValue / 2, relative: 1e-15))
    let unpooled = try #require(result.zTest(pooled: false))
    #expect(agrees(unpooled.statistic, -2.5, relative: 1e-14))
    #expect(agrees(try #require(result.yatesStatistic), 3.113970588235294, relative: 1e-13))
    #expect(agrees(try #require(result.phi), -0.3615507630310937, relative: 1e-13))
  }

  @Test func nothingVaries() throws {
    for (x1, n1, x0, n0) in [(0, 3, 0, 5), (3, 3, 5, 5)] {
      let result = try ProportionComparisonTests.compare(x1, n1, x0, n0)
      #expect(result.zTest() == nil && result.zTest(pooled: false) == nil)
      #expect(result.yatesStatistic == nil && result.phi == nil)
    }
    let divided = try ProportionComparisonTests.compare(3, 3, 0, 5)
    #expect(divided.zTest(pooled: false) == nil)
    #expect(agrees(try #require(divided.phi), 1, relative: 1e-15))
    #expect(try ProportionComparisonTests.compare(1, 2, 1, 2).yatesStatistic == 0)
    #expect(try ProportionComparisonTests.compare(1, 1, 6, 12).yatesStatistic == 0)
  }

  @Test func yatesIsItsDefinition() throws {
    for row in try ProportionComparisonTests.smallTables(5, 8) {
      for result in row {
        guard let found = result.yatesStatistic else { continue }
        let cells = [
          result.treated.successes, result.treated.failures, result.control.successes,
          result.control.failures,
        ].map(Double.init)
        let total = cells.reduce(0, +)
        var sum = 0.0
        for (index, cell) in cells.enumerated() {
          let row = index < 2 ? cells[0] + cells[1] : cells[2] + cells[3]
          let column = index % 2 == 0 ? cells[0] + cells[2] : cells[1] + cells[3]
          let expected = row * column / total
          let distance = max(0, abs(cell - expected) - 0.5)
          sum += distance * distance / expected
        }
        #expect(agrees(found, sum, relative: 1e-11, absolute: 1e-13))
      }
    }
  }

  /// Scores against the nulls of the reference `threshold_tests`.
  @Test(arguments: [
    ((2, 10, 15, 25), 0.8, -1.5732213964979351, -0.1, -1.5982523124607577),
    ((555, 1181, 667, 1390), 0.8, 4.806107128842366, 0.05, -3.0336911675551645),
    ((0, 10, 5, 12), 0.8, -2.0009541238417428, 0.1, -2.679646301283035),
  ])
  func scoreTestsAgree(
    counts: (Int, Int, Int, Int), ratio: Double, ofRatio: Double, difference: Double,
    ofDifference: Double
  ) throws {
    let result = try ProportionComparisonTests.compare(counts.0, counts.1, counts.2, counts.3)
    #expect(
      agrees(try #require(result.scoreTest(ratio: ratio)).statistic, ofRatio, relative: 1e-13))
    #expect(
      agrees(
        try #require(result.scoreTest(difference: difference)).statistic, ofDifference,
        relative: 1e-12))
    // At no difference both are the pooled test times sqrt((N - 1) / N).
    let size = Double(counts.1 + counts.3)
    let pooled = try #require(result.zTest()).statistic * ((size - 1) / size).squareRoot()
    #expect(agrees(try #require(result.scoreTest(ratio: 1)).statistic, pooled, relative: 1e-12))
    #expect(
      agrees(try #require(result.scoreTest(difference: 0)).statistic, pooled, relative: 1e-12))
  }

  @Test func hostileNulls() throws {
    let result = try ProportionComparisonTests.compare(1, 3, 2, 5)
    for null in [-1, 1, -7, Double.nan, .infinity, -.infinity] {
      #expect(result.scoreTest(difference: null) == nil)
    }
    for null in [0, -1, Double.nan, .infinity, 1e-101, 1e101] {
      #expect(result.scoreTest(ratio: null) == nil)
    }
    #expect(try ProportionComparisonTests.compare(0, 3, 0, 5).scoreTest(ratio: 0.8) == nil)
    #expect(try ProportionComparisonTests.compare(0, 3, 0, 5).scoreTest(difference: 0)?.pValue == 1)
  }

  @Test func aTestComesBackFromJSON() throws {
    let test = try #require(try ProportionComparisonTests.compare(1, 3, 2, 5).zTest())
    let data = try JSONEncoder().encode(test)
    #expect(try JSONDecoder().decode(NormalTest.self, from: data) == test)
    #expect(test.description.hasPrefix("z = -0.188562, p = 0.85"), "\(test)")
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    #expect(throws: (any Error).self) {
      try decoder.decode(NormalTest.self, from: Data(#"{"statistic":"nan"}"#.utf8))
    }
  }
}

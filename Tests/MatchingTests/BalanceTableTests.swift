import DataFrames
import Foundation
import Matching
import Statistics
import TestSupport
import Testing

/// `BalanceTable` and `BalanceFigures` against closed forms; R's figures stand in
/// `MatchedSampleTests`.
@Suite struct BalanceTableTests {
  static func cohort(_ columns: [Column], _ covariates: [String]) throws -> MatchedSample {
    try MatchedSample(DataFrame(columns), treatment: "t", covariates: covariates)
  }

  static let t = [true, true, true, false, false, false, false, false]
  static let x: [Double] = [1, 2, 4, 0, 2, 3, 5, 1]

  @Test func writesAllDigitsAsCSV() throws {
    let cohort = try Self.cohort(
      [Column("t", booleans: Self.t), Column("=x", numbers: Self.x)], ["=x"])
    let read = try DataFrame(csvText: cohort.balance.csv)
    #expect(read.columnNames.count == 15 && read.rowCount == 2)
    #expect(try read.categories(of: "covariate") == ["distance", "'=x"])
    let rows = cohort.balance.rows
    #expect(try read.completeNumbers(of: "treated_mean_before") == rows.map(\.before.treatedMean))
    #expect(try read.completeNumbers(of: "control_mean_after") == rows.map(\.after.controlMean))
    #expect(
      try read.numbers(of: "smd_after") == rows.map { cohort.balance.standardizedDifference($0) })
    #expect(try read.numbers(of: "pair_distance_after") == rows.map(\.after.pairDistance))
    #expect(read["pair_distance_before"]?.missingCount == 2)
  }

  @Test func figuresOfASmallSample() throws {
    let cohort = try Self.cohort(
      [Column("t", booleans: Self.t), Column("x", numbers: Self.x)], ["x"])
    let row = try #require(cohort.balance.rows.last)
    #expect(row.variable == "x" && !row.isBinary)
    #expect(digits(of: row.before.treatedMean, against: 7.0 / 3) > 15)
    #expect(digits(of: row.before.controlMean, against: 11.0 / 5) > 15)
    // Variances 7/3 and 3.7 by hand.
    #expect(
      digits(of: try #require(row.treatedStandardDeviation), against: (7.0 / 3).squareRoot()) > 14)
    #expect(digits(of: try #require(row.before.varianceRatio), against: 7.0 / 3 / 3.7) > 14)
    let pooled = ((7.0 / 3 + 3.7) / 2).squareRoot()
    #expect(digits(of: try #require(row.pooledStandardDeviation), against: pooled) > 14)
    let difference = 7.0 / 3 - 11.0 / 5
    let standardized = try #require(cohort.balance.standardizedDifference(row, after: false))
    #expect(digits(of: standardized, against: difference / (7.0 / 3).squareRoot()) > 13)
    // Distribution functions at 0, 1, 2, 3, 4, 5: differences 1/5, 1/15, 1/15, 2/15, 1/5, 0.
    #expect(digits(of: row.before.distributionMaximumDifference, against: 0.2) > 14)
    #expect(digits(of: row.before.distributionMeanDifference, against: 10.0 / 15 / 6) > 13)
    // After matching every pair counts once.
    let gaps = cohort.pairs.map { abs(Self.x[$0.treated] - Self.x[$0.control]) }
    let mean = gaps.reduce(0, +) / 3 / (7.0 / 3).squareRoot()
    #expect(abs((row.after.pairDistance ?? .nan) - mean) < 1e-14)
    #expect(row.before.pairDistance == nil)
  }

  @Test func everyLevelHasARow() throws {
    let g = ["b", "a", "c", "a", "b", "c", "a", "b"]
    let cohort = try Self.cohort(
      [
        Column("t", booleans: [true, true, false, false, true, false, false, false]),
        Column("g", categories: g),
        Column("x", numbers: Self.x),
      ], ["x"])
    #expect(cohort.balance.rows.map(\.variable) == ["distance", "x"])
    let item = try MatchedSampleTests.Case("lalonde_nn_largest")
    let names = item.cohort.balance.rows.map(\.variable)
    #expect(
      names.contains("raceblack") && names.contains("racehispan") && names.contains("racewhite"))
    let black = try #require(item.cohort.balance.rows.first { $0.variable == "raceblack" })
    #expect(black.isBinary && black.before.varianceRatio == nil)
  }

  @Test(arguments: [0.1, 12.1, 1e9 + 0.1])
  func treatedThatDoNotVaryHaveNoDenominator(value: Double) throws {
    // The controls surround the treated's one value, so that the score exists.
    let t = (0..<30).map { $0 % 3 == 0 }
    let x = (0..<30).map { row -> Double in
      row % 3 == 0 ? value : value + Double(row % 7 - 3) + 0.5
    }
    let cohort = try Self.cohort([Column("t", booleans: t), Column("x", numbers: x)], ["x"])
    let row = try #require(cohort.balance.rows.last)
    #expect(row.treatedStandardDeviation == 0)
    #expect(row.after.treatedMean == value)
    #expect(cohort.balance.standardizedDifference(row) == nil)
    #expect(!cohort.balance.isBalanced())
    #expect(cohort.balance.check().verdict == Check.Verdict.failed)
    #expect(cohort.balance.check().figure == nil)
    #expect(cohort.balance.description.contains("undefined"))
  }

  @Test func oneTreatedRow() throws {
    let cohort = try Self.cohort(
      [Column("t", booleans: Self.x.map { $0 == 4 }), Column("x", numbers: Self.x)], ["x"])
    let row = try #require(cohort.balance.rows.last)
    #expect(row.treatedStandardDeviation == nil && row.before.varianceRatio == nil)
    #expect(cohort.balance.worst?.variable == "x")
  }

  @Test func identicalGroupsPass() throws {
    let x = (0..<40).map { Double($0 / 2 % 10) }
    let cohort = try Self.cohort(
      [Column("t", booleans: (0..<40).map { $0 % 2 == 0 }), Column("x", numbers: x)], ["x"])
    #expect(cohort.balance.isBalanced())
    #expect(cohort.balance.isBalanced(within: 0))
    let check = cohort.balance.check()
    #expect(check.passed && check.figure == 0 && check.threshold == BalanceTable.usualLimit)
    #expect(check.sentence.hasPrefix("All 1 covariates"))
  }

  @Test func aCovariateMayBeCalledDistance() throws {
    let frame = try Cohorts.made(80, seed: 81)
    let distance = try frame.completeNumbers(of: "a")
    let named = try Cohorts.replacing(frame, Column("distance", numbers: distance))
    let cohort = try MatchedSample(named, treatment: "treated", covariates: ["distance", "b"])
    let lines = cohort.balance.description.split(separator: "\n")
    #expect(lines[2].hasPrefix("distance") && lines[2].hasSuffix("balanced"))
    #expect(!lines[1].hasSuffix("balanced"))
  }

  @Test func hostileNamesAreEscaped() throws {
    let frame = try Cohorts.made(80, seed: 82)
    let name = "a|<b>\n[x](y)"
    let named = try Cohorts.replacing(
      frame, Column(name, numbers: frame.completeNumbers(of: "a")))
    let cohort = try MatchedSample(named, treatment: "treated", covariates: [name, "b"])
    #expect(!cohort.balance.markdown.contains("<b>"))
    #expect(cohort.balance.markdown.split(separator: "\n").count == 5)
    #expect(cohort.balance.description.split(separator: "\n").count == 5)
  }

  @Test func comesBackFromJSON() throws {
    let frame = try Cohorts.made(80, seed: 83)
    let table = try MatchedSample(frame, treatment: "treated", covariates: ["a", "b"]).balance
    let data = try JSONEncoder().encode(table)
    #expect(try JSONDecoder().decode(BalanceTable.self, from: data) == table)
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(BalanceTable.self, from: Data(#"{"rows":[]}"#.utf8))
    }
  }

  @Test func aLimitThatIsNaNPassesNothing() throws {
    let frame = try Cohorts.made(80, seed: 84)
    let table = try MatchedSample(frame, treatment: "treated", covariates: ["a", "b"]).balance
    #expect(!table.isBalanced(within: .nan) && table.check(within: .nan).verdict == .failed)
    for limit in [-1, 0, 0.1, 10, .infinity] {
      #expect(table.isBalanced(within: limit) == table.check(within: limit).passed)
    }
  }

  @Test func figuresThatAreNotFiniteAreNotDecoded() throws {
    let frame = try Cohorts.made(80, seed: 85)
    let cohort = try MatchedSample(frame, treatment: "treated", covariates: ["a", "b"])
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let text = String(decoding: try JSONEncoder().encode(cohort.balance), as: UTF8.self)
    for name in [
      "treatedStandardDeviation", "pooledStandardDeviation", "varianceRatio", "pairDistance",
    ] {
      let place = try #require(text.range(of: "\"\(name)\":"))
      let end = try #require(text[place.upperBound...].firstIndex { ",}".contains($0) })
      for value in ["inf", "nan"] {
        let forged = text.replacingCharacters(in: place.upperBound..<end, with: "\"\(value)\"")
        #expect(throws: (any Error).self, "\(name)") {
          try decoder.decode(BalanceTable.self, from: Data(forged.utf8))
        }
      }
    }
  }
}

import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct UnconditionalTestTests {
  @Test func agreesWithFractionsAndADenseSearch() throws {
    let cases = try MidPTailTests.references("unconditional")
    #expect(cases.count == 15)
    var worst = 15.95
    for item in cases {
      let result = try ProportionComparisonTests.compare(item)
      for (test, name) in [(result.barnard, "barnard"), (result.boschloo, "boschloo")] {
        let test = try #require(test)
        for (value, side) in [
          (test.pValue, "two"), (test.pValueFewer, "fewer"), (test.pValueMore, "more"),
        ] {
          let truth = try #require(item[name][side].double)
          let found = digits(of: value, against: truth)
          worst = min(worst, found)
          #expect(found > 11, "\(name) \(side) of \(result.treated), \(result.control): \(value)")
        }
      }
    }
    print("digits Barnard and Boschloo: \(worst)")
  }

  /// SciPy 1.17 `barnard_exact([[15, 9], [0, 3]])` and `boschloo_exact`: its columns are the groups.
  @Test func agreesWithSciPy() throws {
    let result = try ProportionComparisonTests.compare(15, 15, 9, 12)
    #expect(agrees(result.barnard?.pValue ?? .nan, 0.04814247786998758, relative: 1e-9))
    #expect(agrees(result.boschloo?.pValue ?? .nan, 0.07208975141552255, relative: 1e-9))
    // The vaccine example of SciPy's documentation, 7 of 15 infected against 12 of 15: SciPy loses a
    // tied table to rounding, and gives 0.034076716.
    let vaccine = try ProportionComparisonTests.compare(7, 15, 12, 15)
    #expect(agrees(vaccine.barnard?.pValueFewer ?? .nan, 0.0341091546615973, relative: 1e-12))
  }

  @Test func ordersAndSymmetries() throws {
    for (n1, n0) in [(3, 3), (4, 7)] {
      for row in try ProportionComparisonTests.smallTables(n1, n0) {
        for result in row {
          let boschloo = try #require(result.boschloo)
          let barnard = try #require(result.barnard)
          // Boschloo's is uniformly at least as powerful as Fisher's.
          #expect(boschloo.pValueFewer <= result.fisher.pValueFewer * (1 + 1e-9))
          #expect(boschloo.pValueMore <= result.fisher.pValueMore * (1 + 1e-9))
          #expect(barnard.pValue >= min(barnard.pValueFewer, barnard.pValueMore) - 1e-14)
          // Failures mirror successes.
          let mirror = try ProportionComparisonTests.compare(
            result.treated.failures, n1, result.control.failures, n0)
          for (one, other) in [(barnard, mirror.barnard), (boschloo, mirror.boschloo)] {
            #expect(agrees(one.pValueFewer, other?.pValueMore ?? .nan, relative: 1e-11))
            #expect(agrees(one.pValue, other?.pValue ?? .nan, relative: 1e-11))
          }
          if result.treated.successes + result.control.successes == 0 {
            #expect(barnard.pValue == 1 && boschloo.pValue == 1)
          }
        }
      }
    }
  }

  @Test func smallPValuesKeepTheirDigits() throws {
    // Only the two extreme tables: at the rate 1/2 each has the probability 2^-60.
    let result = try ProportionComparisonTests.compare(30, 30, 0, 30)
    for test in [result.barnard, result.boschloo] {
      #expect(agrees(test?.pValue ?? .nan, 0x1p-59, relative: 1e-12))
      #expect(agrees(test?.pValueMore ?? .nan, 0x1p-60, relative: 1e-12))
      #expect(test?.pValueFewer == 1)
    }
  }

  @Test func tooManyTablesAreRefused() throws {
    for (n1, n0) in [(1000, 1000), (Proportion.mostTrials, 1), (1, Proportion.mostTrials)] {
      let result = try ProportionComparisonTests.compare(0, n1, 1, n0)
      #expect(result.barnard == nil && result.boschloo == nil)
    }
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    let test = try #require(try ProportionComparisonTests.compare(1, 3, 2, 5).boschloo)
    let data = try JSONEncoder().encode(test)
    #expect(try JSONDecoder().decode(UnconditionalTest.self, from: data) == test)
    #expect(test.description.hasPrefix("Boschloo exact p = "))
    for text in [
      #"{"ordering":"boschloo","pValue":-1,"pValueFewer":0,"pValueMore":1}"#,
      #"{"ordering":"fisher","pValue":1,"pValueFewer":1,"pValueMore":1}"#,
    ] {
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(UnconditionalTest.self, from: Data(text.utf8))
      }
    }
  }
}

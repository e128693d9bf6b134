import Foundation
import InterruptedTimeSeries
import Statistics
import TestSupport
import Testing

/// R's figures stand in the reference suite; here are the definition and the edges.
@Suite struct LjungBoxTests {
  @Test func followsTheDefinition() throws {
    let values: [Double] = [1, -2, 3, 0, 2, -1, -3, 4]
    let test = try LjungBox(values, lags: 2)
    let mean = 0.5
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let r = [1, 2].map { lag in
      (lag..<8).reduce(0) { $0 + (values[$1] - mean) * (values[$1 - lag] - mean) } / squares
    }
    let q = 8 * 10 * (r[0] * r[0] / 7 + r[1] * r[1] / 6)
    #expect(digits(of: test.statistic, against: q) > 14)
    #expect(test.autocorrelations.count == 2 && test.degreesOfFreedom == 2)
    // The tail of chi-squared with two degrees of freedom is exp(-x / 2).
    #expect(digits(of: test.pValue, against: exp(-q / 2)) > 12)
    #expect(try LjungBox(values, lags: 3, fittedParameters: 1).degreesOfFreedom == 2)
  }

  @Test func levelIsKept() throws {
    var generator = Generator(seed: 12)
    var rejected = 0
    for _ in 0..<1000 where try LjungBox(generator.normals(60), lags: 5).pValue < 0.05 {
      rejected += 1
    }
    #expect(abs(Double(rejected) / 1000 - 0.05) < 4 * (0.05 * 0.95 / 1000).squareRoot())
  }

  @Test func hostileInputs() throws {
    let table: [([Double], Int, Int, String)] = [
      ([], 1, 0, "invalidArgument"), ([1], 1, 0, "invalidArgument"),
      ([1, 2], 0, 0, "invalidArgument"),
      ([1, 2], -1, 0, "invalidArgument"), ([1, 2, 4], 1, 1, "invalidArgument"),
      ([1, 2, 4], 1, -1, "invalidArgument"), ([1, 2, 4], .max, 0, "invalidArgument"),
      ([3, 3, 3], 1, 0, "constantColumn"), ([1, .nan, 2], 1, 0, "nonFinite"),
      ([1e200, -1e200, 3], 1, 0, "overflow"), ([1, 2, 4], 2, 1, "none"),
    ]
    for (values, lags, fitted, expected) in table {
      #expect(
        thrownCase { try LjungBox(values, lags: lags, fittedParameters: fitted) } == expected,
        "\(values) \(lags) \(fitted)")
    }
  }

  @Test func storedAndRestored() throws {
    let test = try LjungBox([1, -2, 3, 0, 2, -1], lags: 2)
    let data = try JSONEncoder().encode(test)
    #expect(try JSONDecoder().decode(LjungBox.self, from: data) == test)
    let text = String(decoding: data, as: UTF8.self)
    for (original, forged) in [
      ("\"degreesOfFreedom\":2", "\"degreesOfFreedom\":9"), ("\"count\":6", "\"count\":1"),
    ] {
      #expect(text.contains(original))
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(
          LjungBox.self, from: Data(text.replacingOccurrences(of: original, with: forged).utf8))
      }
    }
  }
}

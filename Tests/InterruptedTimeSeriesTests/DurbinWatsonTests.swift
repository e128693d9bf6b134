import Foundation
import InterruptedTimeSeries
import LinearAlgebra
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct DurbinWatsonTests {
  @Test func followsTheDefinition() throws {
    let study = try MadeSeries.fit(MadeSeries.series(60), at: 31, .leastSquares(.classical))
    let e = study.model.residuals
    let steps = zip(e, e.dropFirst()).reduce(0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) }
    let test = try study.durbinWatson()
    #expect(digits(of: test.statistic, against: steps / e.reduce(0) { $0 + $1 * $1 }) > 11)
    let sum = try #require(test.pPositive) + (try #require(test.pNegative))
    #expect(abs(sum - 1) < 1e-13)
    // The same least squares stand behind every method.
    let other = try MadeSeries.fit(MadeSeries.series(60), at: 31)
    #expect(try other.durbinWatson() == test)
  }

  /// Under independent errors the exact p-value is uniform.
  @Test func pValuesAreUniform() throws {
    var generator = Generator(seed: 31)
    var below = [0, 0, 0]
    let trials = 400
    for _ in 0..<trials {
      let study = try MadeSeries.fit(
        TimeSeries(generator.normals(16)), at: 9, .leastSquares(.classical))
      let p = try #require(try study.durbinWatson().pPositive)
      for (place, level) in [0.05, 0.5, 0.9].enumerated() where p < level { below[place] += 1 }
    }
    for (count, level) in zip(below, [0.05, 0.5, 0.9]) {
      let error = (level * (1 - level) / Double(trials)).squareRoot()
      #expect(abs(Double(count) / Double(trials) - level) < 4 * error, "\(level)")
    }
  }

  @Test func gapsAreNoNeighbours() throws {
    let periods = Array(1...20) + Array(31...60)
    let values = try MadeSeries.series(50).values
    let study = try MadeSeries.fit(
      TimeSeries(values, periods: periods), at: 31, .leastSquares(.classical))
    let e = study.model.residuals
    var (steps, squares) = (0.0, e[0] * e[0])
    for place in 1..<50 {
      squares += e[place] * e[place]
      guard place != 20 else { continue }
      steps += (e[place] - e[place - 1]) * (e[place] - e[place - 1])
    }
    #expect(digits(of: try study.durbinWatson().statistic, against: steps / squares) > 11)
  }

  @Test func strongAutocorrelationHasABoundAndLongSeriesNoP() throws {
    let strong = try MadeSeries.fit(MadeSeries.series(300, start: 151, phi: 0.95), at: 151)
    let test = try strong.durbinWatson()
    #expect(test.pPositive == 1e-12)
    #expect("\(test)".hasSuffix("p below 1e-12 for positive autocorrelation"))
    let long = try MadeSeries.fit(MadeSeries.series(501, start: 251), at: 251).durbinWatson()
    #expect(long.pPositive == nil && long.pNegative == nil && long.statistic > 0)
  }

  @Test func hostileInputs() throws {
    let line: [Double] = [1, 2, 3, 4]
    let columns = Matrix(columns: [[1, 1, 1, 1], [1, 2, 3, 4]])
    let twice = Matrix(columns: [[1, 1, 1, 1], [1, 1, 1, 1]])
    func test(_ matrix: Matrix?, _ response: [Double]) throws -> String {
      let matrix = try #require(matrix)
      return thrownCase {
        try DurbinWatson(matrix, response: response, order: TimeOrder(periods: [1, 2, 3, 4]))
      }
    }
    #expect(try test(columns, [0, 0, 0, 0]) == "undefined")
    #expect(try test(twice, line) == "undefined")
    #expect(try test(columns, [1, .nan, 3, 4]) == "undefined")
    #expect(try test(columns, [1, 5, 3, 4]) == "none")
    let data = try JSONEncoder().encode(
      try MadeSeries.fit(MadeSeries.series(60)).durbinWatson())
    let text = String(decoding: data, as: UTF8.self)
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(
        DurbinWatson.self,
        from: Data(text.replacingOccurrences(of: "\"statistic\":", with: "\"statistic\":9").utf8))
    }
  }
}

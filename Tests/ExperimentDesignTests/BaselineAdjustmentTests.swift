import ExperimentDesign
import Statistics
import TestSupport
import Testing

@Suite struct BaselineAdjustmentTests {
  @Test func factors() throws {
    #expect(BaselineAdjustment.none.varianceFactor == 1)
    #expect(
      agrees(BaselineAdjustment.ancova(correlation: -0.6).varianceFactor, 0.64, relative: 1e-15))
    #expect(BaselineAdjustment.ancova(correlation: 0.6).covariateCount == 1)
    let measures = try RepeatedMeasures(before: 1, after: 1, correlation: 0.6)
    #expect(agrees(measures.factor(.change), 0.8, relative: 1e-14))
    #expect(agrees(measures.factor(.covariance), 0.64, relative: 1e-14))
    #expect(BaselineAdjustment.repeated(measures, .covariance).covariateCount == 1)
    #expect(BaselineAdjustment.repeated(measures, .change).covariateCount == 0)
  }

  @Test("Analysis of covariance is never worse than the others")
  func order() throws {
    for (before, after) in [(1, 1), (3, 2), (8, 16)] {
      for correlation in [0, 0.2, 0.5, 0.95] {
        let measures = try RepeatedMeasures(
          before: before, after: after, correlation: correlation)
        let best = measures.factor(.covariance)
        #expect(best <= measures.factor(.after) * (1 + 1e-15))
        #expect(best <= measures.factor(.change) * (1 + 1e-15) && best > 0)
      }
    }
  }

  @Test("The factors are the variances of the summaries, by the covariance matrix")
  func matrix() throws {
    let (p, r, c) = (2, 3, 0.4)
    // Weights of the change: 1/r on each after, -1/p on each before.
    let weights = Array(repeating: -1.0 / 2, count: p) + Array(repeating: 1.0 / 3, count: r)
    var variance = 0.0
    for i in 0..<5 {
      for j in 0..<5 { variance += weights[i] * weights[j] * (i == j ? 1 : c) }
    }
    let measures = try RepeatedMeasures(before: p, after: r, correlation: c)
    #expect(agrees(measures.factor(.change), variance, relative: 1e-13))
  }

  @Test func hostileInput() throws {
    for count in [0, -1, .max] {
      #expect(
        thrownCase { try RepeatedMeasures(before: count, after: 1, correlation: 0.5) }
          == "invalidArgument")
      #expect(
        thrownCase { try RepeatedMeasures(before: 1, after: count, correlation: 0.5) }
          == "invalidArgument")
    }
    for correlation in [1, -1, -0.51, .nan, .infinity] as [Double] {
      #expect(
        thrownCase { try RepeatedMeasures(before: 1, after: 2, correlation: correlation) }
          == "invalidArgument")
    }
    let valid = try RepeatedMeasures(before: 2, after: 3, correlation: 0.5)
    #expect(try decoded(BaselineAdjustment.repeated(valid, .change)) == .repeated(valid, .change))
    #expect(throws: (any Error).self) { try forged(valid, ["correlation": 1.5]) }
  }

  @Test func words() throws {
    #expect(
      BaselineAdjustment.ancova(correlation: 0.6).description
        == "one baseline covariate, 64 % of the variance stays")
    #expect(BaselineAdjustment.none.description == "no baseline adjustment")
  }
}

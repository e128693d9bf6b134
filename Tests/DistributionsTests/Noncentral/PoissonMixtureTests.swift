import Testing

@testable import Distributions

/// Central distributions that are all the same, certain to lie below the point, up to some j; beyond
/// they are no numbers.
private struct Certain: MixedFamily {
  var last = Double.infinity

  private func value(_ j: Double) -> Double { j > last ? .nan : 0 }
  func logLower(_ j: Double) -> Double { value(j) }
  func logUpper(_ j: Double) -> Double { value(j) }
  func logDensity(_ j: Double) -> Double { value(j) }
  func logStep(_ j: Double) -> Double { -.infinity }
  func stepRatio(_ j: Double) -> Double { 1 }
  func densityRatio(_ j: Double) -> Double { 1 }
}

@Suite struct PoissonMixtureTests {
  @Test("The weights sum to one, term by term and in strides")
  func weights() {
    for mean in [0, 1e-9, 3, 599, 601, 1e4, 1e8, 5e11] as [Double] {
      for start in [mean, 0, 2 * mean, .nan] {
        let mixture = PoissonMixture(mean: mean, family: Certain(), start: start)
        #expect(abs(mixture.logLower()) < 1e-12, "\(mean) \(start)")
        #expect(abs(mixture.logUpper()) < 1e-12, "\(mean) \(start)")
        #expect(abs(mixture.logDensity()) < 1e-12, "\(mean) \(start)")
      }
    }
  }

  @Test("A term that is no number ends the sum", .timeLimit(.minutes(1)))
  func termsThatAreNoNumbers() {
    // Three standard deviations above the mean: all but a thousandth is there.
    let mixture = PoissonMixture(mean: 1000, family: Certain(last: 1100), start: 1000)
    for found in [mixture.logLower(), mixture.logUpper(), mixture.logDensity()] {
      #expect(found < -1e-4 && found > -1e-2, "\(found)")
    }
  }
}

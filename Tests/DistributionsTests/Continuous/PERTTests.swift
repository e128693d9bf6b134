import Distributions
import TestSupport
import Testing

@Suite struct PERTTests {
  @Test(
    "The checker passes",
    arguments: [
      (0.0, 0.2, 1.0, 4.0), (10, 12, 30, 4), (-5, -5, 1, 4), (0, 0.7, 1, 0), (0, 3, 4, 250),
      (100, 130, 190, 1.5), (-1, 0, 1, 4),
    ])
  func checker(lower: Double, mode: Double, upper: Double, weight: Double) throws {
    try checkDistribution(
      try #require(PERT(lower: lower, mode: mode, upper: upper, weight: weight)),
      momentTolerance: 1e-7)
  }

  @Test("It is a beta distribution between the ends")
  func beta() throws {
    let law = try #require(PERT(lower: 10, mode: 14, upper: 30))
    // alpha = 1 + 4 (14 - 10) / 20, beta = 1 + 4 (30 - 14) / 20
    let beta = try #require(Beta(alpha: 1.8, beta: 4.2))
    for share in [1e-9, 0.03, 0.2, 0.5, 0.9] as [Double] {
      #expect(agrees(law.cdf(10 + 20 * share), beta.cdf(share), relative: 1e-6))
      #expect(agrees(law.survival(10 + 20 * share), beta.survival(share), relative: 1e-13))
      #expect(agrees(law.quantile(share), 10 + 20 * beta.quantile(share), relative: 1e-14))
    }
    #expect(agrees(try #require(law.mean), 16, relative: 1e-15))
    #expect(
      agrees(try #require(law.variance), 400 * (try #require(beta.variance)), relative: 1e-14))
    #expect(law.skewness == beta.skewness && law.excessKurtosis == beta.excessKurtosis)
  }

  @Test("A weight of 0 leaves the uniform distribution, and a large one the mode")
  func weights() throws {
    let flat = try #require(PERT(lower: -2, mode: 1, upper: 6, weight: 0))
    let uniform = try #require(Uniform(lower: -2, upper: 6))
    for x in [-2, -1.5, 0, 5.9, 6] as [Double] {
      #expect(agrees(flat.cdf(x), uniform.cdf(x), relative: 1e-14, absolute: 1e-300))
      #expect(agrees(flat.pdf(x), uniform.pdf(x), relative: 1e-15))
    }
    let sure = try #require(PERT(lower: 0, mode: 1, upper: 4, weight: 1e12))
    #expect(agrees(sure.median, 1, relative: 1e-5))
    #expect(try #require(sure.standardDeviation) < 1e-5)
    #expect(PERT(lower: 0, mode: 1, upper: 4) == PERT(lower: 0, mode: 1, upper: 4, weight: 4))
  }

  @Test("The mirror image has the tails exchanged, next to the ends too")
  func mirror() throws {
    let (law, other) = (
      try #require(PERT(lower: -1, mode: 0.5, upper: 3, weight: 7)),
      try #require(PERT(lower: -3, mode: -0.5, upper: 1, weight: 7))
    )
    for x in [-0.9999999, -0.5, 0.5, 2.5, 2.9999999] as [Double] {
      #expect(agrees(law.cdf(x), other.survival(-x), relative: 1e-14))
      #expect(agrees(law.logSurvival(x), other.logCDF(-x), relative: 1e-13, absolute: 1e-300))
      #expect(agrees(law.pdf(x), other.pdf(-x), relative: 1e-14))
    }
    for p in [1e-100, 1e-9, 0.4] as [Double] {
      #expect(agrees(law.quantile(p), -other.quantile(survival: p), relative: 1e-15))
    }
  }

  @Test("Weights that make no distribution give nil")
  func refusals() {
    for weight in [-1, -1e-300, 1e101, .nan, .infinity] as [Double] {
      #expect(PERT(lower: 0, mode: 1, upper: 4, weight: weight) == nil)
    }
    checkRefused(
      PERT.self,
      [
        "{\"lower\": 0, \"mode\": 2, \"upper\": 1, \"weight\": 4}",
        "{\"lower\": 0, \"mode\": 1, \"upper\": 2, \"weight\": -4}", "{\"lower\": 0}",
      ])
  }

  @Test(
    "The ends of the admitted range answer",
    arguments: [
      (-5e299, 0, 5e299, 4), (0, 0, 1e-300, 1e100), (0, 1e-300, 1e-300, 1), (0, 1, 2, 1e100),
    ] as [(Double, Double, Double, Double)])
  func extremes(lower: Double, mode: Double, upper: Double, weight: Double) throws {
    let law = try #require(PERT(lower: lower, mode: mode, upper: upper, weight: weight))
    for x in hostilePoints + [mode] where !x.isNaN {
      #expect((0...1).contains(law.cdf(x)) && !law.logCDF(x).isNaN && !law.logPDF(x).isNaN)
      #expect(abs(law.cdf(x) + law.survival(x) - 1) <= 4e-16)
    }
    for p in [0, 1e-300, 0.5, 1] { #expect(law.support.contains(law.quantile(p))) }
    let support = law.support
    #expect(law.samples(20, seed: 2).allSatisfy { support.contains($0) })
  }
}

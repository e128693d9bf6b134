import Distributions
import TestSupport
import Testing

@Suite struct ExponentialTests {
  @Test("The checker passes", arguments: [1.0, 1e-5, 7e8, 1e-300, 1e300])
  func checker(mean: Double) throws {
    let isUsual = mean > 1e-100 && mean < 1e100
    try checkDistribution(
      try #require(Exponential(mean: mean)), momentTolerance: isUsual ? 1e-8 : nil)
  }

  @Test("It is the gamma distribution of shape 1 and the Weibull of shape 1", arguments: [0.3, 50])
  func relatives(mean: Double) throws {
    let law = try #require(Exponential(mean: mean))
    let gamma = try #require(Gamma(shape: 1, scale: mean))
    let weibull = try #require(Weibull(shape: 1, scale: mean))
    for ratio in [1e-12, 0.1, 1, 7, 300] as [Double] {
      let x = mean * ratio
      for other in [gamma, weibull] as [any ContinuousDistribution] {
        #expect(agrees(law.cdf(x), other.cdf(x), relative: 2e-13))
        #expect(agrees(law.survival(x), other.survival(x), relative: 2e-13))
        #expect(agrees(law.pdf(x), other.pdf(x), relative: 2e-13))
        #expect(agrees(law.logCDF(x), other.logCDF(x), relative: 1e-13, absolute: 1e-140))
      }
    }
    for p in [1e-30, 0.2, 0.7] as [Double] {
      #expect(agrees(law.quantile(p), weibull.quantile(p), relative: 1e-15))
      #expect(agrees(law.quantile(survival: p), gamma.quantile(survival: p), relative: 1e-13))
    }
    #expect(law.skewness == gamma.skewness && law.excessKurtosis == gamma.excessKurtosis)
  }

  @Test("It forgets the time waited")
  func memoryless() throws {
    let law = try #require(Exponential(rate: 0.25))
    #expect(law == Exponential(mean: 4))
    for (x, y) in [(1.0, 2.0), (10, 30), (0.001, 5)] {
      #expect(
        agrees(law.logSurvival(x + y), law.logSurvival(x) + law.logSurvival(y), relative: 1e-15))
    }
    // A spreadsheet: EXPON.DIST(3, 0.25, TRUE) = 1 - exp(-0.75).
    #expect(agrees(law.cdf(3), 0.52763344725898531, relative: 1e-15))
  }

  @Test("A time far below the mean keeps the logarithm of its probability")
  func smallTimes() throws {
    let law = try #require(Exponential(mean: 1e300))
    // log(1e-100 / 1e300) = -400 log(10)
    #expect(agrees(law.logCDF(1e-100), -921.034037197618273607, relative: 1e-14))
  }

  @Test("Parameters that make no distribution give nil")
  func refusals() {
    for value in [0, -1, 1e-301, 1e301, .nan, .infinity, -.infinity] as [Double] {
      #expect(Exponential(mean: value) == nil && Exponential(rate: value) == nil)
    }
    for end in [1e-300, 1e300] { #expect(Exponential(rate: end) != nil) }
    checkRefused(Exponential.self, ["{\"mean\": 0}", "{\"mean\": -1}", "{}", "{\"mean\": \"1\"}"])
  }
}

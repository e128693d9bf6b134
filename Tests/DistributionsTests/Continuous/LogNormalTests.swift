import Distributions
import TestSupport
import Testing

@Suite struct LogNormalTests {
  @Test(
    "The checker passes",
    arguments: [
      (0.0, 1.0, 1e-7), (3, 0.25, 1e-8), (-40, 0.01, 1e-8), (0, 7, nil), (100, 0.5, 1e-8),
    ]
      as [(Double, Double, Double?)])
  func checker(mean: Double, deviation: Double, tolerance: Double?) throws {
    try checkDistribution(
      try #require(LogNormal(logMean: mean, logStandardDeviation: deviation)),
      momentTolerance: tolerance)
  }

  @Test("It is the normal distribution of the logarithm")
  func normal() throws {
    let law = try #require(LogNormal(logMean: 1.5, logStandardDeviation: 0.4))
    let normal = try #require(Normal(mean: 1.5, standardDeviation: 0.4))
    for z in [-6, -1, 0, 0.5, 2, 9] as [Double] {
      let x = exponential(1.5 + 0.4 * z)
      #expect(agrees(law.cdf(x), normal.cdf(1.5 + 0.4 * z), relative: 1e-13))
      #expect(agrees(law.survival(x), normal.survival(1.5 + 0.4 * z), relative: 1e-13))
      #expect(agrees(law.pdf(x) * x, normal.pdf(1.5 + 0.4 * z), relative: 1e-13))
    }
    #expect(agrees(law.median, exponential(1.5), relative: 1e-15))
  }

  private func exponential(_ x: Double) -> Double {
    LogNormal(logMean: x, logStandardDeviation: 1)?.median ?? .nan
  }

  /// SciPy: `lognorm(0.8, scale=exp(0.3))`, its cdf, ppf and stats("mvsk").
  @Test("Values of other software")
  func others() throws {
    let law = try #require(LogNormal(logMean: 0.3, logStandardDeviation: 0.8))
    #expect(agrees(law.cdf(2.5), 0.7794578255116364, relative: 1e-14))
    #expect(agrees(law.quantile(0.9), 3.763093100873834, relative: 1e-14))
    #expect(agrees(try #require(law.mean), 1.8589280418463423, relative: 1e-14))
    #expect(agrees(try #require(law.variance), 3.097891397428475, relative: 1e-14))
    #expect(agrees(try #require(law.skewness), 3.689292296091298, relative: 1e-14))
    #expect(agrees(try #require(law.excessKurtosis), 31.36765343083244, relative: 1e-13))
  }

  @Test(
    "Mean and deviation of the variable itself come back",
    arguments: [(1.0, 0.5), (2e6, 1e5), (1e-200, 3e-200), (5, 1e-12), (3, 400)])
  func ownMoments(mean: Double, deviation: Double) throws {
    let law = try #require(LogNormal(mean: mean, standardDeviation: deviation))
    #expect(agrees(try #require(law.mean), mean, relative: 1e-12))
    if mean > 1e-100 {
      #expect(agrees(try #require(law.standardDeviation), deviation, relative: 1e-12))
    }
  }

  @Test("Moments that overflow are nil, and small deviations keep their digits")
  func moments() throws {
    let wide = try #require(LogNormal(logMean: 0, logStandardDeviation: 30))
    #expect(wide.mean != nil && wide.variance == nil && wide.excessKurtosis == nil)
    let narrow = try #require(LogNormal(logMean: 0, logStandardDeviation: 1e-8))
    #expect(agrees(try #require(narrow.variance), 1e-16, relative: 1e-14))
    #expect(agrees(try #require(narrow.skewness), 3e-8, relative: 1e-14))
    #expect(agrees(try #require(narrow.excessKurtosis), 16e-16, relative: 1e-14))
  }

  @Test("Parameters that make no distribution give nil")
  func refusals() {
    for (mean, deviation) in [
      (0, 0), (0, -1), (0, .nan), (0, .infinity), (.nan, 1), (.infinity, 1), (2e6, 1), (0, 1e-151),
    ] as [(Double, Double)] {
      #expect(LogNormal(logMean: mean, logStandardDeviation: deviation) == nil)
    }
    for (mean, deviation) in [(0, 1), (-1, 1), (1, 0), (.nan, 1), (1, .infinity)]
      as [(Double, Double)]
    {
      #expect(LogNormal(mean: mean, standardDeviation: deviation) == nil)
    }
    checkRefused(
      LogNormal.self,
      ["{\"logMean\": 0, \"logStandardDeviation\": 0}", "{\"logMean\": 1e300}", "[]"])
  }

  @Test(
    "The ends of the admitted range answer",
    arguments: [(1e6, 1e6), (-1e6, 1e-150), (0, 1e6), (0, 1e-150)])
  func extremes(mean: Double, deviation: Double) throws {
    let law = try #require(LogNormal(logMean: mean, logStandardDeviation: deviation))
    for x in hostilePoints where !x.isNaN {
      #expect((0...1).contains(law.cdf(x)) && !law.logPDF(x).isNaN && law.pdf(x) >= 0)
      #expect(abs(law.cdf(x) + law.survival(x) - 1) <= 4e-16)
    }
    for p in [0, 1e-300, 0.5, 0.99, 1] { #expect(law.quantile(p) >= 0) }
    _ = law.samples(10, seed: 1)
  }
}

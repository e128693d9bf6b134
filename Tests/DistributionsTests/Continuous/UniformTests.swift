import Distributions
import TestSupport
import Testing

@Suite struct UniformTests {
  @Test("The checker passes", arguments: [(0.0, 1.0), (-3, 11), (100, 1e6), (-1e-5, 0)])
  func checker(lower: Double, upper: Double) throws {
    try checkDistribution(try #require(Uniform(lower: lower, upper: upper)))
  }

  @Test("It is the beta distribution of parameters 1 and 1")
  func beta() throws {
    let (law, beta) = (
      try #require(Uniform(lower: 0, upper: 1)), try #require(Beta(alpha: 1, beta: 1))
    )
    for x in [1e-30, 0.2, 0.5, 0.875] as [Double] {
      #expect(agrees(law.cdf(x), beta.cdf(x), relative: 1e-15))
      #expect(agrees(law.survival(x), beta.survival(x), relative: 1e-15))
      #expect(agrees(law.logCDF(x), beta.logCDF(x), relative: 1e-14))
      #expect(agrees(law.quantile(x), x, relative: 1e-15))
    }
    #expect(agrees(try #require(law.variance), try #require(beta.variance), relative: 1e-15))
    #expect(law.skewness == beta.skewness)
    #expect(
      agrees(try #require(law.excessKurtosis), try #require(beta.excessKurtosis), relative: 1e-15))
  }

  @Test("Ends belong to it, and nothing beyond")
  func ends() throws {
    let law = try #require(Uniform(lower: -2, upper: 6))
    #expect(law.pdf(-2) == 0.125 && law.pdf(6) == 0.125 && law.pdf(-2.0000001) == 0)
    #expect(law.cdf(-2) == 0 && law.cdf(6) == 1 && law.cdf(0) == 0.25 && law.survival(0) == 0.75)
    #expect(law.mean == 2 && law.median == 2)
  }

  @Test("Parameters that make no distribution give nil")
  func refusals() {
    for (lower, upper) in [
      (0, 0), (1, 0), (.nan, 1), (0, .nan), (-.infinity, 0), (0, .infinity), (-1e308, 1e308),
      (0, .leastNonzeroMagnitude),
    ] as [(Double, Double)] {
      #expect(Uniform(lower: lower, upper: upper) == nil)
    }
    checkRefused(Uniform.self, ["{\"lower\": 1, \"upper\": 1}", "{\"lower\": 1}", "{}"])
  }

  @Test("The ends of the admitted range answer", arguments: [(-5e299, 5e299), (0, 1e-300)])
  func extremes(lower: Double, upper: Double) throws {
    let law = try #require(Uniform(lower: lower, upper: upper))
    for x in hostilePoints where !x.isNaN {
      #expect((0...1).contains(law.cdf(x)) && !law.logCDF(x).isNaN && !law.logPDF(x).isNaN)
    }
    let support = law.support
    #expect(law.samples(100, seed: 3).allSatisfy { support.contains($0) })
  }
}

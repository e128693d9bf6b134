import Distributions
import TestSupport
import Testing

@Suite struct NormalTests {
  @Test("The checker passes", arguments: [(0.0, 1.0), (10.0, 0.25), (-1e6, 1e3), (1e-100, 1e-100)])
  func checker(mean: Double, deviation: Double) throws {
    try checkDistribution(try #require(Normal(mean: mean, standardDeviation: deviation)))
  }

  @Test("Known quantiles: qnorm in R 4")
  func knownQuantiles() {
    #expect(agrees(Normal.standard.quantile(0.975), 1.959963984540054, relative: 4e-16))
    #expect(agrees(Normal.standard.quantile(survival: 0.05), 1.644853626951472, relative: 1e-15))
    #expect(agrees(Normal.standard.quantile(1e-300), -37.0470962993612, relative: 4e-16))
    #expect(Normal.standard.quantile(0.5) == 0)
  }

  @Test("Tails keep their digits where 1 - cdf has none")
  func farTails() {
    let normal = Normal.standard
    #expect(agrees(normal.survival(10), 7.61985302416052606597e-24, relative: 1e-14))
    #expect(agrees(normal.cdf(-37.5), 4.605353009581955e-308, relative: 1e-14))
    // pnorm(-1e5, log.p = TRUE) in R.
    #expect(agrees(normal.logCDF(-1e5), -5000000012.4318638, relative: 1e-15))
    #expect(agrees(normal.logSurvival(-9), -1.1285884059538405e-19, relative: 1e-13))
  }

  @Test("The distribution is symmetric", arguments: [0, 0.3, 0.69, 0.71, 1, 2.5, 8, 20, 38])
  func symmetry(z: Double) {
    let normal = Normal.standard
    #expect(normal.cdf(-z) == normal.survival(z))
    #expect(normal.pdf(-z) == normal.pdf(z))
    #expect(normal.logCDF(-z) == normal.logSurvival(z))
  }

  @Test("Location and scale move and stretch")
  func scaling() throws {
    let normal = try #require(Normal(mean: 100, standardDeviation: 15))
    #expect(normal.cdf(115) == Normal.standard.cdf(1))
    #expect(normal.mean == 100 && normal.variance == 225)
    #expect(agrees(normal.quantile(0.975), 100 + 15 * 1.959963984540054, relative: 1e-15))
    #expect(agrees(normal.pdf(100), 0.3989422804014327 / 15, relative: 1e-15))
  }

  @Test("Parameters that make no distribution give nil")
  func refusals() {
    for (mean, deviation) in [
      (0, 0), (0, -1), (0, .nan), (.nan, 1), (.infinity, 1), (0, .infinity), (0, -0.0),
    ] as [(Double, Double)] {
      #expect(Normal(mean: mean, standardDeviation: deviation) == nil)
    }
    #expect(Normal(mean: 0, standardDeviation: 1e308)?.variance == nil)
    checkRefused(
      Normal.self,
      [
        "{\"mean\": 0, \"standardDeviation\": 0}", "{\"mean\": 0}",
        "{\"mean\": 0, \"standardDeviation\": -1}",
      ])
  }

  @Test("Extreme parameters give no NaN")
  func extremes() throws {
    for deviation in [.leastNonzeroMagnitude, 1e-300, 1e308] {
      for mean in [-1e308, 0, 1e308] {
        let normal = try #require(Normal(mean: mean, standardDeviation: deviation))
        for x in hostilePoints where !x.isNaN {
          #expect(!normal.cdf(x).isNaN && !normal.survival(x).isNaN && !normal.logCDF(x).isNaN)
        }
      }
    }
  }

  @Test("A difference beyond the range of doubles is no infinite one")
  func hugeOffsets() throws {
    let wide = try #require(Normal(mean: -1.5e308, standardDeviation: 1e308))
    #expect(abs(wide.cdf(1.5e308) - Normal.standard.cdf(3)) < 1e-15)
    #expect(wide.survival(1.5e308) > 1e-3 && wide.cdf(.infinity) == 1)
  }
}

import Distributions
import TestSupport
import Testing

@Suite struct TriangularTests {
  @Test(
    "The checker passes",
    arguments: [
      (0.0, 0.25, 1.0), (-2, -2, 5), (10, 40, 40), (1000, 1001, 1500), (-1, 0, 1), (0, 1e-9, 1),
    ])
  func checker(lower: Double, mode: Double, upper: Double) throws {
    try checkDistribution(
      try #require(Triangular(lower: lower, mode: mode, upper: upper)), momentTolerance: 1e-7)
  }

  @Test("Values by hand: halves, the peak, and the sum of two uniform numbers")
  func values() throws {
    let law = try #require(Triangular(lower: 0, mode: 1, upper: 2))
    #expect(law.cdf(1) == 0.5 && law.survival(1) == 0.5 && law.pdf(1) == 1 && law.median == 1)
    #expect(law.cdf(0.5) == 0.125 && law.survival(1.5) == 0.125 && law.pdf(0.5) == 0.5)
    #expect(law.mean == 1 && law.skewness == 0)
    #expect(agrees(try #require(law.variance), 1.0 / 6, relative: 1e-15))
    #expect(agrees(law.quantile(0.02), 0.2, relative: 1e-15))
    #expect(agrees(law.quantile(survival: 0.02), 1.8, relative: 1e-15))
  }

  /// scipy.stats.triang(0.25, 2, 8): cdf(3), cdf(7), ppf(0.1), ppf(0.9), stats("mvsk").
  @Test("Values of other software")
  func others() throws {
    let law = try #require(Triangular(lower: 2, mode: 4, upper: 10))
    #expect(agrees(law.cdf(3), 0.0625, relative: 1e-15))
    #expect(agrees(law.cdf(7), 0.8125, relative: 1e-15))
    #expect(agrees(law.quantile(0.1), 3.2649110640673518, relative: 1e-15))
    #expect(agrees(law.quantile(0.9), 7.809109769979336, relative: 1e-15))
    #expect(agrees(try #require(law.mean), 5.333333333333333, relative: 1e-15))
    #expect(agrees(try #require(law.variance), 2.888888888888889, relative: 1e-15))
    #expect(agrees(try #require(law.skewness), 0.4224039833745502, relative: 1e-13))
    #expect(law.excessKurtosis == -0.6)
  }

  @Test("The mirror image has the tails exchanged")
  func mirror() throws {
    let (law, other) = (
      try #require(Triangular(lower: -1, mode: 0.5, upper: 3)),
      try #require(Triangular(lower: -3, mode: -0.5, upper: 1))
    )
    for x in [-0.99, 0, 0.5, 2.5] as [Double] {
      #expect(agrees(law.cdf(x), other.survival(-x), relative: 1e-15))
      #expect(agrees(law.logSurvival(x), other.logCDF(-x), relative: 1e-14))
      #expect(agrees(law.pdf(x), other.pdf(-x), relative: 1e-15))
    }
    let (one, two) = (try #require(law.skewness), try #require(other.skewness))
    #expect(agrees(one, -two, relative: 1e-15))
  }

  @Test("Parameters that make no distribution give nil")
  func refusals() {
    for (lower, mode, upper) in [
      (0, 2, 1), (0, -1, 1), (1, 1, 1), (0, .nan, 1), (.nan, 0, 1), (0, 0, .infinity),
      (-.infinity, 0, 1), (-1e308, 0, 1e308),
    ] as [(Double, Double, Double)] {
      #expect(Triangular(lower: lower, mode: mode, upper: upper) == nil)
      #expect(PERT(lower: lower, mode: mode, upper: upper) == nil)
    }
    checkRefused(
      Triangular.self, ["{\"lower\": 0, \"mode\": 2, \"upper\": 1}", "{\"lower\": 0}", "{}"])
  }

  @Test(
    "The ends of the admitted range answer",
    arguments: [(-5e299, -5e299, 5e299), (0, 0, 1e-300), (0, 1e-300, 1e-300), (0, 1e-300, 1e300)])
  func extremes(lower: Double, mode: Double, upper: Double) throws {
    let law = try #require(Triangular(lower: lower, mode: mode, upper: upper))
    for x in hostilePoints + [mode] where !x.isNaN {
      #expect((0...1).contains(law.cdf(x)) && !law.logCDF(x).isNaN && !law.logPDF(x).isNaN)
      #expect(abs(law.cdf(x) + law.survival(x) - 1) <= 4e-16)
    }
    for p in [0, 1e-300, 0.5, 1] { #expect(law.support.contains(law.quantile(p))) }
  }
}

import Distributions
import Foundation
import TestSupport
import Testing

@Suite struct WeibullTests {
  @Test(
    "The checker passes",
    arguments: [
      (0.15, 3.0, nil), (0.9, 1, 1e-7), (1, 1, 1e-8), (1.5, 1e-3, 1e-8), (3.6, 250, 1e-8),
      (80, 2, 1e-8),
    ] as [(Double, Double, Double?)])
  func checker(shape: Double, scale: Double, tolerance: Double?) throws {
    try checkDistribution(
      try #require(Weibull(shape: shape, scale: scale)), momentTolerance: tolerance)
  }

  /// mpmath at 40 digits: from the gamma function of 1 + k / shape.
  @Test(
    "Moments keep their digits for any shape",
    arguments: [
      (0.1, [3628799.9999999953, 2.4328888399871918e18, 69899.912517852973, 137848020379.46381]),
      (0.9, [1.0521837208912933, 1.3715033946587972, 2.3449646127166768, 8.5300462331933765]),
      (1.5, [0.90274529295093361, 0.375690284813932, 1.0719865728909563, 1.3904035615957883]),
      (
        3.6,
        [0.90110568328228942, 0.077295280008571242, 5.6293890154929414e-4, -0.28325481630265581]
      ),
      (80, [0.99293759543996178, 2.4889471016052822e-4, -1.0668149073295139, 2.0611402382786116]),
      (1e4, [0.99994228832316242, 1.6445038762822376e-8, -1.1389505609250349, 2.3971097566600894]),
    ] as [(Double, [Double])])
  func moments(shape: Double, wanted: [Double]) throws {
    let law = try #require(Weibull(shape: shape, scale: 1))
    let found = [law.mean, law.variance, law.skewness, law.excessKurtosis]
    for (moment, value) in zip(found, wanted) {
      #expect(agrees(try #require(moment), value, relative: 1e-12, absolute: 1e-14))
    }
  }

  @Test("A root is an exponential distribution's, and the smallest of many is one again")
  func relations() throws {
    let law = try #require(Weibull(shape: 2.5, scale: 3))
    let exponential = try #require(Exponential(mean: 1))
    for t in [1e-9, 0.2, 1, 30, 600] as [Double] {
      let x = 3 * Foundation.pow(t, 0.4)
      #expect(agrees(law.survival(x), exponential.survival(t), relative: 1e-12))
      #expect(agrees(law.cdf(x), exponential.cdf(t), relative: 1e-13))
    }
    let smallest = try #require(Weibull(shape: 2, scale: 3 / 10.0.squareRoot()))
    let one = try #require(Weibull(shape: 2, scale: 3))
    for x in [0.1, 1, 4] as [Double] {
      #expect(agrees(smallest.logSurvival(x), 10 * one.logSurvival(x), relative: 1e-14))
    }
    // A spreadsheet: WEIBULL.DIST(2, 2.5, 3, TRUE); 63 % lie below the scale.
    #expect(agrees(one.cdf(3), 0.63212055882855768, relative: 1e-15))
  }

  @Test("Large shapes are those of the smallest extreme")
  func largeShapes() throws {
    // -12 sqrt(6) zeta(3) / pi^3 and 12 / 5, Gumbel's.
    for shape in [1e9, 1e50, 1e100] {
      let law = try #require(Weibull(shape: shape, scale: 2))
      #expect(agrees(try #require(law.skewness), -1.1395470994046486, relative: 1e-7))
      #expect(agrees(try #require(law.excessKurtosis), 2.4, relative: 1e-7))
      #expect(
        agrees(try #require(law.standardDeviation) * shape / 2, 1.2825498301618641, relative: 1e-7))
    }
  }

  @Test("Parameters that make no distribution give nil")
  func refusals() {
    for value in [0, -1, .nan, .infinity, 1e301, 1e-301] as [Double] {
      #expect(Weibull(shape: value, scale: 1) == nil && Weibull(shape: 1, scale: value) == nil)
    }
    checkRefused(Weibull.self, ["{\"shape\": 1, \"scale\": 0}", "{\"shape\": 1}", "[1, 2]"])
  }

  @Test(
    "The ends of the admitted range answer",
    arguments: [(1e-100, 1e-300), (1e-100, 1e300), (1e100, 1e300), (1e100, 1e-300)])
  func extremes(shape: Double, scale: Double) throws {
    let law = try #require(Weibull(shape: shape, scale: scale))
    for x in hostilePoints + [scale, scale * 2] where !x.isNaN {
      #expect((0...1).contains(law.cdf(x)) && !law.logPDF(x).isNaN && law.pdf(x) >= 0, "\(x)")
      #expect(abs(law.cdf(x) + law.survival(x) - 1) <= 4e-16, "\(x)")
      #expect(!law.logCDF(x).isNaN && !law.logSurvival(x).isNaN, "\(x)")
    }
    for p in [0, 1e-300, 0.3, 0.9999, 1] { #expect(law.quantile(p) >= 0) }
    _ = (law.mean, law.variance, law.skewness, law.excessKurtosis)
  }
}

import Distributions
import TestSupport
import Testing

@Suite struct FDistributionTests {
  private func make(_ above: Double, _ below: Double) throws -> FDistribution {
    try #require(
      FDistribution(numeratorDegreesOfFreedom: above, denominatorDegreesOfFreedom: below))
  }

  @Test(
    "The checker passes",
    arguments: [
      (0.5, 0.5, nil), (1, 3, nil), (2, 10, nil), (4, 60, 1e-6), (19, 21, 1e-2), (250, 300, 1e-6),
      (3, 1e7, 1e-6), (1e6, 40, 1e-4), (2e5, 3e5, 1e-6),
    ] as [(Double, Double, Double?)])
  func checker(above: Double, below: Double, tolerance: Double?) throws {
    try checkDistribution(try make(above, below), momentTolerance: tolerance)
  }

  @Test("With one numerator degree it is the square of t", arguments: [0.3, 1, 1.96, 5, 40])
  func squareOfT(t: Double) throws {
    for degrees in [1, 4, 55, 1e6] as [Double] {
      let student = try #require(StudentT(degreesOfFreedom: degrees))
      let tail = try make(1, degrees).survival(t * t)
      #expect(agrees(tail, 2 * student.survival(t), relative: 1e-13 + 2e-15 * t * t))
    }
  }

  @Test("The reciprocal exchanges the degrees of freedom", arguments: [0.25, 0.5, 2, 8])
  func reciprocal(x: Double) throws {
    for (above, below) in [(0.3, 2), (5, 9), (240, 500)] as [(Double, Double)] {
      #expect(
        agrees(
          try make(above, below).cdf(x), try make(below, above).survival(1 / x), relative: 4e-14))
    }
  }

  @Test("Known quantiles: qf in R 4")
  func knownQuantiles() throws {
    #expect(agrees(try make(2, 27).quantile(survival: 0.05), 3.354130828529197, relative: 1e-14))
    #expect(agrees(try make(4, 195).quantile(0.99), 3.416802045922836, relative: 1e-13))
    #expect(agrees(try make(7, 7).quantile(0.5), 1, relative: 1e-15))
  }

  @Test("Moments exist where they should")
  func moments() throws {
    #expect(try make(3, 2).mean == nil)
    #expect(try make(3, 4).variance == nil)
    #expect(try make(3, 10).mean == 1.25)
    #expect(agrees(try #require(try make(2, 10).variance), 2.6041666666666665, relative: 1e-15))
  }

  @Test("The density at zero has its limit")
  func origin() throws {
    #expect(try make(1, 5).pdf(0) == .infinity)
    #expect(try make(2, 5).pdf(0) == 1)
    #expect(try make(3, 5).pdf(0) == 0)
  }

  @Test("Parameters that make no distribution give nil")
  func refusals() {
    for bad in [0, -1, .nan, .infinity, -.infinity, 1e308, .leastNonzeroMagnitude] as [Double] {
      #expect(FDistribution(numeratorDegreesOfFreedom: bad, denominatorDegreesOfFreedom: 1) == nil)
      #expect(FDistribution(numeratorDegreesOfFreedom: 1, denominatorDegreesOfFreedom: bad) == nil)
    }
    checkRefused(
      FDistribution.self,
      [
        "{\"numeratorDegreesOfFreedom\": 0, \"denominatorDegreesOfFreedom\": 1}",
        "{\"numeratorDegreesOfFreedom\": 1}",
      ])
  }

  @Test("Extreme degrees of freedom answer", arguments: [1e-149, 1e-3, 1, 1e9, 1e149])
  func extremes(above: Double) throws {
    for below in [1e-149, 1e-3, 1, 1e9, 1e149] {
      let distribution = try make(above, below)
      for x in hostilePoints where !x.isNaN {
        let (cdf, survival) = (distribution.cdf(x), distribution.survival(x))
        #expect(abs(cdf + survival - 1) <= 1e-15, "\(distribution) at \(x)")
        #expect(!distribution.logPDF(x).isNaN && !distribution.logCDF(x).isNaN)
      }
      for p in [.leastNonzeroMagnitude, 0.3, 0.5, 0.9999999999999999] {
        #expect(!distribution.quantile(p).isNaN && !distribution.quantile(survival: p).isNaN)
      }
    }
  }
}

import Distributions
import TestSupport
import Testing

@Suite struct BetaTests {
  @Test(
    "The checker passes",
    arguments: [
      (0.5, 0.5), (1, 1), (0.3, 4), (2, 5), (9, 92), (9.5, 10.5), (99, 101), (101, 101), (150, 2e4),
      (5e4, 7e4), (1e6, 1e5), (40, 0.7),
    ] as [(Double, Double)])
  func checker(alpha: Double, beta: Double) throws {
    try checkDistribution(
      try #require(Beta(alpha: alpha, beta: beta)),
      momentTolerance: min(alpha, beta) < 1 ? nil : 1e-6)
  }

  @Test("One parameter of 1 has a closed form", arguments: [1e-10, 0.1, 0.5, 0.9])
  func powers(x: Double) throws {
    for exponent in [0.25, 1, 3, 50] {
      let beta = try #require(Beta(alpha: exponent, beta: 1))
      #expect(agrees(beta.logCDF(x), exponent * logarithm(x), relative: 1e-13))
      let mirrored = try #require(Beta(alpha: 1, beta: exponent))
      #expect(agrees(mirrored.survival(1 - x), beta.cdf(1 - (1 - x)), relative: 1e-13))
    }
  }

  /// The logarithm through the exponential distribution, so that this file needs no C library.
  private func logarithm(_ x: Double) -> Double {
    -(Gamma(shape: 1, scale: 1)?.quantile(survival: x) ?? .nan)
  }

  @Test("Exchanging the parameters mirrors the distribution", arguments: [0.125, 0.25, 0.5, 0.75])
  func mirror(x: Double) throws {
    for (alpha, b) in [(0.2, 0.9), (3, 8), (20, 300), (500, 300)] as [(Double, Double)] {
      let beta = try #require(Beta(alpha: alpha, beta: b))
      let mirrored = try #require(Beta(alpha: b, beta: alpha))
      #expect(agrees(beta.cdf(x), mirrored.survival(1 - x), relative: 1e-14))
      #expect(agrees(beta.pdf(x), mirrored.pdf(1 - x), relative: 1e-14))
    }
  }

  @Test("Clopper and Pearson's limits: binom.test(8, 100) in R 4")
  func clopperPearson() throws {
    let lower = try #require(Beta(alpha: 8, beta: 93)).quantile(0.025)
    let upper = try #require(Beta(alpha: 9, beta: 92)).quantile(survival: 0.025)
    #expect(agrees(lower, 0.035171562518162794, relative: 1e-13))
    #expect(agrees(upper, 0.15155763586442095, relative: 1e-14))
  }

  @Test("The density at an end has its limit")
  func ends() {
    #expect(Beta(alpha: 0.5, beta: 2)?.pdf(0) == .infinity)
    #expect(Beta(alpha: 1, beta: 2)?.pdf(0) == 2)
    #expect(Beta(alpha: 2, beta: 2)?.pdf(0) == 0)
    #expect(Beta(alpha: 2, beta: 0.5)?.pdf(1) == .infinity)
    #expect(Beta(alpha: 3, beta: 1)?.pdf(1) == 3)
  }

  @Test("Parameters that make no distribution give nil")
  func refusals() {
    for bad in [0, -1, .nan, .infinity, -.infinity, 1e308] as [Double] {
      #expect(Beta(alpha: bad, beta: 1) == nil && Beta(alpha: 1, beta: bad) == nil)
    }
    checkRefused(Beta.self, ["{\"alpha\": 0, \"beta\": 1}", "{\"alpha\": 1}"])
  }

  @Test("Extreme parameters answer", arguments: [1e-150, 1e-10, 1, 1e15, 1e150])
  func extremes(alpha: Double) throws {
    for other in [1e-150, 1e-10, 1, 250, 1e10, 1e150] {
      let beta = try #require(Beta(alpha: alpha, beta: other))
      for x in [0, .leastNonzeroMagnitude, 1e-300, 1e-9, 0.25, 0.5, 0.75, 0.9999999999999999, 1] {
        let (cdf, survival) = (beta.cdf(x), beta.survival(x))
        #expect((0...1).contains(cdf) && (0...1).contains(survival), "\(beta) at \(x): \(cdf)")
        #expect(abs(cdf + survival - 1) <= 1e-15)
        #expect(!beta.logPDF(x).isNaN && !beta.logCDF(x).isNaN && !beta.logSurvival(x).isNaN)
      }
      for p in [.leastNonzeroMagnitude, 1e-300, 0.3, 0.5, 0.9999999999999999] {
        #expect((0...1).contains(beta.quantile(p)), "\(beta) quantile \(p)")
        #expect((0...1).contains(beta.quantile(survival: p)), "\(beta) quantile \(p)")
      }
    }
  }

  @Test("Tiny points and parameters do not underflow together")
  func tinyProducts() throws {
    // I_x(a, a) tends to 1/2 for every x inside as a falls; x (a + b) is below the smallest double.
    let beta = try #require(Beta(alpha: 1e-149, beta: 1e-149))
    for x in [1e-300, 1e-200, 1e-100, 0.5] { #expect(abs(beta.cdf(x) - 0.5) < 1e-12) }
  }
}

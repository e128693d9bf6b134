import TestSupport
import Testing

/// Logarithms of tails that no double can hold, at 50 digits by mpmath.
///
/// The upper gamma tails are `log(gammainc(a, x, inf)) - loggamma(a)`, the rest series with
/// positive terms.
@Suite struct LogTailTests {
  @Test(
    "Logarithms of tails below 1e-308 keep their digits",
    arguments: [
      ("gamma.logSurvival", [0.3, 1, 2000], -2006.4167794805587),
      ("gamma.logSurvival", [5, 1, 3000], -2971.151249782068),
      ("gamma.logSurvival", [300, 1, 3000], -2015.1932154793533),
      ("gamma.logCDF", [50, 1, 1e-20], -2451.0628599458187),
      ("gamma.logCDF", [300, 1, 5], -937.0577263490214),
      ("beta.logCDF", [50, 60, 1e-15], -1654.328119397612),
      ("beta.logCDF", [500, 700, 0.01], -1498.8601230913157),
      ("binomial.logSurvival", [1000, 0.0625, 599], -1019.9711206432771),
      ("t.logSurvival", [40, 1e15], -1310.543094323856),
      ("t.logCDF", [40, -1e15], -1310.543094323856),
      ("poisson.logSurvival", [50, 2000], -5436.142427121317),
    ] as [(String, [Double], Double)])
  func underflowing(name: String, arguments: [Double], expected: Double) throws {
    let got = try #require(evaluateReference(name, arguments))
    #expect(agrees(got, expected, relative: 1e-15), "\(got)")
  }
}

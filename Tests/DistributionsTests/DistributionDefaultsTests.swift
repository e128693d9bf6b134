import Distributions
import Foundation
import Testing

/// What a distribution of one's own has without writing it.
@Suite struct DistributionDefaultsTests {
  /// The law of a client: `cdf(x) = x / (1 + x)`, without any moment.
  private struct Odds: ContinuousDistribution {
    var support: Support { Support(lower: 0, upper: nil) }
    var mean: Double? { nil }
    var variance: Double? { nil }
    var description: String { "Odds()" }
    func pdf(_ x: Double) -> Double { x.isNaN ? .nan : x < 0 ? 0 : 1 / (1 + x) / (1 + x) }
    func logPDF(_ x: Double) -> Double {
      x.isNaN ? .nan : x < 0 ? -.infinity : -2 * Foundation.log1p(x)
    }
    func cdf(_ x: Double) -> Double { x <= 0 ? 0 : x == .infinity ? 1 : x / (1 + x) }
    func survival(_ x: Double) -> Double { x <= 0 ? 1 : 1 / (1 + x) }
    func logCDF(_ x: Double) -> Double {
      x <= 0 ? -.infinity : x < 1e-300 ? Foundation.log(x) : -Foundation.log1p(1 / x)
    }
    func logSurvival(_ x: Double) -> Double { x <= 0 ? 0 : -Foundation.log1p(x) }
    func quantile(_ p: Double) -> Double {
      p >= 0 && p <= 1 ? p == 1 ? .infinity : p / (1 - p) : .nan
    }
    func quantile(survival q: Double) -> Double {
      q >= 0 && q <= 1 ? q == 0 ? .infinity : (1 - q) / q : .nan
    }
  }

  /// Doublings until a head, of which so many may be needed that an integer cannot hold them.
  private struct Doublings: DiscreteDistribution {
    var support: Support { Support(lower: 0, upper: nil) }
    var mean: Double? { nil }
    var variance: Double? { nil }
    var description: String { "Doublings()" }
    func pmf(_ k: Int) -> Double { k < 0 ? 0 : survival(k - 1) - survival(k) }
    func logPMF(_ k: Int) -> Double { Foundation.log(pmf(k)) }
    func cdf(_ k: Int) -> Double { 1 - survival(k) }
    func survival(_ k: Int) -> Double { k < 0 ? 1 : 1 / (1 + Foundation.log1p(Double(k))) }
    func logCDF(_ k: Int) -> Double { Foundation.log(cdf(k)) }
    func logSurvival(_ k: Int) -> Double { Foundation.log(survival(k)) }
    func quantile(_ p: Double) -> Int? { p >= 0 && p <= 1 ? quantile(survival: 1 - p) : nil }
    func quantile(survival q: Double) -> Int? {
      guard q > 0, q <= 1 else { return nil }
      return Int(exactly: Foundation.expm1(1 / q - 1).rounded(.up))
    }
  }

  @Test("Its moments are unknown, and its median is the quantile of a half")
  func moments() {
    let law = Odds()
    #expect(law.standardDeviation == nil && law.skewness == nil && law.excessKurtosis == nil)
    #expect(law.median == 1)
    let counts = Doublings()
    #expect(counts.standardDeviation == nil && counts.skewness == nil)
    #expect(counts.excessKurtosis == nil && counts.median == 2)
  }

  @Test("It passes the checker")
  func checker() throws {
    try checkDistribution(Odds(), momentTolerance: nil)
  }

  @Test("Its random numbers are quantiles of uniform numbers")
  func samples() {
    var generator = Philox(seed: 12, stream: 3)
    let uniforms = generator.uniforms(50)
    #expect(Odds().samples(50, seed: 12, stream: 3) == uniforms.map { Odds().quantile($0) })
    #expect(Odds().samples(0, seed: 12).isEmpty && Odds().samples(.min, seed: 12).isEmpty)
    var (one, many) = (Philox(seed: 12, stream: 3), Philox(seed: 12, stream: 3))
    let first = (0..<3).map { _ in Odds().sample(using: &one) }
    #expect(Odds().samples(3, using: &many) == first && one == many)
  }

  @Test("A count beyond all integers is the largest of them")
  func saturation() {
    let counts = Doublings().samples(2000, seed: 5)
    // The survival at the largest integer is 1 / 44.7.
    let beyond = counts.count { $0 == .max }
    #expect(beyond > 10 && beyond < 100 && counts.allSatisfy { $0 >= 0 })
  }
}

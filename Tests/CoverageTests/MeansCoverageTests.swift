import Foundation
import Statistics
import TestSupport
import Testing

/// Coverage of intervals of means, variances, correlations and the probability of superiority.
///
/// Seeded, each within four binomial standard errors of what is stated. A t test rejects exactly where
/// its interval misses.
///
/// Where a method is not exact, the stated coverage is that of an independent program with 400 000
/// samples, `Scripts/reference/coverage/means.py`.
@Suite struct MeansCoverageTests {
  static let sizes = [5, 8, 12, 20, 50]
  private static let exact = SimulatedCoverage.Stated.about([0.95, 0.95, 0.95, 0.95, 0.95])

  private static func exponential(_ generator: inout Generator) -> Double {
    -log(1 - generator.uniform())
  }

  // MARK: Means

  /// The methods for a population with this mean and spread 1.
  private static func methods(
    mean: Double, second: Double, student: SimulatedCoverage.Stated,
    paired: SimulatedCoverage.Stated, welch: SimulatedCoverage.Stated,
    variance: SimulatedCoverage.Stated, correlation: SimulatedCoverage.Stated
  ) -> [SimulatedCoverage.Method] {
    [
      .init(name: "Student t, one mean", stated: student) {
        try OneSampleMean($0.x).interval()?.contains(mean) == true
      },
      .init(name: "paired t", stated: paired) {
        try PairedDifference(treated: $0.x, control: $0.y, design: .randomizedExperiment)
          .effect.interval()?.contains(0) == true
      },
      .init(name: "Welch t, spreads 1 and \(Int(second))", stated: welch) {
        try MeanDifference(
          treated: Moments($0.x), control: Moments($0.y.map { second * $0 }),
          design: .randomizedExperiment
        ).effect.interval()?.contains(mean * (1 - second)) == true
      },
      .init(name: "chi-squared, variance", stated: variance) {
        try SampleVariance(Moments($0.x)).interval()?.contains(1) == true
      },
      .init(name: "Fisher z, correlation 0.6", stated: correlation) {
        try PearsonCorrelation($0.x, zip($0.x, $0.y).map { 0.6 * $0 + 0.8 * $1 })
          .interval()?.contains(0.6) == true
      },
    ]
  }

  @Test func normalValues() throws {
    try SimulatedCoverage.table(
      "Normal values, 95 % intervals", sizes: Self.sizes, samples: { _ in 1000 },
      methods: Self.methods(
        mean: 0, second: 2, student: Self.exact, paired: Self.exact,
        welch: .about([0.951, 0.950, 0.950, 0.950, 0.950]), variance: Self.exact,
        correlation: .about([0.953, 0.951, 0.950, 0.950, 0.950]))
    ) { $0.normal() }
  }

  // The t interval of one mean, the chi-squared interval and Fisher's z are liberal here.
  @Test func exponentialValues() throws {
    try SimulatedCoverage.table(
      "Exponential values, 95 % intervals", sizes: Self.sizes, samples: { _ in 1000 },
      methods: Self.methods(
        mean: 1, second: 1, student: .about([0.883, 0.895, 0.905, 0.919, 0.936]),
        paired: .about([0.966, 0.960, 0.957, 0.953, 0.951]),
        welch: .about([0.973, 0.966, 0.960, 0.955, 0.951]),
        variance: .about([0.824, 0.783, 0.756, 0.730, 0.703]),
        correlation: .about([0.912, 0.886, 0.873, 0.859, 0.844])),
      draw: Self.exponential)
  }

  // MARK: Probability of superiority

  // Both intervals are approximate: Brunner and Munzel's has no spread to go by where the groups hardly
  // overlap, which counts as a miss.
  @Test func superiority() throws {
    func coverage(_ method: MannWhitney.SuperiorityMethod) -> SimulatedCoverage.Method {
      .init(name: method.name, stated: .atLeast(method == .newcombe ? 0.95 : 0.9)) {
        try MannWhitney(treated: $0.x, control: $0.y, method: .normal)
          .superiorityInterval(method: method)?.contains(0.5) == true
      }
    }
    try SimulatedCoverage.table(
      "Probability of superiority 0.5, 95 % intervals", sizes: Self.sizes, samples: { _ in 300 },
      methods: [coverage(.newcombe), coverage(.brunnerMunzel)], draw: Self.exponential)
  }
}

import InterruptedTimeSeries
import Regression
import Statistics
import TestSupport
import Testing

/// How often 95 % intervals of a level change hold it in short series, by simulation.
@Suite struct CoverageTests {
  /// Side, phi, and the coverage that REML with Satterthwaite's degrees of freedom is known to have
  /// there (the same designs with 600 series by another program: .960, .912, .925; .930, .943, .927).
  static let cases: [(side: Int, phi: Double, low: Double, high: Double)] = [
    (12, 0, 0.93, 0.98), (12, 0.4, 0.89, 0.95), (12, 0.7, 0.89, 0.95),
    (24, 0, 0.92, 0.97), (24, 0.4, 0.91, 0.97), (24, 0.7, 0.90, 0.96),
  ]

  @Test(arguments: cases.indices) func ofALevelChange(place: Int) throws {
    let (side, phi, low, high) = Self.cases[place]
    var generator = Generator(seed: UInt64(100 + place))
    let trials = 500
    var (covered, plain) = (0, 0)
    for _ in 0..<trials {
      let values = MadeSeries.values(
        2 * side, start: side + 1, level: 2, phi: phi, generator: &generator)
      let series = try TimeSeries(values)
      func holds(_ method: SeriesMethod) throws -> Bool {
        let estimate = try MadeSeries.fit(series, at: side + 1, method).levelChange()
        return try #require(estimate.interval()).contains(2)
      }
      if try holds(.restrictedLikelihood) { covered += 1 }
      if try holds(.leastSquares(.classical)) { plain += 1 }
    }
    let share = Double(covered) / Double(trials)
    let margin = 3 * (0.94 * 0.06 / Double(trials)).squareRoot()
    print(
      "coverage of REML AR(1), \(side)+\(side) periods, phi \(phi): \(share); least squares "
        + "\(Double(plain) / Double(trials))")
    #expect(share > low - margin && share < high + margin)
    // Where errors follow each other, plain least squares falls far behind.
    if phi > 0 { #expect(plain < covered) }
  }
}

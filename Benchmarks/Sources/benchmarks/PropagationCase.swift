import Foundation
import ProgramEvaluation

/// A whole business case with every step uncertain and 100,000 draws.
///
/// Chain, interval, exact moments, quadrature, simulation, value of information and corners. numpy
/// draws the same numbers and takes the same quantiles of them; it has no chain, no quadrature and
/// no value of one input.
func propagationCase(_ folder: URL) throws -> Case {
  func run() throws -> Propagation {
    let date = try RecordDate("2026-03-31")
    let effect = try Estimate(
      value: 2, uncertainty: .normal(standardError: 0.9), method: "as stated")
    let pilot = try BusinessCase(
      name: "Pilot", perspective: .employer,
      indicator: Indicator("retained people", unit: "people", direction: .higherIsBetter),
      delta: .evidence(effect: effect, design: .matchedCohort, checks: [], units: 1),
      time: TimeBasis(
        observedWeeks: 52, weeksPerYear: 52, deltaCovers: .year, horizon: "one year",
        persistence: "one year"),
      attribution: Attribution(
        low: 0.2, mostLikely: 0.3, high: 0.4, shape: .pert, rationale: "the band of the design",
        author: "benchmark", date: date),
      unitValue: UnitValue(Money("120000.00", .usd), source: "Finance"),
      costs: CostLedger(
        [Cost("programme", category: .fees, amount: Money("30000.00", .usd), source: "invoice")],
        in: .usd))
    return try Propagation(
      pilot,
      unitValue: UncertainInput(
        .lognormal(logMean: 11.66, logStandardDeviation: 0.18), source: "Finance"),
      cost: UncertainInput(
        .triangular(low: 27_000, mostLikely: 30_000, high: 42_000), source: "quotes"),
      draws: 100_000, seed: 11)
  }
  return Case(
    title: "propagation, 100,000 draws, whole pipeline",
    peers: [Peer("numpy", .python, "propagation", data: folder)],
    figures: {
      let joint = try run()
      let drawn = [0.05, 0.1, 0.5, 0.9].map { joint.quantile($0) }
      return drawn.map { $0?.simulatedNetBenefit?.value ?? .nan }
        + drawn.map { $0?.simulatedROI?.value ?? .nan }
        + [joint.probabilities.first?.simulated?.value ?? .nan]
    },
    tolerance: 1e-9,
    sample: { try seconds { _ = try run() } })
}

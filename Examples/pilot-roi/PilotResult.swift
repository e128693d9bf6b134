import Foundation
import ProgramEvaluation

/// The figures of a run for machines: money and exact figures as decimal texts, statistics as
/// numbers.
struct PilotResult: Encodable {
  struct Limits<End: Encodable>: Encodable {
    let level: Double
    let sides: Sides
    let method: String
    let lower: End?
    let upper: End?
  }

  struct Effect: Encodable {
    let label: String
    let value: Double
    let standard_error: Double?
    let degrees_of_freedom: Double?
    let method: String
    let unit: String
    let interval: Limits<Double>?
  }

  struct Bound: Encodable {
    let delta: String
    let attributable_value: String
    let net_benefit: String
    let roi_ratio_net_over_cost: String?
  }

  struct BreakEvens: Encodable {
    let break_even_attribution: String?
    let break_even_delta: String?
    let break_even_unit_value: String?
    let max_affordable_cost_at_roi_0: String
    let break_even_attribution_feasible: Bool
  }

  struct Case: Encodable {
    let basis: String
    let is_extrapolated: Bool
    let delta: String
    let gross_value_of_delta: String
    let attributable_value: String
    let program_cost: String
    let net_benefit: String
    let roi_ratio_net_over_cost: String?
    let roi_percent: String?
    let bcr_gross_over_cost: String?
    let break_even: BreakEvens
    let interval: Limits<Bound>?
    let headline: Limits<Bound>?
  }

  struct Reading: Encodable {
    let low_share: String
    let high_share: String
    let low: Bound
    let high: Bound
  }

  struct Credit: Encodable {
    let low: String
    let high: String
    let rationale: String
    let author: String
    let date: String
    let labels: [String]
    let band: String
    let override: String?
  }

  struct Hurdle: Encodable {
    let hurdle: String
    let confidence: Double?
  }

  struct Balance: Encodable {
    let variable: String
    let smd_before: Double?
    let smd_after: Double?
  }

  let result = "pilot-roi/result/1"
  let version: String
  let name: String
  let currency: String
  let perspective: Perspective
  let design: String
  let seed: UInt64?
  let effects: [Effect]
  let balance: [Balance]?
  let annualised: Case
  let in_window: Case
  let attribution: Credit
  let at_band: Reading?
  let at_range: Reading?
  let prob_roi_exceeds: [Hurdle]
  let checks: [Check]
}

// MARK: - From a run

extension PilotResult {
  init(_ run: PilotRun) {
    let pilot = run.businessCase
    version = PilotROI.version
    name = pilot.name
    currency = pilot.costs.currency.code
    perspective = pilot.perspective
    design = "\(pilot.delta.design)"
    seed = run.seed
    effects =
      run.comparison?.rows.map { Effect($0.label, $0.estimate) }
      ?? run.study.effect.map { [Effect("\(pilot.delta.design)", $0)] } ?? []
    balance = run.study.cohort.map { cohort in
      cohort.balance.rows.map { row in
        // Scores come from a solver whose last digits depend on the machine.
        Balance(
          variable: row.variable,
          smd_before: cohort.balance.standardizedDifference(row, after: false).map(sixDigits),
          smd_after: cohort.balance.standardizedDifference(row).map(sixDigits))
      }
    }
    annualised = Case(pilot.annualised, label: pilot.label(of: .annualised))
    in_window = Case(pilot.inWindow, label: pilot.label(of: .inWindow))
    attribution = Credit(pilot)
    at_band = pilot.bandReading.map(Reading.init)
    at_range = pilot.rangeReading.map(Reading.init)
    prob_roi_exceeds = pilot.confidences.map {
      Hurdle(hurdle: $0.hurdle.description, confidence: $0.confidence)
    }
    checks = pilot.checks + (run.benchmarkCheck.map { [$0] } ?? [])
  }

  /// Sorted keys and two spaces, ending in a line break; the same bytes for the same run.
  var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
  }
}

private func sixDigits(_ value: Double) -> Double {
  guard value != 0, value.isFinite else { return value }
  let text = String(format: "%.5e", value)
  return Double(text) ?? value
}

extension PilotResult.Effect {
  init(_ label: String, _ estimate: Estimate) {
    self.label = label
    value = estimate.value
    standard_error = estimate.standardError
    degrees_of_freedom = estimate.degreesOfFreedom
    method = estimate.method
    unit = estimate.unit
    interval = estimate.interval().map {
      PilotResult.Limits(
        level: $0.level, sides: $0.sides, method: $0.method, lower: $0.lower, upper: $0.upper)
    }
  }
}

extension PilotResult.Case {
  init(_ figures: Figures, label: String) {
    basis = label
    is_extrapolated = figures.isExtrapolated
    delta = figures.delta.description
    gross_value_of_delta = figures.grossValueOfDelta.posted.amount
    attributable_value = figures.attributableValue.posted.amount
    program_cost = figures.programCost.amount
    net_benefit = figures.netBenefit.posted.amount
    roi_ratio_net_over_cost = figures.roi?.description
    roi_percent = figures.roi.map { ($0 * 100).description }
    bcr_gross_over_cost = figures.benefitCostRatio?.description
    break_even = PilotResult.BreakEvens(
      break_even_attribution: figures.breakEven.attribution?.description,
      break_even_delta: figures.breakEven.delta?.description,
      break_even_unit_value: figures.breakEven.unitValue?.description,
      max_affordable_cost_at_roi_0: figures.breakEven.maximumCost.posted.amount,
      break_even_attribution_feasible: figures.breakEven.attributionIsFeasible)
    interval = figures.interval.map { .init($0) }
    headline = figures.headline.map { .init($0) }
  }
}

extension PilotResult.Limits<PilotResult.Bound> {
  init(_ interval: CaseInterval) {
    level = interval.level
    sides = interval.sides
    method = interval.method
    lower = interval.lower.map(PilotResult.Bound.init)
    upper = interval.upper.map(PilotResult.Bound.init)
  }
}

extension PilotResult.Bound {
  init(_ bound: CaseInterval.Bound) {
    delta = bound.delta.description
    attributable_value = bound.attributableValue.posted.amount
    net_benefit = bound.netBenefit.posted.amount
    roi_ratio_net_over_cost = bound.roi?.description
  }
}

extension PilotResult.Reading {
  init(_ reading: AttributionReading) {
    low_share = reading.lowShare.description
    high_share = reading.highShare.description
    low = PilotResult.Bound(reading.low)
    high = PilotResult.Bound(reading.high)
  }
}

extension PilotResult.Credit {
  init(_ pilot: BusinessCase) {
    low = pilot.attribution.low.description
    high = pilot.attribution.high.description
    rationale = pilot.attribution.rationale
    author = pilot.attribution.author
    date = pilot.attribution.date.description
    labels = pilot.attributionLabels.map(\.rawValue)
    band = pilot.band.description
    override = pilot.attribution.override?.description
  }
}

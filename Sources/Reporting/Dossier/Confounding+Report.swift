public import ROI
import Statistics

extension ConfoundingSensitivity {
  /// Hidden confounding carried to money, as parts of a report: how strong a confounder must be to take the
  /// return away, and what stated ones would leave.
  public var blocks: [Report.Block] {
    var blocks: [Report.Block] = [.heading("Hidden confounding, in money"), .keyFigures(strengths)]
    blocks.append(
      .list([
        "Estimate \(charted(estimate)), standard error \(charted(standardError)), "
          + "\(formatted(degreesOfFreedom)) degrees of freedom: t = \(charted(tStatistic)), partial R2 "
          + "\(charted(partialR2)).",
        "Break-even estimate: \(breakEvenEstimate.map(charted) ?? "none"); each unit is worth "
          + "\(cost.currency.code) \(digits(worthOfUnit)), attribution included, against a cost of \(cost).",
        "Strength is the share of the remaining variance of both treatment and outcome that a confounder "
          + "must explain, from 0 to 1.",
      ]))
    if !scenarios.isEmpty { blocks.append(.table(rows, leftColumns: [0])) }
    return blocks
  }

  private var strengths: [Report.KeyFigure] {
    func strength(_ value: Double?) -> String {
      value.map { formatted($0, decimals: 3) } ?? "no break-even"
    }
    let note = formatted(alpha)
    return [
      .init(
        "Strength that takes ROI to 0", strength(robustnessValueToBreakEven),
        note:
          "robustness value to break-even; \(strength(robustnessValueToBreakEvenAtAlpha)) makes it "
          + "insignificant at \(note)"),
      .init(
        "Strength that takes the effect to 0", strength(robustnessValue),
        note:
          "robustness value; \(strength(robustnessValueAtAlpha)) makes it insignificant at \(note)"),
    ]
  }

  private var rows: [[String]] {
    [
      [
        "a confounder", "R2, outcome", "R2, treatment", "estimate left", "standard error", "value",
        "net benefit", "ROI",
      ]
    ]
      + scenarios.prefix(maximumRows).map { scenario in
        [
          scenario.confounder.name, charted(scenario.confounder.outcomeR2),
          charted(scenario.confounder.treatmentR2), charted(scenario.adjustedEstimate),
          charted(scenario.adjustedStandardError), "\(scenario.attributableValue.posted)",
          "\(scenario.netBenefit.posted)", scenario.roi.map(digits) ?? "undefined",
        ]
      }
  }
}

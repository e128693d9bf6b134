import Statistics

extension BusinessCase {
  /// What a case asks of itself, beside the checks of the study.
  static func checks(
    delta: Delta, time: TimeBasis, attribution: Attribution, band: AttributionBand, isInBand: Bool,
    costs: CostLedger, figures: Figures
  ) -> [Check] {
    var checks: [Check] = []
    if case .declared(let baseline, let observed) = delta {
      checks.append(declared(baseline: baseline, observed: observed, time: time))
    }
    checks.append(extrapolation(time))
    checks.append(self.band(attribution, band: band, isInBand: isInBand))
    checks.append(costs.check)
    checks.append(breakEven(figures.breakEven, band: band, cost: costs.total))
    if let bound = lowerBound(figures) { checks.append(bound) }
    return checks
  }

  private static func declared(
    baseline: ExactDecimal, observed: ExactDecimal, time: TimeBasis
  ) -> Check {
    var sentence = "The delta is a declared run-rate without counts or data, so it has no interval."
    let implied = ExactRatio(observed) * time.windowShare
    if baseline.isWhole, observed.isWhole, time.deltaCovers == .year, !implied.isWhole {
      sentence +=
        " \(observed) a year would be \(implied.decimal(significantDigits: 4)) in "
        + "\(time.observedWeeks) weeks, which is no whole count."
    }
    return Check("declared delta", verdict: .inconclusive, sentence: sentence)
  }

  private static func extrapolation(_ time: TimeBasis) -> Check {
    Check(
      "extrapolation", figure: time.windowShare.value, threshold: 1,
      verdict: time.isExtrapolated ? .inconclusive : .passed,
      sentence: time.isExtrapolated
        ? "Annualised figures extrapolate \(time.observedWeeks) observed weeks to "
          + "\(time.weeksPerYear); they assume: \(time.persistence)."
        : "A whole year was observed.")
  }

  private static func band(
    _ attribution: Attribution, band: AttributionBand, isInBand: Bool
  ) -> Check {
    let credited = "The share of \(attribution.words)"
    let compounds =
      band.design.isControlled && attribution.low < 1
      ? " The delta is already controlled, so the factor is a compounded haircut." : ""
    guard !isInBand, let override = attribution.override else {
      return Check(
        "attribution band", figure: attribution.point.value, threshold: band.high.value,
        verdict: .passed,
        sentence: "\(credited) lies in the band of the design: \(band).\(compounds)")
    }
    return Check(
      "attribution band", figure: attribution.point.value, threshold: band.high.value,
      verdict: .inconclusive,
      sentence:
        "\(credited) leaves the band of the design, \(band.shares), by a written override of "
        + "\(override).\(compounds)")
  }

  private static func breakEven(_ point: BreakEven, band: AttributionBand, cost: Money) -> Check {
    let name = "break-even attribution"
    guard !cost.isZero else {
      return Check(
        name, verdict: .inconclusive,
        sentence: "The programme is said to cost nothing: ROI and BCR are undefined.")
    }
    guard let share = point.attribution, point.attributionIsFeasible else {
      return Check(
        name, figure: point.attribution?.value, threshold: band.high.value, verdict: .failed,
        sentence: "No share from 0 % to 100 % of this delta pays for the programme.")
    }
    let isInside = share <= ExactRatio(band.high)
    return Check(
      name, figure: share.value, threshold: band.high.value,
      verdict: isInside ? .passed : .inconclusive,
      sentence: "The programme pays for itself from a share of \(percentage(share)), "
        + (isInside ? "within" : "beyond") + " what the design carries (\(percentage(band.high))).")
  }

  private static func lowerBound(_ figures: Figures) -> Check? {
    guard let headline = figures.headline, figures.roi != nil else { return nil }
    let roi = headline.lower?.roi
    let holds = roi.map { !$0.isNegative } ?? false
    let isLoss = figures.interval?.upper?.roi?.isNegative ?? false
    let meaning =
      holds
      ? "the data exclude a loss at this level."
      : isLoss
        ? "the upper limit of the two-sided interval lies below 0 too, so the data point to a loss."
        : "the data do not exclude a loss at this level."
    return Check(
      "lower bound of ROI", figure: roi?.value, threshold: 0,
      verdict: holds ? .passed : isLoss ? .failed : .inconclusive,
      sentence: "The lower bound of ROI is \(roi?.decimal(significantDigits: 4) ?? "unbounded") "
        + "(\(headline.label)): \(meaning)")
  }
}

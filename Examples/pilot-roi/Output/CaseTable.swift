import ProgramEvaluation

/// The chain of a case in two columns, for the screen: the window, and the year.
struct CaseTable {
  let businessCase: BusinessCase

  private var columns: [Figures] { [businessCase.inWindow, businessCase.annualised] }

  private var header: [String] {
    [
      "", "in the window",
      businessCase.time.isExtrapolated ? "annualised, extrapolated" : "annualised",
    ]
  }

  private func row(_ label: String, _ text: (Figures) -> String) -> [String] {
    [label] + columns.map(text)
  }

  // MARK: Tables

  /// From the improvement to ROI, with the bound and the interval.
  var rows: [[String]] {
    [
      header,
      row("improvement over that time (\(excerpt(businessCase.improvementUnit, limit: 40)))") {
        Self.number($0.delta)
      },
      row("value attributed") { "\($0.attributableValue)" },
      row("cost") { "\($0.programCost)" }, row("net benefit") { "\($0.netBenefit)" },
      row("ROI, point (net / cost, undiscounted)") { Self.ratio($0.roi) },
    ] + limits
  }

  /// Every step of the chain, as the product and the difference that it is.
  var chain: [[String]] {
    let credited = Self.percent(businessCase.attribution.point)
    return [
      header,
      row("improvement over that time (\(excerpt(businessCase.improvementUnit, limit: 40)))") {
        Self.number($0.delta)
      },
      row("x value of a unit") { _ in "\(businessCase.unitValue.amount)" },
      row("= value of the improvement") { "\($0.grossValueOfDelta)" },
      row("x share credited") { _ in credited },
      row("= value attributed") { "\($0.attributableValue)" },
      row("- cost") { "\($0.programCost)" }, row("= net benefit") { "\($0.netBenefit)" },
      row("ROI, point (net / cost, undiscounted)") { Self.ratio($0.roi) },
      row("BCR (value / cost)") { Self.ratio($0.benefitCostRatio) },
    ] + limits
  }

  private var limits: [[String]] {
    var rows: [[String]] = []
    if let headline = businessCase.annualised.headline {
      rows.append(
        row("ROI, headline: \(Self.percent(headline.level)) one-sided, at least") {
          Self.ratio($0.headline?.lower?.roi)
        })
    }
    if let interval = businessCase.annualised.interval {
      rows.append(
        row("ROI, interval: \(Self.percent(interval.level)) two-sided") {
          "\(Self.ratio($0.interval?.lower?.roi)) to \(Self.ratio($0.interval?.upper?.roi))"
        })
    }
    return rows
  }

  // MARK: Words

  /// The bound with the point beside it, in one line.
  var headline: String {
    let year = businessCase.annualised
    guard let roi = year.roi else {
      return "ROI undefined: the programme is said to cost nothing; value \(year.attributableValue)"
    }
    let point = Self.number(roi, digits: 4)
    let basis = businessCase.time.isExtrapolated ? "annualised by extrapolation" : "annualised"
    guard let headline = year.headline else {
      return "ROI \(point) at the point, \(basis); no interval, for the delta is declared"
    }
    let bound = headline.lower?.roi.map { Self.number($0, digits: 4) } ?? "unbounded below"
    return
      "ROI of at least \(bound) (\(Self.percent(headline.level)) one-sided), \(point) at the point, \(basis)"
  }

  /// What each input alone would have to be for an ROI of 0.
  var breakEven: String {
    let point = businessCase.annualised.breakEven
    let currency = businessCase.costs.currency.code
    let parts = [
      point.attribution.map { "a share of \(Self.percent($0))" },
      point.delta.map { "an improvement of \(Self.number($0))" },
      point.unitValue.map { "a unit worth \(currency) \(Self.number($0))" },
      "a cost of \(point.maximumCost)",
    ].compactMap { $0 }
    return "Break-even, each alone: \(parts.joined(separator: ", ")) (annualised)."
  }

  static func number(_ value: ExactRatio, digits: Int = 6) -> String {
    TextTable.grouped(value.decimal(significantDigits: digits))
  }

  static func ratio(_ value: ExactRatio?) -> String { value.map { number($0) } ?? "undefined" }

  static func percent(_ share: ExactRatio) -> String {
    "\((share * 100).decimal(significantDigits: 6)) %"
  }

  static func percent(_ level: Double) -> String {
    let tenths = (level * 1000).rounded() / 10
    return tenths == tenths.rounded() ? "\(Int(tenths)) %" : "\(tenths) %"
  }
}

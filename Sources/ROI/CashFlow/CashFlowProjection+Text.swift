import Statistics

extension CashFlowProjection {
  // MARK: Checks

  static func checks(
    _ businessCase: BusinessCase, terms: Terms, point: Course, headline: Course?, later: Money
  ) -> [Check] {
    var checks: [Check] = []
    if terms.years > 1 { checks.append(businessCase.costs.maintenanceCheck) }
    checks.append(horizon(businessCase.time, terms: terms))
    checks.append(value(point: point, headline: headline))
    let rates = point.internalRates
    checks.append(
      Check(
        "internal rate of return", figure: Double(rates.rates.count), threshold: 1,
        verdict: rates.status == .unique ? .passed : .inconclusive,
        sentence: "The flows have \(rates)."))
    checks.append(payback(point.payback))
    if !later.isZero {
      checks.append(
        Check(
          "costs after the horizon", figure: later.value, threshold: 0, verdict: .inconclusive,
          sentence: "\(later) of costs fall due after year \(terms.years) and are left out."))
    }
    return checks
  }

  private static func horizon(_ time: TimeBasis, terms: Terms) -> Check {
    let observed = ExactRatio(time.observedWeeks)
    let needed = ExactRatio(terms.years) * ExactRatio(time.weeksPerYear)
    let isSeen = observed >= needed
    return Check(
      "projected years", figure: needed.value, threshold: observed.value,
      verdict: isSeen ? .passed : .inconclusive,
      sentence: isSeen
        ? "The years projected were observed."
        : "\(time.observedWeeks) weeks were observed; \(terms.years) years extrapolate them with a "
          + "drop-off of \(percentage(terms.dropOff)) a year.")
  }

  private static func value(point: Course, headline: Course?) -> Check {
    let bound = headline ?? point
    let holds = !bound.netPresentValue.exact.isNegative
    let isLoss = point.netPresentValue.exact.isNegative
    return Check(
      "net present value", figure: bound.netPresentValue.value, threshold: 0,
      verdict: isLoss ? .failed : holds && headline != nil ? .passed : .inconclusive,
      sentence: "The net present value is \(bound.netPresentValue) at the \(bound.label): "
        + (isLoss
          ? "the costs are not earned back even at the point estimate."
          : headline == nil
            ? "the delta has no interval, so no bound can be given."
            : holds ? "the bound pays for the programme." : "a loss is not excluded."))
  }

  private static func payback(_ payback: Payback) -> Check {
    Check(
      "payback", figure: payback.periods?.value,
      verdict: payback.isSustained == true
        ? .passed : payback.periods == nil ? .failed : .inconclusive,
      sentence: "At the point estimate the programme \(payback).")
  }
}

// MARK: - Description

extension CashFlowProjection: CustomStringConvertible {
  /// The terms, costs and both courses, in at most ten lines.
  public var description: String {
    var lines = [
      "\(businessCase.name) over \(terms.years) year\(terms.years == 1 ? "" : "s") at \(terms.rate), "
        + "\(terms.timing); benefits begin after \(terms.benefitStartLagWeeks) weeks and drop off by "
        + "\(percentage(terms.dropOff)) a year",
      "costs \(totalCosts), present value \(totalPresentCosts)",
      "\(point)",
    ]
    if let headline { lines.append("\(headline)") }
    if let share = point.breakEvenShare {
      lines.append(
        "breaks even on present value at \(percentage(share)) of the benefits of the point estimate"
      )
    }
    let open = checks.filter { !$0.passed }.map { "\($0.name) \($0.verdict.rawValue)" }
    lines.append(
      "checks: \(checks.count - open.count) of \(checks.count) passed"
        + (open.isEmpty ? "" : "; open: " + open.joined(separator: ", ")))
    return lines.joined(separator: "\n")
  }
}

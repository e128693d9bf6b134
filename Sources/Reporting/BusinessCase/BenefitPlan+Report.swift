public import ROI
public import Statistics

extension WaterfallChart {
  /// The levers of a plan, what overlaps remove, the total, the cost and what remains, as posted.
  ///
  /// - Parameter plan: what is drawn; of more than 40 levers and overlaps the picture is refused.
  /// - Throws: `invalidArgument` for more than 60 steps or limits beyond 1e300; `overflow` when an
  ///   amount does not fit.
  public init(_ plan: BenefitPlan) throws(EvaluationError) {
    var steps: [Step] = []
    for lever in plan.levers {
      let amount = lever.value.posted
      steps.append(
        try Step(lever.name, .change(amount.value), text: amount.description))
    }
    for deduction in plan.deductions {
      let amount = try deduction.amount.posted.negated()
      steps.append(
        try Step(
          "counted twice: \(deduction.overlap.removedFrom)", .change(amount.value),
          text: amount.description))
    }
    steps.append(
      try Step("value of all", .total(plan.total.posted.value), text: plan.total.description))
    let cost = try plan.costs.total.negated()
    steps.append(try Step("cost", .change(cost.value), text: cost.description))
    let net = plan.netBenefit
    var limits: Limits?
    let level = formatted(plan.headlineLevel * 100)
    if let headline = plan.headline {
      limits = try Limits(lower: headline.lower?.netBenefit.value, upper: nil)
    }
    steps.append(
      try Step(
        "net benefit", .total(net.posted.value), text: net.posted.description, limits: limits))
    try self.init(
      title: "\(counted(plan.levers.count, "lever")): \(net.posted) after the cost, at the point",
      steps: steps, unit: plan.costs.currency.code,
      limitsName: "\(level) % one-sided lower bound")
  }
}

extension BenefitPlan {
  /// The plan as parts of a report: its headline bound with the point beside it, its waterfall and
  /// its levers.
  public var blocks: [Report.Block] {
    var figures: [Report.KeyFigure] = []
    if let headline, let bound = headline.lower {
      figures.append(
        Report.KeyFigure(
          "Headline of all levers", "ROI of at least \(bound.roi.map(digits) ?? "undefined")",
          note: "\(formatted(headline.level * 100)) % one-sided, \(headline.dependence)"))
    }
    figures.append(
      Report.KeyFigure(
        "Point of all levers", "ROI \(roi.map(digits) ?? "undefined")",
        note: "\(total) against a cost of \(costs.total), net / cost"))
    var blocks: [Report.Block] = [.heading("All levers"), .keyFigures(figures)]
    if let chart = try? WaterfallChart(self) { blocks.append(.figure(.waterfall(chart))) }
    let rows = zip(levers, values).map { lever, value in
      [
        lever.name, "\(lever.outcome), \(lever.population)", "\(lever.design)", "\(lever.value)",
        "\(value)",
      ]
    }
    blocks.append(
      .table(
        [["lever", "what improved, among whom", "design", "value", "after overlaps"]] + rows,
        leftColumns: [0, 1, 2]))
    if !overlaps.isEmpty { blocks.append(.list(overlaps.map(\.description))) }
    return blocks
  }
}

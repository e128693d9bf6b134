import ROI
import Statistics

extension WorkbookBuilder {
  // MARK: Inputs

  /// Values, shares and overlaps of the levers.
  var overlapInputs: [InputLine] {
    guard let plan = dossier.benefits else { return [] }
    var lines: [InputLine] = []
    for (number, lever) in plan.levers.enumerated() {
      let key = "lever_\(number + 1)"
      lines.append(
        InputLine(
          key: "\(key)_value", item: "Value attributed: \(lever.name)", value: lever.value.exact,
          unit: code, source: lever.source, rule: .number))
      if isPostedOtherwise(lever.value) {
        lines.append(
          InputLine(
            key: "\(key)_posted", item: "Value as posted: \(lever.name)",
            value: lever.value.posted.exact, isMoney: true, unit: code, source: lever.source,
            rule: .number, rationale: "posted otherwise than half away from zero"))
      }
      lines.append(
        InputLine(
          key: "\(key)_share", item: "Share of the improvement claimed: \(lever.name)",
          value: ExactRatio(lever.share), unit: "share", source: "\(lever.design)", rule: .share))
      if let limit = lowerLimit(of: lever, plan) {
        lines.append(
          InputLine(
            key: "\(key)_limit", item: "One-sided lower limit: \(lever.name)", value: limit,
            unit: code, source: lever.estimate?.method ?? "", rule: .number,
            rationale: "pasted: a value of the library at \(formatted(plan.headlineLevel * 100)) %")
        )
      }
    }
    for (number, overlap) in plan.overlaps.enumerated() {
      lines.append(
        InputLine(
          key: "overlap_\(number + 1)_share",
          item: "Share of \(overlap.removedFrom) counted in \(overlap.countedIn)",
          value: ExactRatio(overlap.share), unit: "share", source: "declared", rule: .share,
          rationale: overlap.rationale))
    }
    for (number, cost) in plan.costs.costs.enumerated() where !isCostOfCase(plan) {
      lines.append(
        InputLine(
          key: "plan_cost_\(number + 1)", item: "Cost of the plan: \(cost.name)",
          value: cost.amount.exact, isMoney: true, unit: code, source: cost.source,
          rule: .notNegative))
    }
    return lines
  }

  private func isCostOfCase(_ plan: BenefitPlan) -> Bool { plan.costs == businessCase.costs }

  /// Whether the posted value is not what ROUND makes of the exact one.
  private func isPostedOtherwise(_ value: MoneyFigure) -> Bool {
    (try? Money(posting: value.exact, in: value.posted.currency)) != value.posted
  }

  /// The lever's own limit at the headline's level; nil where it has none.
  private func lowerLimit(of lever: Lever, _ plan: BenefitPlan) -> ExactRatio? {
    guard let estimate = lever.estimate, estimate.uncertainty != .unknown else { return nil }
    return estimate.interval(level: plan.headlineLevel, sides: .lower)?.lower.flatMap(decimal)
  }

  // MARK: Sheet

  /// The levers, what overlaps remove, the total and its lower bound.
  mutating func addOverlap() {
    guard let plan = dossier.benefits else { return }
    begin(
      .overlap, title: "Levers and overlaps",
      words: "What each lever is worth, less what another one counts already; posted lines foot.")
    let levers = nextRow(.overlap)
    // An empty row, a title and heads stand between the tables.
    let overlaps = levers + plan.levers.count + 3
    for number in plan.levers.indices { addLever(number, plan, overlaps: overlaps) }
    addOverlaps(plan, levers: levers)
    addTotals(
      plan, levers: levers..<(levers + plan.levers.count),
      overlaps: overlaps..<(overlaps + plan.overlaps.count))
    addClaims(plan)
    addPairs(plan)
  }

  private mutating func addLever(_ number: Int, _ plan: BenefitPlan, overlaps: Int) {
    let lever = plan.levers[number]
    let key = "lever_\(number + 1)"
    let row = nextRow(.overlap)
    let unrounded = here(.overlap, 3, row)
    let own = plan.overlaps.indices.filter { plan.overlaps[$0].removedFrom == lever.name }
    let removed = own.map { here(.overlap, 4, overlaps + $0) }
    let keptShare = own.reduce(CellFormula.number(1)) { $0 - here(.overlap, 5, overlaps + $1) }
    let hasLimit = places["\(key)_limit"] != nil
    // A lever without an interval lifts no bound, and lowers it where it is harmful.
    let bound =
      hasLimit
      ? here(.overlap, 8, row) * keptShare : .function(.minimum, [0, unrounded * keptShare])
    add(
      .overlap,
      [
        .text(key),
        .text("\(lever.name): \(lever.outcome) among \(lever.population), \(lever.design)"),
        live(cell("\(key)_value"), .unroundedMoney),
        live(places["\(key)_posted"] == nil ? rounded(unrounded) : cell("\(key)_posted"), .money),
        live(cell("\(key)_share"), .share),
        live(removed.dropFirst().reduce(removed.first ?? 0) { $0 + $1 }, .money),
        live(here(.overlap, 4, row) - here(.overlap, 6, row), .money),
        hasLimit ? live(cell("\(key)_limit"), .unroundedMoney) : .empty,
        live(bound, .unroundedMoney),
        .text(
          "kept: posted - removed; bound: "
            + (hasLimit
              ? "lower limit x (1 - shares removed)"
              : "no interval, so 0 where the lever is good and all of it where it is not")),
      ])
    hold("\(key).G", "Kept of \(lever.name)", plan.values[number].posted.exact, isMoney: true)
  }

  private mutating func addOverlaps(_ plan: BenefitPlan, levers: Int) {
    addPart(
      .overlap, "Declared overlaps" + (plan.overlaps.isEmpty ? ": none" : ""),
      heads: ["item", "unrounded", "posted", "share", "", "", "", "", "formula in words"])
    for (number, overlap) in plan.overlaps.enumerated() {
      let key = "overlap_\(number + 1)"
      let row = nextRow(.overlap)
      let lever = plan.levers.firstIndex { $0.name == overlap.removedFrom } ?? 0
      add(
        .overlap,
        [
          .text(key), .text("Counted in \(overlap.countedIn), removed from \(overlap.removedFrom)"),
          live(here(.overlap, 3, levers + lever) * here(.overlap, 5, row), .unroundedMoney),
          live(rounded(here(.overlap, 3, row)), .money), live(cell("\(key)_share"), .share),
          .empty, .empty, .empty, .empty, .text("lever x share; \(overlap.rationale)"),
        ])
      hold(
        "\(key).D", "Removed: \(overlap.removedFrom) counted in \(overlap.countedIn)",
        plan.deductions[number].amount.posted.exact, isMoney: true)
    }
  }

  // MARK: Totals

  private mutating func addTotals(
    _ plan: BenefitPlan, levers: Range<Int>, overlaps: Range<Int>
  ) {
    addPart(
      .overlap, "Total",
      heads: ["item", "unrounded", "posted", "", "", "", "", "", "formula in words"])
    func sum(_ column: Int, _ rows: Range<Int>) -> CellFormula {
      guard let last = rows.last else { return 0 }
      let name = SheetLayout.overlap.name
      return .function(
        .sum,
        [
          .range(
            CellReference(known: name, column, rows.lowerBound),
            CellReference(known: name, column, last))
        ])
    }
    addTotal(
      "overlap_gross", "Levers before overlaps", sum(3, levers), sum(4, levers), "sum of the levers"
    )
    addTotal(
      "overlap_removed", "Removed for overlaps", sum(3, overlaps), sum(4, overlaps),
      "sum of the overlaps")
    addTotal(
      "overlap_total", "Levers together", cell("overlap_gross") - cell("overlap_removed"),
      sum(7, levers), "gross - removed; posted: the sum of what is kept")
    let costs = plan.costs.costs.indices.map { cell("plan_cost_\($0 + 1)") }
    addTotal(
      "overlap_cost", "Cost", nil,
      isCostOfCase(plan)
        ? cell("program_cost") : costs.dropFirst().reduce(costs.first ?? 0) { $0 + $1 },
      "the costs of the plan")
    let (total, cost) = (cell("overlap_total"), cell("overlap_cost"))
    addTotal(
      "overlap_net", "Net benefit", total - cost, cell("overlap_total.D") - cost, "total - cost")
    addTotal(
      "overlap_roi", "ROI (net / cost), undiscounted", cell("overlap_net") / cost, nil,
      "unrounded net / cost", .ratio)
    addTotal(
      "overlap_bcr", "BCR (value / cost), undiscounted", total / cost, nil,
      "unrounded total / cost", .ratio)
    hold("overlap_total.D", "Levers together", plan.total.posted.exact, isMoney: true)
    hold("overlap_net.D", "Net benefit of the plan", plan.netBenefit.posted.exact, isMoney: true)
    hold("overlap_roi", "ROI of the plan", plan.roi)
    hold("overlap_bcr", "BCR of the plan", plan.benefitCostRatio)
    guard let lower = plan.headline?.lower else { return }
    let level = formatted(plan.headlineLevel * 100)
    addTotal(
      "overlap_bound", "Lower bound, \(level) % one-sided", sum(9, levers), nil,
      "the sum of the bounds: levers of unknown dependence err together")
    addTotal(
      "overlap_bound_roi", "ROI at the lower bound", (cell("overlap_bound") - cost) / cost, nil,
      "(bound - cost) / cost", .ratio)
    hold("overlap_bound", "Lower bound of the plan", lower.value.exact)
    hold("overlap_bound_roi", "ROI at the lower bound of the plan", lower.roi)
  }

  private mutating func addTotal(
    _ key: String, _ item: String, _ unrounded: CellFormula?, _ posted: CellFormula?,
    _ words: String, _ style: CellStyle = .unroundedMoney
  ) {
    add(
      .overlap,
      [
        .text(key), .text(item), unrounded.map { live($0, style) } ?? .empty,
        posted.map { live($0, .money) } ?? .empty, .empty, .empty, .empty, .empty, .empty,
        .text(words),
      ])
  }

  // MARK: Claims

  /// Levers that draw on one improvement claim at most all of it.
  private mutating func addClaims(_ plan: BenefitPlan) {
    var groups: [(name: String, levers: [Int])] = []
    for (number, lever) in plan.levers.enumerated() {
      let name = "\(lever.outcome) among \(lever.population)"
      if let place = groups.firstIndex(where: { $0.name == name }) {
        groups[place].levers.append(number)
      } else {
        groups.append((name, [number]))
      }
    }
    let shared = groups.filter { $0.levers.count > 1 }
    guard !shared.isEmpty else { return }
    addPart(
      .overlap, "Claims on one improvement",
      heads: ["item", "at most all", "", "claimed", "", "", "", "", "formula in words"])
    for (number, group) in shared.enumerated() {
      let shares = group.levers.map { cell("lever_\($0 + 1)_share") }
      let row = nextRow(.overlap)
      add(
        .overlap,
        [
          .text("claim_\(number + 1)"), .text(group.name),
          live(
            .choose(.operation(.atMost, here(.overlap, 5, row), 1), 1, else: 0), .verdict),
          .empty, live(shares.dropFirst().reduce(shares[0]) { $0 + $1 }, .share), .empty, .empty,
          .empty, .empty, .text("1 when the shares claimed add up to at most the whole"),
        ])
    }
  }

  private mutating func addPairs(_ plan: BenefitPlan) {
    guard !plan.undeclaredPairs.isEmpty else { return }
    addPart(.overlap, "The same people, and no declared overlap: something may be counted twice")
    for pair in plan.undeclaredPairs {
      add(.overlap, [.empty, .text("\(pair.first) and \(pair.second)")])
    }
  }
}

import ROI
import Statistics

extension WorkbookBuilder {
  // MARK: Inputs

  /// The terms of the projection, and costs that fall due by dates.
  var discountingInputs: [InputLine] {
    guard let projection = dossier.cashFlow else { return [] }
    let terms = projection.terms
    func line(
      _ key: String, _ item: String, _ value: ExactRatio, _ unit: String, _ source: String,
      _ rule: InputRule, date: String = "", rationale: String = ""
    ) -> InputLine {
      InputLine(
        key: key, item: item, value: value, unit: unit, source: source, date: date, rule: rule,
        rationale: rationale)
    }
    var lines = [
      line(
        "discount_rate", "Discount rate, nominal", terms.rate.value, "a year", terms.rate.source,
        .rate, date: terms.rate.date.description),
      line(
        "benefit_lag_weeks", "Weeks until benefits begin", ExactRatio(terms.benefitStartLagWeeks),
        "weeks", "plan", .notNegative),
      line(
        "drop_off", "Share of the benefit lost from one year to the next",
        ExactRatio(terms.dropOff), "share", "plan", .share),
    ]
    for (year, cost) in projection.costs.enumerated() {
      let live = liveCosts(in: year).reduce(ExactRatio(0)) {
        $0 + businessCase.costs.costs[$1].amount.exact
      }
      guard cost.exact != live else { continue }
      lines.append(
        InputLine(
          key: "dated_costs_\(year)", item: "Costs that fall due by date in year \(year)",
          value: cost.exact - live, isMoney: true, unit: code, source: "the dates of the costs",
          rule: .notNegative))
    }
    for (key, course) in courses(projection) {
      guard let rate = course.internalRates.unique.flatMap(decimal) else { continue }
      lines.append(
        line(
          "\(key)_rate_guess", "Where the search for the internal rate begins: \(course.label)",
          rate, "a year", "a value of the library", .rate))
    }
    return lines
  }

  /// The costs that fall due in a year without a date, by their places.
  private func liveCosts(in year: Int) -> [Int] {
    businessCase.costs.costs.indices.filter { place in
      switch businessCase.costs.costs[place].timing {
      case nil: year == 0
      case .years(let first, let last)?: (first...last).contains(year)
      case .once?, .recurring?: false
      }
    }
  }

  private func courses(
    _ projection: CashFlowProjection
  ) -> [(key: String, course: CashFlowProjection.Course)] {
    [("point", projection.point)] + (projection.headline.map { [("bound", $0)] } ?? [])
  }

  // MARK: Sheet

  /// The years at the point and at the lower bound: factors, posted present values, their difference.
  mutating func addDiscounting() {
    guard let projection = dossier.cashFlow else { return }
    let terms = projection.terms
    begin(
      .discounting, title: "Discounting",
      words: "\(projection.point.label) first. Nominal flows, \(terms.timing), over \(terms.years) "
        + "years; net present value = posted present values of benefits - those of costs.")
    for (number, (key, course)) in courses(projection).enumerated() {
      if number > 0 {
        addPart(
          .discounting, course.label, heads: Array(SheetLayout.discounting.heads.dropFirst()))
      }
      let annual =
        key == "point" ? "attributable_value_unrounded" : "headline_lower_value_unrounded"
      addYears(key, annual: cell(annual), projection)
      addResults(key, course, projection)
    }
    for check in projection.checks {
      add(
        .discounting,
        [.empty, .text("\(check.name): \(check.verdict.rawValue)", .plain)])
      add(.discounting, [.empty, .text(check.sentence, .plain)])
    }
  }

  private func at(_ column: Int, _ row: Int) -> CellFormula { here(.discounting, column, row) }

  private mutating func addYears(
    _ key: String, annual: CellFormula, _ projection: CashFlowProjection
  ) {
    for year in 0...projection.terms.years {
      let row = nextRow(.discounting)
      let isFirst = year == 0
      let growth = 1 + cell("discount_rate")
      let before = at(9, row - 1)
      let factor =
        isFirst
        ? 1
        : year == 1 && projection.terms.timing == .midYear
          ? before / .function(.squareRoot, [growth]) : before / growth
      let lag = cell("benefit_lag_weeks") / cell("weeks_per_year")
      let active = CellFormula.function(
        .minimum, [1, .function(.maximum, [0, at(3, row) - lag])])
      let dated = places["dated_costs_\(year)"].map { CellFormula.cell($0) }
      let costs = liveCosts(in: year).map { cell("cost_\($0 + 1)") } + (dated.map { [$0] } ?? [])
      add(
        .discounting,
        [
          .text("\(key)_\(year)"), .text(isFirst ? "Start" : "Year \(year)"),
          live(isFirst ? 0 : at(3, row - 1) + 1),
          live(year < 2 ? 1 : at(4, row - 1) * (1 - cell("drop_off")), .share),
          live(annual * active * at(4, row), .unroundedMoney),
          live(posted(at(5, row)), .money),
          live(costs.dropFirst().reduce(costs.first ?? 0) { $0 + $1 }, .money),
          live(at(6, row) - at(7, row), .money), live(factor),
          live(at(5, row) * at(9, row), .unroundedMoney),
          live(at(7, row) * at(9, row), .unroundedMoney), live(posted(at(10, row)), .money),
          live(posted(at(11, row)), .money), live(at(12, row) - at(13, row), .money),
          live(isFirst ? at(8, row) : at(15, row - 1) + at(8, row), .money),
          live(isFirst ? startOfPayback(row) : payback(row)),
          .text(
            "benefit: annual value x part of the year after the lag x what is kept; factor: the one before / (1 + rate)"
              + (projection.terms.timing == .midYear ? ", half a year in year 1" : "")),
        ])
    }
  }

  /// -1 until the flows have paid back, then when they had; a gain at the start has paid back at once.
  private func startOfPayback(_ row: Int) -> CellFormula {
    .choose(.operation(.below, 0, at(8, row)), 0, else: -CellFormula.number(1))
  }

  private func payback(_ row: Int) -> CellFormula {
    let notYet = -CellFormula.number(1)
    let (before, cumulative) = (at(15, row - 1), at(15, row))
    return .choose(
      .operation(.below, at(16, row - 1), 0),
      .choose(
        .operation(.below, cumulative, 0), notYet,
        else: .choose(
          .operation(.below, before, 0), at(3, row - 1) - before / at(8, row),
          else: .choose(.operation(.below, 0, at(8, row)), 0, else: notYet))),
      else: at(16, row - 1))
  }

  // MARK: Results

  private mutating func addResults(
    _ key: String, _ course: CashFlowProjection.Course, _ projection: CashFlowProjection
  ) {
    let last = nextRow(.discounting) - 1
    let first = last - projection.terms.years
    func range(_ column: Int, from: Int) -> CellFormula {
      let name = SheetLayout.discounting.name
      return .range(
        CellReference(known: name, column, from), CellReference(known: name, column, last))
    }
    func sum(_ column: Int) -> WorkbookCell {
      live(
        .function(.sum, [range(column, from: first)]),
        [5, 10, 11].contains(column) ? .unroundedMoney : .money)
    }
    let row = nextRow(.discounting)
    add(
      .discounting,
      [.text("\(key)_total"), .text("Total"), .empty, .empty]
        + [5, 6, 7, 8].map(sum) + [.empty] + [10, 11, 12, 13, 14].map(sum)
        + [.empty, .empty, .text("sums of the posted lines, and of the unrounded ones")])
    hold(
      "\(key)_total.F", "Benefits, \(course.label)", course.totalBenefits.posted.exact,
      isMoney: true)
    hold("\(key)_total.G", "Costs of all years", projection.totalCosts.posted.exact, isMoney: true)
    let (benefits, costs) = (at(10, row), at(11, row))
    addResult(
      "\(key)_npv", "Net present value", at(12, row) - at(13, row),
      "posted present values: benefits - costs", course.netPresentValue.posted.exact, .money)
    addResult(
      "\(key)_roi_present", "ROI (net / cost), present value", (benefits - costs) / costs,
      "unrounded present values", course.roiOnPresentValue, .ratio)
    addResult(
      "\(key)_roi_years", "ROI (net / cost), undiscounted, all years",
      (at(5, row) - at(7, row)) / at(7, row), "unrounded", course.roiUndiscounted, .ratio)
    addResult(
      "\(key)_bcr_present", "BCR (value / cost), present value", benefits / costs,
      "unrounded present values", course.benefitCostRatioOnPresentValue, .ratio)
    addResult(
      "\(key)_payback", "Payback in years, undiscounted (-1: never)", at(16, last),
      "\(course.payback)", course.payback.periods ?? -1, .figure)
    if let rate = course.internalRates.unique, let value = decimal(rate) {
      addResult(
        "\(key)_irr", "Internal rate of return",
        .function(.internalRate, [range(8, from: first), cell("\(key)_rate_guess")]),
        "IRR of the posted net flows, the only one", value, .figure)
    } else {
      add(
        .discounting,
        [.empty, .text("Internal rate of return"), .text("\(course.internalRates)", .plain)])
    }
    guard projection.terms.timing == .endOfYear else { return }
    let function = CellFormula.function(
      .netPresentValue, [cell("discount_rate"), range(8, from: first + 1)])
    addResult(
      "\(key)_npv_function", "Cross-check: NPV of the posted net flows", at(8, first) + function,
      "first flow + NPV(rate, the others); it rounds nothing", nil, .unroundedMoney)
    let tolerance = cell("money_tolerance")
    let distance = CellFormula.function(
      .abs, [cell("\(key)_npv_function") - cell("\(key)_npv")])
    addResult(
      "\(key)_npv_agrees", "It differs by rounding alone",
      .choose(
        .operation(
          .atMost, distance, (at(3, last) + 1) * (tolerance + tolerance + tolerance)), 1, else: 0),
      "1 when the difference is at most three halves of a minor unit a year", 1, .verdict)
  }

  /// A result, and where the library has one, the check of it.
  private mutating func addResult(
    _ key: String, _ item: String, _ formula: CellFormula, _ words: String, _ value: ExactRatio?,
    _ style: CellStyle
  ) {
    var cells: [WorkbookCell] = [.text(key), .text(item), live(formula, style)]
    cells += Array(repeating: .empty, count: SheetLayout.discounting.heads.count - 4)
    add(.discounting, cells + [.text(words)])
    guard !key.hasSuffix("_function") else { return }
    hold(key, item, value, isMoney: style == .money)
  }
}

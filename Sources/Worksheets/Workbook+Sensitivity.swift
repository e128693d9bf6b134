import ROI
import Statistics

extension WorkbookBuilder {
  // MARK: Inputs

  private static let stress: ExactDecimal = 0.2

  /// How far the sheet moves what has no interval of its own, and how its tables are laid out.
  var sensitivityInputs: [InputLine] {
    func line(
      _ key: String, _ item: String, _ value: ExactRatio?, _ unit: String, _ source: String,
      _ rule: InputRule
    ) -> InputLine {
      InputLine(key: key, item: item, value: value, unit: unit, source: source, rule: rule)
    }
    var lines: [InputLine] = []
    if !businessCase.attribution.isRange, businessCase.bandReading == nil, isBandWide {
      let band = businessCase.band
      for (key, end, share) in [("low", "lowest", band.low), ("high", "highest", band.high)] {
        lines.append(
          line(
            "design_\(key)_share", "The \(end) share that the design carries", ExactRatio(share),
            "share", band.description, .share))
      }
    }
    let layout = "a choice of this sheet; no result of the case hangs on it"
    return lines + [
      line(
        "stress", "How far an input without an interval is moved, each way",
        ExactRatio(Self.stress), "share",
        "a stress of this library's choosing, not an estimate of error", .share),
      line("share_step", "Step of the shares in the grid", decimal(0.1), "share", layout, .share),
      line(
        "improvement_step", "Step of the improvement in the two-way table", decimal(0.25), "share",
        layout, .share),
      line("bar_length", "Signs of the longest bar", 20, "signs", layout, .count),
    ]
  }

  private var isBandWide: Bool { businessCase.band.low < businessCase.band.high }

  // MARK: Sheet

  /// Each input moved alone, break-evens, a grid of shares and a two-way table.
  mutating func addSensitivity() {
    begin(
      .sensitivity, title: "Sensitivity",
      words: "\(Self.sentence(measureName)), annualised, when one input moves and the others stay. "
        + "Swings are not added up, and say nothing of how likely an end is.")
    addTornado()
    addBreakEvens()
    addShareGrid()
    addTwoWayTable()
  }

  private static func sentence(_ words: String) -> String {
    words.prefix(1).uppercased() + words.dropFirst()
  }

  /// ROI; net benefit where the programme costs nothing, for then there is no ratio.
  private var isRatio: Bool { !businessCase.costs.total.isZero }
  private var measureName: String { isRatio ? "ROI (net / cost)" : "net benefit in \(code)" }
  private var measureStyle: CellStyle { isRatio ? .ratio : .unroundedMoney }

  /// Value less cost, over cost.
  private func measure(
    _ improvement: CellFormula, _ share: CellFormula, _ unit: CellFormula, _ cost: CellFormula
  ) -> CellFormula {
    let net = improvement * share * unit - cost
    return isRatio ? net / cost : net
  }

  private func measure(_ factors: [ExactRatio]) -> ExactRatio? {
    let net = factors[0] * factors[1] * factors[2] - factors[3]
    return isRatio ? net.divided(by: factors[3]) : net
  }

  // MARK: Tornado

  /// An input with its ends, in cells and as the library has them.
  private struct Moved {
    let key: String
    let item: String
    let ends: [(cell: CellFormula, value: ExactRatio)]
    let words: String
    /// How far the measure moves, by which the rows are sorted when the workbook is made.
    var swing: ExactRatio = 0
  }

  /// The four factors of the chain: improvement, attribution, value of a unit, cost.
  private var factors: [(cell: CellFormula, value: ExactRatio)] {
    [
      (cell("improvement"), businessCase.annualised.delta),
      (cell("attribution"), businessCase.attribution.point),
      (cell("unit_value"), businessCase.unitValue.amount.exact),
      (cell("program_cost"), businessCase.costs.total.exact),
    ]
  }

  /// An end that is the stress away from the base.
  private func stressed(
    _ factor: (cell: CellFormula, value: ExactRatio), up: Bool
  ) -> (cell: CellFormula, value: ExactRatio) {
    let stress = ExactRatio(Self.stress)
    let size = factor.value.isNegative ? -factor.value : factor.value
    let reach = cell("stress") * .function(.abs, [factor.cell])
    return up
      ? (factor.cell + reach, factor.value + stress * size)
      : (factor.cell - reach, factor.value - stress * size)
  }

  private var moved: [Moved] {
    let factors = factors
    let stress = "the base less and plus the stress"
    func moved(
      _ key: String, _ item: String, _ factor: Int,
      _ ends: [(cell: CellFormula, value: ExactRatio)?], _ words: String
    ) -> Moved {
      let both = [false, true].enumerated().map { place, up in
        ends[place] ?? stressed(factors[factor], up: up)
      }
      let isStressed = ends.allSatisfy { $0 == nil }
      return Moved(key: key, item: item, ends: both, words: isStressed ? stress : words)
    }
    let interval = businessCase.annualised.interval
    let limits = [
      ("interval_lower_delta", interval?.lower), ("interval_upper_delta", interval?.upper),
    ]
    .map { key, bound in bound.map { (cell(key), $0.delta) } }
    return [
      moved(
        "improvement", "Improvement", 0, limits,
        interval.map { "the limits of the interval: \($0.label)" } ?? stress),
      moved("attribution", "Attribution", 1, shareEnds, shareWords),
      moved("unit_value", "Value of one unit (\(code))", 2, [nil, nil], stress),
      moved("program_cost", "Cost of the programme (\(code))", 3, [nil, nil], stress),
    ]
  }

  /// The ends of the stated range, else what the design carries; none for a band of one share.
  private var shareEnds: [(cell: CellFormula, value: ExactRatio)?] {
    let (attribution, band) = (businessCase.attribution, businessCase.band)
    if attribution.isRange {
      let keys =
        attribution.shape == .range
        ? ["attribution_low", "attribution_high"] : ["range_low_share", "range_high_share"]
      return [
        (cell(keys[0]), ExactRatio(attribution.low)), (cell(keys[1]), ExactRatio(attribution.high)),
      ]
    }
    guard isBandWide else { return [nil, nil] }
    let key = businessCase.bandReading == nil ? "design" : "band"
    return [
      (cell("\(key)_low_share"), ExactRatio(band.low)),
      (cell("\(key)_high_share"), ExactRatio(band.high)),
    ]
  }

  private var shareWords: String {
    businessCase.attribution.isRange
      ? "the ends of the stated range" : "what the design carries: \(businessCase.band)"
  }

  private mutating func addTornado() {
    let factors = factors
    var rows = moved
    for (place, row) in rows.enumerated() {
      let values = row.ends.map { end in
        var values = factors.map(\.value)
        values[place] = end.value
        return measure(values)
      }
      guard let low = values[0], let high = values[1] else { continue }
      rows[place].swing = low < high ? high - low : low - high
      for (end, value) in zip(["low", "high"], [low, high]) {
        let column = end == "low" ? "F" : "G"
        hold(
          "tornado_\(row.key).\(column)", "\(row.item), \(measureName) at \(end)", value)
      }
    }
    let order = rows.indices.sorted { (rows[$0].swing, $1) > (rows[$1].swing, $0) }
    let first = nextRow(.sensitivity)
    let swings = CellFormula.range(
      CellReference(known: SheetLayout.sensitivity.name, 8, first),
      CellReference(known: SheetLayout.sensitivity.name, 8, first + rows.count - 1))
    for place in order {
      let row = rows[place]
      let line = nextRow(.sensitivity)
      func end(_ column: Int) -> CellFormula {
        var cells = factors.map(\.cell)
        cells[place] = here(.sensitivity, column, line)
        return measure(cells[0], cells[1], cells[2], cells[3])
      }
      let (low, high) = (here(.sensitivity, 6, line), here(.sensitivity, 7, line))
      let swing = here(.sensitivity, 8, line)
      let most = CellFormula.function(.maximum, [swings])
      let mark = here(.sensitivity, 10, first + rows.count)
      add(
        .sensitivity,
        [
          .text("tornado_\(row.key)"), .text(row.item), live(row.ends[0].cell),
          live(factors[place].cell), live(row.ends[1].cell), live(end(3), measureStyle),
          live(end(5), measureStyle), live(.function(.abs, [high - low]), measureStyle),
          live(.choose(.operation(.below, low * high, 0), 1, else: 0)),
          live(
            .choose(
              .operation(.below, 0, most),
              .function(
                .repeated, [mark, .function(.round, [swing / most * cell("bar_length"), 0])]),
              else: .function(.repeated, [mark, 0])), .bar),
          .text("\(measureName) with this input at its end; ends: \(row.words)"),
        ])
    }
    add(
      .sensitivity,
      [CellStyle.plain, .text, .plain, .plain, .plain, .plain, .plain, .plain, .plain, .bar]
        .enumerated().map { column, style in
          switch column {
          case 1: .text("the sign that bars are made of", style)
          case 9: .text("█", style)
          default: .empty
          }
        })
  }

  // MARK: Break-even

  private mutating func addBreakEvens() {
    addPart(
      .sensitivity, "Break-even: what each input alone would have to be for an ROI of 0",
      heads: ["item", "break-even", "base", "headroom", "share of base"])
    let items = [
      ("improvement", "Improvement", "break_even_delta", false),
      ("attribution", "Attribution", "break_even_attribution", false),
      ("unit_value", "Value of one unit (\(code))", "break_even_unit_value", false),
      ("program_cost", "Cost of the programme (\(code))", "max_affordable_cost_at_roi_0", true),
    ]
    for ((key, item, figure, isCost), factor) in zip(items, factors) {
      let row = nextRow(.sensitivity)
      let (needed, base) = (here(.sensitivity, 3, row), here(.sensitivity, 4, row))
      add(
        .sensitivity,
        [
          .text("headroom_\(key)"), .text(item), live(cell(figure)), live(factor.cell),
          live(isCost ? needed - base : base - needed),
          live(here(.sensitivity, 5, row) / base, .share), .empty, .empty, .empty, .empty,
          .text(
            isCost ? "break-even - base, and over the base" : "base - break-even, and over the base"
          ),
        ])
    }
  }

  // MARK: Tables

  /// How many shares the grid holds.
  private static let gridRows = 10

  private mutating func addShareGrid() {
    let bound = worksheet.line("headline_lower_delta") == nil ? nil : cell("headline_lower_delta")
    addPart(
      .sensitivity, "Grid of shares: what each share of the improvement is worth",
      heads: [
        "item", "share", "value", "net", "at the point", bound == nil ? "" : "at the lower bound",
        "improvement to break even",
      ])
    let (improvement, unit, cost) = (cell("improvement"), cell("unit_value"), cell("program_cost"))
    for number in 1...Self.gridRows {
      let row = nextRow(.sensitivity)
      let share = here(.sensitivity, 3, row)
      let before: CellFormula = number == 1 ? 0 : here(.sensitivity, 3, row - 1)
      add(
        .sensitivity,
        [
          .text("grid_\(number)"), .text("Share \(number)"),
          live(.function(.minimum, [1, before + cell("share_step")]), .share),
          live(improvement * share * unit, .unroundedMoney),
          live(here(.sensitivity, 4, row) - cost, .unroundedMoney),
          live(measure(improvement, share, unit, cost), measureStyle),
          bound.map { live(measure($0, share, unit, cost), measureStyle) } ?? .empty,
          live(cost / (share * unit)), .empty, .empty,
          .text("the share before and the step, at most 1; \(measureName) at that share"),
        ])
    }
    addColumnsNote()
  }

  private mutating func addColumnsNote() {
    guard let headline = businessCase.annualised.headline else { return }
    add(
      .sensitivity, [.empty, .text("The lower bound is that of the headline: \(headline.label).")])
  }

  /// Multiples of the improvement down, shares across.
  private mutating func addTwoWayTable() {
    addPart(
      .sensitivity, "Two-way table: \(measureName) by improvement (down) and share (across)",
      heads: ["item", "improvement", "share 1", "share 2", "share 3", "share 4", "share as stated"])
    let shares = nextRow(.sensitivity)
    var cells: [WorkbookCell] = [.text("two_way_shares"), .text("Share"), .empty]
    for column in 4...7 {
      let before: CellFormula = column == 4 ? 0 : here(.sensitivity, column - 1, shares)
      cells.append(live(.function(.minimum, [1, before + cell("share_step")]), .share))
    }
    cells.append(live(cell("attribution"), .share))
    add(
      .sensitivity, cells + [.empty, .empty, .text("steps of the grid, and the share of the case")])
    for (number, steps) in [-2, -1, 0, 1, 2].enumerated() {
      let row = nextRow(.sensitivity)
      let step = cell("improvement_step")
      let multiple = (0..<abs(steps)).reduce(CellFormula(integerLiteral: 1)) { multiple, _ in
        steps < 0 ? multiple - step : multiple + step
      }
      var cells: [WorkbookCell] = [
        .text("two_way_\(number + 1)"),
        .text(
          steps == 0
            ? "Improvement as found"
            : "Improvement \(steps < 0 ? "less" : "plus") \(abs(steps)) step\(abs(steps) == 1 ? "" : "s")"
        ),
        live(cell("improvement") * multiple),
      ]
      for column in 4...8 {
        cells.append(
          live(
            measure(
              here(.sensitivity, 3, row), here(.sensitivity, column, shares), cell("unit_value"),
              cell("program_cost")), measureStyle))
      }
      add(
        .sensitivity,
        cells + [
          .empty, .empty,
          .text("\(measureName) of the improvement at the row's left and the share above"),
        ])
    }
    let middle = "two_way_3.H"
    if isRatio, places[middle] != nil {
      checked.append(
        (middle, "The two-way table at the case itself is its ROI", cell("roi_ratio_net_over_cost"))
      )
    }
  }
}

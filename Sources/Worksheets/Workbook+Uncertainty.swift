import ROI
import Statistics

extension WorkbookBuilder {
  // MARK: Uncertainty

  /// The limits of the delta and the confidences, worked out from the study's figures.
  mutating func addUncertainty() {
    let method = businessCase.delta.effect?.method
    begin(
      .uncertainty, title: "Uncertainty",
      words: method.map { "Limits of the improvement per unit of the data, by \($0)." }
        ?? "A declared delta has no interval: nothing is known of its error.")
    addOwnUncertainty()
    addPropagation()
  }

  /// The error of the delta alone.
  private mutating func addOwnUncertainty() {
    guard let effect = businessCase.delta.effect, effect.uncertainty != .unknown else { return }
    let limits = LiveLimits(effect.uncertainty, direction: effect.direction)
    if limits != nil { addOwnImprovement(limits) }
    addLimits(limits, "interval", level: cell("interval_level"), isTwoSided: true)
    addLimits(limits, "headline", level: cell("headline_level"), isTwoSided: false)
    addConfidences(limits)
  }

  /// Adds a row whose figure follows, and gives its cell.
  @discardableResult
  mutating func row(
    _ key: String, _ item: String, _ words: String, unit: String, _ formula: CellFormula
  ) -> CellFormula {
    addRow(key, item, words, unit: unit, live(formula))
    return cell(key)
  }

  mutating func addRow(
    _ key: String, _ item: String, _ words: String, unit: String, _ figure: WorkbookCell,
    method: String? = nil
  ) {
    let line = worksheet.line(key)
    var method = method ?? businessCase.delta.effect?.method ?? ""
    if case .statistic(let own) = line?.origin { method = own }
    add(
      .uncertainty,
      [
        .text(key), number(key), .text(line?.label ?? item), .text(words), figure,
        .text(line?.unit ?? unit), .text(method),
      ])
  }

  private var unit: String { businessCase.indicator.unit }

  private mutating func addOwnImprovement(_ limits: LiveLimits?) {
    let key = LiveLimits.improvement
    switch limits {
    case .normal, .t:
      let isHigherBetter = businessCase.indicator.direction == .higherIsBetter
      row(
        key, "Improvement per unit of the data",
        isHigherBetter ? "the effect" : "minus the effect", unit: unit,
        isHigherBetter ? cell("effect") : -cell("effect"))
    case .rates(let good, let bad):
      row(
        key, "Improvement per unit of the data",
        "(rate \(good) - rate \(bad)) x person-time that it is stated for", unit: unit,
        (rate(good) - rate(bad)) * .function(.abs, [cell("stated_exposure")]))
    case .proportions(let good, let bad):
      row(
        key, "Improvement per unit of the data",
        "share \(good) - share \(bad), times the number that it is stated for", unit: unit,
        (rate(good) - rate(bad)) * statedCount)
    case nil: break
    }
  }

  /// Events over person-time, or people over people.
  func rate(_ name: String) -> CellFormula {
    let isProportion = places["\(name)_trials"] != nil
    return cell("\(name)_count") / cell(isProportion ? "\(name)_trials" : "\(name)_exposure")
  }

  /// What a difference of proportions is multiplied by; 1 unless stated.
  var statedCount: CellFormula {
    places["stated_count"] == nil ? 1 : .function(.abs, [cell("stated_count")])
  }

  // MARK: Limits

  /// The line that holds the limit as the statistic gives it.
  private func statisticKey(_ key: String) -> String? {
    ["\(key)_statistic", "\(key)_delta"].first { candidate in
      if case .statistic = worksheet.line(candidate)?.origin { true } else { false }
    }
  }

  private mutating func addLimits(
    _ limits: LiveLimits?, _ prefix: String, level: CellFormula, isTwoSided: Bool
  ) {
    let lower = statisticKey("\(prefix)_lower")
    let upper = isTwoSided ? statisticKey("\(prefix)_upper") : nil
    guard let limits else {
      for case let key? in [lower, upper] { addValue(key) }
      return
    }
    guard lower != nil || upper != nil else { return }
    let tail = row(
      "\(prefix)_tail",
      isTwoSided ? "Probability beyond each limit" : "Probability below the bound",
      isTwoSided ? "(1 - level) / two" : "1 - level", unit: "probability",
      isTwoSided ? (1 - level) / cell("two") : 1 - level)
    for (key, isLower) in [(lower, true), (upper, false)] {
      guard let key else { continue }
      let (words, formula) = addLimit(limits, prefix, tail: tail, isLower: isLower)
      row(key, "", words, unit: unit, formula)
    }
  }

  /// A figure that the sheet cannot work out: a value, and it says so.
  private mutating func addValue(_ key: String) {
    guard let value = worksheet.line(key)?.value else { return }
    addRow(
      key, "", "a value of the library; not worked out here", unit: unit,
      WorkbookCell(contents: .number(value), style: .figure))
  }

  // MARK: Confidence

  private mutating func addConfidences(_ limits: LiveLimits?) {
    let indices = businessCase.confidences.indices.filter {
      worksheet.line("confidence_\($0 + 1)") != nil
    }
    guard !indices.isEmpty else { return }
    guard let limits else {
      for index in indices { addValue("confidence_\(index + 1)") }
      return
    }
    var worth = cell("attribution") * cell("unit_value")
    var words = "attribution x value of one unit"
    if businessCase.delta.units != 1 {
      worth = worth * cell("units")
      words += " x units"
    }
    if businessCase.statedBasis == .inWindow {
      worth = worth * cell("weeks_per_year") / cell("observed_weeks")
      words += " x weeks a year / weeks observed"
    }
    row(
      "worth_of_improvement", "Worth of an improvement of one, annualised", words,
      unit: worksheet.currency.code, worth)
    for index in indices {
      addConfidence(limits, "confidence_\(index + 1)", hurdle: "hurdle_\(index + 1)")
    }
  }

  private mutating func addConfidence(_ limits: LiveLimits, _ key: String, hurdle: String) {
    let gross = 1 + cell(hurdle)
    let needed = row(
      "\(key)_needed", "Improvement needed for the hurdle",
      "(1 + hurdle) x cost / worth of an improvement of one", unit: unit,
      gross * cell("program_cost") / cell("worth_of_improvement"))
    guard let (words, formula) = addProbability(limits, key, needed: needed) else {
      return addSearched(limits, key, needed: needed)
    }
    // As the library has it: undefined without a cost, certain where nothing is worth anything.
    let cost = cell("program_cost")
    row(
      key, "", words, unit: "confidence",
      .choose(
        .operation(.equals, cost, 0), 1 / cost,
        else: .choose(
          .operation(.equals, cell("worth_of_improvement"), 0),
          .choose(.operation(.below, gross, 0), 1, else: 0), else: formula)))
  }

  /// A confidence found by search is a value; a row below it proves it: the lower bound at that level is
  /// the improvement needed.
  private mutating func addSearched(
    _ limits: LiveLimits, _ key: String, needed: CellFormula
  ) {
    guard let value = worksheet.line(key)?.value else { return }
    addRow(
      key, "", "found by search: the level whose lower bound is the improvement needed",
      unit: "confidence", WorkbookCell(contents: .number(value), style: .figure))
    let isInside = value.value > 1e-6 && value.value < 1 - 1e-6
    let isWorth = !businessCase.attribution.point.isZero && !businessCase.unitValue.amount.isZero
    guard isInside, isWorth else { return }
    let tail = row(
      "\(key)_tail", "Probability below the bound", "1 - confidence", unit: "probability",
      1 - cell(key))
    let (words, formula) = addLimit(limits, key, tail: tail, isLower: true)
    row("\(key)_bound", "Lower bound at that confidence", words, unit: unit, formula)
    checked.append(
      ("\(key)_bound", "Lower bound at that confidence is the improvement needed", needed))
  }
}

import ROI
import Statistics

/// An assumption as the register lists it.
struct InputLine {
  let key: String
  let item: String
  let value: ExactRatio?
  var isMoney = false
  let unit: String
  let source: String
  var owner = ""
  var date = ""
  let rule: InputRule
  var rationale = ""
}

extension WorkbookBuilder {
  // MARK: Inputs

  /// The register of all assumptions: those of the case, those of the parts, and constants.
  mutating func addInputs() {
    begin(
      .inputs, title: worksheet.title,
      words: "Money: \(businessCase.perspective), in \(worksheet.currency). "
        + "Yellow cells are inputs; everything else follows from them. Costs are stated as positive amounts."
    )
    for line in worksheet.lines {
      switch line.origin {
      case .input(let source): addInput(register(line, source: source))
      case .statistic(let method) where isStudyFigure(line.key):
        addInput(register(line, source: "the study's figure: \(method)"))
      case .statistic, .formula: continue
      }
    }
    for extra in constants where places[extra.key] == nil { addInput(extra) }
    addInputs("Sensitivity: how the sheet is laid out", sensitivityInputs)
    addInputs("Levers and overlaps", overlapInputs)
    addInputs("Years to come", discountingInputs)
    addInputs("Joint uncertainty", propagationInputs)
    addInputs("Evidence", evidenceInputs)
    addInputs("Gate", gateInputs)
  }

  private mutating func addInputs(_ title: String, _ lines: [InputLine]) {
    guard !lines.isEmpty else { return }
    add(.inputs, [])
    add(.inputs, [.empty, .empty, .text(title, .section)])
    for line in lines where places[line.key] == nil { addInput(line) }
  }

  private mutating func addInput(_ line: InputLine) {
    add(
      .inputs,
      [
        .text(line.key), number(line.key), .text(line.item),
        WorkbookCell(
          contents: line.value.map { .number($0) } ?? .empty,
          style: line.isMoney ? .inputMoney : .input),
        .text(line.unit), .text(line.source), .text(line.owner), .text(line.date),
        .text(line.rule.rawValue), .text(line.rationale),
      ])
  }

  /// Whether a statistic is one that the study reports, rather than one that follows from it.
  private func isStudyFigure(_ key: String) -> Bool { key == "effect" || key == "standard_error" }

  // MARK: Register

  /// What the case knows of an input's source, owner and date.
  private func register(_ line: WorksheetLine, source: String) -> InputLine {
    let isShare = ["attribution", "attribution_low", "attribution_high"].contains(line.key)
    let attribution = businessCase.attribution
    return InputLine(
      key: line.key, item: line.label, value: line.value, isMoney: line.kind == .money,
      unit: line.unit,
      source: isShare ? "judgement; the design carries \(businessCase.band)" : source,
      owner: isShare ? attribution.author : "",
      date: isShare ? attribution.date.description : "", rule: rule(of: line),
      rationale: isShare ? rationale : "")
  }

  private var rationale: String {
    let attribution = businessCase.attribution
    return attribution.rationale
      + (attribution.override.map { " Outside the band by override of \($0)." } ?? "")
  }

  private func rule(of line: WorksheetLine) -> InputRule {
    switch line.key {
    case "two": .two
    case "observed_weeks": .weeksObserved
    case "weeks_per_year": .weeksOfYear
    case "units", "baseline_exposure", "pilot_exposure": .positive
    case "standard_error": .notNegative
    case "baseline_count", "pilot_count": .count
    case "baseline_trials", "pilot_trials": .positiveCount
    default:
      line.kind == .share ? .share : line.kind == .money ? .notNegative : .number
    }
  }

  /// Numbers that formulas need and that are nobody's judgement.
  private var constants: [InputLine] {
    func line(
      _ key: String, _ label: String, _ value: ExactRatio?, _ unit: String, _ source: String,
      _ rule: InputRule
    ) -> InputLine {
      InputLine(key: key, item: label, value: value, unit: unit, source: source, rule: rule)
    }
    let power = (0..<minorDigits).reduce(ExactRatio(1)) { value, _ in value * 10 }
    let two = { source in line("two", "Two", 2, "number", source, .two) }
    var lines: [InputLine] = []
    if let effect = businessCase.delta.effect, effect.uncertainty != .unknown {
      let level = "confidence level"
      lines += [
        line(
          "interval_level", "Level of the two-sided interval",
          decimal(businessCase.intervalLevel), level, "plan", .level),
        line(
          "headline_level", "Level of the one-sided headline",
          decimal(businessCase.headlineLevel), level, "plan", .level),
      ]
      if let freedom = effect.degreesOfFreedom {
        lines.append(
          line(
            "degrees_of_freedom", "Degrees of freedom of the effect", decimal(freedom),
            "degrees of freedom", "the study's figure: \(effect.method)", .positive))
      }
      lines.append(two("the sides of an interval, and halves"))
    }
    if businessCase.rounding == .halfToEven {
      lines += [
        two("even numbers, and halves"),
        line(
          "minor_units", "Minor units in a major one", power, "units", "ISO 4217", .positiveCount),
        line(
          "tie_tolerance", "How near to a half counts as one", decimal(1e-14), "share",
          "the 15 digits of a spreadsheet", .notNegative),
      ]
    }
    return lines + [
      line(
        "money_tolerance", "How far posted money may stray", ExactRatio(1).divided(by: power * 2),
        code, "half a minor unit", .notNegative),
      line(
        "figure_tolerance", "How far other figures may stray", decimal(1e-9), "share",
        "six digits more than are printed", .notNegative),
    ]
  }
}

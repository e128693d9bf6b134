import ROI
import Statistics

extension WorkbookBuilder {
  // MARK: Sheet

  /// Every finding with its comparison live, and the verdict that follows.
  mutating func addGate() {
    guard let gate = dossier.gate else { return }
    begin(
      .gate, title: "Gate of \(gate.inputs.date)",
      words: "Verdict: \(gate.verdict?.rawValue ?? "none, for something is missing"). "
        + "Counts are compared in whole numbers; more than a limit fires, exactly the limit does not."
    )
    let first = nextRow(.gate)
    for (number, target) in gate.inputs.targets.enumerated() {
      addTarget("target_\(number + 1)", target)
    }
    for (number, trigger) in (gate.inputs.triggers ?? []).enumerated() {
      for place in trigger.readings.indices { addReading(number + 1, trigger, place) }
    }
    addConditions(gate)
    addVerdict(gate, first: first, last: nextRow(.gate) - 1)
    addWords(gate)
  }

  /// A finding: what it does is 1 or 0.
  private mutating func addFinding(
    _ key: String, _ item: String, limit: CellFormula? = nil, observed: CellFormula? = nil,
    of total: CellFormula? = nil, share: CellFormula? = nil, holds: CellFormula? = nil,
    stops: CellFormula, needsWork: CellFormula, _ words: String
  ) {
    func cell(_ formula: CellFormula?, _ style: CellStyle = .figure) -> WorkbookCell {
      formula.map { live($0, style) } ?? .empty
    }
    add(
      .gate,
      [
        .text(key), .text(item), cell(limit), cell(observed), cell(total), cell(share, .share),
        cell(holds, .verdict), live(stops), live(needsWork), .text(words),
      ])
  }

  /// 1 when a comparison holds.
  private func flag(_ left: CellFormula, _ sign: CellFormula.Operator, _ right: CellFormula)
    -> CellFormula
  {
    .choose(.operation(sign, left, right), 1, else: 0)
  }

  private mutating func addTarget(_ key: String, _ target: KPITarget) {
    let row = nextRow(.gate)
    let (limit, observed, total) = (here(.gate, 3, row), here(.gate, 4, row), here(.gate, 5, row))
    let holds = here(.gate, 7, row)
    let isPrimary = target.role == .primary
    let isAtLeast = target.side == .atLeast
    let words = isAtLeast ? "target" : "observed"
    func reaches(_ value: CellFormula, _ goal: CellFormula) -> CellFormula {
      // A figure for so many is not divided, so that whole numbers stay whole.
      let value = places["\(key)_per"] == nil ? value : value * cell("\(key)_per")
      return isAtLeast ? flag(goal, .atMost, value) : flag(value, .atMost, goal)
    }
    let item = "\(isPrimary ? "Primary" : "Secondary") target: \(target.description)"
    let failed = 1 - holds
    let status = target.status
    switch target.reading {
    case .share, .ratio:
      // A share reached late is missed, whatever it is.
      let isLate = status == .reachedLate
      addFinding(
        key, item, limit: cell("\(key)_figure"), observed: cell("\(key)_count"),
        of: cell("\(key)_total"), share: observed / total,
        holds: isLate ? 0 : reaches(observed, limit * total),
        stops: isPrimary ? failed : 0, needsWork: isPrimary ? 0 : failed,
        isLate
          ? "reached after its deadline"
          : isAtLeast ? "target x of <= observed" : "observed <= target x of")
    case .value:
      let isLate = status == .reachedLate
      addFinding(
        key, item, limit: cell("\(key)_figure"), observed: cell("\(key)_value"),
        holds: isLate ? 0 : reaches(observed, limit), stops: isPrimary ? failed : 0,
        needsWork: isPrimary ? 0 : failed,
        isLate ? "reached after its deadline" : "\(words) on the good side of the other")
    case .estimate where places["\(key)_value"] != nil:
      let point = reaches(observed, limit)
      let bound = places["\(key)_bound"] == nil ? 0 : reaches(total, limit)
      addFinding(
        key, item, limit: cell("\(key)_figure"), observed: cell("\(key)_value"),
        of: places["\(key)_bound"] == nil ? nil : cell("\(key)_bound"), holds: point * bound,
        stops: isPrimary ? 1 - point : 0,
        needsWork: isPrimary ? point * (1 - bound) : failed,
        "observed: the point; of: its one-sided bound; both reach the target")
    default:
      addFinding(
        key, item, limit: cell("\(key)_figure"), stops: 0, needsWork: 0, "nothing was observed")
    }
  }

  private mutating func addReading(_ number: Int, _ trigger: RollbackTrigger, _ place: Int) {
    let row = nextRow(.gate)
    let (limit, count, total) = (here(.gate, 3, row), here(.gate, 4, row), here(.gate, 5, row))
    let key = "trigger_\(number)"
    let reading = trigger.readings[place]
    let fires = flag(limit * total, .below, count)
    addFinding(
      "\(key)_\(place + 1)", "Trigger in \(reading.span): \(trigger.name)",
      limit: cell("\(key)_limit"), observed: cell("\(key)_count_\(place + 1)"),
      of: cell("\(key)_total_\(place + 1)"),
      share: reading.total > 0 ? count / total : nil,
      holds: 1 - here(.gate, 8, row), stops: fires, needsWork: 0,
      "fires when limit x of < observed; then: \(trigger.action)")
    hold(
      "\(key)_\(place + 1).H", "Trigger \(number) in \(reading.span)",
      trigger.outcome(of: reading) == .fired ? 1 : 0)
  }

  private mutating func addConditions(_ gate: Gate) {
    func next(_ column: Int) -> CellFormula { here(.gate, column, nextRow(.gate)) }
    for (number, item) in gate.inputs.governance.enumerated() {
      let key = "governance_\(number + 1)"
      addFinding(
        "gate_\(key)", "Governance: \(item.name)", observed: cell(key), holds: next(4), stops: 0,
        needsWork: 1 - next(7), "1 when complete")
    }
    addFinding(
      "gate_fairness",
      "Fairness: \(gate.inputs.fairness.count) checks, "
        + "\(gate.inputs.waivers.count) waivers", observed: cell("fairness_open"),
      holds: flag(next(4), .equals, 0), stops: 0, needsWork: 1 - next(7),
      "checks failed or undecided; ROI never buys them back")
    if places["evidence_streams"] != nil {
      addFinding(
        "gate_streams", "Streams of evidence that agree", limit: cell("streams_needed"),
        observed: cell("evidence_streams"), holds: flag(next(3), .atMost, next(4)), stops: 0,
        needsWork: 1 - next(7), "streams needed <= streams that agree")
    }
    if let roi = gate.inputs.roi {
      let bound = roi.lowerBound == nil ? nil : cell(gateBound ?? "gate_roi_bound")
      addFinding(
        "gate_roi", "Lower bound of ROI against its hurdle", limit: cell("gate_hurdle"),
        observed: bound, holds: bound == nil ? 0 : flag(next(3), .atMost, next(4)), stops: 0,
        needsWork: 1 - next(7), "hurdle <= lower bound; without an interval there is none")
    }
    if places["open_incidents"] != nil {
      addFinding(
        "gate_incidents", "Open critical incidents", observed: cell("open_incidents"),
        holds: flag(next(4), .equals, 0), stops: 1 - next(7), needsWork: 0, "none is open")
    }
    if places["legal_showstopper"] != nil {
      addFinding(
        "gate_legal", "Legal showstopper", observed: cell("legal_showstopper"),
        holds: 1 - next(4), stops: next(4), needsWork: 0, "neither law nor contract forbids it")
    }
    for (key, isStop) in [("other_stops", true), ("other_needs_work", false)]
    where places[key] != nil {
      addFinding(
        "gate_\(key)", "Further findings, not worked out here", observed: cell(key),
        stops: isStop ? next(4) : 0, needsWork: isStop ? 0 : next(4), "a value of the library")
    }
  }

  // MARK: Verdict

  private mutating func addVerdict(_ gate: Gate, first: Int, last: Int) {
    func sum(_ column: Int) -> CellFormula {
      .function(
        .sum,
        [
          .range(
            CellReference(known: SheetLayout.gate.name, column, first),
            CellReference(known: SheetLayout.gate.name, column, max(first, last)))
        ])
    }
    addPart(
      .gate, "Verdict",
      heads: ["item", "verdict", "", "", "", "", "stops", "needs work", "formula in words"])
    let row = nextRow(.gate)
    let (stops, needsWork) = (here(.gate, 8, row), here(.gate, 9, row))
    guard gate.verdict != nil, places["issues_remediable"] != nil else {
      add(
        .gate,
        [.empty, .text("No verdict. Missing: \(gate.missing.joined(separator: ", "))")])
      return
    }
    let noGo = -CellFormula.number(1)
    let needs = CellFormula.choose(
      .operation(.below, 0, needsWork),
      .choose(.operation(.equals, cell("issues_remediable"), 1), 0, else: noGo), else: 1)
    add(
      .gate,
      [
        .text("gate_verdict"), .text("1 go, 0 reconfigure, -1 no-go"),
        live(.choose(.operation(.below, 0, stops), noGo, else: needs)), .empty, .empty, .empty,
        .empty,
        live(sum(8)), live(sum(9)),
        .text(
          "no-go when anything stops; else go when nothing needs work; else reconfigure where issues can be put right, or no-go"
        ),
      ])
    let code: ExactRatio =
      gate.verdict == .go ? 1 : gate.verdict == .reconfigure ? 0 : -1
    hold("gate_verdict", "Verdict of the gate: \(gate.verdict?.rawValue ?? "")", code)
  }

  /// Reasons and actions as the library words them.
  private mutating func addWords(_ gate: Gate) {
    addPart(.gate, "Reasons, those that stop first", heads: ["reason"])
    for reason in gate.reasons { add(.gate, [.empty, .text(reason.description)]) }
    guard !gate.rollbackActions.isEmpty else { return }
    addPart(.gate, "Actions of the triggers that fired, whatever the verdict", heads: ["action"])
    for action in gate.rollbackActions { add(.gate, [.empty, .text(action)]) }
  }
}

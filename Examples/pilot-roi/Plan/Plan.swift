import ProgramEvaluation

/// What a pilot's owner decided before the data were looked at: the question, the design, the
/// money.
struct Plan {
  /// The version that this reader understands.
  static let version = "pilot-roi/plan/1"

  let name: String
  let perspective: Perspective
  let currency: Currency
  let indicator: Indicator
  /// How the comparison is made, and from what.
  let design: any PlannedDesign
  /// Whether the unadjusted difference is shown beside the design's estimate.
  let showsNaive: Bool
  let benchmark: Benchmark?
  let time: TimeBasis
  let attribution: Attribution
  let unitValue: UnitValue
  let costs: CostLedger
  let hurdles: [ExactDecimal]
  let headlineLevel: Double
  let intervalLevel: Double
  /// The level before the programme, with its window and its source.
  let baseline: Baseline?
  /// What stands beside the figures.
  let evidence: EvidenceRecord?
  /// What is believed about price and cost.
  let uncertainty: PlannedUncertainty?
  /// How the case is carried over several years.
  let cashFlow: CashFlowProjection.Terms?
  /// By how much its years are adjusted for risk.
  let riskAdjustment: PlannedRiskAdjustment?
  /// What could hide behind the effect.
  let confounding: PlannedConfounding?
  /// What changed besides and is not turned into money.
  let intangibles: [Intangible]
  /// The weeks of the pilot.
  let schedule: PilotSchedule?
  /// The indicators of the pilot with what was read of them.
  let scorecard: Scorecard?
  /// Whether the programme may begin.
  let readiness: Readiness?
  /// Further benefits of the same programme, and what they share with this one.
  let levers: PlannedLevers?
  /// The fairness audit whose checks the gate reads.
  let fairness: PlannedFairness?
  /// What the gate at the end of the pilot needs to know.
  let gate: PlannedGate?
}

// MARK: - Reading

/// Everything that is wrong with a plan.
struct PlanError: Error, CustomStringConvertible {
  let source: String
  let faults: [EvaluationError]

  /// One line a fault, each with its JSON path.
  var description: String {
    let shown = faults.prefix(20).map { "  \(Self.line($0))" }
    let rest = faults.count > 20 ? ["  and \(faults.count - 20) more"] : []
    return (["\(source): \(faults.count) fault\(faults.count == 1 ? "" : "s")"] + shown + rest)
      .joined(separator: "\n")
  }

  /// A fault in a line; the names of an object are all listed, which the error's own words cut.
  private static func line(_ fault: EvaluationError) -> String {
    guard case .invalidPlan(let path, let needed, let found) = fault else { return "\(fault)" }
    return
      "\(excerpt(path, limit: 240)): needed \(excerpt(needed, limit: 800)), found \(excerpt(found, limit: 240))."
  }
}

extension Plan {
  /// Reads a plan; every fault is named by its JSON path.
  init(_ bytes: [UInt8], source: String) throws {
    try self.init(StrictJSON.parse(bytes, source: source), source: source)
  }

  /// Reads a plan that is parsed already.
  init(_ json: JSON, source: String) throws(PlanError) {
    let faults = PlanFaults()
    let root = PlanObject(json, path: "$", faults: faults)
    let plan = Self.read(root)
    root.close()
    guard let plan, faults.faults.isEmpty else {
      throw PlanError(source: source, faults: faults.faults)
    }
    self = plan
  }
}

import ProgramEvaluation

/// A gate without a plan around it: what the gate of a plan holds, and the lower bound of ROI.
struct GateFile {
  /// The version that this reader understands.
  static let version = "pilot-roi/gate/1"

  private let gate: PlannedGate
  private let lowerBound: ExactDecimal?

  /// Reads a gate; every fault is named by its JSON path.
  init(_ json: JSON, source: String) throws(PlanError) {
    let faults = PlanFaults()
    let root = PlanObject(json, path: "$", faults: faults)
    _ = root.text("gate")
    let gate = PlannedGate(root)
    lowerBound = root.has("roiLowerBound") ? root.decimal("roiLowerBound") : nil
    root.close()
    guard let gate, faults.faults.isEmpty else {
      throw PlanError(source: source, faults: faults.faults)
    }
    self.gate = gate
  }

  /// Decides; without a lower bound there is no verdict.
  func decision() throws(EvaluationError) -> Gate {
    try gate.decide(lowerBound: lowerBound.map { ExactRatio($0) })
  }
}

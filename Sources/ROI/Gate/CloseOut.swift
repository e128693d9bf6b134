import Statistics

/// The pages that close a pilot: the verdict, actual levels against targets, and the three most
/// significant issues.
public struct CloseOut: Sendable, Hashable {
  /// The decision.
  public let gate: Gate

  /// Closes a pilot with its gate.
  public init(_ gate: Gate) { self.gate = gate }

  /// Verdict, next step, and every finding.
  public var verdict: PilotTable {
    PilotTable(
      "Verdict", header: ["effect", "finding"],
      rows: [
        ["verdict", (gate.verdict?.rawValue ?? "none") + (gate.isInterim ? " (interim)" : "")],
        ["next step", gate.nextStep ?? "find what is missing"],
      ] + gate.missing.map { ["missing", $0] } + gate.rollbackActions.map { ["roll back", $0] }
        + gate.reasons.map { [$0.effect.words, $0.sentence] }, limit: 400)
  }

  /// Actual levels against targets: of the whole scorecard where there is one, else of the gate's
  /// targets.
  ///
  /// - Parameter minimum: the fewest people that a share may be of; nil prints all.
  /// - Returns: a row for each indicator or target.
  public func actuals(minimumCohort minimum: Int? = nil) -> PilotTable {
    if let scorecard = gate.inputs.scorecard {
      return scorecard.table(
        through: scorecard.week(of: gate.inputs.date), minimumCohort: minimum)
    }
    return PilotTable(
      "Actual levels against targets",
      header: ["indicator", "part", "target and actual", "status"],
      rows: gate.inputs.targets.map {
        [excerpt($0.name), $0.role.rawValue, $0.description, $0.status.words]
      }, limit: 400)
  }

  /// The three most significant issues of configuration or culture fit; fewer where fewer are
  /// named.
  public var issues: PilotTable {
    PilotTable(
      "Most significant issues", header: ["rank", "kind", "issue", "change"],
      rows: (gate.inputs.issues ?? []).enumerated().map {
        ["\($0 + 1)", $1.kind.words, $1.finding, $1.change]
      }, limit: 400)
  }
}

// MARK: - Description

extension CloseOut: CustomStringConvertible {
  /// The gate in at most ten lines.
  public var description: String { gate.description }

  /// All tables as Markdown with their titles.
  public func markdown(minimumCohort minimum: Int? = nil) -> String {
    [verdict, actuals(minimumCohort: minimum), issues]
      .map { "## \($0.title)\n\n\($0.markdown)\n" }.joined(separator: "\n")
  }
}

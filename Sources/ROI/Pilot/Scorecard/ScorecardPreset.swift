import Statistics

extension Scorecard {
  /// The published scorecard that one follows.
  ///
  /// Published scorecards disagree, for one on whether people may report their own behaviour, so a
  /// scorecard records which it follows and keeps to that one's rules. Its goals, baselines and
  /// owners are the caller's.
  public enum Preset: String, Sendable, Hashable, Codable, CaseIterable, CustomStringConvertible {
    /// None: only what holds of every scorecard.
    case custom
    /// Five indicators of a pilot: ``PilotKPI``.
    case pilot
    /// Six indicators of a coaching programme: ``ProgrammeKPI``.
    case programme

    /// The preset in words.
    public var description: String {
      switch self {
      case .custom: "custom scorecard"
      case .pilot: "five-indicator pilot scorecard"
      case .programme: "six-indicator programme scorecard"
      }
    }

    /// The names of the indicators that it must hold; others may stand beside them.
    public var required: [String] {
      switch self {
      case .custom: []
      case .pilot: PilotKPI.allCases.map(\.name)
      case .programme: ProgrammeKPI.allCases.map(\.name)
      }
    }

    /// Refuses what the published scorecard does not allow.
    func validate(_ indicators: [KPI]) throws(EvaluationError) {
      for name in required where !indicators.contains(where: { $0.name == name }) {
        throw .invalidArgument(
          name: "the \(self)", needed: "the indicator \(name)", found: "none of that name")
      }
      guard self == .pilot else { return }
      for indicator in indicators { try PilotKPI.validate(indicator) }
    }
  }
}

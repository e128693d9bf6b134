public import Statistics

/// The five indicators of a published pilot scorecard.
///
/// Name, form, rhythm and instrument are the published ones. Whether an indicator leads or lags is
/// this library's reading: what people do leads, the time that managers get back lags. The one goal
/// that is published is that of adoption; all others are the caller's.
public enum PilotKPI: String, Sendable, Hashable, Codable, CaseIterable {
  /// The share of those enrolled who are active in a week.
  case adoption
  /// The share of modules begun that are completed.
  case moduleCompletion
  /// The change of behaviour as managers observe it.
  case behaviourDelta
  /// The hours that a manager needs to prepare.
  case managerPrepTime
  /// A short survey in weeks 4, 8 and 12.
  case pulse

  /// The indicator's name on a scorecard.
  public var name: String {
    switch self {
    case .adoption: "weekly active share"
    case .moduleCompletion: "module completion"
    case .behaviourDelta: "observed behaviour delta"
    case .managerPrepTime: "manager preparation time"
    case .pulse: "pulse"
    }
  }

  /// The goal of adoption: at least 70 % of those enrolled active in some week up to the sixth.
  public static let adoptionGoal = KPI.Goal(.fraction(0.70), by: .week(6))

  /// Refuses people's own word for their behaviour.
  static func validate(_ indicator: KPI) throws(EvaluationError) {
    guard indicator.name == behaviourDelta.name, indicator.instrument != .observer else { return }
    throw .invalidArgument(
      name: "the instrument of \(indicator.name)", needed: "observation by managers",
      found: indicator.instrument.words)
  }
}

extension KPI {
  /// One of the five indicators of the pilot scorecard.
  ///
  /// - Parameters:
  ///   - indicator: which.
  ///   - part: the part that it plays at the gate.
  ///   - baseline: its level before the start; for adoption 0 of those enrolled.
  ///   - goals: what it is to reach; for adoption see ``PilotKPI/adoptionGoal``.
  ///   - owner: who answers for it.
  ///   - source: where its levels come from.
  ///   - instrument: how they come to be known; observation where nil for behaviour, people's own
  ///     answers for the pulse, records for the others.
  /// - Throws: as
  ///   ``init(_:part:kind:form:unit:direction:baseline:goals:frequency:owner:source:instrument:)``,
  ///   and for behaviour that managers do not observe.
  public init(
    pilot indicator: PilotKPI, part: Part, baseline: Observation?, goals: [Goal], owner: String,
    source: String, instrument: Instrument? = nil
  ) throws(EvaluationError) {
    let shape: (kind: Kind, form: Form, unit: String, Estimate.Direction, Frequency, Instrument) =
      switch indicator {
      case .adoption: (.leading, .share, "people enrolled", .higherIsBetter, .weekly, .records)
      case .moduleCompletion:
        (.leading, .share, "modules begun", .higherIsBetter, .weekly, .records)
      case .behaviourDelta:
        (.leading, .number, "points of the observation form", .higherIsBetter, .monthly, .observer)
      case .managerPrepTime:
        (.lagging, .number, "hours a week", .lowerIsBetter, .monthly, .records)
      case .pulse:
        (.leading, .number, "points", .higherIsBetter, .waves([4, 8, 12]), .selfReport)
      }
    try self.init(
      indicator.name, part: part, kind: shape.kind, form: shape.form, unit: shape.unit,
      direction: shape.3, baseline: baseline, goals: goals, frequency: shape.4, owner: owner,
      source: source, instrument: instrument ?? shape.5)
    try PilotKPI.validate(self)
  }
}

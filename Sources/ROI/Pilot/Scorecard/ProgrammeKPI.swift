public import Statistics

/// The six indicators of a published scorecard of an internal coaching programme.
public enum ProgrammeKPI: String, Sendable, Hashable, Codable, CaseIterable {
  /// Coaches to the people they coach.
  case coachRatio
  /// The share of coaches' hours that are used.
  case utilisation
  /// The net promoter score after a cohort.
  case netPromoterScore
  /// The share of those coached who are promoted in a year.
  case promotion
  /// The share of managers who coach, by their own report.
  case managerAdoption
  /// The satisfaction of customers.
  case customerSatisfaction

  /// The indicator's name on a scorecard.
  public var name: String {
    switch self {
    case .coachRatio: "coaches to coachees"
    case .utilisation: "coach utilisation"
    case .netPromoterScore: "net promoter score"
    case .promotion: "promotion"
    case .managerAdoption: "manager adoption"
    case .customerSatisfaction: "customer satisfaction"
    }
  }

  /// The baseline and the goal of twelve months in the published table, as an illustration.
  ///
  /// The table states shares without their denominators. They are fractions here, and as a baseline
  /// a fraction is no use at a gate: count your own.
  public var published: (baseline: KPI.Level, goal: KPI.Level) {
    switch self {
    case .coachRatio: (.ratio(1, to: 25), .ratio(1, to: 15))
    case .utilisation: (.fraction(0.40), .fraction(0.70))
    case .netPromoterScore: (.number(22), .number(45))
    case .promotion: (.fraction(0.08), .fraction(0.14))
    case .managerAdoption: (.fraction(0.28), .fraction(0.60))
    case .customerSatisfaction: (.number(72), .number(78))
    }
  }
}

extension KPI {
  /// One of the six indicators of the programme scorecard.
  ///
  /// That promotion and customer satisfaction lag, and that manager adoption leads and is people's
  /// own report, is published; the kinds of the others are this library's reading.
  ///
  /// - Parameters:
  ///   - indicator: which.
  ///   - part: the part that it plays at the gate.
  ///   - baseline: its level before the start.
  ///   - goals: what it is to reach.
  ///   - owner: who answers for it.
  ///   - source: where its levels come from.
  /// - Throws: as
  ///   ``init(_:part:kind:form:unit:direction:baseline:goals:frequency:owner:source:instrument:)``.
  public init(
    programme indicator: ProgrammeKPI, part: Part, baseline: Observation?, goals: [Goal],
    owner: String, source: String
  ) throws(EvaluationError) {
    let shape: (kind: Kind, form: Form, unit: String, Frequency, Instrument) =
      switch indicator {
      case .coachRatio: (.leading, .ratio, "coaches to each coachee", .quarterly, .records)
      case .utilisation: (.leading, .share, "coach hours", .monthly, .records)
      case .netPromoterScore: (.leading, .number, "points", .afterCohort, .selfReport)
      case .promotion: (.lagging, .share, "people coached", .annual, .records)
      case .managerAdoption: (.leading, .share, "managers", .quarterly, .selfReport)
      case .customerSatisfaction: (.lagging, .number, "points", .quarterly, .records)
      }
    try self.init(
      indicator.name, part: part, kind: shape.kind, form: shape.form, unit: shape.unit,
      direction: .higherIsBetter, baseline: baseline, goals: goals, frequency: shape.3,
      owner: owner, source: source, instrument: shape.4)
  }
}

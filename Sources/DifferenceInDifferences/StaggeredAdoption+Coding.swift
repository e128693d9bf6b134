import Statistics

extension StaggeredAdoption {
  /// Decodes a rollout, refusing figures that do not fit each other.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    comparison = try fields.decode(ComparisonGroup.self, forKey: .comparison)
    base = try fields.decode(BasePeriod.self, forKey: .base)
    anticipation = try fields.decode(Int.self, forKey: .anticipation)
    errors = try fields.decode(Errors.self, forKey: .errors)
    summary = try fields.decode(RolloutSummary.self, forKey: .summary)
    periods = try fields.decode([PanelPeriod].self, forKey: .periods)
    sizes = try fields.decode([Estimate.SampleSize].self, forKey: .sizes)
    alwaysTreatedUnits = try fields.decode(Int.self, forKey: .alwaysTreatedUnits)
    incompleteUnits = try fields.decode(Int.self, forKey: .incompleteUnits)
    groupTimeEffects = try fields.decode([GroupTimeEffect].self, forKey: .groupTimeEffects)
    averages = try fields.decode([RolloutAverage].self, forKey: .averages)
    preTrendTest = try fields.decodeIfPresent(PreTrendTest.self, forKey: .preTrendTest)
    effect = try fields.decode(Estimate.self, forKey: .effect)
    checks = try fields.decode([Check].self, forKey: .checks)
    guard isCoherent else {
      throw DecodingError.dataCorruptedError(
        forKey: .effect, in: fields, debugDescription: "needs figures that fit each other")
    }
  }

  private var isCoherent: Bool {
    let known = Set(periods)
    return (0...1000).contains(anticipation) && alwaysTreatedUnits >= 0 && incompleteUnits >= 0
      && periods.count >= 2 && zip(periods, periods.dropFirst()).allSatisfy { $0 < $1 }
      && averages.map(\.summary) == RolloutSummary.allCases
      && average(by: summary)?.overall == effect && effect.standardError != nil
      && averages.allSatisfy { $0.band?.count ?? 0 <= $0.parts.count }
      && groupTimeEffects.contains { $0.isUnderTreatment }
      && groupTimeEffects.allSatisfy {
        known.contains($0.period) && known.contains($0.base)
          && ($0.eventTime >= 0) == ($0.period.ordinal >= $0.wave.ordinal)
      }
  }
}

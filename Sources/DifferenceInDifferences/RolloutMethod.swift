/// How the data say when a unit starts.
public enum AdoptionColumn: Sendable, Hashable, Codable {
  /// A column with the first period under treatment; an empty cell means never, and so does 0 where
  /// all periods are above 0.
  case start(String)
  /// A column that says in each row whether the unit is under treatment in that period; once on, it
  /// stays on.
  case indicator(String)

  /// The column's name.
  public var column: String {
    switch self {
    case .start(let column), .indicator(let column): column
    }
  }
}

/// Whom a wave is compared with.
public enum ComparisonGroup: String, Sendable, Hashable, Codable, CaseIterable {
  /// Units that never start.
  case neverTreated
  /// Units that never start, and those that have not started by the later of the two periods.
  case notYetTreated

  /// The group in words.
  public var words: String {
    switch self {
    case .neverTreated: "never-treated units"
    case .notYetTreated: "not-yet-treated units"
    }
  }
}

/// Which period a change is taken from before the start.
public enum BasePeriod: String, Sendable, Hashable, Codable, CaseIterable {
  /// The period before, for periods before the start; the last period before the start afterwards.
  case varying
  /// The last period before the start for every period.
  case universal

  /// The base in words.
  public var words: String {
    switch self {
    case .varying: "varying base period"
    case .universal: "universal base period"
    }
  }
}

/// What to do about units that are not observed in every period.
public enum UnbalancedUnits: String, Sendable, Hashable, Codable, CaseIterable {
  /// Refuse them with an error that names the first rows.
  case reject
  /// Leave them out and say how many; the effect is then of units observed throughout.
  case leaveOut
}

/// How effects of waves and periods become one number.
public enum RolloutSummary: String, Sendable, Hashable, Codable, CaseIterable {
  /// The average over waves, by their sizes, of each wave's average over its periods under treatment.
  case group
  /// The average over all waves and periods under treatment, by the sizes of the waves.
  case simple
  /// The plain average over the time since the start, from 0 on.
  case dynamic
  /// The plain average over calendar periods.
  case calendar

  /// The summary in words.
  public var words: String {
    switch self {
    case .group: "average over waves of their average effect"
    case .simple: "average over waves and periods"
    case .dynamic: "average over time since the start"
    case .calendar: "average over calendar periods"
    }
  }
}

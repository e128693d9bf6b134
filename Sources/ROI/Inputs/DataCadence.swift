/// How often the source of an indicator delivers new figures.
public enum DataCadence: String, Sendable, Hashable, Codable, CaseIterable, CustomStringConvertible
{
  /// Every day.
  case daily
  /// Every week.
  case weekly
  /// Every month.
  case monthly
  /// Every three months.
  case quarterly
  /// Every year.
  case annual

  /// The most days between two deliveries.
  public var days: Int {
    switch self {
    case .daily: 1
    case .weekly: 7
    case .monthly: 31
    case .quarterly: 92
    case .annual: 366
    }
  }

  /// Whether data arrive at least weekly, as a pilot needs; otherwise its scope is to be shortened.
  public var isAtLeastWeekly: Bool { days <= 7 }

  /// The cadence in a word.
  public var description: String { rawValue }
}

public import Statistics

extension KPI {
  /// Why an indicator is no use at a gate.
  public enum Fault: String, Sendable, Hashable, Codable, CaseIterable {
    /// No level before the programme is known.
    case noBaseline
    /// The baseline was observed on the day of the start or later.
    case lateBaseline
    /// The baseline is a share without its denominator, or of nobody.
    case bareBaseline
    /// Data arrive more rarely than it is to be read.
    case rareData

    /// The fault in words.
    public var words: String {
      switch self {
      case .noBaseline: "no baseline was observed"
      case .lateBaseline: "its baseline was not observed before the start"
      case .bareBaseline: "its baseline is a share without a denominator"
      case .rareData: "data arrive more rarely than it is to be read"
      }
    }
  }

  /// Why the indicator is no use at the gate of a programme that starts on a day with data of a
  /// cadence; empty where it is.
  public func faults(start: RecordDate, cadence: DataCadence) -> [Fault] {
    var faults: [Fault] = []
    if let baseline {
      if baseline.date >= start { faults.append(.lateBaseline) }
      switch baseline.level {
      case .fraction, .share(_, of: 0): faults.append(.bareBaseline)
      case .number, .share, .ratio: break
      }
    } else {
      faults.append(.noBaseline)
    }
    if !frequency.isServed(by: cadence) { faults.append(.rareData) }
    return faults
  }
}

extension Scorecard {
  /// Why an indicator is no use at this programme's gate; empty where it is.
  public func faults(of indicator: KPI) -> [KPI.Fault] {
    indicator.faults(start: start, cadence: cadence)
  }

  /// The weeks up to one in which a reading of an indicator is owed and was not taken.
  ///
  /// Nothing is filled in.
  public func missingWeeks(of indicator: KPI, through week: Int) -> [Int] {
    let taken = Set(readings(of: indicator, through: week).map(\.week))
    return indicator.frequency.weeksOwed(through: week).filter { !taken.contains($0) }
  }

  /// What a scorecard asks of itself by a week: usable indicators, the cadence of its data,
  /// readings that were taken, and the lock of its primary indicator.
  public func checks(through week: Int) -> [Check] {
    var checks: [Check] = []
    let unusable = indicators.filter { $0.part != .diagnostic && !faults(of: $0).isEmpty }
    checks.append(
      Check(
        "usable indicators", figure: Double(unusable.count), threshold: 0,
        verdict: unusable.isEmpty ? .passed : .failed,
        sentence: unusable.isEmpty
          ? "Every indicator of the gate has a baseline from before \(start)."
          : "No use at a gate: "
            + unusable.map { "\(excerpt($0.name)) (\(faultWords($0)))" }.joined(separator: "; ")
            + "."))
    checks.append(
      Check(
        "data cadence", verdict: cadence.isAtLeastWeekly ? .passed : .inconclusive,
        sentence: cadence.isAtLeastWeekly
          ? "Data arrive \(cadence.rawValue)."
          : "Data arrive \(cadence.rawValue), not weekly: shorten the scope."))
    let missing = indicators.map { ($0, missingWeeks(of: $0, through: week)) }
      .filter { !$0.1.isEmpty }
    checks.append(
      Check(
        "readings", figure: Double(missing.reduce(0) { $0 + $1.1.count }), threshold: 0,
        verdict: missing.isEmpty ? .passed : .inconclusive,
        sentence: missing.isEmpty
          ? "Every reading that is owed was taken."
          : "Not taken, and not filled in: "
            + missing.prefix(5).map { "\(excerpt($0.0.name)) in \(Self.words($0.1))" }
            .joined(separator: "; ") + (missing.count > 5 ? " and \(missing.count - 5) more." : ".")
      ))
    if let isExploratory {
      checks.append(
        Check(
          "primary indicator", verdict: isExploratory ? .inconclusive : .passed,
          sentence: isExploratory
            ? "The primary indicator is not the one that was locked before the start: the result is exploratory."
            : "The primary indicator was \(lock.map(\.description) ?? "locked") and is unchanged."))
    }
    return checks
  }

  func faultWords(_ indicator: KPI) -> String {
    faults(of: indicator).map(\.words).joined(separator: ", ")
  }

  /// Such as `week 8` or `weeks 4, 8 and 6 more`.
  static func words(_ weeks: [Int]) -> String {
    let shown = weeks.prefix(6).map(String.init).joined(separator: ", ")
    return "week\(weeks.count == 1 ? "" : "s") \(shown)"
      + (weeks.count > 6 ? " and \(weeks.count - 6) more" : "")
  }
}

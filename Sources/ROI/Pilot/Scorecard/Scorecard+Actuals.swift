public import Statistics

extension Scorecard {
  /// What was read of an indicator, held against the goal that counts in a week.
  public struct Actual: Sendable, Hashable {
    /// The indicator.
    public let indicator: KPI
    /// The goal that counts: the last one due by the week, or else the first one to come; nil
    /// without one.
    public let goal: KPI.Goal?
    /// The reading that is held against it, or the last one where none can be; nil where none was
    /// taken.
    public let reading: Reading?
    /// How the reading stands to the goal; nil without a goal.
    public let status: KPITarget.Status?
    /// The weeks in which a reading was owed and not taken.
    public let missingWeeks: [Int]
    /// Why the indicator is no use at the gate; empty where it is.
    public let faults: [KPI.Fault]
    /// Whether a lagging indicator was read within the first 13 weeks, which is too early to be
    /// more than provisional.
    public let isProvisional: Bool
  }

  /// How an indicator stands by the end of a week.
  ///
  /// A goal *by* a week counts as reached when some reading up to that week reaches it, the first
  /// of them. Without one the reading of that very week decides, or the last one of the month,
  /// quarter or year up to it for an indicator that is read so rarely; where that was not taken the
  /// answer is missing. A goal *in* a week is held against the first reading of that week or later.
  public func actual(of indicator: KPI, through week: Int) -> Actual {
    let read = readings(of: indicator, through: week)
    let goal = indicator.goals.last { $0.due.week <= week } ?? indicator.goals.first
    let decision = goal.flatMap { Self.decision(read, for: $0, of: indicator, through: week) }
    let status = goal.map { goal -> KPITarget.Status in
      guard let decision else { return goal.due.week > week && !read.isEmpty ? .notDue : .missing }
      return (try? target(of: indicator, goal: goal, decision: decision))?.status ?? .missing
    }
    let shown = decision?.reading ?? read.last
    return Actual(
      indicator: indicator, goal: goal, reading: shown, status: status,
      missingWeeks: missingWeeks(of: indicator, through: week), faults: faults(of: indicator),
      isProvisional: indicator.kind == .lagging && (shown?.week ?? 13) < 13)
  }

  /// How every indicator stands by the end of a week.
  public func actuals(through week: Int) -> [Actual] {
    indicators.map { actual(of: $0, through: week) }
  }

  /// The reading that is held against a goal, and whether it is the last word, whatever its week.
  private typealias Decision = (reading: Reading, isFinal: Bool)

  private static func decision(
    _ read: [Reading], for goal: KPI.Goal, of indicator: KPI, through week: Int
  ) -> Decision? {
    let due = goal.due.week
    if goal.rule == .heldAt { return read.first { $0.week >= due }.map { ($0, true) } }
    let reached = read.first { indicator.reaches(goal, at: $0.level) == true }
    if let reached, reached.week <= due { return (reached, false) }
    if week < due { return read.last.map { ($0, false) } }
    let period = indicator.frequency.days.map { max(1, $0 / 7) } ?? due
    guard let last = read.last(where: { $0.week <= due && due - $0.week < period }) else {
      return nil
    }
    return reached.map { ($0, false) } ?? (last, last.week < due)
  }

  // MARK: Gate

  /// The indicator that a target is of; nil where the name or the part is another.
  func part(of target: KPITarget) -> KPI? {
    indicators.first {
      $0.name == target.name && $0.part == (target.role == .primary ? .primary : .secondary)
    }
  }

  /// The targets of a gate in a week: one for the primary and one for each secondary indicator.
  ///
  /// - Parameters:
  ///   - week: the week of the gate.
  ///   - estimates: figures with their uncertainty by the name of their indicator, which are held
  ///     against the goal by their bound in place of a reading.
  /// - Returns: targets whose reading is nil where none can be held against the goal.
  /// - Throws: `invalidArgument` for an estimate of no indicator of the gate, or a level outside
  ///   (0, 1); `undefined` for an indicator of the gate without a goal.
  public func targets(
    through week: Int, estimates: [String: (effect: Estimate, level: Double)] = [:]
  ) throws(EvaluationError) -> [KPITarget] {
    let judged =
      indicators.filter { $0.part == .primary }
      + indicators.filter { $0.part == .secondary }
    for name in estimates.keys.sorted() where !judged.contains(where: { $0.name == name }) {
      throw .invalidArgument(
        name: "an estimate", needed: "of a primary or secondary indicator", found: excerpt(name))
    }
    var targets: [KPITarget] = []
    for indicator in judged {
      guard let goal = actual(of: indicator, through: week).goal else {
        throw .undefined(
          what: "the target of \(excerpt(indicator.name))", needed: "a goal", found: "none")
      }
      if let estimate = estimates[indicator.name] {
        targets.append(
          try target(
            of: indicator, goal: goal,
            reading: .estimate(estimate.effect, level: estimate.level), byWeek: nil))
      } else {
        let decision = Self.decision(
          readings(of: indicator, through: week), for: goal, of: indicator, through: week)
        targets.append(try target(of: indicator, goal: goal, decision: decision))
      }
    }
    return targets
  }

  private func target(
    of indicator: KPI, goal: KPI.Goal, decision: Decision?
  ) throws(EvaluationError) -> KPITarget {
    let week = decision?.reading.week
    let found: KPITarget.Reading? =
      switch decision?.reading.level {
      case .number(let value), .fraction(let value): .value(value, week: week)
      case .share(let count, let total): .share(count: count, of: total, week: week)
      case .ratio(let count, let other): .ratio(count, to: other, week: week)
      case nil: nil
      }
    return try target(
      of: indicator, goal: goal, reading: found,
      byWeek: decision?.isFinal == true ? nil : goal.due.week)
  }

  private func target(
    of indicator: KPI, goal: KPI.Goal, reading: KPITarget.Reading?, byWeek week: Int?
  ) throws(EvaluationError) -> KPITarget {
    let (figure, per): (ExactDecimal, Int) =
      switch goal.figure {
      case .number(let value), .fraction(let value): (value, 1)
      case .share(let count, let total): (ExactDecimal(count), total)
      case .ratio(let count, let other): (ExactDecimal(count), other)
      }
    return try KPITarget(
      indicator.name, role: indicator.part == .primary ? .primary : .secondary, indicator.side,
      figure, per: per, byWeek: week, reading: reading)
  }
}

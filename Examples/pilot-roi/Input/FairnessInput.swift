import Foundation
import ProgramEvaluation

/// The files that a fairness audit reads, put into the form that the library takes.
struct FairnessInput {
  let people: String?
  var folder = "."
  var log: InputLog?
  let count: String?
  let selected: String?
  let treatment: String?
  let weeks: String?
  let missing: MissingCells

  /// The most people that rows with counts may stand for.
  private static let mostPeople = 1_000_000

  func data(for policy: FairnessPolicy) throws(EvaluationError) -> FairnessData {
    var data = FairnessData(missing: missing)
    if let people {
      var frame = try InputFile.frame(people, in: folder, log: log)
      if let count { frame = try Self.repeated(frame, by: count) }
      if let selected { frame = try marked(frame, policy, as: selected) }
      data.people = frame
      try addEffects(&data, frame, policy)
    } else if !policy.rules.isEmpty {
      throw .invalidArgument(
        name: "the people", needed: "a CSV file for the rules of the policy", found: "left out")
    }
    if let weeks { try addWeeks(&data, InputFile.frame(weeks, in: folder, log: log), policy) }
    return data
  }

  // MARK: Options

  /// A day as yyyy-MM-dd, or today.
  static func date(_ text: String?) throws(EvaluationError) -> CalendarDate {
    guard let text else {
      let days = (Date().timeIntervalSince1970 / 86_400).rounded(.down)
      if let today = CalendarDate(dayNumber: Int(days)) { return today }
      throw .undefined(what: "today", needed: "--on with a day", found: "a clock out of range")
    }
    guard let date = CalendarDate(text) else {
      throw .invalidArgument(
        name: "--on", needed: "a day as yyyy-MM-dd", found: "\"\(excerpt(text))\"")
    }
    return date
  }

  /// A group with its size, such as `woman=13`.
  static func size(_ text: String) throws(EvaluationError) -> (group: String, size: Int) {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, let size = Int(parts[1]) else {
      throw .invalidArgument(
        name: "--sizes", needed: "groups with sizes, such as woman=13 man=17",
        found: "\"\(excerpt(text))\"")
    }
    return (parts[0], size)
  }

  // MARK: Rows

  /// Each row as often as its count says, all columns as texts.
  private static func repeated(
    _ frame: DataFrame, by name: String
  ) throws(EvaluationError) -> DataFrame {
    let counts = try frame.integers(of: name)
    var rows: [Int] = []
    for (row, count) in counts.enumerated() {
      guard let count, count >= 0, count <= mostPeople - rows.count else {
        throw .invalidValues(
          column: name, rows: AffectedRows([row + 1]),
          needed: "whole numbers of at least 0, at most \(mostPeople) in all",
          found: count.map(String.init) ?? "an empty cell")
      }
      rows += repeatElement(row, count: count)
    }
    var columns: [Column] = []
    for other in frame.columns where other.name != name {
      columns.append(repeatedColumn(other, rows))
    }
    return try DataFrame(columns)
  }

  private static func repeatedColumn(_ column: Column, _ rows: [Int]) -> Column {
    let cells = rows.map { column[$0] }
    switch column.type {
    case .boolean: return Column(column.name, booleans: cells.map(\.boolean))
    case .integer: return Column(column.name, integers: cells.map(\.integer))
    case .number: return Column(column.name, numbers: cells.map(\.number))
    default:
      return Column(
        column.name, categories: cells.map { $0.isMissing ? nil : $0.description })
    }
  }

  /// Outcomes of texts as yes and no.
  private func marked(
    _ frame: DataFrame, _ policy: FairnessPolicy, as selected: String
  ) throws(EvaluationError) -> DataFrame {
    var names: Set<String> = []
    for rule in policy.rules {
      switch rule.metric {
      case .rateRatio, .rateDifference: names.insert(rule.outcome)
      case .meanDifference, .effectDifference: break
      }
    }
    var columns: [Column] = []
    for column in frame.columns {
      guard names.contains(column.name) else {
        columns.append(column)
        continue
      }
      let texts = try frame.categories(of: column.name)
      guard texts.contains(selected) else {
        throw .invalidArgument(
          name: "--selected", needed: "a value of column \"\(excerpt(column.name))\"",
          found: "\"\(excerpt(selected))\"")
      }
      columns.append(Column(column.name, booleans: texts.map { $0.map { $0 == selected } }))
    }
    return try DataFrame(columns)
  }

  // MARK: Effects and weeks

  /// Welch's difference of treated and others in each group, for rules on effects.
  private func addEffects(
    _ data: inout FairnessData, _ frame: DataFrame, _ policy: FairnessPolicy
  ) throws(EvaluationError) {
    for rule in policy.rules {
      guard case .effectDifference = rule.metric else { continue }
      guard let treatment else {
        throw .invalidArgument(
          name: "--treatment", needed: "the column by which \(excerpt(rule.id)) measures effects",
          found: "left out")
      }
      guard let breakdown = rule.breakdowns.first, rule.breakdowns.count == 1,
        !breakdown.isIntersection
      else {
        throw .invalidArgument(
          name: "the groups of \(excerpt(rule.id))", needed: "one column for effects",
          found: "\(rule.breakdowns.count)")
      }
      let column = breakdown.columns[0]
      let cases = try frame.rows(
        using: [rule.outcome, treatment, column], missing: .completeCases)
      let groups = try frame.groups(of: column, in: cases)
      let treated = try frame.completeBinary(of: treatment, in: cases)
      let outcomes = try frame.completeNumbers(of: rule.outcome, in: cases)
      var arms = groups.levels.map { _ in (treated: Moments(), control: Moments()) }
      for (row, code) in groups.codes.enumerated() {
        if treated[row] {
          arms[code].treated.add(outcomes[row])
        } else {
          arms[code].control.add(outcomes[row])
        }
      }
      var effects: [FairnessData.GroupEffect] = []
      for (level, arm) in zip(groups.levels, arms) {
        let size = arm.treated.count + arm.control.count
        effects.append(try .init(level, size: size, effect: try Self.effect(arm, rule.outcome)))
      }
      data.effects[rule.id] = effects
    }
  }

  /// The difference of two arms; without uncertainty where an arm is too small.
  private static func effect(
    _ arm: (treated: Moments, control: Moments), _ unit: String
  ) throws(EvaluationError) -> Estimate {
    if let difference = try? MeanDifference(
      treated: arm.treated, control: arm.control, design: .declared, unit: unit)
    {
      return difference.effect
    }
    let value = (arm.treated.mean ?? 0) - (arm.control.mean ?? 0)
    return try Estimate(
      value: value.isFinite ? value : 0, uncertainty: .unknown, method: "too few in an arm")
  }

  /// Weeks added up over the rows of a file; a column `trigger` names the rule where there are several.
  private func addWeeks(
    _ data: inout FairnessData, _ frame: DataFrame, _ policy: FairnessPolicy
  ) throws(EvaluationError) {
    let used = try frame.rows(using: ["week", "flagged", "shown"], missing: .reject)
    let (weeks, flagged, shown) = (
      try frame.integers(of: "week"), try frame.integers(of: "flagged"),
      try frame.integers(of: "shown")
    )
    let names =
      frame.columnNames.contains("trigger") ? try frame.categories(of: "trigger") : nil
    for trigger in policy.triggers {
      var sums: [Int: (Int, Int)] = [:]
      for row in used.rows where names == nil || names?[row] == trigger.id {
        guard let week = weeks[row], let first = flagged[row], let second = shown[row],
          first >= 0, first <= second, second <= Proportion.mostTrials
        else {
          throw .invalidValues(
            column: "flagged", rows: AffectedRows([row + 1]),
            needed: "0 <= flagged <= shown <= 2^32", found: "other counts")
        }
        let sum = sums[week] ?? (0, 0)
        sums[week] = (sum.0 + first, sum.1 + second)
      }
      let ordered = sums.sorted { $0.key < $1.key }.map(\.value)
      data.weeks[trigger.id] = (ordered.map(\.0), ordered.map(\.1))
    }
  }
}

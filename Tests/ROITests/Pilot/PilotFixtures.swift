import Foundation
import ROI
import Statistics

/// Parts of a pilot that starts on Monday 5 January 2026.
enum Pilot {
  static func day(_ text: String) throws -> RecordDate { try RecordDate(text) }

  static func start() throws -> RecordDate { try day("2026-01-05") }

  static func before(_ level: KPI.Level) throws -> KPI.Observation {
    try KPI.Observation(level, on: day("2025-12-15"))
  }

  static func indicator(
    _ name: String = "weekly active", part: KPI.Part = .primary, kind: KPI.Kind = .leading,
    form: KPI.Form = .share, direction: Estimate.Direction = .higherIsBetter,
    baseline: KPI.Level? = .share(count: 0, of: 30),
    goals: [KPI.Goal] = [.init(.fraction(0.70), by: .week(6))],
    frequency: KPI.Frequency = .weekly, owner: String = "Coaching Ops",
    source: String = "event log", unit: String = "people enrolled",
    instrument: KPI.Instrument = .records
  ) throws -> KPI {
    try KPI(
      name, part: part, kind: kind, form: form, unit: unit, direction: direction,
      baseline: baseline.map { try before($0) }, goals: goals, frequency: frequency, owner: owner,
      source: source, instrument: instrument)
  }

  /// Hours of preparation, a lagging indicator of which less is better.
  static func hours(
    part: KPI.Part = .secondary,
    goals: [KPI.Goal] = [.init(.number(2), at: .week(12)), .init(.number(1), by: .month(6))]
  ) throws -> KPI {
    try indicator(
      "hours of preparation", part: part, kind: .lagging, form: .number,
      direction: .lowerIsBetter, baseline: .number(3.5), goals: goals, frequency: .monthly,
      source: "time sheet", unit: "hours a week")
  }

  static let behaviours = ["asks before telling", "gives feedback weekly", "plans one to ones"]

  static func scorecard(
    _ indicators: [KPI]? = nil, readings: [Scorecard.Reading] = [], lock: KPILock? = nil,
    cadence: DataCadence = .weekly, behaviours: [String] = Pilot.behaviours,
    preset: Scorecard.Preset = .custom
  ) throws -> Scorecard {
    try Scorecard(
      "Coaching pilot", preset: preset, start: start(), cadence: cadence, behaviours: behaviours,
      indicators: indicators ?? [indicator(), hours()], readings: readings, lock: lock)
  }

  static func active(_ count: Int, of total: Int = 30, week: Int) -> Scorecard.Reading {
    .init("weekly active", week: week, .share(count: count, of: total))
  }
}

/// Encodes a value and decodes it again.
func recoded<Value: Codable>(_ value: Value) throws -> Value {
  try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
}

/// Whether the code of a value is still decoded after a text in it is replaced.
func survives<Value: Codable>(_ value: Value, _ old: String, _ new: String) throws -> Bool {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  let text = String(decoding: try encoder.encode(value), as: UTF8.self)
  let forged = text.replacing(old, with: new)
  // A replacement that finds nothing proves nothing.
  guard forged != text else { return true }
  return (try? JSONDecoder().decode(Value.self, from: Data(forged.utf8))) != nil
}

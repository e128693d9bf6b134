import Foundation
import ROI
import Statistics
import Testing

/// Parts of a record beside the coaching example: a quarter of 91 days from 2026-01-05.
enum Beside {
  static func window(
    _ from: String = "2026-01-05", _ to: String = "2026-04-05"
  ) throws -> ObservationWindow {
    try ObservationWindow(from: RecordDate(from), to: RecordDate(to))
  }

  static func narratives(
    supporting: Int = 3, neutral: Int = 0, contradicting: Int = 0
  ) throws -> [Narrative] {
    func some(_ stance: Narrative.Stance, _ letter: String, _ count: Int) throws -> [Narrative] {
      try (0..<count).map { try Narrative("\(letter)-\($0)", stance: stance, role: .coach) }
    }
    return try some(.supports, "S", supporting) + some(.neutral, "N", neutral)
      + some(.contradicts, "C", contradicting)
  }

  static func signOff(_ date: String = "2026-04-10") throws -> SponsorSignOff {
    try SponsorSignOff(
      sponsor: "A. Sponsor", date: RecordDate(date), statement: "The figures match what I saw.")
  }

  static func entry(
    _ date: String = "2026-02-02", _ kind: ConfounderLog.Kind = .reorganization,
    ruledOut: String? = nil
  ) throws -> ConfounderLog.Entry {
    try ConfounderLog.Entry(
      RecordDate(date), kind, event: "two teams merged",
      ruling: ruledOut.map { date in
        try ConfounderLog.Ruling(
          author: "D. Steward", date: RecordDate(date), reason: "no participant was in those teams")
      })
  }

  static func log(_ entries: [ConfounderLog.Entry] = []) throws -> ConfounderLog {
    try ConfounderLog(entries, keeper: "D. Steward")
  }

  static func trust(_ counts: [Int] = [3, 2, 3], of total: Int = 100) throws -> TrustSignal {
    try TrustSignal(
      "overrides of advice",
      readings: counts.enumerated().map { index, count in
        try TrustSignal.Reading(week: index + 1, count: count, of: total)
      })
  }

  static func plan(
    _ registered: String = "2026-01-02T09:00:00Z", kpi: Indicator? = nil,
    firstOutcome: String = "2026-01-05", power: PowerPlan? = nil, lock: SHA256.Digest? = nil
  ) throws -> MeasurementPlan {
    try MeasurementPlan(
      registered: RecordTime(registered), hypothesis: "coached managers lose fewer people",
      primaryKPI: kpi ?? Coaching.indicator(), firstOutcome: RecordDate(firstOutcome),
      power: power, lock: lock)
  }

  /// A record with every stream, a clean log and a trust signal.
  static func record(
    narratives: [Narrative]? = nil, sponsor: SponsorSignOff?? = nil,
    confounders: ConfounderLog?? = nil, trust: [TrustSignal]? = nil, plan: MeasurementPlan? = nil,
    path: NinetyDayCheck.Path? = nil, data: [DataManifest] = [], consent: Consent? = nil
  ) throws -> EvidenceRecord {
    try EvidenceRecord(
      window: window(), narratives: narratives ?? self.narratives(),
      sponsor: sponsor ?? signOff(), confounders: confounders ?? log(),
      trust: trust ?? [self.trust()], plan: plan, path: path, data: data, consent: consent)
  }

  static func path(_ date: String) throws -> NinetyDayCheck.Path {
    try NinetyDayCheck.Path(
      to: "avoidable exits", evidence: "exit interviews name the manager", on: RecordDate(date))
  }

  static func validation(
    _ from: String = "2025-11-01", _ to: String = "2025-11-30"
  ) throws -> SignalValidation {
    try SignalValidation(window(from, to), by: "D. Steward")
  }

  static func baseline(
    value: ExactDecimal = 10, unit: String = "exits a year",
    direction: Estimate.Direction = .lowerIsBetter, from: String = "2025-01-06",
    to: String = "2025-04-06", sampleSize: Int = 10, headcount: Int = 10,
    cadence: DataCadence = .weekly, validation: SignalValidation? = nil, minimumWeeks: Int = 6
  ) throws -> Baseline {
    try Baseline(
      "HR-07", value: value, unit: unit, direction: direction, window: window(from, to),
      sampleSize: sampleSize, headcount: headcount, source: "personnel system", cadence: cadence,
      validation: validation ?? self.validation(), minimumWeeks: minimumWeeks)
  }
}

/// Encodes and decodes a value, then refuses each forgery of its text.
func expectCoding<Value: Codable & Equatable>(
  _ value: Value, refuses forgeries: [(String, String)],
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  let data = try encoder.encode(value)
  let decoded = try JSONDecoder().decode(Value.self, from: data)
  #expect(decoded == value, sourceLocation: sourceLocation)
  #expect(try encoder.encode(decoded) == data, sourceLocation: sourceLocation)
  let text = String(decoding: data, as: UTF8.self)
  for (sound, hostile) in forgeries {
    let forged = text.replacingOccurrences(of: sound, with: hostile)
    #expect(forged != text, "\(sound) is not in \(text)", sourceLocation: sourceLocation)
    #expect(throws: (any Error).self, "\(hostile)", sourceLocation: sourceLocation) {
      try JSONDecoder().decode(Value.self, from: Data(forged.utf8))
    }
  }
}

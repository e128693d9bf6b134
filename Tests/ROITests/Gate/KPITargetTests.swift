import Foundation
import ROI
import Statistics
import TestSupport
import Testing

@Suite struct KPITargetTests {
  private func status(
    _ side: KPITarget.Side, _ figure: ExactDecimal, by week: Int? = nil,
    _ reading: KPITarget.Reading?
  ) throws -> KPITarget.Status {
    try KPITarget("a", role: .primary, side, figure, byWeek: week, reading: reading).status
  }

  @Test(arguments: [
    (21, 30, 6, KPITarget.Status.met), (20, 30, 6, .notMet), (35, 50, 6, .met),
    (34, 50, 6, .notMet),
    (21, 30, 5, .metEarly), (10, 30, 4, .notDue), (21, 30, 9, .reachedLate), (10, 30, 9, .notMet),
    (0, 0, 6, .missing), (7_000_000_000_000_000, 10_000_000_000_000_000, 6, .met),
    (6_999_999_999_999_999, 10_000_000_000_000_000, 6, .notMet), (Int.max, Int.max, 6, .met),
  ])
  func `shares by a week`(count: Int, total: Int, week: Int, expected: KPITarget.Status) throws {
    #expect(
      try status(.atLeast, 0.7, by: 6, .share(count: count, of: total, week: week)) == expected)
  }

  @Test func `values on either side, the figure itself included`() throws {
    #expect(try status(.atLeast, 3, .value(3, week: nil)) == .met)
    #expect(try status(.atLeast, 3, .value(2.999, week: nil)) == .notMet)
    #expect(try status(.atMost, 3, .value(3, week: nil)) == .met)
    #expect(try status(.atMost, 3, .value(3.001, week: nil)) == .notMet)
    #expect(try status(.atMost, 3, nil) == .missing)
  }

  @Test func `an estimate is met by its bound, directional by its point`() throws {
    func reading(_ value: Double, _ uncertainty: Uncertainty) throws -> KPITarget.Reading {
      .estimate(try Estimate(value: value, uncertainty: uncertainty, method: "m"), level: 0.9)
    }
    let wide = Uncertainty.normal(standardError: 1)
    #expect(try status(.atLeast, 3, reading(4.29, wide)) == .met)
    #expect(try status(.atLeast, 3, reading(4.27, wide)) == .directional)
    #expect(try status(.atLeast, 3, reading(2.99, wide)) == .notMet)
    #expect(try status(.atMost, 3, reading(1.71, wide)) == .met)
    #expect(try status(.atMost, 3, reading(1.73, wide)) == .directional)
    #expect(try status(.atLeast, 3, reading(4, .unknown)) == .directional)
    #expect(try status(.atLeast, 3, reading(4, .normal(standardError: 0))) == .met)
  }

  @Test func `ratios are compared exactly with so many for so many`() throws {
    func target(_ count: Int, _ other: Int, per: Int = 15) throws -> KPITarget {
      try KPITarget(
        "coaches", role: .primary, .atLeast, 1, per: per, byWeek: 13,
        reading: .ratio(count, to: other, week: 13))
    }
    #expect(try target(2, 30).status == .met && target(2, 31).status == .notMet)
    #expect(try target(.max, .max, per: 1).status == .met)
    #expect(try target(.max - 1, .max, per: 1).status == .notMet)
    #expect(try target(0, 30).status == .notMet)
    #expect(try target(2, 30).goal == ExactRatio(1).divided(by: 15))
    #expect(
      try target(2, 30).description == "coaches, at least 1 to 15 by week 13: 2 to 30 in week 13")
    for (count, other, per) in [(-1, 3, 15), (1, 0, 15), (1, -1, 15), (1, 3, 0), (1, 3, Int.min)] {
      #expect(throws: EvaluationError.self) { try target(count, other, per: per) }
    }
    #expect(try recoded(target(2, 31)) == target(2, 31))
    #expect(try !survives(target(2, 31), "\"per\":15", "\"per\":0"))
  }

  @Test func `faulty targets are refused`() throws {
    let readings: [KPITarget.Reading] = [
      .share(count: -1, of: 3, week: 1), .share(count: 4, of: 3, week: 1),
      .share(count: 1, of: 3, week: 0), .value(1, week: -2),
      .estimate(try Estimate(value: 1, uncertainty: .unknown, method: "m"), level: 1),
      .estimate(try Estimate(value: 1, uncertainty: .unknown, method: "m"), level: .nan),
    ]
    for reading in readings {
      #expect(throws: EvaluationError.self, "\(reading)") { try status(.atLeast, 1, reading) }
    }
    #expect(throws: EvaluationError.self) { try status(.atLeast, 1, by: 0, nil) }
    #expect(throws: EvaluationError.self) {
      try KPITarget(" ", role: .primary, .atLeast, 1, reading: nil)
    }
  }
}

@Suite struct RollbackTriggerTests {
  @Test(arguments: [
    (5, 100, RollbackTrigger.Outcome.quiet), (6, 100, .fired), (50, 1_000, .quiet),
    (51, 1_000, .fired),
    (0, 0, .noExposure), (1, 19, .fired), (1, 20, .quiet), (0, 1, .quiet),
    (Int.max, Int.max, .fired),
    (450_000_000_000_000_000, 9_000_000_000_000_000_000, .quiet),
    (450_000_000_000_000_001, 9_000_000_000_000_000_000, .fired),
  ])
  func `more than five per cent, in whole numbers`(
    count: Int, total: Int, expected: RollbackTrigger.Outcome
  ) throws {
    let reading = try RollbackTrigger.Reading("week", count: count, of: total)
    let trigger = try RollbackTrigger(
      "flags", moreThan: 0.05, action: "roll back", readings: [reading, reading])
    #expect(trigger.outcome(of: reading) == expected)
    #expect(trigger.firing.count == (expected == .fired ? 2 : 0))
  }

  @Test func `a trigger without a rule or an action is refused`() throws {
    for (name, limit, action): (String, ExactDecimal, String) in [
      ("", 0.05, "b"), ("a", 0.05, " "), ("a", -0.01, "b"), ("a", 1.01, "b"),
    ] {
      #expect(throws: EvaluationError.self) {
        try RollbackTrigger(name, moreThan: limit, action: action, readings: [])
      }
    }
    for (count, total) in [(-1, 3), (4, 3), (0, -1), (Int.min, Int.max)] {
      #expect(throws: EvaluationError.self) {
        try RollbackTrigger.Reading("w", count: count, of: total)
      }
    }
  }

  @Test func `triggers survive coding, forged ones are refused`() throws {
    let trigger = try RollbackTrigger(
      "flags", moreThan: 0.05, action: "off", readings: [.init("w", count: 6, of: 100)])
    let coded = try JSONEncoder().encode(trigger)
    #expect(try JSONDecoder().decode(RollbackTrigger.self, from: coded) == trigger)
    for (old, new) in [("\"off\"", "\"\""), (":6", ":600"), ("\"0.05\"", "\"5\"")] {
      let forged = String(decoding: coded, as: UTF8.self).replacing(old, with: new)
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(RollbackTrigger.self, from: Data(forged.utf8))
      }
    }
  }
}

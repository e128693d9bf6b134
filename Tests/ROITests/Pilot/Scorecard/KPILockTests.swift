import ROI
import Statistics
import Testing

@Suite struct KPILockTests {
  private func lock(_ indicator: KPI, _ day: String = "2026-01-02") throws -> KPILock {
    try KPILock(indicator, on: Pilot.day(day), by: "steward")
  }

  @Test func `any change of the indicator but its owner breaks the lock`() throws {
    let locked = try lock(Pilot.indicator())
    #expect(try locked.holds(for: Pilot.indicator()))
    #expect(try locked.holds(for: Pilot.indicator(owner: "somebody else")))
    let changed: [KPI] = [
      try Pilot.indicator("weekly active people"), try Pilot.indicator(part: .secondary),
      try Pilot.indicator(kind: .lagging), try Pilot.indicator(direction: .lowerIsBetter),
      try Pilot.indicator(baseline: nil), try Pilot.indicator(baseline: .share(count: 1, of: 30)),
      try Pilot.indicator(goals: [.init(.fraction(0.69), by: .week(6))]),
      try Pilot.indicator(goals: [.init(.fraction(0.70), by: .week(7))]),
      try Pilot.indicator(goals: [.init(.fraction(0.70), at: .week(6))]),
      try Pilot.indicator(frequency: .monthly), try Pilot.indicator(source: "survey"),
      try Pilot.indicator(unit: "people"), try Pilot.indicator(instrument: .selfReport),
    ]
    for (index, indicator) in changed.enumerated() {
      #expect(!locked.holds(for: indicator), "\(index)")
      #expect(try lock(indicator).digest != locked.digest, "\(index)")
    }
  }

  @Test func `free texts cannot be moved from one part to another`() throws {
    let first = try Pilot.indicator("a\nunit 1 b", unit: "c")
    let second = try Pilot.indicator("a", unit: "b\nunit 1 c")
    #expect(try lock(first).digest != lock(second).digest)
  }

  @Test func `a changed or late lock makes the result exploratory`() throws {
    let indicator = try Pilot.indicator()
    func isExploratory(_ lock: KPILock?) throws -> Bool? {
      try Pilot.scorecard([indicator, Pilot.hours()], lock: lock).isExploratory
    }
    #expect(try isExploratory(nil) == nil)
    #expect(try isExploratory(lock(indicator)) == false)
    #expect(try isExploratory(lock(indicator, "2026-01-05")) == false)
    #expect(try isExploratory(lock(indicator, "2026-01-06")) == true)
    #expect(try isExploratory(lock(Pilot.indicator(source: "survey"))) == true)
    let check = try Pilot.scorecard(
      [indicator, Pilot.hours()], lock: lock(indicator, "2026-02-01")
    )
    .checks(through: 1).first { $0.name == "primary indicator" }
    #expect(check?.verdict == .inconclusive && check?.sentence.contains("exploratory") == true)
  }

  @Test func `locks survive coding and need an author`() throws {
    let locked = try lock(Pilot.indicator())
    #expect(try recoded(locked) == locked)
    #expect(try !survives(locked, "\"steward\"", "\"\""))
    #expect(throws: EvaluationError.self) {
      try KPILock(Pilot.indicator(), on: Pilot.start(), by: " ")
    }
    #expect(locked.description.hasPrefix("locked on 2026-01-02 by steward, SHA-256 "))
    #expect(locked.digest.description.count == 64)
  }
}

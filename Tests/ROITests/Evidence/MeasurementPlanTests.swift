import ROI
import Statistics
import TestSupport
import Testing

@Suite struct MeasurementPlanTests {
  @Test(arguments: [
    ("2026-01-02T09:00:00Z", false), ("2026-01-05T23:59:59Z", false),
    ("2026-01-06T00:00:00Z", true),
    ("2026-06-01T00:00:00Z", true),
  ])
  func aPlanAfterTheFirstOutcomeIsPostHoc(_ registered: String, _ isPostHoc: Bool) throws {
    let plan = try Beside.plan(registered)
    #expect(plan.isPostHoc == isPostHoc)
    #expect(plan.description.contains("(post-hoc)") == isPostHoc)
  }

  @Test func aChangedIndicatorIsExploratory() throws {
    let plan = try Beside.plan()
    #expect(try !plan.isExploratory(for: Coaching.indicator()))
    let others = [
      try Indicator("regretted exits", unit: "exits a year", direction: .lowerIsBetter),
      try Indicator("avoidable exits", unit: "exits a quarter", direction: .lowerIsBetter),
      try Indicator("avoidable exits", unit: "exits a year", direction: .higherIsBetter),
    ]
    for other in others { #expect(plan.isExploratory(for: other)) }
    // The kind says how to judge it, not what it is.
    let tagged = try Indicator(
      "avoidable exits", unit: "exits a year", direction: .lowerIsBetter, kind: .lagging)
    #expect(!plan.isExploratory(for: tagged))
  }

  @Test func aPlanEditedAfterItsLockIsExploratory() throws {
    let lock = MeasurementPlan.fingerprint(of: try Coaching.indicator())
    let other = try Indicator("regretted exits", unit: "exits a year", direction: .lowerIsBetter)
    let edited = try Beside.plan(kpi: other, lock: lock)
    #expect(edited.isExploratory(for: other))
    #expect(try edited.isExploratory(for: Coaching.indicator()))
  }

  /// Python: `hashlib.sha256("15 avoidable exits\n12 exits a year\nlowerIsBetter".encode())`.
  @Test func theLockIsTheHashOfTheIndicator() throws {
    #expect(
      try Beside.plan().lock.description
        == "83c36d528da17bd77393e9df424c4e9d7b839a658b3e0c45d706224c8f8417f7")
    let one = try Indicator("a\n1 b", unit: "c", direction: .lowerIsBetter)
    let other = try Indicator("a", unit: "b\n1 c", direction: .lowerIsBetter)
    #expect(MeasurementPlan.fingerprint(of: one) != MeasurementPlan.fingerprint(of: other))
  }

  @Test(arguments: hostileWords)
  func theHypothesisIsCompulsory(_ words: String) throws {
    let (registered, kpi) = (try RecordTime("2026-01-02T09:00:00Z"), try Coaching.indicator())
    let error = thrown {
      _ = try MeasurementPlan(
        registered: registered, hypothesis: words, primaryKPI: kpi,
        firstOutcome: RecordDate("2026-01-05"))
    }
    #expect(kind(error) == "invalidArgument")
  }

  @Test func decodingRefusesWhatTheInitializerRefuses() throws {
    try expectCoding(
      Beside.plan(power: PowerPlan(sampleSize: 80, minimumDetectableEffect: 2)),
      refuses: [
        ("09:00:00Z", "24:00:00Z"), ("coached managers lose fewer people", " "),
        (#""sampleSize":80"#, #""sampleSize":1"#), (#""power":0.8"#, #""power":1.8"#),
        (#""minimumDetectableEffect":"2""#, #""minimumDetectableEffect":"-2""#),
        ("83c36d52", "83c36d5x"),
      ])
  }
}

@Suite struct PowerPlanTests {
  private func plan(
    _ effect: ExactDecimal, power: Double = 0.8, significance: Double = 0.05
  ) throws -> PowerPlan {
    try PowerPlan(
      sampleSize: 100, minimumDetectableEffect: effect, power: power, significance: significance)
  }

  private func effect(_ uncertainty: Uncertainty) throws -> Estimate {
    try Estimate(value: 1, uncertainty: uncertainty, method: "stated")
  }

  /// scipy 1.17: `norm.sf(c - d/s) + norm.cdf(-c - d/s)`; `nct.sf(c, df, d/s) + nct.cdf(-c, df, d/s)`, the
  /// latter confirmed by mpmath's quadrature to 15 digits.
  @Test(arguments: [
    (ExactDecimal(2), 0.05, Uncertainty.normal(standardError: 1), 0.5160052739761747),
    (2.8, 0.05, .normal(standardError: 1), 0.7995568714356514),
    (2, 0.05, .t(standardError: 1, degreesOfFreedom: 10), 0.43962730112486986),
    (3, 0.1, .t(standardError: 1, degreesOfFreedom: 4), 0.79109990148790086),
    (0.5, 0.05, .t(standardError: 1, degreesOfFreedom: 30), 0.077260757000203544),
  ])
  func powerAgreesWithScipy(
    _ d: ExactDecimal, _ alpha: Double, _ uncertainty: Uncertainty, _ expected: Double
  ) throws {
    let found = try plan(d, significance: alpha).powerFound(in: effect(uncertainty))
    #expect(agrees(try #require(found), expected, relative: 1e-12))
  }

  @Test func extremesAnswer() throws {
    #expect(try plan(2).powerFound(in: effect(.normal(standardError: 0))) == 1)
    #expect(try plan(1e300).powerFound(in: effect(.normal(standardError: 1e-300))) == 1)
    #expect(try plan(2).powerFound(in: effect(.unknown)) == nil)
    let none = try plan(1e-300).powerFound(in: effect(.normal(standardError: 1)))
    #expect(agrees(try #require(none), 0.05, relative: 1e-12))
    for uncertainty in [
      Uncertainty.t(standardError: 1e-200, degreesOfFreedom: 1e-149),
      .t(standardError: 1e-8, degreesOfFreedom: 1e149),
      .t(standardError: 1, degreesOfFreedom: 1e149),
      .t(standardError: 1e-8, degreesOfFreedom: 3), .t(standardError: 1e100, degreesOfFreedom: 0.5),
    ] {
      for significance in [1e-300, 0.5, 1 - 0x1p-53] {
        let found = try plan(2, significance: significance).powerFound(in: effect(uncertainty))
        #expect((0...1).contains(try #require(found)), "\(uncertainty) \(significance)")
      }
    }
  }

  @Test(arguments: [
    (1, ExactDecimal(1), 0.8, 0.05), (.min, 1, 0.8, 0.05), (10, 0, 0.8, 0.05), (10, -1, 0.8, 0.05),
    (10, 1, 0, 0.05), (10, 1, 1, 0.05), (10, 1, .nan, 0.05), (10, 1, 0.8, 0), (10, 1, 0.8, 1),
    (10, 1, 0.8, .infinity),
  ])
  func faultyPlansAreRefused(
    _ size: Int, _ effect: ExactDecimal, _ power: Double, _ significance: Double
  ) {
    let error = thrown {
      _ = try PowerPlan(
        sampleSize: size, minimumDetectableEffect: effect, power: power, significance: significance)
    }
    #expect(kind(error) == "invalidArgument")
  }
}

@Suite struct DataManifestTests {
  private func manifest(rows: Int = 1_200, source: String = "personnel system") throws
    -> DataManifest
  {
    try DataManifest(
      source: source, extracted: RecordTime("2026-04-06T06:30:00Z"),
      sha256: SHA256.digest(of: "rows"), rowCount: rows, contentVersion: "2026.1")
  }

  @Test func describesItself() throws {
    #expect(
      try manifest().description
        == "personnel system, extracted 2026-04-06T06:30:00Z, 1200 rows, content 2026.1, SHA-256 "
        + "\(SHA256.digest(of: "rows").short)…")
    #expect(try manifest(rows: 1).description.contains("1 row,"))
    #expect(try manifest(rows: 0).rowCount == 0)
  }

  @Test func faultyManifestsAreRefused() throws {
    #expect(kind(thrown { _ = try manifest(rows: -1) }) == "invalidArgument")
    for words in hostileWords {
      #expect(kind(thrown { _ = try manifest(source: words) }) == "invalidArgument")
    }
    try expectCoding(
      manifest(),
      refuses: [
        (#""rowCount":1200"#, #""rowCount":-1"#),
        (#""contentVersion":"2026.1""#, #""contentVersion":"""#),
        (SHA256.digest(of: "rows").short, "XYZ"), ("06:30:00Z", "06:30"),
      ])
  }
}

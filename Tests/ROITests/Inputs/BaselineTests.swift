import ROI
import Statistics
import Testing

@Suite struct BaselineTests {
  /// The checks of a case with a baseline, by name.
  private func checks(
    _ baseline: Baseline, kind: Indicator.Kind? = nil, time: TimeBasis? = nil, delta: Delta? = nil,
    evidence: EvidenceRecord? = nil
  ) throws -> [String: Check] {
    let result = try Coaching.businessCase(
      delta: delta, time: time,
      indicator: Indicator(
        "avoidable exits", unit: "exits a year", direction: .lowerIsBetter, kind: kind),
      baseline: baseline, evidence: evidence)
    return Dictionary(result.checks.map { ($0.name, $0) }) { first, _ in first }
  }

  @Test func describesItself() throws {
    let baseline = try Beside.baseline()
    #expect(
      baseline.description == "HR-07: 10 exits a year, 2025-01-06 to 2025-04-06 (91 days), "
        + "10 observations of 10 people; personnel system, weekly")
    #expect(try baseline.precedes(RecordDate("2025-04-07")))
    #expect(try !baseline.precedes(RecordDate("2025-04-06")))
  }

  @Test func aSoundBaselinePassesEveryCheck() throws {
    let found = try checks(Beside.baseline(), kind: .lagging, evidence: Beside.record())
    for name in [
      "baseline length", "window length", "season", "baseline period", "signal validation",
      "data cadence", "baseline figure", "validation window",
    ] {
      #expect(found[name]?.verdict == .passed, "\(name): \(found[name]?.sentence ?? "absent")")
    }
  }

  @Test(arguments: [("2025-02-16", 42, true), ("2025-02-15", 41, false)])
  func shorterThanSixWeeksIsFlagged(_ to: String, _ days: Int, _ isLong: Bool) throws {
    let baseline = try Beside.baseline(to: to)
    #expect(baseline.window.days == days)
    #expect(try checks(baseline)["baseline length"]?.passed == isLong)
    // The six weeks are a preset.
    let adjusted = try Beside.baseline(to: to, minimumWeeks: 5)
    #expect(try checks(adjusted)["baseline length"]?.passed == true)
  }

  @Test func withoutTheDaysOfTheObservationTheSeasonIsNotKnown() throws {
    let found = try checks(Beside.baseline())
    #expect(found["season"]?.verdict == .inconclusive)
    #expect(found["season"]?.sentence.contains("not on record") == true)
    #expect(found["window length"]?.verdict == .passed)
    #expect(found["baseline period"] == nil)
    let short = try checks(Beside.baseline(), time: Coaching.time(12))
    #expect(short["window length"]?.verdict == .inconclusive)
  }

  @Test func aSignalValidatedTooLateIsFlagged() throws {
    let late = try Beside.baseline(validation: Beside.validation("2026-01-01", "2026-02-01"))
    let found = try checks(late, evidence: Beside.record())
    #expect(found["signal validation"]?.verdict == .inconclusive)
    #expect(found["signal validation"]?.sentence.contains("D. Steward") == true)
  }

  @Test(arguments: [
    (DataCadence.daily, Indicator.Kind.leading, Check.Verdict.passed), (.weekly, .leading, .passed),
    (.monthly, .leading, .failed), (.monthly, .lagging, .inconclusive),
    (.quarterly, .lagging, .failed), (.annual, .lagging, .failed), (.weekly, .lagging, .passed),
  ])
  func theCadenceLimitsTheIndicators(
    _ cadence: DataCadence, _ kind: Indicator.Kind, _ verdict: Check.Verdict
  ) throws {
    let found = try checks(Beside.baseline(cadence: cadence), kind: kind)
    #expect(found["data cadence"]?.verdict == verdict)
  }

  @Test func aQuarterlySourceCarriesHalfAYear() throws {
    let found = try checks(
      Beside.baseline(cadence: .quarterly), kind: .lagging, time: Coaching.time(26))
    #expect(found["data cadence"]?.verdict == .inconclusive)
    #expect(DataCadence.allCases.map(\.days) == [1, 7, 31, 92, 366])
    #expect(DataCadence.allCases.filter(\.isAtLeastWeekly) == [.daily, .weekly])
  }

  @Test func theDeltaStartsFromTheBaselineOnRecord() throws {
    #expect(try checks(Beside.baseline(value: 10))["baseline figure"]?.verdict == .passed)
    #expect(try checks(Beside.baseline(value: 9))["baseline figure"]?.verdict == .inconclusive)
    let declared = Delta.declared(baseline: 10, observed: 8)
    #expect(
      try checks(Beside.baseline(value: 9.5), delta: declared)["baseline figure"]?.verdict
        == .failed)
    #expect(
      try checks(Beside.baseline(value: 10.0), delta: declared)["baseline figure"]?.verdict
        == .passed)
    // 10 exits in 3 years are 3.333... a year, which no decimal is.
    let thirds = Delta.counts(
      try RateComparison(
        treated: EventRate(count: 2, exposure: 3), control: EventRate(count: 10, exposure: 3)))
    #expect(
      try checks(Beside.baseline(value: 3.333), delta: thirds)["baseline figure"]?.verdict
        == .passed)
    let effect = try Estimate(
      value: -1, uncertainty: .unknown, method: "stated", direction: .lowerIsBetter)
    let study = Delta.evidence(effect: effect, design: .beforeAfter, checks: [], units: 1)
    #expect(try checks(Beside.baseline(), delta: study)["baseline figure"] == nil)
  }

  // MARK: Refusals

  @Test func anotherUnitOrDirectionIsRefused() throws {
    let attempts: [(Baseline, String)] = [
      (try Beside.baseline(unit: "exits a quarter"), "exits a year"),
      (try Beside.baseline(direction: .higherIsBetter), "lowerIsBetter"),
    ]
    for (baseline, needed) in attempts {
      let error = thrown { _ = try Coaching.businessCase(baseline: baseline) }
      #expect(kind(error) == "invalidArgument")
      #expect("\(error.map { "\($0)" } ?? "")".contains(needed))
    }
  }

  @Test(arguments: [
    (0, 10, 6), (-1, 10, 6), (.min, 10, 6), (10, 1, 6), (10, 0, 6), (10, -5, 6), (10, 10, 0),
    (10, 10, -1), (10, 10, 521), (10, 10, .max),
  ])
  func numbersOutsideTheirLimitsAreRefused(_ n: Int, _ headcount: Int, _ weeks: Int) {
    let error = thrown {
      _ = try Beside.baseline(sampleSize: n, headcount: headcount, minimumWeeks: weeks)
    }
    #expect(kind(error) == "invalidArgument")
  }

  @Test func theLargestNumbersAnswer() throws {
    let baseline = try Beside.baseline(
      value: 1e300, from: "1900-01-01", to: "2999-12-31", sampleSize: .max, headcount: .max,
      minimumWeeks: 520)
    #expect(try checks(baseline, evidence: Beside.record())["baseline length"]?.passed == true)
    #expect(try !Coaching.businessCase(baseline: baseline).description.isEmpty)
  }

  @Test(arguments: hostileWords)
  func wordsAreCompulsory(_ words: String) throws {
    let (window, validation) = (try Beside.window(), try Beside.validation())
    func attempt(_ kpi: String, _ unit: String, _ source: String) -> EvaluationError? {
      thrown {
        _ = try Baseline(
          kpi, value: 1, unit: unit, direction: .higherIsBetter, window: window, sampleSize: 5,
          headcount: 5, source: source, cadence: .weekly, validation: validation)
      }
    }
    #expect(kind(attempt(words, "exits", "system")) == "invalidArgument")
    #expect(kind(attempt("exits", words, "system")) == "invalidArgument")
    #expect(kind(attempt("exits", "exits", words)) == "invalidArgument")
    #expect(kind(thrown { _ = try SignalValidation(window, by: words) }) == "invalidArgument")
  }

  @Test func aValidationTakesThirtyDays() throws {
    #expect(try Beside.validation("2025-11-01", "2025-11-30").window.days == 30)
    let error = thrown { _ = try Beside.validation("2025-11-01", "2025-11-29") }
    #expect(kind(error) == "invalidArgument")
    #expect("\(error.map { "\($0)" } ?? "")".contains("30 days or more"))
  }

  @Test func decodingRefusesWhatTheInitializerRefuses() throws {
    try expectCoding(
      Beside.baseline(),
      refuses: [
        (#""headcount":10"#, #""headcount":1"#), (#""sampleSize":10"#, #""sampleSize":0"#),
        (#""sampleSize":10"#, #""sampleSize":1e99"#), (#""value":"10""#, #""value":"ten""#),
        (#""value":"10""#, #""value":"nan""#), (#""kpi":"HR-07""#, #""kpi":" ""#),
        ("2025-11-30", "2025-11-20"), ("2025-04-06", "2024-04-06"), ("weekly", "hourly"),
        (#""headcount":10,"#, ""), (#""minimumWeeks":6"#, #""minimumWeeks":-6"#),
      ])
  }
}

import ROI
import Statistics
import Testing

@Suite struct PublishedPercentageTests {
  private func percentage(
    _ name: String = "ROI", sizes: [Estimate.SampleSize] = [.init("managers", 10)],
    design: StudyDesign = .beforeAfter, grade: EvidenceGrade = .directional
  ) throws -> PublishedPercentage {
    try PublishedPercentage(
      name, share: ExactRatio(1.4), sampleSizes: sizes, design: design, grade: grade,
      confounders: Beside.log())
  }

  @Test func isNeverBare() throws {
    #expect(
      try percentage().description
        == "ROI: 140 % (n: managers 10; before-after comparison without controls, directional "
        + "evidence; confounders: 0 logged, 0 open (kept by D. Steward))")
  }

  @Test func faultyOnesAreRefused() throws {
    let attempts: [() throws -> Void] = [
      { _ = try percentage(sizes: []) }, { _ = try percentage(sizes: [.init("managers", 0)]) },
      { _ = try percentage(sizes: [.init("managers", 10), .init("teams", -1)]) },
      { _ = try percentage(grade: .controlled) },
      { _ = try percentage(design: .matchedCohort, grade: .randomized) },
    ]
    for attempt in attempts { #expect(kind(thrown(attempt)) == "invalidArgument") }
    for words in hostileWords {
      #expect(kind(thrown { _ = try percentage(words) }) == "invalidArgument")
    }
    try expectCoding(
      percentage(),
      refuses: [
        ("directional", "randomized"), (#""count":10"#, #""count":0"#), ("7/5", "7/0"),
        (#""keeper":"D. Steward""#, #""keeper":"""#),
      ])
  }

  @Test func aCaseGivesItsROIAndItsImprovement() throws {
    let result = try Coaching.businessCase(
      baseline: Beside.baseline(), evidence: Beside.record())
    let roi = try result.publishedROI()
    #expect(roi.share == ExactRatio(1.4) && roi.grade == .directional)
    #expect(roi.interval?.hasPrefix("-1517.9") == true)
    #expect(roi.interval?.contains("90 % one-sided, MOVER") == true)
    #expect(
      roi.sampleSizes.map(\.description) == [
        "events treated 2", "events control 10", "people in the baseline 10",
      ])
    #expect(try result.publishedROI(.inWindow).share == ExactRatio(-0.4))
    let improvement = try result.publishedImprovement()
    #expect(improvement.share == ExactRatio(0.2))
    #expect(improvement.name.contains("improvement of avoidable exits, annualised (extrapolated"))
    let below = try Coaching.businessCase(
      baseline: Beside.baseline(value: -10), evidence: Beside.record())
    #expect(try below.publishedImprovement().share == ExactRatio(0.2))
  }

  @Test func withoutALogASizeOrACostThereIsNone() throws {
    let attempts: [() throws -> Void] = [
      { _ = try Coaching.businessCase().publishedROI() },
      {
        _ = try Coaching.businessCase(evidence: Beside.record(confounders: .some(nil)))
          .publishedROI()
      },
      {
        _ = try Coaching.businessCase(
          delta: .declared(baseline: 10, observed: 8), evidence: Beside.record()
        ).publishedROI()
      },
      {
        _ = try Coaching.businessCase(costs: Coaching.costs("0.00"), evidence: Beside.record())
          .publishedROI()
      },
      { _ = try Coaching.businessCase(evidence: Beside.record()).publishedImprovement() },
      {
        _ = try Coaching.businessCase(
          baseline: Beside.baseline(value: 0), evidence: Beside.record()
        ).publishedImprovement()
      },
    ]
    for (index, attempt) in attempts.enumerated() {
      #expect(kind(thrown(attempt)) == "undefined", "attempt \(index)")
    }
  }
}

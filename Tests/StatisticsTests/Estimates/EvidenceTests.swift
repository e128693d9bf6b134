import Foundation
import Statistics
import Testing

@Suite struct EvidenceTests {
  @Test func figuresThatAreNotFiniteAreLeftOut() throws {
    let check = Check(
      "balance", figure: .nan, threshold: .infinity, verdict: .failed, sentence: "No.")
    #expect(check.figure == nil && check.threshold == nil && !check.passed)
    #expect(check.description == "balance: failed. No.")
    let data = try JSONEncoder().encode(check)
    #expect(try JSONDecoder().decode(Check.self, from: data) == check)
  }

  @Test func designsSayWhetherTheyAreControlled() throws {
    let designs: [(StudyDesign, Bool)] = [
      (.randomizedExperiment, true), (.matchedCohort, true), (.staggeredRollout, true),
      (.interruptedTimeSeries(controlled: true), true),
      (.interruptedTimeSeries(controlled: false), false), (.beforeAfter, false), (.declared, false),
    ]
    #expect(Set(designs.map(\.0.description)).count == 7)
    for (design, isControlled) in designs {
      #expect(design.isControlled == isControlled)
      let data = try JSONEncoder().encode(design)
      #expect(try JSONDecoder().decode(StudyDesign.self, from: data) == design)
    }
  }

  @Test func openChecksAreThoseThatDidNotPass() throws {
    let result = try RateComparison(
      treated: EventRate(count: 1, exposure: 1), control: EventRate(count: 9, exposure: 1))
    #expect(result.openChecks == result.checks)
    let full = try RateComparison(
      treated: EventRate(count: 10, exposure: 1), control: EventRate(count: 9, exposure: 1))
    #expect(full.openChecks.isEmpty)
  }
}

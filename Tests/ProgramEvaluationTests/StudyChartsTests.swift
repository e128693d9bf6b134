import ProgramEvaluation
import TestSupport
import Testing

/// Charts made from what studies found.
@Suite struct StudyChartsTests {
  @Test func `a love plot shows the balance table without the score`() throws {
    var generator = Generator(seed: 4)
    let coached = (0..<60).map { $0 < 20 }
    let tenure = coached.map { ($0 ? 1.5 : 0) + generator.normal() }
    let rating = coached.map { _ in generator.normal() }
    let people = try DataFrame([
      Column("coached", booleans: coached), Column("tenure", numbers: tenure),
      Column("rating", numbers: rating),
    ])
    let cohort = try MatchedSample(
      people, treatment: "coached", covariates: ["tenure", "rating"])
    let plot = try LovePlot(cohort.balance)
    #expect(plot.rows.map(\.label) == cohort.balance.rows.dropFirst().map(\.variable))
    for (row, line) in zip(cohort.balance.rows.dropFirst(), plot.rows) {
      #expect(line.before == cohort.balance.standardizedDifference(row, after: false))
      #expect(line.after == cohort.balance.standardizedDifference(row))
    }
    #expect(plot.limit == BalanceTable.usualLimit)
    #expect(thrownCase { try LovePlot(cohort.balance, limit: -1) } == "invalidArgument")
  }
}

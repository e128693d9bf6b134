import DataFrames
import InterruptedTimeSeries
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct ComparisonTests {
  @Test func columnsAndGroupsGiveTheSameStudy() throws {
    let front = try MadeSeries.column("front")
    let rear = try MadeSeries.column("rear")
    let months = Array(1...192)
    let wide = try DataFrame([
      Column("t", integers: months), Column("front", numbers: front), Column("rear", numbers: rear),
    ])
    let long = try DataFrame([
      Column("t", integers: months + months), Column("y", numbers: front + rear),
      Column("seat", categories: front.map { _ in "front" } + rear.map { _ in "rear" }),
    ])
    let interventions = [Intervention(at: 170)]
    let one = try SegmentedRegression(
      wide, outcome: "front", time: "t", comparison: .column("rear"), interventions: interventions)
    let other = try SegmentedRegression(
      long, outcome: "y", time: "t",
      comparison: .group(column: "seat", treated: "front", comparison: "rear"),
      interventions: interventions)
    #expect(one.effect.value == other.effect.value)
    #expect(one.effect.standardError == other.effect.standardError)
    #expect(one.design == .interruptedTimeSeries(controlled: true))
    #expect(other.treated.name == "y, front" && other.comparison?.name == "y, rear")
  }

  @Test func hostileInputs() throws {
    let frame = try DataFrame([
      Column("t", integers: [1, 2, 1, 2]), Column("y", numbers: [1, 2, 3, 4]),
      Column("g", categories: ["a", "a", "b", "b"]),
    ])
    func fit(_ comparison: Comparison?) -> String {
      thrownCase {
        try SegmentedRegression(
          frame, outcome: "y", time: "t", comparison: comparison,
          interventions: [Intervention(at: 2)])
      }
    }
    let table: [(Comparison?, String)] = [
      (nil, "invalidValues"), (.column("y"), "invalidArgument"),
      (.column("absent"), "invalidValues"),
      (.group(column: "absent", treated: "a", comparison: "b"), "missingColumn"),
      (.group(column: "g", treated: "a", comparison: "a"), "invalidArgument"),
      (.group(column: "g", treated: "a", comparison: "c"), "tooFew"),
      (.group(column: "y", treated: "a", comparison: "b"), "wrongType"),
      (.group(column: "g", treated: "a", comparison: "b"), "tooFew"),
    ]
    for (comparison, expected) in table {
      #expect(fit(comparison) == expected, "\(comparison as Any)")
    }
  }
}

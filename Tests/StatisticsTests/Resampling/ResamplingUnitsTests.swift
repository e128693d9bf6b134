import TestSupport
import Testing

@testable import Statistics

@Suite struct ResamplingUnitsTests {
  @Test func numbersUnitsStratumByStratum() throws {
    let units = try ResamplingUnits(
      clusters: ["p", "q", "p", "r", "q", "s"], strata: [1, 2, 1, 1, 2, 2])
    #expect(units.rowCount == 6 && units.unitCount == 4 && units.stratumCount == 2)
    #expect(units.strata == [0..<2, 2..<4])
    let rows = (0..<4).map { unit in
      var found: [Int] = []
      units.forEachRow(of: unit) { found.append($0) }
      return found
    }
    #expect(rows == [[0, 2], [3], [1, 4], [5]])
    #expect(Set(rows.flatMap { $0 }) == Set(0..<6))
  }

  @Test func strataThatFollowOneAnotherNeedNoList() throws {
    let units = try ResamplingUnits(strata: ["a", "a", "b", "b", "b"])
    #expect(units.members == nil && units.strata == [0..<2, 2..<5] && !units.isClustered)
    #expect(units == (try ResamplingUnits(first: 2, second: 3)))
    #expect(try ResamplingUnits(strata: ["a", "b", "a"]).members != nil)
    #expect(units.hashValue == (try ResamplingUnits(first: 2, second: 3)).hashValue)
    #expect(units != (try ResamplingUnits(rows: 5)))
    #expect(try ResamplingUnits(rows: 5).description == "5 rows")
  }

  @Test func hostileInputs() throws {
    let table: [(String, String, String)] = [
      ("no rows", thrownCase { try ResamplingUnits(rows: 0) }, "tooFew"),
      ("negative", thrownCase { try ResamplingUnits(rows: .min) }, "tooFew"),
      ("huge", thrownCase { try ResamplingUnits(rows: .max) }, "invalidArgument"),
      ("no strata", thrownCase { try ResamplingUnits(strata: [Int]()) }, "tooFew"),
      ("single strata", thrownCase { try ResamplingUnits(strata: [1, 2, 3]) }, "tooFew"),
      ("no clusters", thrownCase { try ResamplingUnits(clusters: [String]()) }, "tooFew"),
      ("one cluster", thrownCase { try ResamplingUnits(clusters: [7, 7, 7]) }, "tooFew"),
      (
        "lengths", thrownCase { try ResamplingUnits(clusters: [1, 2], strata: [1]) },
        "lengthMismatch"
      ),
      (
        "split cluster",
        thrownCase { try ResamplingUnits(clusters: [1, 1, 2, 3], strata: [1, 2, 2, 2]) },
        "invalidValues"
      ),
      ("NaN labels", thrownCase { try ResamplingUnits(clusters: [Double.nan, .nan]) }, "none"),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
  }
}

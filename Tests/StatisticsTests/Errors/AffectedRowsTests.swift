import Foundation
import Statistics
import Testing

@Suite struct AffectedRowsTests {
  @Test func keepsTheFirstFew() {
    #expect(AffectedRows([3]).description == "row 3")
    #expect(AffectedRows([3, 8]).description == "rows 3, 8")
    let many = AffectedRows(1...1000)
    #expect(many.count == 1000 && many.first == [1, 2, 3, 4, 5])
    #expect(many.description == "rows 1, 2, 3, 4, 5 and 995 more")
    #expect(AffectedRows([]).count == 0)
  }

  @Test(arguments: [
    #"{"count":-1,"first":[]}"#, #"{"count":3,"first":[1]}"#, #"{"count":1,"first":[0]}"#,
    #"{"count":2,"first":[4,4]}"#, #"{"count":2,"first":[9,4]}"#,
    #"{"count":9,"first":[1,2,3,4,5,6]}"#,
  ])
  func refusesForgedJSON(text: String) {
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(AffectedRows.self, from: Data(text.utf8))
    }
  }

  @Test func comesBackFromJSON() throws {
    for rows in [AffectedRows([]), AffectedRows([2]), AffectedRows(5...90)] {
      let data = try JSONEncoder().encode(rows)
      #expect(try JSONDecoder().decode(AffectedRows.self, from: data) == rows)
    }
  }
}

import Foundation
import TestSupport
import Testing

/// Sound plans on data that cannot answer end with 3; faulty data end with 2.
@Suite struct NoAnswerTests {
  private func run(
    _ plan: JSONValue, _ rows: [[String]]
  ) async throws -> (Program.Ending, names: [String]?) {
    let scratch = try Scratch()
    try scratch.write("people.csv", Plans.csv(rows))
    let file = try scratch.write("plan.json", plan)
    let ending = try await Program.run(["run", file, "--out", scratch.path("out")])
    if ending.code != 0 { #expect(scratch.names() == ["people.csv", "plan.json"]) }
    return (ending, scratch.names("out"))
  }

  /// The rows with a column computed anew from the row's number and its cells.
  private func people(
    _ column: Int, _ cell: (Int, [String]) -> String
  ) -> [[String]] {
    Plans.people().enumerated().map { index, row in
      var row = row
      if index > 0 { row[column] = cell(index, row) }
      return row
    }
  }

  @Test func `the small pilots have answers`() async throws {
    for plan in [try Plans.experiment(), try Plans.cohort()] {
      let (ending, names) = try await run(plan, Plans.people())
      #expect(ending.code == 0, "\(ending.errors)")
      #expect(names?.count == Outputs.files.count)
    }
  }

  @Test(arguments: ["0", "1"])
  func `one group alone has no answer`(treat: String) async throws {
    let rows = people(1) { _, _ in treat }
    for plan in [try Plans.experiment(), try Plans.cohort()] {
      let (ending, _) = try await run(plan, rows)
      #expect(ending.code == 3, "\(ending.errors)")
      #expect(!ending.errors.isEmpty)
    }
  }

  @Test func `separated groups have no answer`() async throws {
    let rows = people(2) { index, row in row[1] == "1" ? "\(60 + index % 5)" : "\(30 + index % 7)" }
    let (ending, _) = try await run(Plans.cohort(), rows)
    #expect(ending.code == 3, "\(ending.errors)")
    #expect(ending.errors.contains("age"))
  }

  @Test func `collinear covariates have no answer`() async throws {
    let rows = people(3) { _, row in "\((Int(row[2]) ?? 0) * 2 + 1)" }
    let (ending, _) = try await run(Plans.cohort(), rows)
    #expect(ending.code == 3, "\(ending.errors)")
  }

  @Test func `a constant covariate has no answer`() async throws {
    let (ending, _) = try await run(Plans.cohort(), people(3) { _, _ in "4" })
    #expect(ending.code == 3, "\(ending.errors)")
    #expect(ending.errors.contains("tenure"))
  }

  @Test func `an outcome that never varies has no answer`() async throws {
    let rows = people(4) { _, _ in "12.5" }
    for plan in [try Plans.experiment(), try Plans.cohort()] {
      let (ending, _) = try await run(plan, rows)
      #expect(ending.code == 3, "\(ending.errors)")
    }
  }

  @Test func `too few people have no answer`() async throws {
    for count in [1, 2, 3] {
      for plan in [try Plans.experiment(), try Plans.cohort()] {
        let (ending, _) = try await run(plan, Array(Plans.people().prefix(count)))
        #expect(ending.code == 3, "\(count - 1) people: \(ending.errors)")
      }
    }
  }

  @Test func `faulty data are bad input`() async throws {
    let people = Plans.people()
    let faulty: [(String, [[String]])] = [
      (
        "a third value of the treatment", self.people(1) { index, row in index == 5 ? "2" : row[1] }
      ),
      ("an empty cell", self.people(4) { index, row in index == 9 ? "" : row[4] }),
      ("a text among numbers", self.people(4) { index, row in index == 9 ? "many" : row[4] }),
      ("NaN", self.people(4) { index, row in index == 9 ? "NaN" : row[4] }),
      ("an infinity", self.people(4) { index, row in index == 9 ? "inf" : row[4] }),
      ("a ragged row", people.enumerated().map { $0 == 7 ? $1 + ["more"] : $1 }),
      ("an identifier twice", self.people(0) { index, row in index == 9 ? "P0" : row[0] }),
      ("a name twice", [["id", "treat", "age", "age", "sales"]] + people.dropFirst()),
      ("no such column", [["id", "treat", "age", "tenure", "sale"]] + people.dropFirst()),
      ("nothing", []),
    ]
    for (name, rows) in faulty {
      let (ending, _) = try await run(Plans.cohort(), rows)
      #expect(ending.code == 2, "\(name): \(ending.errors)")
      #expect(!ending.errors.isEmpty)
    }
  }

  @Test func `complete cases are taken on request`() async throws {
    let rows = people(4) { index, row in index == 9 ? "" : row[4] }
    let plan = try Plans.cohort().setting(["design", "missing"], "completeCases")
    let (ending, names) = try await run(plan, rows)
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(names?.count == Outputs.files.count)
  }
}

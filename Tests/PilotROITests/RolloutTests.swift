import Foundation
import TestSupport
import Testing

/// `pilot-roi rollout`, and rollouts in plans.
@Suite struct RolloutTests {
  private static let castle = Program.package.appending(path: "Examples/Data/castle/castle.csv")
    .path

  private static let states = [
    "rollout", castle, "--unit", "state", "--time", "year", "--outcome", "l_homicide",
    "--lower-is-better",
  ]

  private static func stores(_ more: [String], in scratch: Scratch) throws -> [String] {
    try scratch.write("panel.csv", Plans.csv(Plans.panel()))
    return ["rollout", scratch.path("panel.csv"), "--unit", "store", "--time", "week"]
      + ["--outcome", "sales"] + more
  }

  // MARK: Figures

  @Test func `the figures are those of csdid and of estimatr`() async throws {
    let scratch = try Scratch()
    let arguments = Self.states + ["--start", "effyear", "--treated", "post"]
    let ending = try await Program.run(arguments + ["--json", "--out", scratch.path("out")])
    #expect(ending.code == 0, "\(ending.errors)")
    let figures = try JSONValue(contentsOf: scratch.folder.appending(path: "out/result.json"))
    // csdid 0.4.3, att_gt(est_method = "reg"), aggte("group" and "dynamic"), analytic errors.
    #expect(agrees(figures["effect"]["value"].double ?? 0, 0.108447, relative: 1e-5))
    #expect(agrees(figures["effect"]["standard_error"].double ?? 0, 0.0363328, relative: 1e-5))
    let dynamic = figures["averages"].array?.first { $0["summary"] == "dynamic" } ?? .null
    #expect(agrees(dynamic["effect"]["value"].double ?? 0, 0.110281, relative: 1e-5))
    #expect(agrees(dynamic["effect"]["standard_error"].double ?? 0, 0.0366700, relative: 1e-5))
    // estimatr 1.0.0, lm_robust(l_homicide ~ post, fixed_effects = ~ sid + year, clusters = sid).
    let twoWay = figures["two_way_fixed_effects"]
    #expect(agrees(twoWay["value"].double ?? 0, 0.0818116, relative: 1e-5))
    #expect(agrees(twoWay["standard_error"].double ?? 0, 0.0590858, relative: 1e-5))
    #expect(agrees(twoWay["degrees_of_freedom"].double ?? 0, 37.8875, relative: 1e-5))
    #expect(
      scratch.names("out") == [
        "event-time.csv", "group-time.csv", "report.html", "report.md", "result.json",
      ])
  }

  @Test func `starts and treatment say the same`() async throws {
    let byStart = try await Program.run(Self.states + ["--start", "effyear", "--json"])
    let byTreatment = try await Program.run(Self.states + ["--treated", "post", "--json"])
    #expect(byStart.code == 0 && byTreatment.code == 0)
    func effect(_ ending: Program.Ending) throws -> JSONValue {
      try JSONDecoder().decode(JSONValue.self, from: Data(ending.output.utf8))["effect"]
    }
    #expect(try effect(byStart) == effect(byTreatment))
  }

  @Test func `one screen in words`() async throws {
    let ending = try await Program.run(Self.states + ["--start", "effyear"])
    let lines = ending.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 41)
    for line in lines { #expect(line.count <= 100) }
    #expect(ending.output.contains("Rollout: l_homicide rose by 0.108 after the start"))
    #expect(ending.output.contains("never-treated units; varying base period, anticipation 0"))
    #expect(ending.output.contains("waves have fewer than 5 units"))
  }

  @Test func `options reach the figures`() async throws {
    let scratch = try Scratch()
    let arguments = try Self.stores(
      [
        "--start", "start", "--team", "region", "--comparison", "notYetTreated", "--base",
        "universal", "--summary", "dynamic", "--json",
      ], in: scratch)
    let ending = try await Program.run(arguments)
    #expect(ending.code == 0, "\(ending.errors)")
    let figures = try JSONDecoder().decode(JSONValue.self, from: Data(ending.output.utf8))
    #expect(figures["comparison"] == "notYetTreated" && figures["base_period"] == "universal")
    #expect(figures["summary"] == "dynamic")
    #expect(figures["effect"]["method"].string?.contains("errors by team (6)") == true)
    #expect(figures["effect"]["degrees_of_freedom"] == 3)
  }

  // MARK: Hostile

  @Test func `faults name the column and what to do`() async throws {
    let scratch = try Scratch()
    func run(_ more: [String], rows: [[String]]? = nil) async throws -> Program.Ending {
      let arguments = try Self.stores(more, in: scratch)
      if let rows { try scratch.write("panel.csv", Plans.csv(rows)) }
      return try await Program.run(arguments)
    }
    let panel = Plans.panel()
    func changed(_ row: Int, _ column: Int, _ value: String) -> [[String]] {
      var rows = panel
      rows[row][column] = value
      return rows
    }
    func all(_ column: Int, _ value: String) -> [[String]] {
      panel.enumerated().map { place, row in
        var row = row
        if place > 0 { row[column] = value }
        return row
      }
    }
    let table: [(String, Program.Ending, Int32, String)] = [
      ("no start", try await run([]), 2, "--start"),
      ("absent", try await run(["--start", "absent"]), 2, "\"absent\""),
      ("choice", try await run(["--start", "start", "--base", "fixed"]), 2, "universal"),
      ("two roles", try await run(["--start", "week"]), 2, "one role each"),
      (
        "anticipation", try await run(["--start", "start", "--anticipation", "-1"]), 2,
        "anticipation"
      ),
      ("doubled", try await run(["--start", "start"], rows: panel + [panel[1]]), 2, "repeated"),
      (
        "start changes", try await run(["--start", "start"], rows: changed(2, 3, "4")), 2,
        "one value for each unit"
      ),
      ("gap", try await run(["--start", "start"], rows: Array(panel.dropLast())), 2, "lacks 6"),
      (
        "no number", try await run(["--start", "start"], rows: changed(1, 4, "many")), 2, "sales"
      ),
      ("empty", try await run(["--start", "start"], rows: [panel[0]]), 3, "rows"),
      (
        "nobody starts", try await run(["--start", "start"], rows: all(3, "99")), 3, "first period"
      ),
      ("all start at once", try await run(["--start", "start"], rows: all(3, "3")), 3, "waves"),
      (
        "one period",
        try await run(["--start", "start"], rows: Array(panel.filter { $0[2] != "1" }.prefix(2))),
        3, "periods"
      ),
    ]
    for (label, ending, code, words) in table {
      #expect(ending.code == code, "\(label): \(ending.errors)")
      #expect(ending.errors.contains(words), "\(label): \(ending.errors)")
      #expect(ending.output.isEmpty, "\(label)")
    }
  }

  // MARK: Plans

  @Test func `a plan turns a rollout into money`() async throws {
    let scratch = try Scratch()
    try scratch.write("panel.csv", Plans.csv(Plans.panel()))
    let file = try scratch.write("plan.json", Plans.rollout())
    let ending = try await Program.run(["run", file, "--out", scratch.path("out"), "--json"])
    #expect(ending.code == 0, "\(ending.errors)")
    let report = try String(
      contentsOf: scratch.folder.appending(path: "out/report.md"), encoding: .utf8)
    #expect(report.contains("Staggered rollout: treated 20, never treated 10 in 2 waves"))
    let plain = try scratch.write(
      "plain.json", Plans.rollout().setting(["design", "team"], "store"))
    let faulty = try await Program.run(["run", plain, "--out", scratch.path("other")])
    #expect(faulty.code == 2 && faulty.errors.contains("$.design.team"))
  }

  @Test func `a starter plan names the columns of a rollout`() async throws {
    let ending = try await Program.run([
      "init", Self.castle, "--design", "staggeredRollout", "--unit", "state", "--time", "year",
      "--start", "effyear", "--outcome", "l_homicide", "--json",
    ])
    #expect(ending.code == 0, "\(ending.errors)")
    let plan = try JSONDecoder().decode(JSONValue.self, from: Data(ending.output.utf8))
    #expect(plan["design"]["kind"] == "staggeredRollout")
    #expect(plan["design"]["start"] == "effyear" && plan["design"]["unit"] == "state")
    let open = try await Program.run(["init", Self.castle, "--design", "staggeredRollout"])
    #expect(open.code == 2 && open.errors.contains("--time"))
  }
}

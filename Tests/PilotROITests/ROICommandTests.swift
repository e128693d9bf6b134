import Foundation
import TestSupport
import Testing

/// `pilot-roi roi`: the chain from options, from a plan, and for hours saved.
@Suite struct ROICommandTests {
  /// The seed example as options: ten exits before, eight after, 120,000 each, 30 % credited.
  private static let exits = [
    "roi", "--currency", "USD", "--indicator", "exits", "--unit", "exits a year",
    "--lower-is-better", "--unit-value", "120000", "--share", "0.30", "--rationale", "claimed",
    "--author", "owner", "--date", "2026-03-31", "--override", "as claimed", "--cost", "fees=18000",
    "--cost", "analytics=8000", "--cost", "managerTime=4000", "--weeks-per-year", "52",
  ]
  private static let stated = [
    "--baseline", "10", "--observed", "8", "--weeks", "13", "--delta-covers", "year",
  ]
  private static let counted = ["--before", "10,10,52", "--after", "2,10,13"]
  private static let hours = [
    "roi", "--hours", "--currency", "USD", "--people", "50", "--hours-per-week", "2",
    "--hour-cost", "100",
  ]

  private static func figures(_ arguments: [String]) async throws -> JSONValue {
    let ending = try await Program.run(arguments + ["--json"])
    #expect(ending.code == 0, "\(ending.errors)")
    return try JSONDecoder().decode(JSONValue.self, from: Data(ending.output.utf8))
  }

  private static func reference(_ name: String) throws -> JSONValue {
    try JSONValue(
      contentsOf: Program.package.appending(path: "Tests/Reference/roi/\(name).json"))["expected"]
  }

  // MARK: Figures

  @Test func `stated figures give the reference's point and no interval`() async throws {
    let found = try await Self.figures(Self.exits + Self.stated)
    #expect(found["result"] == "pilot-roi/roi/1")
    #expect(found["attributable_value"] == "72000.00")
    #expect(found["net_benefit"] == "42000.00")
    #expect(found["roi_ratio_net_over_cost"] == "1.4")
    #expect(found["bcr_gross_over_cost"] == "2.4")
    #expect(found["break_even"]["break_even_attribution"] == "0.125")
    #expect(found["break_even"]["break_even_unit_value"] == "50000")
    #expect(found["interval"].isNull && found["headline"].isNull)
    let screen = try await Program.run(Self.exits + Self.stated)
    #expect(
      screen.output.replacing("\n", with: " ").contains("no interval, for the delta is declared"))
  }

  @Test func `counts give the reference's interval`() async throws {
    let found = try await Self.figures(Self.exits + Self.counted)
    let expected = try Self.reference("roi-s25-seed-quarter")["roi_mover"]
    for (index, side) in ["lower", "upper"].enumerated() {
      let limit = try #require(found["interval"][side].double)
      #expect(agrees(limit, try #require(expected[index].double), relative: 1e-9))
    }
    #expect(found["delta"] == "2" && found["in_window"]["delta"] == "0.5")
    let screen = try await Program.run(Self.exits + Self.counted)
    #expect(screen.output.contains("ROI of at least -15.18 (90 % one-sided), 1.4 at the point"))
    let lines = screen.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 40 && lines.allSatisfy { $0.count <= 100 })
  }

  @Test func `a plan gives what its run gives`() async throws {
    let scratch = try Scratch()
    let plan = Plans.bundled("coaching-exits").path
    let found = try await Self.figures(["roi", plan])
    _ = try await Program.run(["run", plan, "--out", scratch.path("out")])
    let run = try JSONValue(contentsOf: scratch.folder.appending(path: "out/result.json"))
    for name in ["roi_ratio_net_over_cost", "interval", "headline", "in_window", "break_even"] {
      #expect(found[name] == run[name] && !found[name].isNull, "\(name)")
    }
  }

  @Test func `headcount, levels, hurdles and classes without cost are taken`() async throws {
    var arguments = Self.exits + Self.counted
    arguments += ["--headcount", "20", "--hurdle", "0", "--hurdle=-0.5", "--headline-level", "0.8"]
    let found = try await Self.figures(arguments + ["--interval-level", "0.8"])
    #expect(found["delta"] == "4")
    #expect(found["headline"]["level"] == 0.8 && found["interval"]["level"] == 0.8)
    #expect(Set((found["prob_roi_exceeds"].object ?? [:]).keys) == ["0", "-0.5"])
    let none =
      Self.exits.filter { !$0.contains("=") && $0 != "--cost" }
      + ["--cost", "fees=30000", "--no-cost", "analytics", "--no-cost", "managerTime"]
    let same = try await Self.figures(none + Self.stated)
    #expect(same["roi_ratio_net_over_cost"] == "1.4")
  }

  @Test func `a programme that costs nothing has no ROI, and that is said`() async throws {
    let free =
      Self.exits.filter { !$0.contains("=") && $0 != "--cost" }
      + ["--no-cost", "fees", "--no-cost", "analytics", "--no-cost", "managerTime"]
    let found = try await Self.figures(free + Self.stated)
    #expect(found["roi_ratio_net_over_cost"].isNull && found["program_cost"] == "0.00")
    #expect(found["net_benefit"] == "72000.00")
    #expect(found["title"].string?.contains("ROI undefined") == true)
  }

  // MARK: Hours

  @Test(arguments: ["52", "48", "46", "44"], ["1", "0.5"])
  func `hours give the reference's value`(weeks: String, share: String) async throws {
    let found = try await Self.figures(
      Self.hours + ["--working-weeks", weeks, "--realised-share", share])
    let reference = try Self.reference("roi-s04-fifty-managers")
    let row = try #require(
      reference["rows"].array?.first {
        $0["working_weeks"].string == weeks && $0["realisation_share"].string == share
      })
    #expect(found["annual_value"] == row["annual_value"] && !row["annual_value"].isNull)
    #expect(found["weekly_value"] == reference["weekly_value"])
    #expect(found["roi_ratio_net_over_cost"].isNull, "no cost, no ROI")
  }

  @Test func `hours against a cost foot and break even`() async throws {
    let found = try await Self.figures(
      Self.hours + [
        "--working-weeks", "48", "--realised-share", "0.5", "--cost", "fees=60000", "--no-cost",
        "analytics", "--no-cost", "managerTime",
      ])
    #expect(found["annual_value"] == "240000.00" && found["net_benefit"] == "180000.00")
    #expect(found["roi_ratio_net_over_cost"] == "3" && found["bcr_gross_over_cost"] == "4")
    #expect(found["break_even_realised_share"] == "0.125")
    #expect(found["break_even_working_weeks"] == "12")
    let names = (found["checks"].array ?? []).compactMap { $0["name"].string }
    #expect(names == ["measured hours", "attribution", "cost classes"])
    let lost = try await Self.figures(
      Self.hours.map { $0 == "2" ? "-2" : $0 }.filter { $0 != "--hours-per-week" && $0 != "-2" }
        + ["--hours-per-week=-2", "--working-weeks", "48", "--realised-share", "1"])
    #expect(lost["annual_value"] == "-480000.00", "hours lost stay negative")
  }

  // MARK: Refusals

  @Test(
    arguments: [
      (exits, "--baseline"), (exits + ["--before", "10,10,52"], "--after"),
      (exits + stated + counted, "some of both"),
      (exits + stated + ["--headcount", "9"], "--headcount"),
      (exits + ["--before", "10,10", "--after", "2,10,13"], "--before"),
      (exits + ["--before", "ten,10,52", "--after", "2,10,13"], "--before"),
      (exits + ["--before", "10,-10,52", "--after", "2,10,13"], "--before"),
      (exits + ["--before", "10,10,52", "--after", "2,10,0"], "--after"),
      (exits + ["--before", "10,10,52", "--after", "2,10,13", "--weeks", "12"], "--after"),
      (exits + ["--before", "10,10,52", "--after=-2,10,13"], "--after"),
      (exits + counted + ["--headcount", "0"], "--headcount"),
      (exits + stated + ["--cost", "gifts=1"], "--cost"),
      (exits + stated + ["--cost", "fees"], "--cost"),
      (exits + stated + ["--cost", "other=EUR 5"], "--cost"),
      (exits + stated + ["--cost", "other=99999999999999999999"], "--cost"),
      (exits + stated + ["--cost", "other=92233720368547758.00"], "--cost"),
      (exits + stated + ["--no-cost", "fees"], "--cost"),
      (exits + stated + ["--no-cost", "air"], "--no-cost"),
      (exits + stated + ["--hurdle", "1,5"], "--hurdle"),
      (exits + stated + ["--headline-level", "1"], "--headline-level"),
      (exits + stated + ["--perspective", "mine"], "--perspective"),
      (exits + stated + ["--people", "3"], "--people"),
      (exits + stated + ["--seed", "3"], "--seed"),
      (hours, "--working-weeks"), (hours + ["--working-weeks", "48"], "--realised-share"),
      (hours + ["--working-weeks", "54", "--realised-share", "1"], "working weeks"),
      (hours + ["--working-weeks", "48", "--realised-share", "1.2"], "realised share"),
      (hours + ["--working-weeks", "12abc", "--realised-share", "1"], "--working-weeks"),
      (hours + ["--working-weeks", "48", "--realised-share", "1", "--share", "0.2"], "--share"),
      (["roi", "absent.json"], "absent.json"), (["roi", "plan.json", "--share", "1"], "--share"),
      (["roi", "plan.json", "--hours"], "--hours"), (["roi"], "--"),
    ] as [([String], String)])
  func `what cannot be is refused by its option, and nothing is written`(
    arguments: [String], words: String
  ) async throws {
    let scratch = try Scratch()
    let ending = try await Program.run(
      arguments + ["--out", scratch.path("out")], in: scratch.folder)
    #expect(ending.code == 2, "\(ending.output)\(ending.errors)")
    #expect(ending.errors.contains(words) && ending.output.isEmpty, "\(ending.errors)")
    #expect(scratch.names() == [])
  }

  /// Each compulsory option is missed by its name.
  @Test(
    arguments: [
      "--currency", "--unit-value", "--share", "--rationale", "--author", "--date",
      "--weeks-per-year", "--baseline", "--observed", "--weeks", "--delta-covers",
    ])
  func `a compulsory option that is left out is named`(option: String) async throws {
    var arguments = Self.exits + Self.stated
    let place = try #require(arguments.firstIndex(of: option))
    arguments.removeSubrange(place...(place + 1))
    let ending = try await Program.run(arguments)
    #expect(ending.code == 2)
    #expect(ending.errors.contains("\(option): needed "), "\(ending.errors)")
    #expect(!ending.errors.contains("$."), "no path of a plan that nobody wrote")
  }

  @Test func `a share outside the band needs its reason`() async throws {
    let place = try #require(Self.exits.firstIndex(of: "--override"))
    var arguments = Self.exits + Self.stated
    arguments.removeSubrange(place...(place + 1))
    let ending = try await Program.run(arguments)
    #expect(ending.code == 2 && ending.errors.contains("--override"))
    #expect(ending.errors.contains("15 % to 25 %"))
  }

  @Test func `the folder is whole`() async throws {
    let scratch = try Scratch()
    for arguments in [
      Self.exits + Self.counted, Self.hours + ["--working-weeks", "48", "--realised-share", "1"],
    ] {
      let ending = try await Program.run(
        arguments + ["--out", scratch.path("out"), "--force"])
      #expect(ending.code == 0, "\(ending.errors)")
      #expect(scratch.names("out") == ["report.html", "report.md", "result.json"])
    }
  }
}

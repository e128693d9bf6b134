import Foundation
import TestSupport
import Testing

/// `pilot-roi fairness`: a policy held against rows, counts and weeks.
@Suite struct FairnessTests {
  private static let berkeley = Program.package.appending(path: "Examples/Data/berkeley-admissions")
  private static let example = [
    "fairness", berkeley.appending(path: "policy.json").path,
    berkeley.appending(path: "admissions.csv").path, "--count", "count", "--selected", "Admitted",
    "--on", "2026-11-24",
  ]

  /// A policy with one rule on nudges by gender.
  private static let policy: JSONValue = [
    "schema": "fairness-policy/1", "program": "coach", "owner": "people analytics",
    "approved": "2026-01-01", "expires": "2026-12-31",
    "rules": [
      [
        "id": "nudges", "metric": "rateRatio", "outcome": "nudged", "floor": 0.8,
        "groups": ["gender"],
      ]
    ],
  ]

  /// Rows of two groups with so many nudged of each.
  private static func people(_ groups: [(String, Int, Int)]) -> String {
    var lines = ["gender,nudged,arm,kpi"]
    for (group, nudged, size) in groups {
      for row in 0..<size {
        lines.append("\(group),\(row < nudged ? 1 : 0),\(row % 2),\(row % 7 + 2 * (row % 2))")
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func run(
    _ policy: JSONValue, _ people: String?, _ options: [String] = []
  ) async throws -> Program.Ending {
    let scratch = try Scratch()
    try scratch.write("policy.json", policy)
    var arguments = ["fairness", scratch.path("policy.json")]
    if let people { arguments.append(try scratch.write("people.csv", people)) }
    return try await Program.run(arguments + ["--on", "2026-11-24"] + options)
  }

  // MARK: Verdicts

  @Test func `Berkeley fails and turns within departments`() async throws {
    let scratch = try Scratch()
    let ending = try await Program.run(Self.example + ["--out", scratch.path("out")])
    #expect(ending.code == 1, "\(ending.errors)")
    #expect(scratch.names("out") == ["findings.csv", "report.html", "report.md", "result.json"])
    let result = try JSONValue(contentsOf: scratch.folder.appending(path: "out/result.json"))
    #expect(result["result"] == "pilot-roi/fairness/1" && result["verdict"] == "fail")
    #expect(result["people"].int == 4526 && result["action"] == "pauseSignal")
    let female = result["findings"][0]
    // The reference stratified_mantel_haenszel.
    #expect(agrees(female["delta"].double ?? 0, 0.6818298435630683, relative: 1e-5))
    #expect(
      agrees(female["stratified_difference"].double ?? 0, 0.018425196190852512, relative: 1e-5))
    #expect(female["sign_turns_within_strata"] == true)
    #expect(ending.output.contains("Simpson's"))
    #expect(ending.output.contains("not a legal test"))
    let lines = ending.output.split(separator: "\n")
    #expect(lines.count < 40 && lines.allSatisfy { $0.count <= 100 })
  }

  @Test(
    arguments: [
      ([("day", 450, 900), ("night", 396, 800)], 0, "shown to keep"),
      ([("day", 450, 900), ("night", 240, 800)], 1, "breaks a fairness threshold"),
      ([("man", 11, 17), ("woman", 5, 13)], 3, "not shown either way"),
      ([("man", 92, 214), ("woman", 90, 185), ("other", 1, 3)], 3, "suppressed"),
      ([("man", 92, 214)], 3, "cannot be judged"),
    ] as [([(String, Int, Int)], Int32, String)])
  func `the verdict is the exit code`(
    groups: [(String, Int, Int)], code: Int32, words: String
  ) async throws {
    let ending = try await run(Self.policy, Self.people(groups))
    #expect(ending.code == code, "\(ending.errors)")
    #expect(ending.output.contains(words), "\(ending.output)")
  }

  @Test func `hidden counts are in no file`() async throws {
    let scratch = try Scratch()
    try scratch.write("policy.json", Self.policy)
    try scratch.write(
      "people.csv", Self.people([("man", 920, 2141), ("woman", 900, 1853), ("other", 1, 3)]))
    let ending = try await Program.run([
      "fairness", scratch.path("policy.json"), scratch.path("people.csv"), "--on", "2026-11-24",
      "--out", scratch.path("out"),
    ])
    #expect(ending.code == 3)
    for name in try #require(scratch.names("out")) {
      let text = try scratch.text("out/\(name)")
      #expect(text.contains("2141") && text.contains("other"), "\(name)")
      // The total of all, or of the two hidden with it.
      #expect(!text.contains("3997"), "\(name)")
    }
    let result = try JSONValue(contentsOf: scratch.folder.appending(path: "out/result.json"))
    #expect(result["people"].isNull)
    let other = result["findings"].array?.first { $0["group"] == "other" }
    #expect(
      other?.object.map { Set($0.keys) } == ["rule", "breakdown", "group", "role", "verdict"])
  }

  @Test func `JSON is printed and parses`() async throws {
    let ending = try await run(
      Self.policy, Self.people([("a", 50, 90), ("b", 40, 80)]), ["--json"])
    let result = try JSONDecoder().decode(JSONValue.self, from: Data(ending.output.utf8))
    #expect(result["verdict"] == "inconclusive" && result["checks"].array?.count == 1)
    #expect(result["basis"] == "program threshold, not a legal test")
  }

  // MARK: Effects, weeks and forecasts

  @Test func `effects are measured by group`() async throws {
    let policy = Self.policy.setting(
      ["rules", "0"],
      [
        "id": "effect", "metric": "effectDifference", "outcome": "kpi", "margin": 1,
        "groups": ["gender"],
      ])
    let people = Self.people([("a", 50, 140), ("b", 40, 126)])
    let ending = try await run(policy, people, ["--treatment", "arm"])
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(ending.output.contains("difference of effects"))
    let without = try await run(policy, people)
    #expect(without.code == 2 && without.errors.contains("--treatment"))
  }

  @Test func `weeks are held against a trigger`() async throws {
    let scratch = try Scratch()
    let policy = Self.policy.setting(["rules"], []).setting(
      ["triggers"], [["id": "flags", "limit": 0.05, "weeks": 3]])
    try scratch.write("policy.json", policy)
    try scratch.write(
      "weeks.csv", "week,flagged,shown\n1,1,20\n1,1,20\n2,0,40\n3,12,40\n")
    let arguments = [
      "fairness", scratch.path("policy.json"), "--weeks", scratch.path("weeks.csv"), "--on",
      "2026-11-24",
    ]
    let ending = try await Program.run(arguments)
    #expect(ending.code == 1, "\(ending.errors)")
    #expect(ending.output.contains("first alarm literally: week 3; by the exact test: week 3"))
    #expect(ending.output.contains("roll back"))
    try scratch.write("weeks.csv", "week,flagged,shown\n1,5,4\n")
    let faulty = try await Program.run(arguments)
    #expect(faulty.code == 2 && faulty.errors.contains("flagged <= shown"))
  }

  @Test func `a forecast needs no data`() async throws {
    let ending = try await run(
      Self.policy, nil, ["--sizes", "woman=15", "man=15", "--rate", "0.5"])
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(ending.output.contains("10.3 %") && ending.output.contains("319 each"))
    for (sizes, rate, words) in [
      ("woman=15", "0.5", "groups"), ("woman", "0.5", "--sizes"), ("woman=x", "0.5", "--sizes"),
      ("woman=15", "7", "rate"),
    ] {
      let options = ["--sizes", "man=15", sizes, "--rate", rate]
      let faulty = try await run(
        Self.policy, nil,
        sizes == "woman=15" && rate == "0.5" ? ["--sizes", sizes, "--rate", rate] : options)
      #expect(
        [2, 3].contains(faulty.code ?? 0) && faulty.errors.contains(words), "\(faulty.errors)")
    }
  }

  // MARK: Plans

  @Test(
    arguments: [
      ([("day", 450, 900), ("night", 396, 800)], 0, "gate: go"),
      ([("day", 450, 900), ("night", 240, 800)], 1, "gate: reconfigure"),
      ([("man", 11, 17), ("woman", 5, 13)], 1, "gate: reconfigure"),
    ] as [([(String, Int, Int)], Int32, String)])
  func `an audit in a plan feeds its gate`(
    groups: [(String, Int, Int)], code: Int32, words: String
  ) async throws {
    let scratch = try Scratch()
    try scratch.write("policy.json", Self.policy)
    try scratch.write("people.csv", Self.people(groups))
    let audit: JSONValue = ["policy": "policy.json", "date": "2026-06-30", "data": "people.csv"]
    let plan = try scratch.write("plan.json", Plans.gated().setting(["fairness"], audit))
    let ending = try await Program.run(["run", plan, "--out", scratch.path("out")])
    #expect(ending.code == code, "\(ending.output)\(ending.errors)")
    #expect(ending.output.contains(words), "\(ending.output)")
    let result = try JSONValue(contentsOf: scratch.folder.appending(path: "out/result.json"))
    #expect(result["fairness"]["findings"].array?.count == 2)
    #expect(try scratch.text("out/report.md").contains("## Fairness"))
    let verified = try await Program.run(["verify", scratch.path("out/result.json")])
    #expect(verified.code == 0, "\(verified.output)\(verified.errors)")
  }

  @Test func `a waiver of the policy reaches the gate`() async throws {
    let scratch = try Scratch()
    let waiver: JSONValue = [
      "rule": "nudges", "breakdown": "gender", "group": "woman", "reason": "reviewed by hand",
      "by": "board", "until": "2026-12-31", "plannedSize": 320,
    ]
    try scratch.write("policy.json", Self.policy.setting(["waivers"], [waiver]))
    try scratch.write("people.csv", Self.people([("man", 11, 17), ("woman", 5, 13)]))
    let audit: JSONValue = ["policy": "policy.json", "date": "2026-06-30", "data": "people.csv"]
    let plan = try scratch.write("plan.json", Plans.gated().setting(["fairness"], audit))
    let ending = try await Program.run(["run", plan, "--out", scratch.path("out")])
    #expect(ending.code == 0, "\(ending.output)\(ending.errors)")
    #expect(ending.output.contains("gate: go"))
  }

  // MARK: Hostile

  @Test(arguments: [
    ("gender,nudged\n", 3, "rows"), ("sex,nudged\na,1\n", 2, "\"gender\""),
    ("gender,nudged\na,yes\nb,no\n", 2, "\"nudged\""),
    ("gender,nudged\na,\nb,1\n", 2, "Empty cells"),
    ("gender,nudged\n,1\n,0\n", 2, "between 1 and 60 groups"), ("", 2, "people.csv"),
    ("gender,nudged\n1.5,1\n2.5,0\n", 2, "\"gender\""),
  ])
  func `rows that answer nothing are refused`(csv: String, code: Int32, words: String) async throws
  {
    let ending = try await run(Self.policy, csv)
    #expect(ending.code == code, "\(ending.errors)")
    #expect(ending.errors.contains(words), "\(ending.errors)")
    #expect(ending.output.isEmpty)
  }

  @Test func `policies and options that are wrong are refused`() async throws {
    let people = Self.people([("a", 5, 9)])
    for (policy, words) in [
      (Self.policy.setting(["expires"], "2026-02-01"), "$.expires"),
      (Self.policy.setting(["rules", "0", "colour"], "red"), "$.rules[0].colour"),
      (Self.policy.setting(["rules", "0", "floor"], 8), "$.rules[0].floor"),
      (Self.policy.setting(["schema"], "fairness-policy/9"), "$.schema"),
    ] {
      let ending = try await run(policy, people)
      #expect(ending.code == 2 && ending.errors.contains(words), "\(ending.errors)")
    }
    for (options, words) in [
      (["--count", "people"], "\"people\""), (["--count", "gender"], "\"gender\""),
      (["--selected", "x"], "\"nudged\""), (["--weeks", "/nowhere.csv"], "nowhere"),
      (["--rate", "0.5", "--sizes", "a=1", "b=2"], "--sizes"),
    ] {
      let ending = try await run(Self.policy, people, options)
      #expect(ending.code == 2 && ending.errors.contains(words), "\(ending.errors)")
    }
    let noDay = try await Program.run(Self.example.dropLast() + ["yesterday"])
    #expect(noDay.code == 2 && noDay.errors.contains("--on"))
    let noPeople = try await run(Self.policy, nil)
    #expect(noPeople.code == 2 && noPeople.errors.contains("people"))
  }
}

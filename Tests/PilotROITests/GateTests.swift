import Foundation
import TestSupport
import Testing

/// Plans with further benefits and a gate: figures, verdicts and exit codes.
@Suite struct GateTests {
  private func run(
    _ plan: JSONValue
  ) async throws -> (ending: Program.Ending, result: JSONValue, scratch: Scratch) {
    let scratch = try Scratch()
    let file = try scratch.write("plan.json", plan)
    let ending = try await Program.run(["run", file, "--out", scratch.path("out")])
    let result =
      (try? JSONValue(contentsOf: scratch.folder.appending(path: "out/result.json"))) ?? .null
    return (ending, result, scratch)
  }

  @Test func `all in order is go, and the figures are verified`() async throws {
    let (ending, result, scratch) = try await run(Plans.gated())
    #expect(ending.code == 0, "\(ending.output)\(ending.errors)")
    #expect(ending.output.contains("gate: go"))
    #expect(result["gate"]["verdict"] == "go")
    #expect(result["benefits"]["gross_total"] == "552000.00")
    #expect(result["benefits"]["total"] == "534000.00")
    #expect(result["benefits"]["net_benefit"] == "504000.00")
    #expect(try scratch.text("out/report.md").contains("## The gate"))
    let file = scratch.path("out/result.json")
    #expect(try await Program.run(["verify", file]).code == 0)
    for path in [
      ["gate", "verdict"], ["benefits", "total"], ["benefits", "roi_lower", "unknown"],
    ] {
      try scratch.write("out/result.json", result.setting(path, "1"))
      #expect(try await Program.run(["verify", file]).code == 1, "\(path)")
    }
  }

  @Test(
    arguments: [
      (["gate", "hurdle"], JSONValue.string("20"), 1, "gate: reconfigure"),
      (["gate", "waivers"], [], 1, "gate: reconfigure"),
      (["gate", "fairness", "0", "verdict"], "failed", 1, "gate: reconfigure"),
      (["gate", "issuesAreRemediable"], false, 0, "gate: go"),
      (["gate", "triggers", "0", "readings", "0", "count"], 6, 1, "switch nudges off"),
      (["gate", "targets", "0", "count"], 20, 1, "gate: no-go"),
      (["gate", "legalShowstopper"], true, 1, "gate: no-go"),
      (["gate", "fairness"], nil, 3, "gate: no verdict"),
      (["gate", "triggers"], nil, 3, "gate: no verdict"),
    ] as [([String], JSONValue, Int32, String)])
  func `each change decides as it should`(
    path: [String], value: JSONValue, code: Int32, words: String
  ) async throws {
    let plan = try Plans.gated().setting(path, value.isNull ? JSONValue?.none : value)
    let (ending, _, scratch) = try await run(plan)
    #expect(ending.code == code, "\(path): \(ending.output)\(ending.errors)")
    #expect(ending.output.contains(words), "\(path): \(ending.output)")
    #expect(scratch.names("out") == Outputs.files)
  }

  @Test(
    arguments: [
      (["levers", "others", "0", "share"], JSONValue.string("1.5")),
      (["levers", "others", "0", "name"], "Coaching pilot: avoidable exits"),
      (["levers", "others", "0", "design"], "hope"),
      (["levers", "others", "0", "value"], "12.345"),
      (["levers", "overlaps", "0", "countedIn"], "nothing"), (["levers", "population"], " "),
      (["levers", "others", "0", "more"], "a"), (["gate", "date"], "2026-02-30"),
      (["gate", "evidenceStreams"], 4), (["gate", "openCriticalIncidents"], -1),
      (["gate", "targets", "0", "count"], 31), (["gate", "targets", "0", "figure"], "NaN"),
      (["gate", "triggers", "0", "action"], ""), (["gate", "triggers", "0", "moreThan"], "5"),
      (["gate", "waivers", "0", "plannedCount"], 0),
      (["gate", "waivers", "0", "date"], "2027-01-01"),
      (["gate", "governance", "0", "isComplete"], "yes"), (["gate", "targets", "0", "week"], 0),
    ] as [([String], JSONValue)])
  func `faulty plans are refused with their place`(path: [String], value: JSONValue) async throws {
    let (ending, _, scratch) = try await run(Plans.gated().setting(path, value))
    #expect(ending.code == 2, "\(path): \(ending.output)")
    #expect(ending.errors.contains("$.\(path[0])"), "\(path): \(ending.errors)")
    #expect(scratch.names("out") == nil)
  }
}

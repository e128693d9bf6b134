import Foundation
import TestSupport
import Testing

/// `pilot-roi gate`: the decision alone, from a plan or from a gate.
@Suite struct GateCommandTests {
  /// The gate of the gated plan as a file of its own.
  private static func gate() throws -> JSONValue {
    let members = try Plans.gated()["gate"]
    return members.setting(["gate"], "pilot-roi/gate/1").setting(["roiLowerBound"], "0.4")
      .setting(["hurdle"], "0")
  }

  private static func decide(
    _ value: JSONValue, _ more: [String] = []
  ) async throws -> (ending: Program.Ending, scratch: Scratch) {
    let scratch = try Scratch()
    let file = try scratch.write("gate.json", value)
    let ending = try await Program.run(["gate", file, "--out", scratch.path("out")] + more)
    return (ending, scratch)
  }

  @Test func `a gate decides as the run of its plan does`() async throws {
    let (ending, scratch) = try await Self.decide(Plans.gated())
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(ending.output.contains("gate of 2026-06-30: go"))
    #expect(scratch.names("out") == ["report.html", "report.md", "result.json"])
    let found = try JSONValue(contentsOf: scratch.folder.appending(path: "out/result.json"))
    let file = try scratch.write("plan.json", Plans.gated())
    _ = try await Program.run(["run", file, "--out", scratch.path("whole")])
    let run = try JSONValue(contentsOf: scratch.folder.appending(path: "whole/result.json"))
    #expect(found["decision"] == run["gate"] && found["result"] == "pilot-roi/gate/1")
  }

  @Test(
    arguments: [
      ([], nil, 0, ": go"), (["roiLowerBound"], "-0.01", 1, "reconfigure"),
      (["roiLowerBound"], nil, 3, "the lower bound of ROI"),
      (["targets", "0", "count"], 20, 1, "no-go"), (["legalShowstopper"], true, 1, "no-go"),
      (["triggers", "0", "readings", "0", "count"], 6, 1, "switch nudges off"),
      (["fairness"], nil, 3, "the fairness audit"), (["triggers"], nil, 3, "rollback triggers"),
      (["governance"], [], 3, "the governance checklist"),
      (["fairness", "0", "verdict"], "failed", 1, "reconfigure"),
      (["hurdle"], "0.4", 0, ": go"), (["hurdle"], "0.41", 1, "reconfigure"),
    ] as [([String], JSONValue?, Int32, String)])
  func `each change of a gate decides as it should`(
    path: [String], value: JSONValue?, code: Int32, words: String
  ) async throws {
    let gate = try Self.gate()
    let (ending, scratch) = try await Self.decide(path.isEmpty ? gate : gate.setting(path, value))
    #expect(ending.code == code, "\(path): \(ending.output)\(ending.errors)")
    #expect(ending.output.contains(words), "\(path): \(ending.output)")
    #expect(scratch.names("out") == ["report.html", "report.md", "result.json"])
    let lines = ending.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 40 && lines.allSatisfy { $0.count <= 100 })
  }

  @Test(
    arguments: [
      (["date"], "2026-02-30", "$.date"), (["hurdle"], nil, "$.hurdle"),
      (["hurdle"], 0.4, "$.hurdle"), (["roiLowerBound"], "much", "$.roiLowerBound"),
      (["targets", "0", "count"], -1, "$.targets[0]"), (["more"], 1, "$.more"),
      (["evidenceStreams"], 4, "$"), (["triggers", "0", "moreThan"], "1.5", "$.triggers[0]"),
      (["waivers", "0", "date"], "2027-01-01", "$"), (["gate"], "pilot-roi/gate/2", "$.plan"),
      (["openCriticalIncidents"], 9e99, "$.openCriticalIncidents"),
    ] as [([String], JSONValue?, String)])
  func `a faulty gate is refused by its place`(
    path: [String], value: JSONValue?, place: String
  ) async throws {
    let (ending, scratch) = try await Self.decide(Self.gate().setting(path, value))
    #expect(ending.code == 2, "\(ending.output)")
    #expect(ending.errors.contains(place) && ending.output.isEmpty, "\(ending.errors)")
    #expect(scratch.names() == ["gate.json"])
  }

  @Test func `what has no gate is refused`() async throws {
    let (ending, scratch) = try await Self.decide(Plans.coaching())
    #expect(
      ending.code == 2 && ending.errors.contains("$.gate: needed what the gate is decided on"))
    #expect(scratch.names() == ["gate.json"])
    for text in ["", "[]", "{", "7", "{\"gate\":\"pilot-roi/gate/1\"}"] {
      let file = try scratch.write("gate.json", text)
      let refused = try await Program.run(["gate", file])
      #expect(refused.code == 2 && !refused.errors.isEmpty, "\(text)")
    }
    #expect(try await Program.run(["gate", scratch.path("absent.json")]).code == 2)
    #expect(try await Program.run(["gate"]).code == 2)
  }
}

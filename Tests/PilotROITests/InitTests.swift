import Foundation
import TestSupport
import Testing

/// `pilot-roi init`: what the columns tell is filled in, what only people can say is left open.
@Suite struct InitTests {
  private static let people = Plans.bundled("job-training").deletingLastPathComponent()
    .appending(path: "people.csv").path

  private static let training = ["init", people, "--treatment", "treat", "--outcome", "re78"]

  @Test func `a starter plan names its columns and leaves the rest open`() async throws {
    let scratch = try Scratch()
    let ending = try await Program.run(Self.training + ["--out", scratch.path("out")])
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(scratch.names("out") == ["plan.json"])
    let plan = try JSONValue(contentsOf: scratch.folder.appending(path: "out/plan.json"))
    #expect(plan["design"]["kind"] == "matchedCohort")
    #expect(plan["design"]["treatment"] == "treat")
    #expect(plan["design"]["identifier"] == "id")
    #expect(plan["design"]["units"] == "185")
    #expect(
      plan["design"]["covariates"]
        == ["age", "education", "black", "hispanic", "married", "nodegree", "re74", "re75"])
    #expect(plan["attribution"]["share"] == "1")
    for line in ending.output.split(separator: "\n") { #expect(line.count <= 100) }
    #expect(ending.output.contains("design.treatment = treat: 1 or true in 185 rows"))
    // The plan explains itself: each choice by its place, with the columns that it could be too.
    let notes = (plan["notes"].array ?? []).compactMap(\.string)
    #expect(notes.first?.hasPrefix("20 places begin with \"REPLACE:\"") == true)
    for place in [
      "perspective = employer: ", "currency = USD: ", "kpi: ", "design.kind = matchedCohort: ",
      "design.outcome = re78: ", "design.covariates = age, ", "time: ", "attribution: ", "value: ",
      "costs: ", "hurdles = 0: ", "levels: ",
    ] {
      #expect(notes.contains { $0.hasPrefix(place) }, "\(place)")
    }
    let treatment = notes.first { $0.hasPrefix("design.treatment") }
    #expect(treatment?.contains("it could also be black, hispanic, married, nodegree") == true)
  }

  @Test func `a starter plan is refused place by place until it is filled in`() async throws {
    let scratch = try Scratch()
    _ = try await Program.run(Self.training + ["--out", scratch.path("out")])
    let run = try await Program.run(
      ["run", scratch.path("out/plan.json"), "--out", scratch.path("results")])
    #expect(run.code == 2)
    let plan = try JSONValue(contentsOf: scratch.folder.appending(path: "out/plan.json"))
    let open = plan.paths.filter { plan.at($0).string?.hasPrefix("REPLACE:") == true }
    #expect(open.count == 20)
    #expect(run.errors.contains("20 faults"))
    for path in open {
      let place = path.reduce("$") { text, key in
        Int(key).map { "\(text)[\($0)]" } ?? "\(text).\(key)"
      }
      #expect(run.errors.contains("\(place): "), "\(place)")
    }
    #expect(scratch.names() == ["out"])
  }

  @Test func `a starter plan runs once it is filled in`() async throws {
    let scratch = try Scratch()
    _ = try await Program.run(Self.training + ["--out", scratch.path("out")])
    var plan = try JSONValue(contentsOf: scratch.folder.appending(path: "out/plan.json"))
    for path in plan.paths {
      guard plan.at(path).string?.hasPrefix("REPLACE:") == true, let last = path.last else {
        continue
      }
      let value =
        [
          "direction": "higherIsBetter", "observedWeeks": "52", "date": "2026-03-31",
          "perUnit": "1.00", "amount": "1000.00",
        ][last] ?? "stated by the test"
      plan = plan.setting(path, .string(value))
    }
    plan = plan.setting(["design", "data"], .string(Self.people))
    try scratch.write("filled.json", plan)
    let run = try await Program.run(
      ["run", scratch.path("filled.json"), "--out", scratch.path("results")])
    #expect(run.code == 0, "\(run.errors)")
  }

  @Test func `a role that several columns could have is asked for`() async throws {
    let ending = try await Program.run(["init", Self.people])
    #expect(ending.code == 2)
    #expect(ending.errors.contains("--treatment"))
    #expect(ending.errors.contains("\"treat\", \"black\""))
  }

  @Test(arguments: [
    "randomizedExperiment", "randomizedCounts", "randomizedMeans", "beforeAfter", "declared",
  ])
  func `every kind of design has a starter`(kind: String) async throws {
    let ending = try await Program.run(Self.training + ["--design", kind, "--json"])
    #expect(ending.code == 0, "\(ending.errors)")
    let scratch = try Scratch()
    try scratch.write("plan.json", ending.output)
    let plan = try JSONValue(contentsOf: scratch.folder.appending(path: "plan.json"))
    #expect(plan["design"]["kind"].string == kind)
  }

  @Test(arguments: [
    ["--treatment", "absent"], ["--outcome", "absent"], ["--design", "guess"],
    ["--treatment", "age"],
  ])
  func `a wrong column or kind is bad input`(extra: [String]) async throws {
    let scratch = try Scratch()
    let ending = try await Program.run(
      ["init", Self.people] + extra + ["--out", scratch.path("out")])
    #expect(ending.code == 2)
    #expect(!ending.errors.isEmpty)
    #expect(scratch.names() == [])
  }

  @Test func `data that hold nothing are refused`() async throws {
    let scratch = try Scratch()
    for text in ["", "treat,y\n", "y\n1\n2\n"] {
      let file = try scratch.write("data.csv", text)
      let ending = try await Program.run(["init", file])
      #expect(ending.code != 0)
      #expect(!ending.errors.isEmpty)
    }
  }
}

import Foundation
import TestSupport
import Testing

/// `pilot-roi schema`: the published form of a plan, as the program carries it.
@Suite struct SchemaCommandTests {
  private static func schema() async throws -> JSONValue {
    let ending = try await Program.run(["schema"])
    #expect(ending.code == 0 && ending.errors.isEmpty)
    return try JSONDecoder().decode(JSONValue.self, from: Data(ending.output.utf8))
  }

  @Test func `the program carries the schema of the repository, byte for byte`() async throws {
    let scratch = try Scratch()
    let ending = try await Program.run(["schema"], in: scratch.folder)
    let file = Program.package.appending(path: "Examples/pilot-roi/plan.schema.json")
    #expect(ending.output == String(decoding: try Data(contentsOf: file), as: UTF8.self))
    #expect(scratch.names() == [])
    #expect(try await Program.run(["schema", "more"]).code == 2)
  }

  @Test(arguments: Plans.bundledNames)
  func `a bundled plan fits`(name: String) async throws {
    let plan = try JSONValue(contentsOf: Plans.bundled(name))
    #expect(JSONSchema.faults(plan, try await Self.schema()) == [])
  }

  @Test func `plans that the program accepts fit`() async throws {
    let schema = try await Self.schema()
    let plans = try [
      Plans.gated(), Plans.experiment(), Plans.cohort(), Plans.series(), Plans.rollout(),
      Plans.jobTraining(),
    ]
    for plan in plans { #expect(JSONSchema.faults(plan, schema) == []) }
  }

  /// Faults of form: the schema names the place that the program names.
  @Test(
    arguments: [
      (["plan"], "pilot-roi/plan/2"), (["plan"], nil), (["name"], "  "), (["name"], 7),
      (["perspective"], "mine"), (["currency"], "usd"), (["kpi"], nil), (["kpi"], []),
      (["kpi", "direction"], "up"), (["kpi", "nmae"], "x"), (["owner"], "me"),
      (["time", "observedWeeks"], 13), (["time", "weeksPerYear"], nil),
      (["time", "persistence"], ""), (["attribution", "share"], "1.01"),
      (["attribution", "share"], 0.3), (["attribution", "rationale"], nil),
      (["attribution", "author"], nil), (["attribution", "date"], "31.3.2026"),
      (["attribution", "corroboration"], "rumour"), (["value", "perUnit"], "1,000"),
      (["value", "perUnit"], "-1"), (["value", "source"], nil), (["costs"], nil),
      (["costs"], "none"), (["costs", "1"], 3), (["costs", "1", "amount"], "-1"),
      (["costs", "0", "category"], "gifts"), (["hurdles"], ["a"]), (["hurdles"], [0]),
      (["levels", "headline"], 1), (["levels", "interval"], "0.9"), (["naive"], "yes"),
    ] as [([String], JSONValue?)])
  func `a fault of form is found by the schema as by the program`(
    path: [String], value: JSONValue?
  ) async throws {
    let plan = try Plans.coaching().setting(path, value)
    let faults = JSONSchema.faults(plan, try await Self.schema())
    let scratch = try Scratch()
    let file = try scratch.write("plan.json", plan)
    let ending = try await Program.run(["run", file, "--out", scratch.path("out")])
    // What depends on several members is a fault of the object around them.
    let place = "$.\(path[0])"
    #expect(ending.code == 2 && ending.errors.contains("  \(place)"), "\(ending.errors)")
    #expect(!faults.isEmpty && faults.allSatisfy { $0.hasPrefix(place) }, "\(faults)")
  }
}

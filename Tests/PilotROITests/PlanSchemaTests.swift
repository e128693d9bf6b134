import Foundation
import TestSupport
import Testing

@testable import pilot_roi

/// The published schema and the reader know the same names, and demand the same ones.
@Suite struct PlanSchemaTests {
  private static func schema() throws -> JSONValue {
    try JSONValue(
      contentsOf: Program.package.appending(path: "Examples/pilot-roi/plan.schema.json"))
  }

  /// One object of a plan: where it stands, its names, and those that it must have.
  private struct Place {
    let path: [String]
    let names: Set<String>
    let required: Set<String>
  }

  /// The objects that the schema describes, of the variants that a plan uses.
  private static func places(
    _ schema: JSONValue, _ plan: JSONValue, at path: [String] = []
  ) -> [Place] {
    if let variants = schema["oneOf"].array {
      let kind = plan["kind"]
      let fitting = variants.first { variant in
        let properties = variant["properties"].object ?? [:]
        let named = properties["kind"]?["const"] ?? .null
        return (named.isNull || named == kind)
          && (plan.object ?? [:]).keys.allSatisfy { properties[$0] != nil }
      }
      return fitting.map { places($0, plan, at: path) } ?? []
    }
    if schema["type"] == "array" {
      return (plan.array ?? []).enumerated().flatMap { index, item in
        places(schema["items"], item, at: path + ["\(index)"])
      }
    }
    guard let properties = schema["properties"].object else { return [] }
    let required = (schema["required"].array ?? []).compactMap(\.string)
    return [Place(path: path, names: Set(properties.keys), required: Set(required))]
      + properties.keys.sorted().flatMap { name in
        plan[name].isNull ? [] : places(properties[name] ?? .null, plan[name], at: path + [name])
      }
  }

  /// Plans that use every member of every variant between them.
  private static func plans() throws -> [JSONValue] {
    let coaching = try Plans.coaching().setting(["attribution", "corroboration"], "none")
      .setting(["benchmark"], ["value": "1", "standardError": "2", "source": "a trial"])
      .setting(["notes"], ["a remark"])
    let range = coaching.setting(["attribution", "share"], nil)
      .setting(["attribution", "low"], "0.20").setting(["attribution", "high"], "0.30")
    let caliper: JSONValue = ["width": 0.5, "scale": "pooledStandardDeviation"]
    let cohort = try Plans.cohort().setting(["design", "caliper"], caliper)
      .setting(["design", "order"], "data").setting(["design", "missing"], "reject")
      .setting(["costsDeclaredNone"], ["other"])
    let wide = try Plans.cohort().setting(["design", "method"], "nearest")
      .setting(["design", "distance"], "logit").setting(["design", "ratio"], 2)
      .setting(["design", "reuse"], "unlimited").setting(["design", "exact"], [])
      .setting(["design", "antiExact"], ["id"])
      .setting(["design", "within"], [["column": "age", "width": 30]])
      .setting(["design", "adjusted"], false)
    let classes = try Plans.cohort().setting(["design", "method"], "classes")
      .setting(["design", "classes"], 2)
    let declared: JSONValue = ["kind": "declared", "baseline": "10", "observed": "8"]
    let whole = try Plans.gated()
    let valued = whole.setting(["gate", "targets", "0", "count"], nil)
      .setting(["gate", "targets", "0", "of"], nil)
      .setting(["gate", "targets", "0", "value"], "0.75")
    let experiment = try Plans.experiment().setting(["design", "missing"], "reject")
      .setting(["design", "expectedShare"], 0.35)
    let counts: JSONValue = [
      "kind": "randomizedCounts", "treated": ["people": 40, "successes": 12],
      "control": ["people": 38, "successes": 20],
      "assigned": ["treated": 41, "control": 40, "expectedShare": 0.5], "units": "40",
    ]
    let means: JSONValue = [
      "kind": "randomizedMeans",
      "treated": ["people": 40, "mean": 12.5, "standardDeviation": 3],
      "control": ["people": 38, "mean": 11, "standardDeviation": 2.5],
      "assigned": ["treated": 41, "control": 40, "expectedShare": 0.5], "units": "40",
    ]
    let peaked = range.setting(["attribution", "mostLikely"], "0.22")
      .setting(["attribution", "shape"], "pert")
    return [
      try Plans.series(), peaked, try Plans.evidenced(),
      try Plans.staged(), try Plans.staged().setting(["readiness", "checklist"], Plans.eachScored),
      whole, valued, coaching, range, cohort,
      wide, classes,
      experiment.setting(["design", "analysis"], "pooled"),
      experiment.setting(["design", "covariate"], "age"),
      experiment.setting(["confounding"], Plans.confounding),
      experiment.setting(["design", "cluster"], "tenure"),
      experiment.setting(["design"], counts), experiment.setting(["design"], means),
      coaching.setting(["design"], declared), try Plans.rollout(),
      coaching.setting(
        ["fairness"],
        [
          "policy": "policy.json", "date": "2026-11-24", "data": "people.csv", "count": "age",
          "selected": "1", "treatment": "treat", "weeks": "weeks.csv", "missing": "reject",
        ]),
    ] + Plans.conversions.map { coaching.setting(["value"], $0) }
  }

  /// The members of an object that stand for one another.
  private static func ways(at path: [String]) -> Set<String> {
    switch path.last {
    case "attribution": ["share", "low", "mostLikely", "high", "shape"]
    case "value": ["perUnit", "costAvoided", "hours", "revenue", "risk"]
    case "checklist": ["total", "each"]
    default: path.contains("triggers") ? ["moreThan", "countAbove"] : []
    }
  }

  private static func jsonPath(_ path: [String]) -> String {
    path.reduce("$") { text, key in Int(key).map { "\(text)[\($0)]" } ?? "\(text).\(key)" }
  }

  private static func run(_ plan: JSONValue) async throws -> Program.Ending {
    let scratch = try Scratch()
    try scratch.write("people.csv", Plans.csv(Plans.people()))
    try scratch.write("panel.csv", Plans.csv(Plans.panel()))
    try scratch.write("policy.json", Plans.policyOnSales)
    try scratch.write("weeks.csv", "week,flagged,shown\n1,1,40\n")
    let file = try scratch.write("plan.json", plan)
    return try await Program.run(["run", file, "--out", scratch.path("out")])
  }

  /// What the reader says of a plan, without carrying it out: nil when it can be carried out.
  private static func faults(_ plan: JSONValue) throws -> String? {
    do {
      _ = try Plan(Array(plan.text.utf8), source: "plan.json")
      return nil
    } catch {
      return "\(error)"
    }
  }

  // MARK: Tests

  @Test func `the plans use every member that the schema has`() async throws {
    let schema = try Self.schema()
    var described: Set<String> = []
    func collect(_ schema: JSONValue, _ path: String) {
      for variant in schema["oneOf"].array ?? [] { collect(variant, path) }
      if !schema["items"].isNull { collect(schema["items"], path + "[]") }
      for (name, member) in schema["properties"].object ?? [:] {
        described.insert("\(path).\(name)")
        collect(member, "\(path).\(name)")
      }
    }
    collect(schema, "$")
    var used: Set<String> = []
    for plan in try Self.plans() {
      for path in plan.paths where path.last.map({ Int($0) }) == .some(nil) {
        used.insert(path.reduce("$") { Int($1) == nil ? "\($0).\($1)" : "\($0)[]" })
      }
      // A gate may decide otherwise than go.
      let codes: [Int32?] = plan["gate"].isNull ? [0] : [0, 1]
      let ending = try await Self.run(plan)
      #expect(codes.contains(ending.code), "\(ending.errors)")
    }
    #expect(described.count > 60)
    #expect(described == used, "\(described.symmetricDifference(used).sorted())")
  }

  /// The reader lists the names that it knows when it meets one that it does not.
  @Test func `the reader knows the names of the schema and no others`() throws {
    let schema = try Self.schema()
    for plan in try Self.plans() {
      let places = Self.places(schema, plan)
      var errors: [Substring] = []
      // A reader shows at most twenty faults.
      for start in stride(from: 0, to: places.count, by: 15) {
        let misspelt = places[start..<min(start + 15, places.count)]
          .reduce(plan) { $0.setting($1.path + ["zzz"], 1) }
        let said = try Self.faults(misspelt) ?? ""
        errors += said.split(separator: "\n")
      }
      for place in places {
        let prefix = "  \(Self.jsonPath(place.path + ["zzz"])): needed one of "
        let line = errors.first { $0.hasPrefix(prefix) }
        let known = try #require(line, "\(prefix)\n\(errors)").dropFirst(prefix.count)
          .replacing(", found an unknown key.", with: "").split(separator: ", ")
        var names = Set(known.map(String.init))
        // Ways that exclude each other: the reader looks for all of them.
        names.subtract(Self.ways(at: place.path).subtracting(place.names))
        #expect(names == place.names, "\(Self.jsonPath(place.path))")
      }
    }
  }

  @Test func `what the schema requires is missed by the reader, and nothing else is`() throws {
    let schema = try Self.schema()
    var seen: Set<String> = []
    for plan in try Self.plans() {
      for place in Self.places(schema, plan) {
        for name in place.names where !plan.at(place.path + [name]).isNull {
          // Others need it: a share outside the band, a shape, an adjustment of years, those who did not consent.
          if ["override", "mostLikely", "cashFlow", "exclusions"].contains(name) { continue }
          let variant = place.path.first == "design" ? plan["design"]["kind"].string ?? "" : ""
          guard seen.insert("\(variant) \(place.path) \(name)").inserted else { continue }
          let found = try Self.faults(plan.setting(place.path + [name], nil))
          let path = Self.jsonPath(place.path + [name])
          guard place.required.contains(name) else {
            // Half a count at a gate is a fault; anything else may be left out.
            let isGate = place.path.first == "gate" || !plan["gate"].isNull
            let isCount = isGate && ["count", "of"].contains(name)
            #expect((found != nil) == isCount, "\(path): \(found ?? "no fault")")
            continue
          }
          // Without one way the reader asks for another.
          let isWay = Self.ways(at: place.path).contains(name)
          let asked = isWay ? "  \(Self.jsonPath(place.path))." : "  \(path): needed "
          #expect(found?.contains(asked) == true, "\(path): \(found ?? "no fault")")
        }
      }
    }
  }

  @Test func `every member is described and every object is closed`() throws {
    func check(_ schema: JSONValue, _ path: String) {
      if schema["type"] == "object" {
        #expect(schema["additionalProperties"] == false, "\(path)")
      }
      for variant in schema["oneOf"].array ?? [] { check(variant, path) }
      if !schema["items"].isNull { check(schema["items"], path + "[]") }
      for (name, member) in schema["properties"].object ?? [:] {
        #expect(member["description"].string?.hasSuffix(".") == true, "\(path).\(name)")
        check(member, "\(path).\(name)")
      }
    }
    let schema = try Self.schema()
    #expect(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema")
    check(schema, "$")
  }

  /// The reader lists the choices of a text when it meets another.
  @Test func `choices are the same`() throws {
    let schema = try Self.schema()
    func choices(_ schema: JSONValue) -> [String]? {
      schema["enum"].array?.compactMap(\.string)
    }
    func walk(_ schema: JSONValue, _ plan: JSONValue, _ path: [String]) -> [([String], [String])] {
      if let variants = schema["oneOf"].array {
        return variants.filter {
          $0["properties"]["kind"].isNull || $0["properties"]["kind"]["const"] == plan["kind"]
        }.flatMap { walk($0, plan, path) }
      }
      if let choices = choices(schema) {
        return [(path, choices)]
      }
      if schema["type"] == "array", plan[0].object != nil {
        return walk(schema["items"], plan[0], path + ["0"])
      }
      return (schema["properties"].object ?? [:]).flatMap { name, member in
        plan[name].isNull ? [] : walk(member, plan[name], path + [name])
      }
    }
    for plan in try Self.plans() {
      for (path, choices) in walk(schema, plan, []) {
        let said = try Self.faults(plan.setting(path, "zzz")) ?? "no fault"
        let line = "  \(Self.jsonPath(path)): needed one of \(choices.joined(separator: ", ")), "
        #expect(said.contains(line), "\(said)")
      }
    }
    let kinds = (schema["properties"]["design"]["oneOf"].array ?? [])
      .compactMap { $0["properties"]["kind"]["const"].string }.joined(separator: ", ")
    let said = try Self.faults(Plans.coaching().setting(["design", "kind"], "zzz")) ?? "no fault"
    #expect(said.contains("  $.design.kind: needed one of \(kinds), "))
  }
}

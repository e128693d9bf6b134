import Statistics
import TestSupport
import Testing

@Suite struct PlanObjectTests {
  enum Colour: String, CaseIterable { case red, green }

  /// Reads a text with a body and returns what it gave and the faults as sentences.
  static func read<Value>(
    _ text: String, _ body: (PlanObject) -> Value
  ) throws -> (value: Value, faults: [String]) {
    let faults = PlanFaults()
    let root = PlanObject(
      try StrictJSON.parse(Array(text.utf8), source: "s"), path: "$", faults: faults)
    let value = body(root)
    root.close()
    return (value, faults.faults.map(\.description))
  }

  @Test func everyKindOfMemberIsRead() throws {
    let text = """
      {"text":"t","words":"w1","integer":-7,"number":2.50,"flag":false,"choice":"green",
       "texts":["a","b"],"object":{"inner":1},"objects":[{"inner":2},{"inner":3}],"made":"12"}
      """
    let (_, faults) = try Self.read(text) { root in
      #expect(root.text("text") == "t" && root.words("words") == "w1")
      #expect(root.integer("integer") == -7 && root.number("number") == 2.5)
      #expect(root.flag("flag") == false)
      let colour: Colour? = root.choice("choice")
      #expect(colour == .green && root.texts("texts") == ["a", "b"])
      #expect(root.object("object") { $0.integer("inner") } == 1)
      #expect(root.objects("objects") { $0.integer("inner") } == [2, 3])
      #expect(root.make("made", needed: "digits") { Int($0) ?? 0 } == 12)
      #expect(root.has("made") && !root.has("other"))
    }
    #expect(faults.isEmpty)
  }

  @Test func unknownKeysAreFaultsAtTheirPath() throws {
    let (_, faults) = try Self.read(#"{"a":{"b":1,"c":2},"z":0}"#) { root in
      _ = root.object("a") { $0.integer("b") }
    }
    #expect(
      faults == [
        "$.a.c: needed one of b, found an unknown key.",
        "$.z: needed one of a, found an unknown key.",
      ])
    let (_, unjudged) = try Self.read(#"{"z":0}"#) { $0.leaveUnjudged() }
    #expect(unjudged.isEmpty)
  }

  /// Every reader on every wrong value records one fault and gives nil.
  @Test(arguments: [
    "null", "true", "1.5", "1e999", "99999999999999999999", "\"\"", "\"  \"", "\"!\"", "[1]",
    "[{}]",
    "{}",
  ])
  func wrongValuesAreFaults(value: String) throws {
    let readers: [(name: String, accepts: Set<String>, read: (PlanObject) -> Bool)] = [
      ("text", ["\"!\""], { $0.text("m") != nil }), ("words", [], { $0.words("m") != nil }),
      ("integer", [], { $0.integer("m") != nil }),
      ("number", ["1.5", "99999999999999999999"], { $0.number("m") != nil }),
      ("flag", ["true"], { $0.flag("m") != nil }),
      ("choice", [], { (object: PlanObject) in (object.choice("m") as Colour?) != nil }),
      ("texts", [], { $0.texts("m") != nil }),
      ("object", [], { $0.object("m") { $0.integer("inner") } != nil }),
      ("objects", [], { $0.objects("m") { $0.integer("inner") } != nil }),
    ]
    for reader in readers {
      let (found, faults) = try Self.read("{\"m\":\(value)}", reader.read)
      #expect(found == reader.accepts.contains(value), "\(reader.name) of \(value)")
      #expect(faults.isEmpty == found, "\(reader.name) of \(value): \(faults)")
      #expect(faults.allSatisfy { $0.hasPrefix("$.m") })
    }
    let (_, absent) = try Self.read("{}") { root in readers.map { $0.read(root) } }
    #expect(absent.count == readers.count)
  }

  @Test func whatTheLibraryRefusesIsAFaultAtThePath() throws {
    let (_, faults) = try Self.read(#"{"count":-1}"#) { root in
      _ = root.integer("count")
      let rate: EventRate? = root.build("count") { () throws(EvaluationError) in
        try EventRate(count: -1, exposure: 1)
      }
      let none: EventRate? = root.build { () throws(EvaluationError) in
        throw .tooFew(what: "rows", needed: 2, found: 1)
      }
      #expect(rate == nil && none == nil)
    }
    #expect(faults.count == 2 && faults[0].hasPrefix("$.count: needed the count of events"))
    #expect(faults[1].hasPrefix("$: needed values that the library accepts"))
  }

  @Test func whatIsNoObjectIsOneFault() throws {
    let (value, faults) = try Self.read("[1]") { $0.has("a") }
    #expect(!value && faults == ["$: needed an object, found an array."])
  }
}

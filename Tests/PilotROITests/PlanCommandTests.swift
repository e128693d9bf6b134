import Foundation
import TestSupport
import Testing

/// `pilot-roi plan`: figures against the library's references, and requests without an answer.
@Suite struct PlanCommandTests {
  private func figures(_ arguments: [String]) async throws -> JSONValue {
    let ending = try await Program.run(["plan"] + arguments + ["--json"])
    #expect(ending.code == 0, "\(ending.errors)")
    return try JSONDecoder().decode(JSONValue.self, from: Data(ending.output.utf8))
  }

  @Test func `sizes and effects are those of other programs`() async throws {
    let size = try await figures(["--sd", "1", "--effect", "0.5"])
    #expect(size["result"] == "pilot-roi/plan/1")
    #expect(size["size"]["exact"] == 63.7656)
    #expect(size["size"]["treated"] == 64 && size["size"]["control"] == 64)
    let effect = try await figures(["--sd", "1", "--treated", "50"])
    #expect(effect["detectable"]["effect"] == 0.565882)
    #expect(effect["detectable"]["verdict"] == "unknown")
    let pairs = try await figures(["--sd", "1", "--effect", "0.5", "--compare", "pairs"])
    #expect(pairs["size"]["treated"] == 34 && pairs["size"]["control"] == 0)
    let rates = try await figures(["--rate", "0.2", "--treated", "1000"])
    #expect(agrees(rates["detectable"]["effect"].double ?? 0, 0.0523864, relative: 1e-4))
  }

  @Test func `the verdict stands beside the break-even effect`() async throws {
    let worth = ["--value-per-unit", "25", "--headcount", "40", "--cost"]
    let enough = try await figures(
      ["--sd", "12", "--mean", "80", "--treated", "40"] + worth + ["9000"])
    #expect(enough["detectable"]["break_even"] == 9)
    #expect(enough["detectable"]["verdict"] == "sufficient")
    let short = try await figures(["--sd", "12", "--treated", "40"] + worth + ["3000"])
    #expect(short["detectable"]["verdict"] == "insufficient")
    #expect(short["size"]["effect"] == 3)
    let words = try await Program.run(["plan", "--sd", "12", "--treated", "40"] + worth + ["3000"])
    #expect(words.output.hasPrefix("This pilot is too small: a programme that pays may go unseen"))
    #expect(words.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    #expect(words.output.split(separator: "\n").count <= 40)
  }

  @Test func `earlier data give the spread`() async throws {
    let scratch = try Scratch()
    var generator = Generator(seed: 3)
    var rows = "arm,before,after,left\n"
    for row in 0..<400 {
      let before = generator.normal()
      let after = 0.6 * before + 0.8 * generator.normal()
      rows += "\(row % 2),\(before),\(after),\(row % 5 == 0 ? 1 : 0)\n"
    }
    let file = try scratch.write("earlier.csv", rows)
    let plain = try await figures([file, "--outcome", "after", "--treated", "50"])
    let adjusted = try await figures(
      [file, "--outcome", "after", "--baseline", "before", "--treated", "50"])
    let ratio =
      (adjusted["detectable"]["effect"].double ?? 0) / (plain["detectable"]["effect"].double ?? 1)
    #expect(abs(ratio - 0.8) < 0.05)
    let rate = try await figures([file, "--outcome", "left", "--treated", "50"])
    #expect(rate["source"].string?.contains("20 %") == true)
    let some = try await figures(
      [file, "--outcome", "after", "--where", "arm=1", "--treated", "50"])
    #expect(some["source"].string?.contains("200 rows") == true)
  }

  @Test func `the folder is whole`() async throws {
    let scratch = try Scratch()
    let ending = try await Program.run(
      ["plan", "--sd", "1", "--effect", "0.5", "--out", scratch.path("out")])
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(
      scratch.names("out") == ["curve.csv", "report.html", "report.md", "result.json"])
    let curve = try #require(Tables.csv(try scratch.text("out/curve.csv")))
    #expect(curve.count == 13 && curve[0] == ["size", "effect", "power"])
    #expect(try scratch.text("out/report.html").contains("<svg"))
  }

  @Test func `clusters are counted`() async throws {
    let teams = try await figures(
      ["--sd", "1", "--effect", "0.3", "--cluster-size", "10", "--icc", "0.05"])
    #expect(teams["size"]["treated"] == 27)
    #expect(teams["design"].string?.contains("clusters of 10 people") == true)
  }

  @Test(
    arguments: [
      // Sound requests without an answer end with 3.
      (["--sd", "1", "--effect", "0"], 3, "effect of zero"),
      (["--sd", "1", "--effect", "0.5", "--alternative", "less"], 3, "other sign"),
      (["--sd", "1", "--effect", "0.5", "--power", "0.04"], 3, "false alarm"),
      (["--rate", "0.97", "--treated", "60"], 3, "ceiling"),
      (["--sd", "1", "--treated", "1"], 3, "degrees of freedom"),
      // Faulty requests end with 2 and name the option.
      (["--sd", "1"], 2, "--treated"), ([], 2, "--sd"),
      (["--sd", "1", "--rate", "0.2", "--treated", "9"], 2, "--rate"),
      (["--sd", "-1", "--treated", "9"], 2, "standard deviation"),
      (["--sd", "nan", "--treated", "9"], 2, "standard deviation"),
      (["--sd", "1", "--effect", "inf"], 2, "the effect"),
      (["--rate", "1.2", "--treated", "9"], 2, "proportion"),
      (["--sd", "1", "--treated", "-5"], 2, "treated arm"),
      (["--sd", "1", "--treated", "9", "--power", "1"], 2, "power"),
      (["--sd", "1", "--treated", "9", "--alpha", "0"], 2, "alpha"),
      (["--sd", "1", "--treated", "9", "--cluster-size", "10"], 2, "--icc"),
      (["--sd", "1", "--treated", "9", "--icc", "0.1"], 2, "--cluster-size"),
      (["--sd", "1", "--treated", "9", "--correlation", "1"], 2, "variance"),
      (["--sd", "1", "--treated", "9", "--outcome", "x"], 2, "data file"),
      (["--sd", "1", "--treated", "9", "--cost", "-4"], 2, "cost"),
      (["nowhere.csv", "--outcome", "x", "--treated", "9"], 2, "nowhere.csv"),
      (["nowhere.csv", "--sd", "1", "--treated", "9"], 2, "--sd"),
    ] as [([String], Int32, String)])
  func `requests that cannot be met say why`(
    arguments: [String], code: Int32, word: String
  ) async throws {
    let ending = try await Program.run(["plan"] + arguments)
    #expect(ending.code == code, "\(arguments): \(ending.errors)\(ending.output)")
    #expect(ending.errors.contains(word), "\(arguments): \(ending.errors)")
    #expect(ending.output.isEmpty)
  }

  @Test func `faulty data name the column`() async throws {
    let scratch = try Scratch()
    let file = try scratch.write("d.csv", "a,b,c\n1,5,x\n2,5,y\n,5,z\n")
    for (options, code, word) in [
      (["--outcome", "missing"], 2, "missing"), (["--outcome", "a"], 2, "a"),
      (["--outcome", "b"], 3, "b"), (["--outcome", "c"], 2, "c"),
      (["--outcome", "b", "--where", "c=q"], 3, "c=q"),
      (["--outcome", "b", "--where", "c"], 2, "COLUMN=VALUE"),
    ] as [([String], Int32, String)] {
      let ending = try await Program.run(["plan", file] + options + ["--treated", "20"])
      #expect(ending.code == code, "\(options): \(ending.errors)")
      #expect(ending.errors.contains(word), "\(options): \(ending.errors)")
    }
  }
}

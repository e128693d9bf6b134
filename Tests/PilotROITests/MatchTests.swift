import Foundation
import TestSupport
import Testing

/// `pilot-roi match`: the cohort, whom it leaves out, and the effect once it is settled.
@Suite struct MatchTests {
  private static let people = Plans.bundled("job-training").deletingLastPathComponent()
    .appending(path: "people.csv").path

  private static let covariates = [
    "age", "education", "black", "hispanic", "married", "nodegree", "re74", "re75",
  ]

  private static let training =
    ["match", people, "--treatment", "treat", "--covariates"] + covariates

  /// The lines of a file that this program writes, without their line ends.
  private static func lines(_ text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).map(String.init)
  }

  @Test func `the pairs and their effect are those of the library`() async throws {
    let scratch = try Scratch()
    let ending = try await Program.run(
      Self.training + ["--identifier", "id", "--outcome", "re78", "--out", scratch.path("out")])
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(
      scratch.names("out") == [
        "balance.csv", "cohort.csv", "report.html", "report.md", "result.json", "unmatched.csv",
      ])
    let result = try JSONValue(contentsOf: scratch.folder.appending(path: "out/result.json"))
    // R with these pairs: lm(re78 ~ treat), sandwich::vcovCL(cluster = pair, type = "HC1").
    #expect(agrees(result["effect"]["value"].double ?? 0, -112.827015892235, relative: 1e-5))
    #expect(
      agrees(result["effect"]["standard_error"].double ?? 0, 748.422522833433, relative: 1e-5))
    #expect(result["sizes"]["sets"] == 185 && result["balanced"] == false)
    #expect(result["sizes"]["control"]["available"] == 2490)
    #expect(result["balance"].array?.count == 8 && result["unmatched"] == [:])
    #expect(result["hidden_bias"]["tipping_gamma"].isNull)
    #expect(result["result"] == "pilot-roi/match/1")
    let cohort = Self.lines(try scratch.text("out/cohort.csv"))
    #expect(cohort.count == 371 && cohort[0] == "set,row,name,group,weight,distance")
    #expect(cohort[1].hasPrefix("1,1,NSW1,treated,1.0,"))
    #expect(Set(cohort.dropFirst().map { $0.split(separator: ",")[2] }).count == 370)
    let unmatched = Self.lines(try scratch.text("out/unmatched.csv"))
    #expect(unmatched.count == 2490 - 185 + 1 && unmatched[1].hasSuffix("not chosen by anybody"))
    for line in ending.output.split(separator: "\n") { #expect(line.count <= 100) }
    #expect(ending.output.split(separator: "\n").count <= 40)
    #expect(ending.output.contains("6 of 8 covariates"))
  }

  @Test func `without an outcome nothing of it is read or said`() async throws {
    let plain = try await Program.run(Self.training + ["--json"])
    #expect(plain.code == 0)
    let result = try JSONDecoder().decode(JSONValue.self, from: Data(plain.output.utf8))
    #expect(result["effect"].isNull && result["hidden_bias"].isNull)
    #expect(!plain.output.contains("re78"))
  }

  @Test func `constraints are counted before and kept after`() async throws {
    let ending = try await Program.run(
      Self.training + [
        "--exact", "black", "married", "--within", "age=3", "--distance", "logit", "--caliper",
        "0.1", "--ratio", "2", "--reuse", "3", "--json",
      ])
    #expect(ending.code == 0, "\(ending.errors)")
    let result = try JSONDecoder().decode(JSONValue.self, from: Data(ending.output.utf8))
    let candidates = try #require(result["candidates"].array)
    #expect(
      candidates.compactMap { $0["constraint"].string } == [
        "same black", "same married", "within 0.1 standard deviations of the score",
        "within 3 on age", "all together",
      ])
    for row in candidates {
      let counts = ["none", "one", "two_or_more"].compactMap { row[$0].int }
      #expect(counts.reduce(0, +) == 185)
    }
    let left = (result["unmatched"].object ?? [:]).values.compactMap(\.int).reduce(0, +)
    #expect(left >= candidates.last?["none"].int ?? 0)
    #expect(result["sizes"]["sets"].int == 185 - left)
    let exact = try #require(result["balance"].array?.first { $0["covariate"] == "black" })
    #expect(exact["smd_after"].double.map { abs($0) < 1e-8 } == true)
  }

  @Test func `classes and the untreated are answered too`() async throws {
    let classes = try await Program.run(
      Self.training + ["--method", "classes", "--classes", "4", "--target", "all"])
    #expect(classes.code == 0 && classes.output.contains("classes with both groups"))
    let untreated = try await Program.run(
      Self.training + [
        "--target", "control", "--reuse", "unlimited", "--outcome", "re78", "--json",
      ])
    #expect(untreated.code == 0, "\(untreated.errors)")
    let result = try JSONDecoder().decode(JSONValue.self, from: Data(untreated.output.utf8))
    #expect(result["estimand"] == "control" && result["sizes"]["sets"] == 2490)
  }

  @Test func `faults name what is wrong`() async throws {
    let scratch = try Scratch()
    let few = try scratch.write("few.csv", "t,a\n1,2\n0,3\n1,4\n0,5\n1,3\n")
    let all = try scratch.write("all.csv", "t,a\n1,2\n1,3\n1,4\n")
    let gaps = try scratch.write("gaps.csv", "t,a\n1,2\n0,\n1,4\n0,5\n1,3\n0,1\n")
    let empty = try scratch.write("empty.csv", "t,a\n")
    func small(_ path: String, _ more: [String] = []) -> [String] {
      ["match", path, "--treatment", "t", "--covariates", "a"] + more
    }
    let table: [([String], Int32, String)] = [
      (small("absent.csv"), 2, "absent.csv"),
      (small(empty), 3, "rows"),
      (small(all), 3, "control rows"),
      (small(gaps), 2, "\"a\""),
      (small(few, ["--caliper", "0"]), 2, "caliper"),
      (small(few, ["--ratio", "0"]), 2, "ratio"),
      (small(few, ["--reuse", "never"]), 2, "--reuse"),
      (small(few, ["--reuse", "0"]), 2, "--reuse"),
      (small(few, ["--exact", "b"]), 2, "\"b\""),
      (small(few, ["--exact", "t"]), 2, "\"t\""),
      (small(few, ["--within", "a"]), 2, "COLUMN=WIDTH"),
      (small(few, ["--within", "a=x"]), 2, "COLUMN=WIDTH"),
      (small(few, ["--within", "a=-1"]), 2, "caliper"),
      (small(few, ["--method", "optimal", "--order", "data"]), 2, "--order"),
      (small(few, ["--method", "classes", "--ratio", "2"]), 2, "--ratio"),
      (small(few, ["--method", "optimal", "--distance", "mahalanobis"]), 2, "distance"),
      (small(few, ["--target", "all"]), 2, "population"),
      (small(few, ["--outcome", "t"]), 2, "outcome"),
      (small(few, ["--outcome", "y"]), 2, "\"y\""),
      (small(few, ["--identifier", "a"]), 2, "\"a\""),
      (small(few, ["--distance", "miles"]), 2, "distance"),
      (["match", few, "--treatment", "a", "--covariates", "t"], 2, "\"a\""),
      (["match", few, "--treatment", "t"], 2, "covariates"),
    ]
    for (arguments, code, words) in table {
      let ending = try await Program.run(arguments + ["--out", scratch.path("out")])
      #expect(ending.code == code, "\(arguments) \(ending.errors)")
      #expect(ending.errors.contains(words), "\(arguments) \(ending.errors)")
      #expect(ending.output.isEmpty && scratch.names("out") == nil, "\(arguments)")
    }
  }

  @Test func `nobody to match with is explained by the count of candidates`() async throws {
    let ending = try await Program.run(Self.training + ["--exact", "id"])
    #expect(ending.code == 3)
    #expect(ending.errors.contains("same id"))
    #expect(ending.errors.contains("185 of 185 people have no candidate"))
  }

  @Test func `rows with gaps are left out only when asked`() async throws {
    let scratch = try Scratch()
    var rows = Plans.people()
    rows[5][2] = ""
    let file = try scratch.write("people.csv", Plans.csv(rows))
    let arguments = ["match", file, "--treatment", "treat", "--covariates", "age", "tenure"]
    #expect(try await Program.run(arguments).code == 2)
    let ending = try await Program.run(arguments + ["--complete-cases", "--json"])
    #expect(ending.code == 0, "\(ending.errors)")
    let result = try JSONDecoder().decode(JSONValue.self, from: Data(ending.output.utf8))
    let sizes = result["sizes"]
    let total = (sizes["treated"]["available"].int ?? 0) + (sizes["control"]["available"].int ?? 0)
    #expect(total == 39)
  }
}

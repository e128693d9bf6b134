import Foundation
import ProgramEvaluation
import TestSupport
import Testing

/// `pilot-roi experiment`: rows and summaries, every analysis, and what is refused.
@Suite struct ExperimentTests {
  private static let nsw = Program.package.appending(path: "Examples/Data/nsw/nsw_dw.csv").path

  private static let rows = ["experiment", nsw, "--treatment", "treat", "--outcome", "re78"]

  private static func figures(_ arguments: [String], code: Int32 = 0) async throws -> JSONValue {
    let ending = try await Program.run(arguments + ["--json"])
    #expect(ending.code == code, "\(ending.errors)")
    return try JSONDecoder().decode(JSONValue.self, from: Data(ending.output.utf8))
  }

  // MARK: Figures

  @Test func `the trial's known figures come out`() async throws {
    let welch = try await Self.figures(Self.rows)
    #expect(welch["effect"]["value"].double == 1794.34)
    #expect(welch["effect"]["standard_error"].double == 670.997)
    #expect(welch["treatment"]["assigned"] == 185 && welch["control"]["analysed"] == 260)
    let pooled = try await Self.figures(Self.rows + ["--analysis", "pooled"])
    #expect(pooled["effect"]["standard_error"].double == 632.853)
    #expect(pooled["effect"]["degrees_of_freedom"] == 443)
  }

  @Test func `every analysis of rows answers as the library does`() async throws {
    let people = try DataFrame(csv: Self.nsw)
    let table: [([String], String, Experiment.Analysis)] = [
      ([], "re78", .welch), (["--analysis", "pooled"], "re78", .pooled),
      (["--analysis", "proportions"], "married", .proportions),
      (["--covariate", "re75"], "re78", .cuped(covariate: "re75")),
      (["--cluster", "education"], "re78", .clustered(by: "education")),
      (
        ["--analysis", "permutation", "--draws", "199", "--seed", "7"], "re78",
        .permutation(try PermutationTest.Method(draws: 199, seed: 7))
      ),
    ]
    for (options, outcome, analysis) in table {
      let found = try await Self.figures(
        ["experiment", Self.nsw, "--treatment", "treat", "--outcome", outcome] + options)
      let wanted = try Experiment(people, treatment: "treat", outcome: outcome, analysis: analysis)
      for (name, value) in [
        ("value", wanted.effect.value), ("standard_error", wanted.effect.standardError),
        ("p_value", wanted.pValue), ("lower", wanted.effect.interval()?.lower),
      ] {
        #expect(
          digits(of: found["effect"][name].double ?? 0, against: value ?? 0) > 5
            || value == nil && found["effect"][name].isNull, "\(analysis) \(name)")
      }
      #expect(found["analysis"].string == analysis.description)
    }
  }

  @Test func `summaries answer as rows do`() async throws {
    let means = try await Self.figures([
      "experiment", "--treated", "185,6349.143530,7867.402218", "--control",
      "260,4554.801126,5483.836001", "--assigned", "185,260",
    ])
    let rows = try await Self.figures(Self.rows)
    for name in ["value", "standard_error", "degrees_of_freedom", "lower", "upper", "p_value"] {
      #expect(
        digits(of: means["effect"][name].double ?? 0, against: rows["effect"][name].double ?? 1) > 4
      )
    }
    let counts = try await Self.figures([
      "experiment", "--treated", "56/70", "--control", "48/80", "--assigned", "70,80",
      "--expected-share", "0.5", "--level", "0.9",
    ])
    #expect(counts["effect"]["value"] == 0.2 && counts["effect"]["level"] == 0.9)
    #expect(counts["effect"]["p_value"].double == 0.0125211)
    #expect(counts["sample_ratio"]["counts"] == [70, 80])
  }

  @Test func `a failed check ends with no answer, and an open one is said`() async throws {
    let lost = try await Program.run([
      "experiment", "--treated", "100,5,2", "--control", "90,4,2", "--assigned", "100,140",
    ])
    #expect(lost.code == 3)
    #expect(lost.output.contains("no longer comparable"))
    #expect(lost.output.contains("A check failed"))
    let silent = try await Program.run([
      "experiment", "--treated", "100,5,2", "--control", "90,4,2",
    ])
    #expect(silent.code == 0)
    #expect(silent.output.contains("numbers assigned were not given"))
    let ratio = try await Program.run(Self.rows + ["--expected-share", "0.5"])
    #expect(ratio.code == 3)
    #expect(ratio.output.contains("planned 50 % to 50 %"))
  }

  @Test func `missing outcomes are refused, or left out and counted`() async throws {
    let scratch = try Scratch()
    let file = try scratch.write(
      "people.csv", "arm,y\n1,2\n1,\n1,5\n1,4\n0,1\n0,2\n0,0\n0,3\n")
    let arguments = ["experiment", file, "--treatment", "arm", "--outcome", "y"]
    let refused = try await Program.run(arguments)
    #expect(refused.code == 2 && refused.errors.contains("\"y\", row 2"))
    let counted = try await Self.figures(arguments + ["--complete-cases"])
    #expect(counted["treatment"]["missing"] == 1 && counted["treatment"]["assigned"] == 4)
  }

  // MARK: Output

  @Test func `the screen is one page and the folder is whole`() async throws {
    let scratch = try Scratch()
    for options in [[], ["--covariate", "re74"], ["--cluster", "age"], ["--lower-is-better"]] {
      let ending = try await Program.run(Self.rows + options + ["--unit", "dollars"])
      let lines = ending.output.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count <= 40)
      for line in lines { #expect(line.count <= 100) }
      #expect(lines[0].hasPrefix("re78: ") && lines[0].contains("dollars"))
      #expect(ending.output.contains(options == ["--lower-is-better"] ? "did harm" : "helped"))
    }
    let folder = try await Program.run(Self.rows + ["--out", scratch.path("out")])
    #expect(folder.code == 0)
    #expect(scratch.names("out") == ["report.html", "report.md", "result.json"])
    #expect(try scratch.text("out/report.md").contains("differential attrition"))
  }

  // MARK: Refusals

  @Test(arguments: [
    (["experiment"], 2, "a CSV file, or --treated and --control"),
    (["experiment", nsw], 2, "--treatment"),
    (["experiment", nsw, "--treatment", "treat"], 2, "--outcome"),
    (["experiment", nsw, "--treatment", "treat", "--outcome", "re79"], 2, "\"re79\""),
    (["experiment", nsw, "--treatment", "age", "--outcome", "re78"], 2, "\"age\""),
    (["experiment", nsw, "--treatment", "treat", "--outcome", "treat"], 2, "different columns"),
    (["experiment", "absent.csv", "--treatment", "a", "--outcome", "b"], 2, "absent.csv"),
    (rows + ["--covariate", "absent"], 2, "\"absent\""),
    (rows + ["--covariate", "re75", "--cluster", "age"], 2, "a covariate and a cluster"),
    (rows + ["--covariate", "re75", "--analysis", "welch"], 2, "one of"),
    (rows + ["--analysis", "clusterMeans"], 2, "a cluster beside clusterMeans"),
    (rows + ["--cluster", "education", "--analysis", "clusterMeans"], 2, "one arm each"),
    (rows + ["--pair", "age"], 2, "one treated and one control"),
    (rows + ["--analysis", "proportions"], 2, "0 and 1"),
    (rows + ["--analysis", "guess"], 2, "--analysis"),
    (rows + ["--level", "1"], 2, "--level"), (rows + ["--level", "nan"], 2, "--level"),
    (rows + ["--expected-share", "2"], 2, "inside (0, 1)"),
    (rows + ["--draws", "3", "--analysis", "permutation"], 2, "random assignments"),
    (rows + ["--treated", "3/4"], 2, "both"),
    (["experiment", "--treated", "3/4"], 2, "neither"),
    (["experiment", "--treated", "5/4", "--control", "1/4"], 2, "successes"),
    (["experiment", "--treated", "x", "--control", "1/4"], 2, "PEOPLE,MEAN,SD"),
    (["experiment", "--treated", "1/2/3", "--control", "1/4"], 2, "PEOPLE,MEAN,SD"),
    (["experiment", "--treated", "9,1,-2", "--control", "9,1,2"], 2, "PEOPLE,MEAN,SD"),
    (["experiment", "--treated", "9,1,2", "--control", "1/4"], 2, "one of each"),
    (["experiment", "--treated", "1,1,0", "--control", "9,1,2"], 3, "Too few"),
    (["experiment", "--treated", "9,1,0", "--control", "9,2,0"], 3, "cannot explain"),
    (["experiment", "--treated", "1/9", "--control", "1/4", "--assigned", "3"], 2, "--assigned"),
    (["experiment", "--treated", "1/9", "--control", "1/4", "--assigned", "8,4"], 2, "analysed"),
    (["experiment", "--treated", "1/9", "--control", "1/4", "--cluster", "a"], 2, "a CSV file"),
    (
      ["experiment", "--treated", "1/9", "--control", "1/4", "--expected-share", "0.5"], 2,
      "numbers assigned"
    ),
  ]) func `what cannot be answered is refused in words`(
    arguments: [String], code: Int32, words: String
  ) async throws {
    let ending = try await Program.run(arguments)
    #expect(ending.code == code, "\(ending.output)\(ending.errors)")
    #expect(ending.errors.contains(words), "\(ending.errors)")
    #expect(ending.output.isEmpty)
  }

  // MARK: Plans

  @Test(
    arguments: [
      (["analysis": "clusterMeans"], "$.design.analysis"),
      (["covariate": "age", "cluster": "tenure"], "$.design.analysis"),
      (["covariate": 4], "$.design.covariate"), (["expectedShare": 1], "$.design.expectedShare"),
      (["expectedShare": "half"], "$.design.expectedShare"),
      (
        ["kind": "randomizedCounts", "treated": ["people": 4, "successes": 5]],
        "$.design.treated"
      ),
      (
        ["kind": "randomizedMeans", "treated": ["people": 4, "mean": 5, "standardDeviation": -1]],
        "$.design.treated.standardDeviation"
      ),
      (["kind": "randomizedMeans", "assigned": ["treated": 4]], "$.design.assigned.control"),
    ] as [(JSONValue, String)]) func `faults of a planned experiment name their place`(
      members: JSONValue, place: String
    ) async throws
  {
    let scratch = try Scratch()
    try scratch.write("people.csv", Plans.csv(Plans.people()))
    var plan = try Plans.experiment()
    for (name, value) in members.object ?? [:] { plan = plan.setting(["design", name], value) }
    let file = try scratch.write("plan.json", plan)
    let ending = try await Program.run(["run", file, "--out", scratch.path("out")])
    #expect(ending.code == 2)
    #expect(ending.errors.contains("\(place): needed "), "\(ending.errors)")
  }

  @Test func `planned analyses reach the case`() async throws {
    let scratch = try Scratch()
    try scratch.write("people.csv", Plans.csv(Plans.people()))
    for (member, value, words) in [
      ("covariate", "age", "CUPED, Welch t"), ("cluster", "tenure", "CR2 clustered by tenure"),
      ("analysis", "permutation", "permutation test"), ("analysis", "pooled", "pooled variance"),
    ] {
      let plan = try Plans.experiment().setting(["design", member], .string(value))
      let file = try scratch.write("plan.json", plan)
      let ending = try await Program.run(
        ["run", file, "--out", scratch.path("out"), "--force", "--json"])
      #expect(ending.code == 0, "\(ending.errors)")
      #expect(ending.output.contains(words), "\(words)")
    }
  }
}

import Foundation
import TestSupport
import Testing

/// The two pilots that ship with the package, by their numbers.
@Suite struct BundledPilotsTests {
  private static let files = Outputs.files

  private func run(_ name: String) async throws -> (Scratch, Program.Ending, JSONValue) {
    let scratch = try Scratch()
    let ending = try await Program.run(
      ["run", Plans.bundled(name).path, "--out", scratch.path("out")])
    let result = try JSONValue(contentsOf: scratch.folder.appending(path: "out/result.json"))
    return (scratch, ending, result)
  }

  @Test(arguments: Plans.bundledNames)
  func `a pilot ends well and writes its files`(name: String) async throws {
    let (scratch, ending, result) = try await run(name)
    // A gate that is not go ends with 1.
    #expect(ending.code == (name == "coaching-exits" ? 1 : 0))
    #expect(ending.errors.isEmpty)
    #expect(scratch.names("out") == Self.files)
    #expect(scratch.names() == ["out"])
    #expect(result["result"] == "pilot-roi/result/1")
    #expect(try scratch.text("out/result.json").hasSuffix("}\n"))
    let lines = ending.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 40, "the summary fits a screen")
    #expect(lines.allSatisfy { $0.count <= 100 }, "the summary fits a screen")
  }

  @Test(arguments: Plans.bundledNames)
  func `two runs write the same bytes`(name: String) async throws {
    let (first, firstEnding, _) = try await run(name)
    let (second, secondEnding, _) = try await run(name)
    func words(_ ending: Program.Ending, _ scratch: Scratch) -> String {
      ending.output.replacing(scratch.path("out"), with: "OUT").split(
        whereSeparator: \.isWhitespace
      )
      .joined(separator: " ")
    }
    #expect(words(firstEnding, first) == words(secondEnding, second))
    #expect(first.tree("out").count > Self.files.count && first.tree("out") == second.tree("out"))
    for file in first.tree("out") {
      #expect(try first.text("out/" + file) == second.text("out/" + file), "\(file)")
    }
  }

  @Test func `the coaching pilot gives the figures of the reference case`() async throws {
    let (scratch, ending, result) = try await run("coaching-exits")
    let year = result
    #expect(year["attributable_value"] == "72000.00")
    #expect(year["gross_value_of_delta"] == "240000.00")
    #expect(year["program_cost"] == "30000.00")
    #expect(year["net_benefit"] == "42000.00")
    #expect(year["roi_ratio_net_over_cost"] == "1.4")
    #expect(year["bcr_gross_over_cost"] == "2.4")
    #expect(year["delta"] == "2")
    #expect(year["is_extrapolated"] == true)
    #expect(year["break_even"]["break_even_attribution"] == "0.125")

    let reference = try JSONValue(
      contentsOf: Program.package.appending(
        path: "Tests/Reference/roi/roi-s25-seed-quarter.json"))["expected"]
    let interval = year["interval"]
    #expect(interval["level"] == 0.9)
    #expect(interval["sides"] == "two")
    for (index, side) in ["lower", "upper"].enumerated() {
      let roi = try #require(interval[side].double)
      let expected = try #require(reference["roi_mover"][index].double)
      #expect(agrees(roi, expected, relative: 1e-9))
      let delta = try #require(interval["delta"][side].double)
      #expect(agrees(delta, try #require(reference["mover_ci"][index].double), relative: 1e-9))
    }
    let headline = year["headline"]
    #expect(headline["level"] == 0.9)
    #expect(headline["sides"] == "lower")
    let bound = try #require(headline["lower"].double)
    #expect(agrees(bound, -15.18, relative: 0, absolute: 0.005))

    let window = result["in_window"]
    #expect(window["delta"] == "0.5")
    #expect(window["attributable_value"] == "18000.00")
    #expect(window["roi_ratio_net_over_cost"] == "-0.4")
    #expect(window["is_extrapolated"] == false)

    let band = result["at_band"]
    #expect(band["low"]["share"] == "0.15")
    #expect(band["high"]["share"] == "0.25")
    #expect(band["low"]["attributable_value"] == "36000.00")
    #expect(band["high"]["attributable_value"] == "60000.00")
    #expect(band["low"]["roi_ratio_net_over_cost"] == "0.2")
    #expect(band["high"]["roi_ratio_net_over_cost"] == "1")
    #expect(result["attribution"]["labels"] == ["writtenOverride"])

    let report = try scratch.text("out/report.md")
    for text in [ending.output, report] {
      for figure in ["72,000", "1.4", "-19.938", "-15.18", "18,000", "-0.4", "36,000", "60,000"] {
        let needle = figure == "-15.18" ? "-15.1" : figure
        #expect(text.contains(needle), "\(figure)")
      }
    }
  }

  /// Effect and standard error recomputed in Python: pairs by the same rule, then the
  /// pair-clustered sandwich of a regression on the matched rows.
  @Test func `the job-training pilot says that matching does not recover the truth`() async throws {
    let (scratch, ending, result) = try await run("job-training")
    let effects = try #require(result["effects"].array)
    #expect(effects.map(\.["label"]) == ["naive difference", "matched cohort", "benchmark"])
    let naive = try #require(effects[0]["value"].double)
    #expect(agrees(naive, -15204.78, relative: 0, absolute: 0.005))
    let effect = try #require(effects[1]["value"].double)
    #expect(agrees(effect, -112.82701589223501, relative: 1e-10))
    let error = try #require(effects[1]["standard_error"].double)
    #expect(agrees(error, 748.4225228334325, relative: 1e-10))
    #expect(effects[2]["value"] == 1794.34)
    let upper = try #require(effects[1]["interval"]["upper"].double)
    #expect(upper < 1794.34)
    let checks = try #require(result["checks"].array)
    let benchmark = checks.first { $0["name"] == "benchmark" }
    #expect(benchmark?["verdict"] == "failed")
    let balance = checks.first { $0["name"] == "covariate balance" }
    #expect(balance?["verdict"] == "failed")
    #expect(result["balance"].array?.count == 9)
    #expect(result["perspective"] == "participant")
    for text in [ending.output, try scratch.text("out/report.md")] {
      let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(words.contains("participants' money"))
      #expect(words.contains("does not recover the truth"))
      #expect(text.contains("1,794.34"))
    }
  }

  @Test func `an effect of the matched alone says so to the last line`() async throws {
    let scratch = try Scratch()
    let plan = try Plans.jobTraining().setting(
      ["design", "caliper"], ["width": 0.2, "scale": "overallStandardDeviation"])
    let file = try scratch.write("plan.json", plan)
    let ending = try await Program.run(["run", file, "--out", scratch.path("out")])
    #expect(ending.code == 0, "\(ending.errors)")
    let text = ending.output.replacing("\n    ", with: " ")
    #expect(text.contains("of the matched alone"))
    #expect(text.contains("97 of 185 treated people have no partner"))
    #expect(text.contains("The effect of 88 matched people is multiplied by 185 units"))
    #expect(try scratch.text("out/worksheet.csv").contains("of the matched alone"))
  }

  @Test func `those assigned without an outcome are counted in each arm`() async throws {
    let scratch = try Scratch()
    var rows = Plans.people()
    for row in [2, 3, 5, 6, 8] { rows[row][4] = "" }
    try scratch.write("people.csv", Plans.csv(rows))
    let plan = try Plans.experiment().setting(["design", "missing"], "completeCases")
    let file = try scratch.write("plan.json", plan)
    let ending = try await Program.run(["run", file, "--out", scratch.path("out")])
    #expect(ending.code == 0, "\(ending.errors)")
    let text = ending.output.replacing("\n    ", with: " ")
    #expect(
      text.contains(
        "Treated: 14 assigned, 14 analysed, 0 without an outcome; control: 26 assigned, 21 analysed, 5 without an outcome."
      ))
    #expect(text.contains("may no longer be comparable"))
  }

  @Test func `the file for machines can be printed instead`() async throws {
    let scratch = try Scratch()
    let plan = Plans.bundled("coaching-exits").path
    let ending = try await Program.run(["run", plan, "--out", scratch.path("out"), "--json"])
    #expect(ending.code == 1)
    #expect(ending.output == (try scratch.text("out/result.json")))
  }

  @Test func `a seed is recorded`() async throws {
    let scratch = try Scratch()
    let plan = Plans.bundled("coaching-exits").path
    let seed = "18446744073709551615"
    let ending = try await Program.run(
      ["run", plan, "--out", scratch.path("out"), "--seed", seed])
    #expect(ending.code == 1)
    #expect(try scratch.text("out/result.json").contains("\"seed\" : \(seed)"))
  }

  @Test func `a workbook that cannot hold the amounts is left out, and said to be`() async throws {
    let scratch = try Scratch()
    let plan = try Plans.coaching().setting(["value", "perUnit"], "90000000000000.01")
    let file = try scratch.write("plan.json", plan)
    let ending = try await Program.run(["run", file, "--out", scratch.path("out")])
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(scratch.names("out")?.contains("worksheet.csv") == true)
    #expect(scratch.names("out")?.contains("worksheet.xlsx") == false)
    #expect(ending.output.contains("worksheet.xlsx is left out: "))
    #expect(try scratch.text("out/report.md").contains("left out: "))
  }

  @Test func `a plan is found from its own folder`() async throws {
    let scratch = try Scratch()
    let folder = Plans.bundled("job-training").deletingLastPathComponent()
    let ending = try await Program.run(
      ["run", "plan.json", "--out", scratch.path("out")], in: folder)
    #expect(ending.code == 0)
  }
}

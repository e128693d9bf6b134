import Foundation
import TestSupport
import Testing

/// `pilot-roi series` and the plan's interrupted series.
@Suite struct SeriesTests {
  private static let months = Program.package.appending(
    path: "Examples/Data/seat-belts/months.csv"
  ).path

  private static func arguments(
    _ data: String = months, start: String = "1983-02-01", extra: [String] = []
  ) -> [String] {
    [
      "series", data, "--outcome", "drivers", "--time", "month", "--start", start, "--season", "12",
    ] + extra
  }

  /// The reference's figures of logarithms: REML at the exact optimum.
  @Test func `figures are those of the reference`() async throws {
    let scratch = try Scratch()
    let ending = try await Program.run(
      Self.arguments(extra: ["--scale", "logarithm", "--out", scratch.path("out"), "--json"]))
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(
      scratch.names("out")
        == ["coefficients.csv", "report.html", "report.md", "result.json", "series.csv"])
    let json = try JSONValue(contentsOf: scratch.folder.appending(path: "out/result.json"))
    let level = json["coefficients"]["level change"]
    #expect(digits(of: try #require(level["value"].double), against: -0.236841433952746) > 5)
    #expect(
      digits(of: try #require(level["standard_error"].double), against: 0.0569409929463705) > 5)
    #expect(
      digits(of: try #require(level["degrees_of_freedom"].double), against: 55.8762500647391) > 5)
    #expect(digits(of: try #require(json["autocorrelation"].double), against: 0.52316632248748) > 5)
    #expect(json["result"] == "pilot-roi/series/1")
    #expect(json["periods_before"] == 169 && json["periods_after"] == 23)
    let rows = try #require(Tables.csv(try scratch.text("out/series.csv")))
    #expect(rows.count == 193 && rows[170][0] == "1983-02")
    #expect(try scratch.text("out/report.html").contains("<svg"))
  }

  @Test func `the summary fits a screen and names its conventions`() async throws {
    let ending = try await Program.run(Self.arguments())
    #expect(ending.code == 0)
    let lines = ending.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 44 && lines.allSatisfy { $0.count <= 110 })
    #expect(lines[0].hasPrefix("drivers from 1983-02 on: a fall, "))
    for words in [
      "the slope change is 0 at the first month after", "REML AR(1), Satterthwaite t",
      "a level for each", "Durbin-Watson 0.", "Ljung-Box of 24 lags",
    ] {
      let text = ending.output.replacing("\n", with: " ")
      #expect(text.contains(words), "\(words)")
    }
  }

  @Test(arguments: [
    ["--method", "neweyWest", "--lag", "6"], ["--method", "praisWinsten"],
    ["--method", "cochraneOrcutt"], ["--method", "maximumLikelihood"],
    ["--method", "leastSquares"], ["--comparison", "rear"],
    ["--comparison", "rear", "--comparison-model", "difference", "--scale", "logarithm"],
    ["--fourier-pairs", "3"], ["--slope-origin", "oneAtFirstPeriod"], ["--phase-in", "2"],
    ["--change", "level"], ["--period", "month"], ["--start", "1984-01-01"],
  ])
  func `every option answers`(extra: [String]) async throws {
    let ending = try await Program.run(Self.arguments(extra: extra + ["--json"]))
    #expect(ending.code == 0, "\(extra): \(ending.errors)")
    let scratch = try Scratch()
    try scratch.write("figures.json", ending.output)
    let json = try JSONValue(contentsOf: scratch.folder.appending(path: "figures.json"))
    #expect(json["average_effect"]["value"].double != nil)
    if extra.contains("6") { #expect(json["method"].string?.contains("lag 6") == true) }
  }

  @Test func `faults are named with their remedy`() async throws {
    let scratch = try Scratch()
    let header = "month,drivers\n"
    let short = try scratch.write(
      "short.csv", header + "2024-01-01,1\n2024-02-01,3\n2024-03-01,2\n")
    let unsorted = try scratch.write(
      "unsorted.csv", header + "2024-02-01,1\n2024-01-01,3\n2024-03-01,2\n")
    let texts = try scratch.write("texts.csv", header + "2024-01-01,many\n2024-02-01,few\n")
    let empty = try scratch.write("empty.csv", "")
    let hole = try scratch.write("hole.csv", header + "2024-01-01,\n2024-02-01,3\n")
    let table: [([String], Int32, String)] = [
      (Self.arguments(short, start: "2024-02-01"), 3, "Too few"),
      (Self.arguments(unsorted, start: "2024-02-01"), 2, "sort the rows by time"),
      (Self.arguments(texts, start: "2024-02-01"), 2, "\"drivers\""),
      (Self.arguments(empty), 2, "empty"), (Self.arguments(hole), 2, "\"drivers\""),
      (Self.arguments("absent.csv"), 2, "absent.csv"),
      (Self.arguments(start: "soon"), 2, "--start"),
      (Self.arguments(start: "1960-01-01"), 3, "before 1960-01"),
      (Self.arguments(start: "1999-01-01"), 3, "from 1999-01 on"),
      (Self.arguments(extra: ["--lag", "3"]), 2, "--method neweyWest"),
      (Self.arguments(extra: ["--comparison", "absent"]), 2, "\"absent\""),
      (Self.arguments(extra: ["--comparison", "drivers"]), 2, "other than the outcome"),
      (Self.arguments(extra: ["--phase-in=-1"]), 2, "phase-in"),
      (Self.arguments(extra: ["--method", "neweyWest", "--lag", "500"]), 2, "lag"),
    ]
    for (arguments, code, words) in table {
      let ending = try await Program.run(arguments + ["--out", scratch.path("out")])
      #expect(ending.code == code, "\(arguments): \(ending.errors)")
      #expect(!ending.errors.isEmpty && ending.errors.contains(words), "\(ending.errors)")
      #expect(scratch.names("out") == nil)
    }
  }

  // MARK: Plans

  @Test func `a plan turns a series into money`() async throws {
    let scratch = try Scratch()
    let file = try scratch.write("plan.json", try Plans.series())
    let ending = try await Program.run(["run", file, "--out", scratch.path("out")])
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(ending.output.contains("interrupted time series with comparison"))
    let report = try scratch.text("out/report.md")
    #expect(report.contains("REML AR(1), Satterthwaite t") && report.contains("1983-02"))
  }

  @Test func `faults of a plan are named by their path`() async throws {
    let scratch = try Scratch()
    let plan = try Plans.series()
    let table: [([String], JSONValue, String)] = [
      (["design", "interventions"], [], "interventions"),
      (["design", "interventions", "0", "start"], "soon", "$.design.interventions[0].start"),
      (["design", "interventions", "0", "start"], 170, "$.design.interventions[0].start"),
      (["design", "interventions", "0", "change"], "none", "$.design.interventions[0].change"),
      (["design", "season", "periods"], 1, "season"),
      (["design", "period"], "eon", "$.design.period"),
      (["design", "method"], "magic", "$.design.method"),
      (["design", "units"], "0", "$.design.units"),
      (["design", "comparison"], "absent", "absent"),
    ]
    for (path, value, words) in table {
      let file = try scratch.write("plan.json", plan.setting(path, value))
      let ending = try await Program.run(["run", file, "--out", scratch.path("out")])
      #expect([2, 3].contains(ending.code), "\(path)")
      #expect(ending.errors.contains(words), "\(path): \(ending.errors)")
      #expect(scratch.names("out") == nil)
    }
  }

  @Test func `a starter plan asks for the start`() async throws {
    let ending = try await Program.run([
      "init", Self.months, "--design", "interruptedTimeSeries", "--outcome", "drivers", "--json",
    ])
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(ending.output.contains("\"time\": \"month\""))
    #expect(ending.output.contains("\"start\": \"REPLACE:"))
  }
}

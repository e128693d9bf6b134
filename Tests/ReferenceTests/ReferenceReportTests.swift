import Foundation
import TestSupport
import Testing

/// The suites must fail when they should: the record of a folder, tried on good and faulty folders.
@Suite struct ReferenceReportTests {
  private static let close = ReferenceTolerance.within(relative: 1e-9, absolute: 1e-12)

  private func failures(
    _ answer: JSONValue, _ expected: JSONValue, _ tolerance: ReferenceTolerance = close
  ) -> [String] {
    var report = ReferenceReport(folder: "folder", notYet: [])
    report.compare(answer, with: expected, tolerance: tolerance, kind: "kind", place: "case")
    return report.failures
  }

  // MARK: Comparing

  @Test(
    arguments: [
      (1.0, 1.0), (1.0000000005, 1), ("Infinity", .number(.infinity)),
      (.number(-.infinity), "-inf"),
      (1e-13, 0), ([1, [2.0, 3.0]], [1, [2.0, 3.0]]), (["a": 1, "more": 2], ["a": 1]), (nil, nil),
      (true, true), ("text", "text"), (0.25, "0.25"),
    ] as [(JSONValue, JSONValue)])
  func agreeing(answer: JSONValue, expected: JSONValue) {
    #expect(failures(answer, expected) == [])
  }

  @Test(
    arguments: [
      (1.000000005, 1), (1.0, "Infinity"), (.number(.infinity), 1), (.number(.nan), 1), (1e-11, 0),
      ([1, 2], [1]), ([1], [1, 2]), (nil, 1), (1, nil), (false, true), (true, 1), ("text", "other"),
      ([:], 1), (["a": nil], ["a": 1]), (["a": ["b": 2]], ["a": ["b": 3]]), ([1], ["a": 1]),
    ] as [(JSONValue, JSONValue)])
  func differing(answer: JSONValue, expected: JSONValue) {
    #expect(failures(answer, expected).count == 1)
    #expect(failures(answer, expected).first?.hasPrefix("folder/case") == true)
  }

  @Test func exactDecimals() {
    for (answer, expected) in [("1.40", "1.4"), ("-0.00", "0"), ("72000", "72000.00")] {
      #expect(failures(.string(answer), .string(expected), .exactDecimal) == [])
    }
    for (answer, expected) in [("1.4", "1.41"), ("10", "1"), ("100", "1"), ("-1", "1")] {
      #expect(failures(.string(answer), .string(expected), .exactDecimal).count == 1)
    }
  }

  @Test func leastDigits() {
    #expect(failures(1.0000001, 1, .digits(6)) == [])
    #expect(failures(1.0000001, 1, .digits(8)).count == 1)
  }

  @Test func whatAnAnswerLacksIsLeftOut() {
    var report = ReferenceReport(folder: "folder", notYet: [])
    report.compare(
      ["a": 1, "b": ["c": 2]], with: ["a": 1, "b": ["c": 2, "d": 3], "e": [1]],
      tolerance: Self.close, kind: "kind", place: "case")
    #expect(report.failures == [])
    #expect(report.numbers == 2)
    #expect(report.leftOut == ["kind.b.d", "kind.e"])
    #expect(report.summary.contains("kind.b.d, kind.e"))
  }

  @Test func aFieldsOwnToleranceCounts() {
    var report = ReferenceReport(folder: "folder", notYet: [])
    report.compare(
      ["a": 1.1, "b": 1.1], with: ["a": 1, "b": 1], tolerance: Self.close,
      fieldTolerance: ["b": .within(relative: 0.2, absolute: 0)], kind: "kind", place: "case")
    #expect(report.failures.count == 1)
    #expect(report.failures.first?.contains("case a") == true)
  }

  // MARK: Folders

  /// Lets a body look at a root that holds the given files, which are removed afterwards.
  @Test func anAbsentFolderIsSaid() throws {
    let report = try ReferenceRoot.withFiles(["roi/x.json": "{}"]) {
      ReferenceNist.report(below: $0)
    }
    #expect(report.isAbsent)
    #expect(report.failures == [])
    #expect(report.summary.contains("absent"))
  }

  @Test func anAbsentRootFails() {
    let nowhere = ReferenceRoot(URL(filePath: "/nowhere/at/all"))
    #expect(ReferenceNist.report(below: nowhere).failures.count == 1)
  }

  @Test func aRootOfOtherThingsFails() throws {
    let report = try ReferenceRoot.withFiles(["other/x.json": "{}"]) {
      ReferenceNist.report(below: $0)
    }
    #expect(report.failures.count == 1)
  }

  @Test(arguments: ReferenceRoot.suites.filter { $0 != "roi" })
  func aFolderWithoutCasesFails(name: String) throws {
    let files = ["\(name)/README.md": "", "\(name)/data/x.csv": "y,x\n1,2\n"]
    let empty = try ReferenceRoot.withFiles(files) { Self.report(name, below: $0) }
    #expect(empty?.failures == ["\(name): the folder is there but holds no case"])
    let broken = try ReferenceRoot.withFiles(["\(name)/bad.json": "{\"id\": "]) {
      Self.report(name, below: $0)
    }
    #expect(broken?.failures.count == 1)
    #expect(broken?.failures.first?.hasPrefix("\(name)/bad.json: not readable as JSON") == true)
    let other = try ReferenceRoot.withFiles(["\(name)/list.json": "[]"]) {
      Self.report(name, below: $0)
    }
    #expect(other?.failures.count == 1)
  }

  private static func report(_ folder: String, below root: ReferenceRoot) -> ReferenceReport? {
    switch folder {
    case "nist": ReferenceNist.report(below: root)
    case "experiments": ReferenceExperiments.report(below: root)
    case "matching": ReferenceMatching.report(below: root)
    case "timeseries": ReferenceTimeseries.report(below: root)
    case "fairness": ReferenceFairness.report(below: root)
    case "scale": ReferenceScale.report(below: root)
    default: nil
    }
  }

  // MARK: Suites on faulty cases

  @Test(arguments: [
    ("timeseries/new.json", #"{"id": "its_new"}"#, []),
    ("timeseries/known.json", #"{"id": "uc_nile"}"#, []),
    ("fairness/new.json", #"{"cases": [{"id": "a"}]}"#, ["new is neither handled"]),
    ("fairness/max_min_gap.json", #"{"cases": [{"id": "a"}]}"#, []),
    ("scale/new.json", "{}", ["new is neither handled"]),
    ("scale/estimates_large.json", "{}", []),
    ("matching/new.json", #"{"kind": "new"}"#, ["new is neither handled"]),
    ("matching/later.json", #"{"kind": "full", "spec": {"method": "full"}}"#, []),
    (
      "matching/discard.json",
      #"{"kind": "match", "spec": {"method": "nearest", "discard": "both"}}"#, []
    ),
    (
      "matching/option.json", #"{"kind": "match", "spec": {"method": "nearest", "knob": 2}}"#,
      ["not understood"]
    ),
    (
      "matching/method.json", #"{"kind": "match", "spec": {"method": "new"}}"#,
      ["match:method=new is neither handled"]
    ),
    ("nist/truth.json", #"{"none": {"model": "all"}}"#, ["there is no data file none.csv"]),
    (
      "experiments/x.json",
      #"{"cases": [{"kind": "new"}, {"kind": "msprt_normal"}, {"id": "c"}]}"#,
      ["new is neither handled", "needs a kind"]
    ),
    (
      "experiments/x.json",
      #"{"cases": [{"kind": "erf", "inputs": {"x": 0, "knob": 1}, "expected": 0}]}"#,
      ["not understood"]
    ),
    (
      "experiments/x.json", #"{"cases": [{"kind": "erf", "inputs": {"x": 0}, "expected": 0}]}"#,
      ["needs a tolerance"]
    ),
    (
      "experiments/x.json",
      #"{"cases": [{"kind": "erf", "inputs": {"x": 0}, "expected": 1e-9, "tolerance": {"abs": 0}}]}"#,
      ["is not 1e-09"]
    ),
    (
      "experiments/x.json",
      #"{"cases": [{"kind": "regression_adjusted", "inputs": {"formula": "y"}}]}"#, []
    ),
  ])
  func suitesOnSmallCases(file: String, text: String, expected: [String]) throws {
    let folder = String(file.prefix { $0 != "/" })
    let report = try #require(
      try ReferenceRoot.withFiles([file: text]) { Self.report(folder, below: $0) })
    #expect(report.failures.count == expected.count, "\(report.failures)")
    for (failure, words) in zip(report.failures, expected) { #expect(failure.contains(words)) }
  }

  /// One changed figure in a copy of the package's own cases must be found.
  @Test(arguments: [
    ("nist/truth.json", "0.99672741618562015256", "0.99672751618562015256"),
    ("nist/norris.csv", "338.8", "338.9"),
    ("experiments/analysis_means.json", "47.12289888888889", "47.12289898888889"),
    ("matching/coach_a_nn_caliper02.json", "\"E0523\"", "\"E0524\""),
    ("matching/ps_coach_a_logit.json", "0.0275110638889399", "0.0275110738889399"),
  ])
  func aChangedNumberIsFound(file: String, from original: String, to changed: String) throws {
    let folder = String(file.prefix { $0 != "/" })
    let source = ReferenceRoot.own.appending(path: folder)
    var files: [String: String] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: source.path)
    where "\(folder)/\(name)" == file || name.hasSuffix(".csv") || name == "truth.json" {
      files["\(folder)/\(name)"] = try String(
        contentsOf: source.appending(path: name), encoding: .utf8)
    }
    let text = try #require(files[file])
    #expect(text.contains(original))
    let sound = try #require(try ReferenceRoot.withFiles(files) { Self.report(folder, below: $0) })
    #expect(sound.failures == [])
    files[file] = text.replacingOccurrences(of: original, with: changed)
    let faulty = try #require(try ReferenceRoot.withFiles(files) { Self.report(folder, below: $0) })
    #expect(!faulty.failures.isEmpty)
  }
}

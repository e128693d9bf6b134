import Statistics
import TestSupport
import Testing

/// Matched cohorts: a case is known by its `kind`, with `spec.method` and its options.
@Suite struct ReferenceMatching {
  /// The kinds, and options of kinds, that a later version will answer.
  static let notYet: Set<String> = [
    "evalue", "full", "optimal:mahalanobis", "ovb_sensitivity", "match:method=cem",
    "match:method=exact", "match:method=full", "match:method=genetic", "match:robust_mahalanobis",
    "match:euclidean", "match:probit", "match:mahvars", "match:estimand", "match:variable ratio",
    "match:discard", "match:anti-caliper", "match:order=random", "match:formula",
    "abadie_imbens:metric", "abadie_imbens:formula", "propensity:probit", "propensity:cloglog",
    "propensity:cauchit", "propensity:log", "propensity:identity", "propensity:formula",
  ]

  @Test func allCases() { Self.report(below: .current).close() }

  static func report(below root: ReferenceRoot) -> ReferenceReport {
    ReferenceReport(folder: "matching", below: root, notYet: notYet, besides: ["index.json"]) {
      json, file, folder, report in
      guard let kind = json["kind"].string else {
        report.fail(file, "a matching case needs a kind")
        return
      }
      do {
        switch kind {
        case "propensity":
          let answer = try PropensityAnswer(json, in: folder)
          try compare(answer.fields, answer.expected, kind, file, folder, &report)
        case "match":
          let answer = try MatchAnswer(json, in: folder)
          report.beginCase()
          answer.compare(
            in: &report, tolerance: try tolerance(of: file, in: folder), place: file)
        case "optimal":
          let answer = try OptimalAnswer(json, in: folder)
          try compare(answer.fields, answer.expected, kind, file, folder, &report)
        case "rosenbaum":
          let answer = try RosenbaumAnswer(json, in: folder)
          try compare(answer.fields, answer.expected, kind, file, folder, &report)
        case "abadie_imbens":
          let answer = try AbadieImbensAnswer(json, in: folder)
          try compare(answer.fields, answer.expected, kind, file, folder, &report)
        default: report.postpone(kind, place: file)
        }
      } catch let option as UnsupportedOption {
        report.postpone("\(kind):\(option.name)", place: file)
      }
    }
  }

  private static func compare(
    _ answer: JSONValue, _ expected: JSONValue, _ kind: String, _ file: String,
    _ folder: ReferenceFolder, _ report: inout ReferenceReport
  ) throws {
    report.beginCase()
    report.compare(
      answer, with: expected, tolerance: try tolerance(of: file, in: folder), kind: kind,
      place: file)
  }

  /// The relative tolerance that the index states for a file, such as `1e-10 relative`; 1e-9 for
  /// others.
  private static func tolerance(
    of file: String, in folder: ReferenceFolder
  ) throws -> ReferenceTolerance {
    let index = folder.files.contains("index.json") ? try folder.read("index.json") : .null
    let entry = index.array?.first { $0["file"].string == file }
    let words = (entry?["compare"].string ?? "").split { " ():,;".contains($0) }
    let place = words.firstIndex(of: "relative").map { $0 - 1 }
    let stated = place.flatMap { $0 >= 0 ? Double(words[$0]) : nil }
    return .within(relative: min(1e-9, stated ?? 1e-9), absolute: 1e-12)
  }
}

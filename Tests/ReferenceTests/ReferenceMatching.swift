import Statistics
import TestSupport
import Testing

/// Matched cohorts: a case is known by its `kind`, with `spec.method` and its options.
@Suite struct ReferenceMatching {
  /// The kinds, and options of kinds, that a later version will answer.
  static let notYet: Set<String> = [
    "abadie_imbens", "evalue", "full", "optimal", "ovb_sensitivity", "rosenbaum",
    "match:method=cem", "match:method=exact", "match:method=full", "match:method=genetic",
    "match:method=optimal", "match:method=subclass", "match:mahalanobis", "match:mahvars",
    "match:robust_mahalanobis", "match:euclidean", "match:linear predictor", "match:probit",
    "match:estimand", "match:replace", "match:reuse", "match:ratio", "match:variable ratio",
    "match:exact", "match:antiexact", "match:discard", "match:covariate caliper",
    "match:anti-caliper", "match:order=closest", "match:order=random", "match:formula",
    "propensity:probit", "propensity:cloglog", "propensity:cauchit", "propensity:log",
    "propensity:identity", "propensity:formula",
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
          report.beginCase()
          report.compare(
            answer.fields, with: answer.expected, tolerance: try tolerance(of: file, in: folder),
            kind: kind, place: file)
        case "match":
          let answer = try MatchAnswer(json, in: folder)
          report.beginCase()
          answer.compare(
            in: &report, tolerance: try tolerance(of: file, in: folder), place: file)
        default: report.postpone(kind, place: file)
        }
      } catch let option as UnsupportedOption {
        report.postpone("\(kind):\(option.name)", place: file)
      }
    }
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

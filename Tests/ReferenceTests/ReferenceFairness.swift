import TestSupport
import Testing

/// Audits by subgroup: a suite is known by its file name, and holds cases.
@Suite struct ReferenceFairness {
  static let notYet: Set<String> = [
    "association_and_multiplicity", "audit_power", "group_metrics", "inequality_of_benefit",
    "ll144_bias_audit", "max_min_gap", "oaxaca_blinder", "proxy_probe", "rates_two_groups",
    "score_distributions", "sequential_monitoring", "small_cell_disclosure",
    "stratified_mantel_haenszel", "subgroup_treatment_effects", "synthetic_pairs_and_review",
    "threshold_tests", "verdict_policy",
  ]

  @Test func allCases() { Self.report(below: .current).close() }

  static func report(below root: ReferenceRoot) -> ReferenceReport {
    ReferenceReport(folder: "fairness", below: root, notYet: notYet) { json, file, _, report in
      guard let cases = json["cases"].array, !cases.isEmpty else {
        report.fail(file, "a fairness suite needs cases")
        return
      }
      let suite = String(file.dropLast(".json".count))
      for (number, item) in cases.enumerated() {
        report.postpone(suite, place: "\(file) \(item["id"].string ?? "case \(number + 1)")")
      }
    }
  }
}

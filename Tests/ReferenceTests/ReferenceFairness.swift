import TestSupport
import Testing

/// Audits by subgroup: a suite is known by its file name, and holds cases.
@Suite struct ReferenceFairness {
  /// The suites, and options of suites, that a later version will answer.
  static let notYet: Set<String> = [
    "association_and_multiplicity:categories", "group_metrics", "inequality_of_benefit",
    "ll144_bias_audit", "max_min_gap", "oaxaca_blinder", "proxy_probe", "score_distributions",
    "sequential_monitoring:bernoulli_cusum", "subgroup_treatment_effects",
    "synthetic_pairs_and_review", "verdict_policy:highestRate", "verdict_policy:policy",
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
        let place = "\(file) \(item["id"].string ?? "case \(number + 1)")"
        do {
          try compare(item, suite, place, &report)
        } catch {
          report.fail(place, "\(error)")
        }
      }
    }
  }

  private static func compare(
    _ item: JSONValue, _ suite: String, _ place: String, _ report: inout ReferenceReport
  ) throws {
    let answer: JSONValue
    do {
      let answers = FairnessAnswers(input: item["input"], expected: item["expected"])
      guard let found = try answers.answer(suite) else {
        report.postpone(suite, place: place)
        return
      }
      answer = found
    } catch let option as UnsupportedOption {
      report.postpone("\(suite):\(option.name)", place: place)
      return
    }
    guard let relative = item["tolerance"]["rel"].double,
      let absolute = item["tolerance"]["abs"].double
    else { throw ReferenceFailure("a case needs a tolerance") }
    report.beginCase()
    report.compare(
      answer, with: item["expected"],
      tolerance: .within(relative: relative, absolute: absolute), kind: suite, place: place)
  }
}

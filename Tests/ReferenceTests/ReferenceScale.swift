import TestSupport
import Testing

/// SQL texts, aggregates and the estimates made from them: a case is known by its file name.
@Suite struct ReferenceScale {
  /// The beginnings of file names: `aggregates` stands for `aggregates_small.json` and its like.
  static let notYet: Set<String> = [
    "aggregates", "dialect_probes", "estimates", "naive_variance_error_curve", "pass2_literals",
  ]

  @Test func allCases() { Self.report(below: .current).close() }

  static func report(below root: ReferenceRoot) -> ReferenceReport {
    ReferenceReport(folder: "scale", below: root, notYet: notYet) { _, file, _, report in
      let name = String(file.dropLast(".json".count))
      let family = notYet.first { name == $0 || name.hasPrefix($0 + "_") }
      report.postpone(family ?? name, place: file)
    }
  }
}

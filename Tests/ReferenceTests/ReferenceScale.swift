import TestSupport
import Testing

/// SQL texts, aggregates and the estimates made from them: a case is known by its file name.
@Suite struct ReferenceScale {
  /// The beginnings of file names: `aggregates` stands for `aggregates_small.json` and its like;
  /// `estimates` for those without figures from raw rows.
  static let notYet: Set<String> = [
    "aggregates", "dialect_probes", "estimates", "naive_variance_error_curve", "pass2_literals",
  ]

  /// Estimates equal those of raw rows as closely as these are known; the means and logistic
  /// regressions of others are known to 1e-9.
  static let tolerance = ReferenceTolerance.within(relative: 1e-12, absolute: 1e-13)

  @Test func allCases() { Self.report(below: .current).close() }

  static func report(below root: ReferenceRoot) -> ReferenceReport {
    ReferenceReport(folder: "scale", below: root, notYet: notYet) { json, file, folder, report in
      let name = String(file.dropLast(".json".count))
      let family = notYet.first { name == $0 || name.hasPrefix($0 + "_") }
      let raw = json["from_raw_rows"]
      guard family == "estimates", raw.object != nil else {
        report.postpone(family ?? name, place: file)
        return
      }
      let events = "events" + name.dropFirst("estimates".count) + ".csv"
      let answers = try ScaleAnswers(folder.dataFile(events)).all()
      for (kind, expected) in (raw.object ?? [:]).sorted(by: { $0.key < $1.key }) {
        guard answers[kind].object != nil else {
          report.leaveOut("estimates", kind)
          continue
        }
        report.beginCase()
        report.compare(
          answers[kind], with: expected, tolerance: tolerance,
          kind: "estimates.\(kind)", place: "\(file) \(kind)")
      }
      report.leaveOut("estimates", "from_aggregates")
    }
  }
}

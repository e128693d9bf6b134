import TestSupport
import Testing

/// Interrupted series, rollouts, synthetic controls, structural models and survival, by a case's
/// `id`.
@Suite struct ReferenceTimeseries {
  /// The ids that a later version will answer; any other id is printed as not covered.
  static let notYet: Set<String> = [
    "bacon_math_reform", "causal_impact_seatbelts", "causal_impact_vignette", "honestdid_flci_BC",
    "imputation_mpdta", "its_power_ar1", "its_sicily_poisson",
    "panel_did_power", "stepped_wedge_power", "sunab_base_stagg", "survival_lung", "synth_prop99",
    "synth_prop99_fixedV", "uc_nile",
  ]

  @Test func allCases() { Self.report(below: .current).close() }

  static func report(below root: ReferenceRoot) -> ReferenceReport {
    ReferenceReport(folder: "timeseries", below: root, notYet: notYet) {
      json, file, folder, report in
      guard let id = json["id"].string else {
        report.fail(file, "a timeseries case needs an id")
        return
      }
      if notYet.contains(id) {
        report.postpone(id, place: file)
      } else if SeriesAnswers.answered[id] != nil {
        try SeriesAnswers.compare(json, id: id, file: file, folder, &report)
      } else if id.hasPrefix("cs_") {
        try RolloutAnswers.compare(staggered: json, id: id, file: file, folder, &report)
      } else if try RolloutAnswers.compare(twoWay: json, id: id, file: file, folder, &report) {
        return
      } else {
        report.leaveUncovered(id)
      }
    }
  }
}

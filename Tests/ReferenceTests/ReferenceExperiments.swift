import TestSupport
import Testing

/// Power, analysis and special functions: a case is known by its `kind`.
@Suite struct ReferenceExperiments {
  /// The kinds, and options of kinds, that a later version will answer.
  static let notYet: Set<String> = [
    // always_valid
    "asymptotic_cs_two_sample", "asymptotic_cs_rho", "asymptotic_cs_one_sample", "msprt_normal",
    "howard_normal_mixture_two_sided", "howard_stitched", "beta_binomial_cs",
    "srm_sequential_dirichlet",
    // analysis_means
    "cuped_relative", "regression_adjusted:formula", "post_stratified", "ratio_metric",
    "ratio_metric_cuped", "logrank",
    "cox_hr", "kaplan_meier",
    // bayesian, multiple_testing
    "normal_effect_posterior", "beta_binomial_ab", "gamma_poisson_ab", "pairwise",
    // power_anova_chisq
    "power_anova", "power_anova_means", "power_f2", "power_chisq", "power_correlation",
    // power_cluster
    "cluster_mdes_bloom", "cluster_mdes_exact", "cluster_did_power", "stepped_wedge_hh",
    "stepped_wedge_icc_cac", "stepped_wedge_hh_binomial",
    // power_counts_survival
    "power_poisson_ratio", "power_negbin_ratio", "logrank_events", "logrank_power",
    "event_probability",
    // power_equivalence
    "tost_two_sample:power", "tost_crossover_log", "noninferiority_means",
    // power_prop
    "power_prop.two_sample_cc", "power_prop.one_sample_arcsine", "power_prop.one_sample_normal",
    "power_prop.one_sample_exact", "power_prop.fisher_exact", "power_prop.noninferiority",
    "power_prop.mcnemar",
    // sequential, simulation_power, srm
    "gs_design", "gs_design_futility", "gs_crossing", "gs_monitor", "sim_t_test",
    "sim_lognormal_welch", "sim_unequal_variance_type1", "sim_cluster_binary_means_t", "sim_cuped",
  ]

  @Test func allCases() { Self.report(below: .current).close() }

  static func report(below root: ReferenceRoot) -> ReferenceReport {
    ReferenceReport(folder: "experiments", below: root, notYet: notYet) {
      json, file, folder, report in
      guard let cases = json["cases"].array else {
        report.fail(file, "an experiments file needs cases")
        return
      }
      for (number, item) in cases.enumerated() {
        let place = "\(file) \(item["id"].string ?? "case \(number + 1)")"
        guard let kind = item["kind"].string else {
          report.fail(place, "a case needs a kind")
          continue
        }
        do {
          try compare(item, kind, place, folder, &report)
        } catch {
          report.fail(place, "\(kind): \(error)")
        }
      }
    }
  }

  private static func compare(
    _ item: JSONValue, _ kind: String, _ place: String, _ folder: ReferenceFolder,
    _ report: inout ReferenceReport
  ) throws {
    let inputs = ExperimentInputs(item["inputs"])
    let answer: JSONValue
    do {
      guard let found = try ExperimentAnswers(inputs: inputs, folder: folder).answer(kind) else {
        report.postpone(kind, place: place)
        return
      }
      answer = found
    } catch let option as UnsupportedOption {
      report.postpone("\(kind):\(option.name)", place: place)
      return
    }
    guard inputs.unread.isEmpty else {
      throw ReferenceFailure("inputs that are not understood: \(inputs.unread.sorted())")
    }
    guard let general = tolerance(item["tolerance"]) else {
      throw ReferenceFailure("a case needs a tolerance")
    }
    report.beginCase()
    report.compare(
      answer, with: item["expected"], tolerance: general,
      fieldTolerance: (item["field_tolerance"].object ?? [:]).compactMapValues(tolerance),
      kind: kind, place: place)
  }

  private static func tolerance(_ json: JSONValue) -> ReferenceTolerance? {
    guard json.object != nil, json["rel"].double != nil || json["abs"].double != nil else {
      return nil
    }
    return .within(relative: json["rel"].double ?? 0, absolute: json["abs"].double ?? 0)
  }
}

/// An option inside a kind that is handled, which a later version will answer.
struct UnsupportedOption: Error {
  let name: String
}

/// The inputs of a case, which remember what was read of them.
final class ExperimentInputs {
  private let json: JSONValue
  private var read: Set<String> = []

  init(_ json: JSONValue) { self.json = json }

  subscript(_ key: String) -> JSONValue {
    read.insert(key)
    return json[key]
  }

  func number(_ key: String) throws -> Double {
    guard let number = self[key].double else { throw ReferenceFailure("needs a number \(key)") }
    return number
  }

  func integer(_ key: String) throws -> Int {
    guard let number = self[key].int else { throw ReferenceFailure("needs an integer \(key)") }
    return number
  }

  func text(_ key: String) throws -> String {
    guard let text = self[key].string else { throw ReferenceFailure("needs a text \(key)") }
    return text
  }

  /// What the case gives and nobody asked for; null asks for nothing.
  var unread: Set<String> {
    Set((json.object ?? [:]).filter { !$0.value.isNull }.keys).subtracting(read)
  }
}

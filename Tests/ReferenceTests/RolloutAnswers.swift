import DataFrames
import DifferenceInDifferences
import Foundation
import Regression
import Statistics
import TestSupport

/// The library's figures for a rollout of the reference, by the case's id.
struct RolloutAnswers {
  let json: JSONValue
  let folder: ReferenceFolder

  /// Unit, period, outcome and start of the data sets that cases name.
  struct Panel {
    let unit: String
    let time: String
    let outcome: String
    let start: String
  }

  private static let waves = Panel(
    unit: "unit", time: "period", outcome: "outcome", start: "start")

  static let panels: [String: Panel] = [
    "mpdta.csv": Panel(unit: "countyreal", time: "year", outcome: "lemp", start: "first.treat"),
    "castle.csv": Panel(unit: "sid", time: "year", outcome: "l_homicide", start: "effyear"),
    "base_stagg.csv": Panel(unit: "id", time: "year", outcome: "y", start: "year_treated"),
    "waves.csv": waves, "waves_all.csv": waves,
  ]

  // MARK: Callaway and Sant'Anna

  /// One answer for each variant without covariates, such as `never_nocov_reg_varying_ant0`.
  func staggered() throws -> [String: JSONValue] {
    let file = try text("data")
    guard let panel = Self.panels[file] else { throw ReferenceFailure("\(file) is not known") }
    let frame = try DataFrame(csv: folder.dataFile(file).path)
    var answers: [String: JSONValue] = [:]
    for key in (json.object ?? [:]).keys where json[key].object != nil {
      let words = key.split(separator: "_").map(String.init)
      guard words.count == 5, words[1] == "nocov",
        let base = BasePeriod(rawValue: words[3]), words[4].hasPrefix("ant"),
        let anticipation = Int(words[4].dropFirst(3)),
        let comparison = ["never": ComparisonGroup.neverTreated, "notyet": .notYetTreated][words[0]]
      else { continue }
      let rollout = try StaggeredAdoption(
        frame, unit: panel.unit, time: panel.time, outcome: panel.outcome,
        adoption: .start(panel.start), comparison: comparison, base: base,
        anticipation: anticipation)
      answers[key] = Self.fields(
        rollout, band: !json[key]["supt_crit95_gaussian_limit"].isNull)
    }
    return answers
  }

  private static func fields(_ rollout: StaggeredAdoption, band: Bool) -> JSONValue {
    let cells = rollout.groupTimeEffects
    var fields: [String: JSONValue] = [
      "group": .array(cells.map { .init(Double($0.wave.ordinal)) }),
      "time": .array(cells.map { .init(Double($0.period.ordinal)) }),
      "att": .array(cells.map { .init($0.effect.value) }),
      "se": .array(cells.map { .init($0.effect.standardError) }),
    ]
    for (name, summary) in [
      ("simple", RolloutSummary.simple), ("group_agg", .group), ("dynamic", .dynamic),
      ("calendar", .calendar),
    ] {
      guard let average = rollout.average(by: summary) else { continue }
      var part: [String: JSONValue] = [
        "att": .init(average.overall.value), "se": .init(average.overall.standardError),
      ]
      if !average.parts.isEmpty {
        part["by"] = [
          "at": .array(
            average.parts.map {
              .init($0.period.map { Double($0.ordinal) } ?? Double($0.eventTime ?? 0))
            }),
          "att": .array(average.parts.map { .init($0.effect.value) }),
          "se": .array(average.parts.map { .init($0.effect.standardError ?? 0) }),
        ]
      }
      fields[name] = .object(part)
    }
    if let test = rollout.preTrendTest {
      fields["pretest_wald"] = [
        "W": .init(test.statistic), "df": .init(Double(test.degreesOfFreedom)),
        "p": .init(test.pValue),
      ]
    }
    if band {
      fields["supt_crit95_gaussian_limit"] = [
        "dynamic": .init(rollout.average(by: .dynamic)?.band?.multiple())
      ]
    }
    return .object(fields)
  }

  func text(_ name: String) throws -> String {
    guard let text = json[name].string else { throw ReferenceFailure("\(name) is missing") }
    return text
  }

  // MARK: Two-way fixed effects

  private func twoWay(
    _ frame: DataFrame, covariates: [String] = [], weights: String? = nil,
    _ covariance: CovarianceEstimator
  ) throws -> TwoWayFixedEffects {
    try TwoWayFixedEffects(
      frame, outcome: "l_homicide", treatment: "post", unit: "sid", time: "year",
      covariates: covariates, weights: weights, covariance: covariance)
  }

  private func castle() throws -> DataFrame {
    guard try text("data") == "castle.csv" else { throw UnsupportedOption(name: "data") }
    return try DataFrame(csv: folder.dataFile("castle.csv").path)
  }

  private static func fields(
    _ estimate: Estimate, _ model: TwoWayFixedEffects
  ) -> [String: JSONValue] {
    let interval = estimate.interval()
    return [
      "coef": .init(estimate.value), "se": .init(estimate.standardError),
      "t": .init(estimate.standardError.map { estimate.value / $0 }),
      "df": .init(estimate.degreesOfFreedom), "p": .init(estimate.pValue()),
      "lower": .init(interval?.lower), "upper": .init(interval?.upper),
    ]
  }

  /// `twfe_castle`: three designs by three covariances, each figure by coefficient.
  func twoWayDesigns() throws -> JSONValue {
    let frame = try castle()
    var answer: [String: JSONValue] = [:]
    let designs: [(String, [String], String?)] = [
      ("unweighted", [], nil), ("weighted_popwt", [], "popwt"),
      ("with_cov", ["police", "unemployrt", "poverty"], nil),
    ]
    for (name, covariates, weights) in designs {
      var blocks: [String: JSONValue] = [:]
      let estimators: [(String, CovarianceEstimator)] = [
        ("iid", .classical), ("hetero_HC1", .hc1), ("CRV1", .clusterCR1(column: "sid")),
      ]
      for (key, estimator) in estimators {
        let model = try twoWay(frame, covariates: covariates, weights: weights, estimator)
        var block: [String: [String: JSONValue]] = [:]
        for coefficient in model.coefficientNames {
          let figures = Self.fields(try model.estimate(of: coefficient), model)
          for (figure, value) in figures { block[figure, default: [:]][coefficient] = value }
        }
        blocks[key] = .object(block.mapValues(JSONValue.object))
      }
      answer[name] = .object(blocks)
    }
    return .object(answer)
  }

  /// `twfe_cluster_cr2_castle`: all states, and the South alone.
  func twoWayClusters() throws -> JSONValue {
    let frame = try castle()
    let all = try twoWay(frame, .clusterCR2(column: "sid"))
    let south = try frame.filtered(by: "south") { $0.integer == 1 }
    let part = try twoWay(south, .clusterCR2(column: "sid"))
    let fields = JSONValue.object(Self.fields(all.effect, all))
    return [
      "estimatr_CR2": fields, "estimatr_CR2_dummies": fields,
      "south_only": [
        "G": .init(part.residualDegreesOfFreedom.map { $0 + 1 }),
        "estimatr_CR2": .object(Self.fields(part.effect, part)),
      ],
    ]
  }

  // MARK: Comparing

  /// Compares a case whose id begins with `twfe_`; false for one that nobody knows.
  static func compare(
    twoWay json: JSONValue, id: String, file: String, _ folder: ReferenceFolder,
    _ report: inout ReferenceReport
  ) throws -> Bool {
    let answers = RolloutAnswers(json: json, folder: folder)
    let answer: JSONValue
    switch id {
    case "twfe_castle": answer = try answers.twoWayDesigns()
    case "twfe_cluster_cr2_castle": answer = try answers.twoWayClusters()
    default: return false
    }
    report.beginCase()
    let words: Set<String> = ["id", "data", "software", "spec", "conventions"]
    let figures = (json.object ?? [:]).filter { !words.contains($0.key) }
    report.compare(
      answer, with: .object(figures), tolerance: .within(relative: 1e-9, absolute: 0), kind: id,
      place: file)
    return true
  }

  /// Compares a case whose id begins with `cs_`.
  static func compare(
    staggered json: JSONValue, id: String, file: String, _ folder: ReferenceFolder,
    _ report: inout ReferenceReport
  ) throws {
    for (key, answer) in try RolloutAnswers(json: json, folder: folder).staggered() {
      report.beginCase()
      report.compare(
        answer, with: json[key], tolerance: .within(relative: 1e-9, absolute: 1e-14),
        fieldTolerance: ["supt_crit95_gaussian_limit": .within(relative: 0, absolute: 0.03)],
        kind: "cs", place: "\(file) \(key)")
    }
  }
}

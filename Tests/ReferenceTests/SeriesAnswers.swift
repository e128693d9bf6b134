import DataFrames
import Foundation
import InterruptedTimeSeries
import LinearAlgebra
import Regression
import Statistics
import TestSupport

/// The library's figures for an interrupted series of the reference, by the case's id.
struct SeriesAnswers {
  let json: JSONValue
  let folder: ReferenceFolder

  /// The ids of cases that are answered, with the digits that the folder's README asks for.
  static let answered: [String: @Sendable (SeriesAnswers) throws -> Parts] = [
    "its_ols_seatbelts_log": { try $0.leastSquares() },
    "its_ar_seatbelts_log": { try $0.autoregressive($0.seatBelts()) },
    "its_short24_seatbelts_log": { try $0.short() },
    "ar1_exact_mp40": { try $0.exact() },
    "its_reml_satterthwaite_kr": { try $0.satterthwaite() },
    "controlled_its_front_rear": { try $0.controlled() },
    "durbin_watson_exact": { try $0.durbinWatson() },
  ]

  /// A tolerance with those of single fields.
  struct Tolerances {
    var general: ReferenceTolerance
    var fields: [String: ReferenceTolerance] = [:]

    static let closedForm = Tolerances(
      general: .within(relative: 1e-9, absolute: 0),
      fields: [
        "p": .within(relative: 1e-7, absolute: 0),
        // Fifteen decimals of a figure near zero leave it fewer digits.
        "acf_1_24": .within(relative: 1e-9, absolute: 1e-14),
      ])
    /// Fixed points.
    static let iterated = Tolerances(general: .within(relative: 1e-8, absolute: 0))
    /// R's optimisers stop early.
    static let optimised = Tolerances(
      general: .within(relative: 1e-5, absolute: 0),
      fields: [
        "Phi": .within(relative: 0, absolute: 2e-6), "ar1": .within(relative: 0, absolute: 2e-6),
        "logLik": .within(relative: 1e-8, absolute: 0),
        "n": .exactDecimal, "k": .exactDecimal,
      ])
    /// The 40-digit optimum.
    static let exact = Tolerances(
      general: .within(relative: 1e-9, absolute: 0),
      fields: ["loglik": .within(relative: 1e-11, absolute: 0)])
    static let freedom = Tolerances(general: .within(relative: 1e-6, absolute: 0))
  }

  /// Compares every part of a case.
  static func compare(
    _ json: JSONValue, id: String, file: String, _ folder: ReferenceFolder,
    _ report: inout ReferenceReport
  ) throws {
    guard let answer = answered[id] else { return }
    report.beginCase()
    var parts: Set<String> = []
    for (figures, part, tolerances) in try answer(SeriesAnswers(json: json, folder: folder)) {
      parts.insert(part)
      report.compare(
        figures, with: json[part], tolerance: tolerances.general,
        fieldTolerance: tolerances.fields, kind: "\(id).\(part)", place: "\(file) \(part)")
    }
    for (part, value) in json.object ?? [:] where value.object != nil && !parts.contains(part) {
      report.leaveOut(id, part)
    }
  }

  // MARK: Series

  func column(_ name: String, of file: String = "seatbelts.csv") throws -> [Double] {
    try DataFrame(csv: folder.dataFile(file).path).completeNumbers(of: name)
  }

  /// Monthly logarithms of drivers killed or seriously injured, 1969 to 1984; law from period 170.
  func seatBelts() throws -> Design {
    Design(
      try TimeSeries(column("drivers").map { log($0) }), start: 170, seasonality: .monthly)
  }

  /// The months 158 to 181 of the same, counted from 1.
  func shortSeries() throws -> Design {
    Design(try TimeSeries(column("drivers")[157..<181].map { log($0) }), start: 13)
  }

  /// A series with what is fitted to it.
  struct Design {
    let series: TimeSeries
    var comparison: TimeSeries?
    let start: Int
    let seasonality: Seasonality

    init(
      _ series: TimeSeries, comparison: TimeSeries? = nil, start: Int,
      seasonality: Seasonality = .none
    ) {
      self.series = series
      self.comparison = comparison
      self.start = start
      self.seasonality = seasonality
    }

    func fit(
      _ method: SeriesMethod, origin: SlopeOrigin = .zeroAtFirstPeriod,
      comparisonModel: SegmentedSpecification.ComparisonModel = .stacked
    ) throws -> SegmentedRegression {
      try SegmentedRegression(
        series, comparison: comparison,
        specification: SegmentedSpecification(
          interventions: [Intervention(at: start)], slopeOrigin: origin,
          seasonality: seasonality, comparisonModel: comparisonModel, method: method))
    }
  }

  // MARK: Names

  private static let names = [
    "(Intercept)": ["(Intercept)", "const"], "trend": ["t"], "treated": ["z"],
    "treated:trend": ["z_t"], "level change": ["lvl"], "slope change": ["slo", "slo1"],
    "treated:level change": ["z_lvl"], "treated:slope change": ["z_slo"],
  ]

  /// Figures of coefficients by the names of the reference.
  static func named(_ model: SeriesRegression, _ values: [Double]) -> JSONValue {
    var result: [String: JSONValue] = [:]
    for (name, value) in zip(model.coefficientNames, values) {
      for other in names[name] ?? [name] { result[other] = .number(value) }
    }
    return .object(result)
  }

  static func coefficients(_ model: SeriesRegression) -> JSONValue {
    named(model, model.coefficients)
  }

  static func errors(_ model: SeriesRegression) -> JSONValue {
    named(model, model.standardErrors)
  }

  /// The figures that an autoregressive fit of R's has.
  static func figures(_ model: SeriesRegression) -> JSONValue {
    [
      "coef": coefficients(model), "se": errors(model),
      "cor": ["Phi": JSONValue(model.autocorrelation?.value)],
      "rho": JSONValue(model.autocorrelation?.value),
      "iterations": JSONValue(model.iterations.map(Double.init)),
      "sigma": .number(
        model.logLikelihood == nil ? innovationDeviation(model) : model.errorStandardDeviation),
      "logLik": JSONValue(model.logLikelihood), "AIC": JSONValue(model.akaikeCriterion),
      "BIC": JSONValue(model.bayesianCriterion), "df": JSONValue(model.residualDegreesOfFreedom),
      "n": .number(Double(model.observationCount)),
      "k": .number(Double(model.coefficients.count)),
    ]
  }

  static func innovationDeviation(_ model: SeriesRegression) -> Double {
    let phi = model.autocorrelation?.value ?? 0
    return model.errorStandardDeviation * ((1 - phi) * (1 + phi)).squareRoot()
  }
}

import ProgramEvaluation

/// The figures of an interrupted series for machines, at six significant digits.
struct SeriesFigures: Encodable {
  /// A figure with its interval.
  struct Figure: Encodable {
    let value: Double
    let standardError: Double?
    let degreesOfFreedom: Double?
    let lower95: Double?
    let upper95: Double?

    private enum CodingKeys: String, CodingKey {
      case value, standardError = "standard_error", degreesOfFreedom = "degrees_of_freedom"
      case lower95 = "lower_95", upper95 = "upper_95"
    }

    init(_ estimate: Estimate) {
      let interval = estimate.interval()
      value = estimate.value.printed
      standardError = estimate.standardError?.printed
      degreesOfFreedom = estimate.degreesOfFreedom?.printed
      lower95 = interval?.lower?.printed
      upper95 = interval?.upper?.printed
    }

    init(_ relative: RelativeEffect) {
      let interval = relative.interval()
      value = relative.value.printed
      standardError = nil
      degreesOfFreedom = nil
      lower95 = interval?.lower?.printed
      upper95 = interval?.upper?.printed
    }
  }

  let outcome: String
  let start: String
  let periodsBefore: Int
  let periodsAfter: Int
  let method: String
  let specification: String
  let averageEffect: Figure
  let cumulativeEffect: Figure
  let relativeEffect: Figure?
  let coefficients: [String: Figure]
  let autocorrelation: Double?
  let durbinWatson: Double?
  let ljungBoxP: Double?

  private enum CodingKeys: String, CodingKey {
    case outcome, start, method, specification, coefficients, autocorrelation
    case periodsBefore = "periods_before", periodsAfter = "periods_after"
    case averageEffect = "average_effect", cumulativeEffect = "cumulative_effect"
    case relativeEffect = "relative_effect", durbinWatson = "durbin_watson"
    case ljungBoxP = "ljung_box_p"
  }

  init(_ words: SeriesWords) {
    let study = words.study
    outcome = study.treated.name
    start = study.treated.unit.label(of: study.startPeriod)
    periodsBefore = study.countBefore
    periodsAfter = study.countAfter
    method = study.model.methodName
    specification = study.specification.description
    averageEffect = Figure(study.effect)
    cumulativeEffect = Figure(words.cumulative)
    relativeEffect = words.relative.map { Figure($0) }
    var figures: [String: Figure] = [:]
    for name in study.model.coefficientNames {
      if let estimate = try? study.model.estimate(of: name) { figures[name] = Figure(estimate) }
    }
    coefficients = figures
    autocorrelation = study.model.autocorrelation?.value.printed
    durbinWatson = words.durbinWatson?.statistic.printed
    ljungBoxP = words.ljungBox?.pValue.printed
  }
}

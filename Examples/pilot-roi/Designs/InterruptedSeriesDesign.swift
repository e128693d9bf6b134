import ProgramEvaluation

/// A series before and after a known time, with or without a comparison series.
struct InterruptedSeriesDesign: PlannedDesign {
  let path: String
  let outcome: String
  let time: String
  /// What a period is; when nil, as the dates mostly follow each other.
  let period: PeriodUnit?
  let comparison: String?
  let specification: SegmentedSpecification
  let missing: MissingCells
  /// How many periods the average effect is multiplied by.
  let units: ExactDecimal

  var study: StudyDesign { .interruptedTimeSeries(controlled: comparison != nil) }

  // MARK: Reading

  init?(_ object: PlanObject, time basis: TimeBasis?) {
    let path = object.text("data")
    let outcome = object.text("outcome")
    let time = object.text("time")
    let units = object.units()
    let period: PeriodUnit? = object.has("period") ? object.choice("period") : nil
    let missing: MissingCells? = object.optionalChoice("missing", default: .reject)
    let comparison = object.has("comparison") ? object.text("comparison") : nil
    let interventions = object.objects("interventions") { Self.intervention($0) }
    let seasonality =
      object.has("season") ? object.object("season") { Self.seasonality($0) } : Seasonality.none
    let origin: SlopeOrigin? = object.optionalChoice("slopeOrigin", default: .zeroAtFirstPeriod)
    let scale: SegmentedSpecification.Scale? = object.optionalChoice(
      "scale", default: .asMeasured)
    let model: SegmentedSpecification.ComparisonModel? = object.optionalChoice(
      "comparisonModel", default: .stacked)
    let method: SeriesFitting? = object.optionalChoice("method", default: .reml)
    guard let path, let outcome, let time, let units, let missing, let interventions,
      let seasonality, let origin, let scale, let model, let method
    else { return nil }
    self.path = path
    self.outcome = outcome
    self.time = time
    self.period = period
    self.comparison = comparison
    self.missing = missing
    self.units = units
    specification = SegmentedSpecification(
      interventions: interventions, slopeOrigin: origin, seasonality: seasonality, scale: scale,
      comparisonModel: model, method: method.method(lag: nil))
  }

  private static func intervention(_ object: PlanObject) -> Intervention? {
    let needed = "the number of a period or a date yyyy-mm-dd, as text"
    let start = object.make("start", needed: needed) { text throws(EvaluationError) in
      guard let start = Intervention.Start(text) else {
        throw .invalidArgument(name: "start", needed: needed, found: text)
      }
      return start
    }
    let change: Intervention.Change? = object.optionalChoice("change", default: .levelAndSlope)
    let phaseIn = object.has("phaseIn") ? object.integer("phaseIn") : 0
    guard let start, let change, let phaseIn else { return nil }
    return Intervention(at: start, change: change, phaseIn: phaseIn)
  }

  private static func seasonality(_ object: PlanObject) -> Seasonality? {
    let cycle = object.integer("periods")
    let pairs = object.has("fourierPairs") ? object.integer("fourierPairs") : nil
    return cycle.map { Seasonality(cycle: $0, fourierPairs: pairs) }
  }

  static func starter(
    _ data: StarterData
  ) throws(EvaluationError) -> (study: StudyDesign, choices: [StarterChoice]) {
    let time = try data.column(
      "time", among: data.candidates { data.frame.columnTypes[$0] == .date },
      needed: "dates, or whole numbers that count periods")
    let outcome = try data.number("outcome", apartFrom: [time])
    let isDated = data.frame.columnTypes[time] == .date
    return (
      .interruptedTimeSeries(controlled: false),
      [
        StarterChoice(
          name: "data", value: .text(data.path), why: "relative to the plan's folder"),
        StarterChoice(
          name: "time", value: .text(time), why: "one row a period, in the order of time"),
        StarterChoice(
          name: "period",
          value: .text(isDated ? PeriodUnit.month.rawValue : PeriodUnit.number.rawValue),
          why: "how dates are counted: day, week, month, quarter or year; number for numbers"),
        StarterChoice(
          name: "outcome", value: .text(outcome),
          why:
            "the indicator, one value a period; \(data.alternatives(to: outcome, among: data.numberColumns(apartFrom: [time])))"
        ),
        StarterChoice(
          name: "interventions",
          value: .list([
            .object([
              ("start", .open("the first period under the programme, a number or yyyy-mm-dd"))
            ])
          ]), why: "level and slope may change there; add phaseIn to leave out periods"),
        StarterChoice(
          name: "units", value: .open("how many periods the average effect is multiplied by"),
          why: "those of the window, such as 6 of six months observed"),
      ]
    )
  }

  // MARK: Carrying out

  func study(_ context: StudyContext) throws(EvaluationError) -> Study {
    let rows = try context.read(path)
    context.progress("fitting the series")
    let study = try SegmentedRegression(
      rows, outcome: outcome, time: time, timeUnit: period,
      comparison: comparison.map { .column($0) }, interventions: specification.interventions,
      slopeOrigin: specification.slopeOrigin, seasonality: specification.seasonality,
      scale: specification.scale, comparisonModel: specification.comparisonModel,
      method: specification.method, unit: context.indicator.unit,
      direction: context.indicator.direction, missing: missing)
    let words = try SeriesWords(study)
    return Study(
      delta: .evidence(
        effect: study.effect, design: study.design, checks: study.checks, units: units),
      summary:
        "\(study.design): \(study.countBefore) periods before and \(study.countAfter) after, \(study.model.methodName)",
      naive: context.showsNaive ? try naive(study, context.indicator) : nil, blocks: words.parts)
  }

  /// The mean after less the mean before, without trend or season.
  private func naive(
    _ study: SegmentedRegression, _ indicator: Indicator
  ) throws(EvaluationError) -> Estimate {
    let series = zip(study.treated.periods, study.treated.values)
    return try MeanDifference(
      treated: Moments(
        series.filter { $0.0 >= study.startPeriod }.map(\.1), column: study.treated.name),
      control: Moments(
        series.filter { $0.0 < study.startPeriod }.map(\.1), column: study.treated.name),
      design: .beforeAfter, unit: indicator.unit, direction: indicator.direction
    ).effect
  }
}

extension PlanObject {
  /// One of an enumeration's values, or a default when the member is not there.
  func optionalChoice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, default value: Choice
  ) -> Choice? {
    has(name) ? choice(name) : value
  }
}

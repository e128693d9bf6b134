import LinearAlgebra
import Statistics

extension RolloutPlan {
  /// How many teams the waves used have.
  func teamCount(_ panel: CohortPanelMoments) -> Int {
    let starts = waves.map { panel.waves[$0.place].start }
    return panel.teams.count { starts.contains($0.start) }
  }

  /// The sizes of the estimated waves together and of the units that no cell estimates.
  func sizes(_ panel: CohortPanelMoments) -> [Estimate.SampleSize] {
    let estimated = Set(cells.map(\.wave))
    let treated = estimated.reduce(0) { $0 + waves[$1].count }
    let name = lastWave == nil ? "never treated" : "last wave"
    return [.init("treated", treated), .init(name, unitCount - treated)]
  }
}

/// Turns an estimation into estimates, averages and the test before the start.
struct RolloutReading {
  let panel: CohortPanelMoments
  let plan: RolloutPlan
  let errors: StaggeredAdoption.Errors
  let measure: String
  let direction: Estimate.Direction
  private let estimation: RolloutEstimation
  private let variance: PanelVariance

  init(
    panel: CohortPanelMoments, plan: RolloutPlan, errors: StaggeredAdoption.Errors,
    measure: String, direction: Estimate.Direction
  ) {
    self.panel = panel
    self.plan = plan
    self.errors = errors
    self.measure = measure
    self.direction = direction
    estimation = RolloutEstimation(panel, plan: plan)
    variance =
      errors == .byUnit
      ? PanelVariance(panel, plan: plan) : PanelVariance(byTeamOf: panel, plan: plan)
  }

  // MARK: Cells

  func cells() throws(EvaluationError) -> [GroupTimeEffect] {
    var effects: [GroupTimeEffect] = []
    for (index, cell) in plan.cells.enumerated() {
      let controls = plan.controls(of: cell).reduce(0) { $0 + plan.waves[$1].count }
      effects.append(
        GroupTimeEffect(
          wave: wave(cell), period: panel.periods[cell.time], base: panel.periods[cell.base],
          eventTime: cell.eventTime,
          effect: try estimate(
            estimation.values[index],
            variance: variance.variance(estimation.influence(ofCell: index)),
            sizes: [
              .init("treated", plan.waves[cell.wave].count), .init(plan.comparison.words, controls),
            ])))
    }
    return effects
  }

  private func wave(_ cell: RolloutPlan.Cell) -> PanelPeriod {
    let start = panel.waves[plan.waves[cell.wave].place].start ?? 0
    return panel.periods.indices.contains(cell.start)
      ? panel.periods[cell.start] : PanelPeriod(start)
  }

  /// An effect whose variance is zero has no standard error: nothing tells how it varies.
  private func estimate(
    _ value: Double, variance: Double, sizes: [Estimate.SampleSize]
  ) throws(EvaluationError) -> Estimate {
    guard value.isFinite, variance.isFinite else {
      throw .overflow(
        what: "an effect or its variance", needed: "outcomes below about 1e150", found: "infinity")
    }
    let error = max(0, variance).squareRoot()
    let uncertainty: Uncertainty =
      switch errors {
      case _ where !(error > 0): .unknown
      case .byUnit: .normal(standardError: error)
      case .byTeam:
        .t(standardError: error, degreesOfFreedom: Double(teamFreedom ?? 1))
      }
    return try Estimate(
      value: value, uncertainty: uncertainty, method: method, unit: measure, direction: direction,
      sampleSizes: sizes)
  }

  /// Teams less waves; nil with errors by unit.
  private var teamFreedom: Int? {
    guard case .byTeam(let count) = errors else { return nil }
    return max(1, count - plan.waves.count)
  }

  private var method: String {
    "Callaway-Sant'Anna, \(plan.comparison.words), \(plan.base.words)"
      + (plan.anticipation > 0 ? ", anticipation \(plan.anticipation)" : "") + ", \(errors.words)"
  }

  // MARK: Averages

  func averages() throws(EvaluationError) -> [RolloutAverage] {
    let post = plan.cells.indices.filter { plan.cells[$0].isPost }
    var averages: [RolloutAverage] = []
    let waves = Set(post.map { plan.cells[$0].wave }).sorted()
    let byWave = waves.map { wave in
      (wave: wave, target: estimation.plain(post.filter { plan.cells[$0].wave == wave }))
    }
    averages.append(
      try average(
        .group, overall: estimation.bySize(byWave),
        parts: byWave.map { wave, target in
          let cell = post.first { plan.cells[$0].wave == wave } ?? 0
          return (self.wave(plan.cells[cell]), nil, target)
        }))
    averages.append(try average(.simple, overall: estimation.bySize(post), parts: []))
    let times = Set(plan.cells.map(\.eventTime)).sorted()
    let byTime = times.map { time in
      (
        time, estimation.bySize(plan.cells.indices.filter { plan.cells[$0].eventTime == time })
      )
    }
    averages.append(
      try average(
        .dynamic, overall: estimation.plain(byTime.filter { $0.0 >= 0 }.map(\.1)),
        parts: byTime.map { (nil, $0.0, $0.1) }))
    let calendar = Set(post.map { plan.cells[$0].time }).sorted()
    let byPeriod = calendar.map { time in
      (time, estimation.bySize(post.filter { plan.cells[$0].time == time }))
    }
    averages.append(
      try average(
        .calendar, overall: estimation.plain(byPeriod.map(\.1)),
        parts: byPeriod.map { (panel.periods[$0.0], nil, $0.1) }))
    return averages
  }

  private func average(
    _ summary: RolloutSummary, overall: RolloutEstimation.Target,
    parts: [(PanelPeriod?, Int?, RolloutEstimation.Target)]
  ) throws(EvaluationError) -> RolloutAverage {
    let covariance = variance.covariance(parts.map(\.2.influence))
    var read: [RolloutAverage.Part] = []
    for (place, part) in parts.enumerated() {
      read.append(
        RolloutAverage.Part(
          period: part.0, eventTime: part.1,
          effect: try estimate(
            part.2.value, variance: covariance[place, place], sizes: plan.sizes(panel))))
    }
    let kept = read.indices.filter { read[$0].effect.standardError != nil }
    var known = Matrix(rows: kept.count, columns: kept.count)
    for (row, first) in kept.enumerated() {
      for (column, second) in kept.enumerated() { known[row, column] = covariance[first, second] }
    }
    return RolloutAverage(
      summary: summary,
      overall: try estimate(
        overall.value, variance: variance.variance(overall.influence), sizes: plan.sizes(panel)),
      parts: read, band: SimultaneousBand(covariance: known))
  }

  // MARK: Before the start

  func preTrendTest() -> PreTrendTest? {
    let before = plan.cells.indices.filter { index in
      let cell = plan.cells[index]
      return cell.time < cell.start - plan.anticipation && !cell.isBase
    }
    guard before.count <= PreTrendTest.limit else { return nil }
    let influences = before.map { estimation.influence(ofCell: $0) }
    let kept = before.indices.filter { variance.variance(influences[$0]) > 0 }
    return PreTrendTest(
      kept.map { estimation.values[before[$0]] },
      covariance: variance.covariance(kept.map { influences[$0] }),
      covarianceDegreesOfFreedom: teamFreedom)
  }
}

import ProgramEvaluation

/// The findings of a rollout in words and tables.
struct RolloutWords {
  let outcome: String
  let rollout: StaggeredAdoption
  let twoWay: TwoWayFixedEffects?
  /// How many standard errors the band over all times since the start reaches.
  let multiple: Double?

  init(outcome: String, rollout: StaggeredAdoption, twoWay: TwoWayFixedEffects?) {
    self.outcome = outcome
    self.rollout = rollout
    self.twoWay = twoWay
    multiple = rollout.average(by: .dynamic)?.band?.multiple()
  }

  // MARK: Words

  var title: String {
    let value = rollout.effect.value
    let change = value < 0 ? "fell" : "rose"
    return
      "Rollout: \(excerpt(outcome)) \(change) by \(Self.text(abs(value))) after the start, \(Self.limits(rollout.effect)); \(verdict)."
  }

  /// What the interval allows to say.
  private var verdict: String {
    guard let interval = rollout.effect.improvement.interval() else { return "no interval" }
    if let lower = interval.lower, lower > 0 { return "an improvement" }
    if let upper = interval.upper, upper < 0 { return "a deterioration" }
    return "the data fit an improvement as well as none"
  }

  var sentences: [String] {
    let treated = rollout.sizes.first?.count ?? 0
    var sentences = [
      "The effect is the \(rollout.summary.words), per unit and period: \(treated) units in "
        + "\(rollout.average(by: .group)?.parts.count ?? 0) waves, compared with "
        + "\(rollout.comparison.words); \(rollout.base.words), anticipation \(rollout.anticipation), "
        + "\(rollout.errors.words)."
    ]
    if let test = rollout.preTrendTest {
      sentences.append(
        "Before the start, \(test.degreesOfFreedom) effects together have p = \(Self.text(test.pValue)): "
          + (test.pValue < 0.05
            ? "waves and comparison already moved apart."
            : "no sign that waves and comparison moved apart."))
    }
    if let twoWay {
      sentences.append(
        "Two-way fixed effects give \(Self.text(twoWay.effect.value)), \(Self.limits(twoWay.effect)) "
          + "(\(twoWay.estimator.name), \(Self.text(twoWay.effect.degreesOfFreedom ?? 0)) degrees of freedom); "
          + "they also compare with units that are already treated."
      )
    }
    return sentences
  }

  var band: String {
    "Times are periods since the start; the band holds for all of them at once"
      + (multiple.map { " (\(Self.text($0)) standard errors)." } ?? ".")
  }

  private static func text(_ value: Double) -> String {
    formatted(value, significantDigits: 3)
  }

  private static func limits(_ estimate: Estimate) -> String {
    guard let interval = estimate.interval(), let lower = interval.lower, let upper = interval.upper
    else { return "without an interval" }
    return "95 % interval \(text(lower)) to \(text(upper))"
  }

  // MARK: Tables

  /// Each time since the start with its interval and band.
  var timeTable: [[String]] {
    guard let dynamic = rollout.average(by: .dynamic) else { return [] }
    return [["time", "effect", "95 % interval", "band"]]
      + dynamic.parts.map { part in
        let reach = part.effect.standardError.flatMap { error in multiple.map { $0 * error } }
        let interval = part.effect.interval()
        return [
          part.label, Self.text(part.effect.value),
          interval.flatMap { Self.range($0.lower, $0.upper) } ?? "base",
          reach.flatMap { Self.range(part.effect.value - $0, part.effect.value + $0) } ?? "",
        ]
      }
  }

  /// Each wave with its size and average effect.
  var waveTable: [[String]] {
    guard let waves = rollout.average(by: .group) else { return [] }
    return [["wave", "units", "effect", "95 % interval"]]
      + waves.parts.map { part in
        let cell = rollout.groupTimeEffects.first { $0.wave == part.period }
        let interval = part.effect.interval()
        return [
          excerpt(part.label), "\(cell?.effect.sampleSizes.first?.count ?? 0)",
          Self.text(part.effect.value),
          interval.flatMap { Self.range($0.lower, $0.upper) } ?? "",
        ]
      }
  }

  private static func range(_ lower: Double?, _ upper: Double?) -> String? {
    guard let lower, let upper else { return nil }
    return "\(text(lower)) to \(text(upper))"
  }

  var report: [Report.Block] {
    let averages =
      [["average", "effect", "95 % interval"]]
      + rollout.averages.map { average in
        let interval = average.overall.interval()
        return [
          average.summary.words, Self.text(average.overall.value),
          interval.flatMap { Self.range($0.lower, $0.upper) } ?? "",
        ]
      }
    let chart = (try? EventStudyChart(rollout)).map { Report.Block.figure(.eventStudy($0)) }
    return sentences.map { .paragraph($0) } + (chart.map { [$0] } ?? [])
      + [
        .heading("Averages"), .table(averages, leftColumns: [0]),
        .heading("Waves"), .table(waveTable, leftColumns: [0]),
        .heading("Time since the start"), .table(timeTable, leftColumns: [0]), .paragraph(band),
      ]
  }
}

import ProgramEvaluation

/// A randomised experiment in words, tables and figures.
struct ExperimentFinding {
  let experiment: Experiment
  /// What the outcome is called.
  let outcome: String
  let level: Double

  var finding: Finding {
    Finding(
      command: "experiment", title: title, screen: screen,
      figures: ExperimentFigures(experiment, level: level), report: report,
      checks: experiment.checks,
      ending: experiment.checks.contains { $0.verdict == .failed } ? .noAnswer : .done)
  }

  // MARK: Words

  private var effect: Estimate { experiment.effect }

  private var percent: String { formatted(100 * level) }

  /// The answer in one line: clear or not, by how much, between which limits.
  private var title: String {
    let size = formatted(abs(effect.value), significantDigits: 5)
    let unit = effect.unit.isEmpty ? "" : " \(excerpt(effect.unit))"
    let change =
      "\(size)\(unit) \(effect.value < 0 ? "less" : "more") with the treatment than without"
    guard let interval = effect.interval(level: level) else {
      return "\(excerpt(outcome)): \(change)"
    }
    let low = interval.lower.map { formatted($0, significantDigits: 5) } ?? "unbounded"
    let high = interval.upper.map { formatted($0, significantDigits: 5) } ?? "unbounded"
    let limits = "\(percent) % interval \(low) to \(high)"
    return interval.contains(0)
      ? "\(excerpt(outcome)): no clear difference; \(change) (\(limits))"
      : "\(excerpt(outcome)): \(change) (\(limits))"
  }

  /// How it was found, and what it means for the better.
  private var sentences: [String] {
    var sentences = [
      "Randomised experiment: \(experiment.analysis). Everyone is analysed in the arm that chance gave them."
    ]
    if experiment.checks.contains(where: { $0.verdict == .failed }) {
      sentences.append("A check failed: the difference cannot be read as the treatment's doing.")
    } else if let interval = effect.interval(level: level), !interval.contains(0) {
      let isBetter = effect.improvement.value > 0
      sentences.append(
        "\(effect.direction == .higherIsBetter ? "Higher" : "Lower") is better: the treatment \(isBetter ? "helped" : "did harm")."
      )
    } else {
      sentences.append(
        "The interval holds 0: this experiment alone cannot tell help from harm.")
    }
    switch experiment.comparison {
    case .cuped(let cuped):
      let plain = cuped.effectBeforeAdjustment
      sentences.append(
        "The covariate (correlation \(formatted(cuped.correlation, significantDigits: 3))) takes \(formatted(100 * cuped.varianceReduction, significantDigits: 3)) % off the variance; unadjusted the difference is \(formatted(plain, significantDigits: 5))."
      )
    case .clusters(let clusters):
      sentences.append(
        "People of one cluster resemble each other: \(clusters.clusterCount) clusters, not \(effect.sampleSizes.prefix(2).map(\.count).reduce(0, +)) people, carry the interval."
      )
    case .permutation(let test):
      sentences.append(
        test.isExact
          ? "Every assignment that chance could have made was looked at."
          : "Random assignments stand for all that chance could have made; seed \(test.method.seed)."
      )
    case .means, .proportions, .pairs, .clusterMeans: break
    }
    return sentences
  }

  // MARK: Tables

  private var armRows: [[String]] {
    let means = experiment.comparison.means
    func row(_ name: String, _ arm: ArmCounts.Arm?, _ mean: Double?) -> [String] {
      let counts = arm.map { ["\($0.assigned)", "\($0.analysed)", "\($0.missing)"] }
      return [name] + (counts ?? ["not given", "", ""])
        + [mean.map { formatted($0) } ?? "within pairs"]
    }
    return [
      ["arm", "assigned", "analysed", "no outcome", "mean"],
      row("treatment", experiment.arms?.treated, means?.treated),
      row("control", experiment.arms?.control, means?.control),
    ]
  }

  private var intervalRows: [[String]] {
    let levels = Set([0.8, 0.9, 0.95, level]).sorted()
    func limit(_ value: Double?) -> String { value.map { formatted($0) } ?? "unbounded" }
    return [["confidence", "from", "to", "at least", "at most"]]
      + levels.map { level in
        let two = effect.interval(level: level)
        return [
          "\(formatted(100 * level)) %", limit(two?.lower), limit(two?.upper),
          limit(effect.interval(level: level, sides: .lower)?.lower),
          limit(effect.interval(level: level, sides: .upper)?.upper),
        ]
      }
  }

  /// Estimate, error, reference and p-value in one line.
  private var method: String {
    var text = "Method: \(effect.method)"
    if let error = effect.standardError { text += ", standard error \(formatted(error))" }
    if let freedom = effect.degreesOfFreedom {
      text += ", \(formatted(freedom)) degrees of freedom"
    }
    if let p = experiment.pValue {
      let name = if case .proportions = experiment.comparison { "Fisher exact p" } else { "p" }
      text += ", \(name) = \(formatted(p, significantDigits: 3))"
    }
    return text + "."
  }

  private var screen: Screen {
    var screen = Screen()
    for sentence in sentences { screen.say(sentence) }
    screen.show(armRows)
    screen.show(intervalRows)
    screen.say(method)
    return screen
  }

  private var report: [Report.Block] {
    sentences.map { .paragraph($0) } + [.heading("Effect")] + chart + [
      .heading("Arms"), .table(armRows, leftColumns: [0]), .heading("How sure"),
      .table(intervalRows, leftColumns: [0]), .paragraph(method),
    ]
  }

  /// The effect with its interval; none where it cannot be drawn.
  private var chart: [Report.Block] {
    guard let row = try? EffectChart.Row("treatment less control", effect, level: level),
      let chart = try? EffectChart(
        rows: [row], unit: effect.unit.isEmpty ? excerpt(outcome) : effect.unit, level: level)
    else { return [] }
    return [.figure(.effect(chart))]
  }
}

extension CupedDifference {
  /// The difference of the plain means.
  fileprivate var effectBeforeAdjustment: Double {
    (treated.moments(of: 0)?.mean ?? 0) - (control.moments(of: 0)?.mean ?? 0)
  }
}

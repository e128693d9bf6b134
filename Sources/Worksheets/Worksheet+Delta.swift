import ROI
import Statistics

extension WorksheetBuilder {
  // MARK: Delta

  /// What the delta is made of, down to the counts, and the delta that its own period covers.
  mutating func addDeltaInputs() {
    let unit = businessCase.indicator.unit
    let isHigherBetter = businessCase.indicator.direction == .higherIsBetter
    let change: Formula
    switch businessCase.delta {
    case .declared(let baseline, let observed):
      input("baseline", "Before", ExactRatio(baseline), unit: unit, source: "declared")
      input("observed", "After", ExactRatio(observed), unit: unit, source: "declared")
      change =
        isHigherBetter ? .difference("observed", "baseline") : .difference("baseline", "observed")
    case .counts, .evidence:
      guard let effect = businessCase.delta.effect else { return }
      var factors: [Formula]
      switch effect.uncertainty {
      case .poissonRates(let treated, let control, let factor):
        addRates(treated: treated, control: control, factor: factor)
        let before = Formula.quotient("baseline_count", "baseline_exposure")
        let after = Formula.quotient("pilot_count", "pilot_exposure")
        factors = [
          isHigherBetter ? .difference(after, before) : .difference(before, after),
          "stated_exposure",
        ]
      case .proportions(let treated, let control, let factor):
        addProportions(treated: treated, control: control)
        let before = Formula.quotient("baseline_count", "baseline_trials")
        let after = Formula.quotient("pilot_count", "pilot_trials")
        factors = [isHigherBetter ? .difference(after, before) : .difference(before, after)]
        if factor != 1 {
          input(
            "stated_count", "Number that the difference is stated for", decimal(factor),
            unit: "people", source: "plan")
          factors.append("stated_count")
        }
      default:
        addEffect(effect)
        factors = [isHigherBetter ? "effect" : .negative("effect")]
      }
      if case .evidence(_, _, _, let units) = businessCase.delta {
        input(
          "units", "Units that the effect applies to", ExactRatio(units), unit: "units",
          source: "plan")
        factors.append("units")
      }
      change = .product(factors)
    }
    formula(
      "delta", "Improvement, as the data state it",
      businessCase.figures(businessCase.statedBasis).delta, .number,
      unit: businessCase.improvementUnit, change)
  }

  private mutating func addRates(treated: EventRate, control: EventRate, factor: Double) {
    let rates = [
      ("baseline", "before or without", control), ("pilot", "in the pilot", treated),
    ]
    for (key, words, rate) in rates {
      input(
        "\(key)_count", "Events \(words)", ExactRatio(rate.count), unit: "events", source: "counted"
      )
      input(
        "\(key)_exposure", "Person-time \(words)", decimal(rate.exposure), unit: "person-years",
        source: "headcount x weeks / weeks a year")
    }
    input(
      "stated_exposure", "Person-time that the delta is stated for", decimal(factor),
      unit: "person-years", source: "headcount for a year")
  }

  private mutating func addProportions(treated: Proportion, control: Proportion) {
    let groups = [
      ("baseline", "before or without", control), ("pilot", "in the pilot", treated),
    ]
    for (key, words, group) in groups {
      input(
        "\(key)_count", "Counted \(words)", ExactRatio(group.successes), unit: "people",
        source: "counted")
      input(
        "\(key)_trials", "Out of, \(words)", ExactRatio(group.trials), unit: "people",
        source: "counted")
    }
  }

  /// The effect of a study as it reports it, with what its interval needs.
  private mutating func addEffect(_ effect: Estimate) {
    let unit = businessCase.indicator.unit
    add(
      "effect", "Effect, treated minus control", decimal(effect.value), .number, unit,
      .statistic(method: "\(businessCase.delta.design): \(effect.method)"))
    if let error = effect.standardError {
      add(
        "standard_error", "Standard error of the effect", decimal(error), .number, unit,
        .statistic(method: effect.method))
    }
  }

  /// A statistic as its shortest decimal; nil only for figures that no estimate holds.
  func decimal(_ value: Double) -> ExactRatio? {
    (try? ExactDecimal(value)).map { ExactRatio($0) }
  }
}

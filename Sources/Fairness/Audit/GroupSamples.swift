import DataFrames
import Statistics

/// What a rule knows of the groups of one breakdown.
struct GroupSamples {
  enum Figure {
    case rate(Proportion)
    case mean(Moments)
    case effect(Estimate)
  }

  struct Sample {
    let group: String
    let size: Int
    let figure: Figure
  }

  let rule: FairnessRule
  let breakdown: Breakdown
  /// The groups of known members in order.
  let samples: [Sample]
  /// For each stratum the rate of each group, nil where it has nobody there.
  let strata: [[Proportion?]]

  /// Everybody but one group, or the sum of nobody.
  func others(than index: Int) throws(EvaluationError) -> Sample? {
    let rest = samples.indices.filter { $0 != index }
    let size = rest.reduce(0) { $0 + samples[$1].size }
    guard size > 0 else { return nil }
    switch samples[index].figure {
    case .rate:
      let rates = rest.map { samples[$0].proportion }
      return Sample(
        group: "everybody else", size: size, figure: .rate(try Self.sum(of: rates)))
    case .mean:
      var sum = Moments()
      for other in rest {
        if case .mean(let moments) = samples[other].figure { sum.merge(moments) }
      }
      return Sample(group: "everybody else", size: size, figure: .mean(sum))
    case .effect: return nil
    }
  }

  /// Counts added up; nils count nothing.
  static func sum(of rates: [Proportion?]) throws(EvaluationError) -> Proportion {
    try Proportion(
      successes: rates.reduce(0) { $0 + ($1?.successes ?? 0) },
      trials: rates.reduce(0) { $0 + ($1?.trials ?? 0) })
  }
}

extension GroupSamples.Sample {
  /// The rate, where one is compared.
  var proportion: Proportion? { if case .rate(let rate) = figure { rate } else { nil } }

  /// The rate, mean or effect.
  var value: Double? {
    switch figure {
    case .rate(let rate): rate.rate
    case .mean(let moments): moments.mean
    case .effect(let effect): effect.value
    }
  }
}

// MARK: - Counts and effects

extension GroupSamples {
  init(_ rule: FairnessRule, _ counts: FairnessData.Counts) throws(EvaluationError) {
    guard !counts.groups.isEmpty else {
      throw .tooFew(what: "groups of \(excerpt(counts.rule))", needed: 1, found: 0)
    }
    self.rule = rule
    breakdown = counts.breakdown
    samples = counts.groups.map {
      Sample(group: $0.group, size: $0.proportion.trials, figure: .rate($0.proportion))
    }
    strata = counts.strata.map { stratum in
      let rates = Dictionary(stratum.map { ($0.group, $0.proportion) }) { first, _ in first }
      return counts.groups.map { rates[$0.group] }
    }
  }

  init(_ rule: FairnessRule, _ effects: [FairnessData.GroupEffect]) throws(EvaluationError) {
    guard !effects.isEmpty, let breakdown = rule.breakdowns.first else {
      throw .tooFew(what: "groups of \(excerpt(rule.id))", needed: 1, found: 0)
    }
    guard Set(effects.map(\.group)).count == effects.count, rule.breakdowns.count == 1 else {
      throw .invalidArgument(
        name: "the effects of \(excerpt(rule.id))", needed: "one breakdown of different groups",
        found: "\(rule.breakdowns.count) breakdowns, or a group twice")
    }
    self.rule = rule
    self.breakdown = breakdown
    samples = effects.map { Sample(group: $0.group, size: $0.size, figure: .effect($0.effect)) }
    strata = []
  }
}

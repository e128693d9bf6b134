import ProgramEvaluation

/// The figures of a cohort for machines.
struct MatchFigures: Encodable {
  let method: String
  let constraints: String
  let target: String
  let estimand: String
  let caliper_width: Double?
  let sizes: Sizes
  let candidates: [Candidates]
  let unmatched: [String: Int]
  let incomplete_sets: Int
  let balance: [Balance]
  let balanced: Bool
  let effect: Effect?
  let hidden_bias: HiddenBias?

  struct Sizes: Encodable {
    let treated: Group
    let control: Group
    let sets: Int

    struct Group: Encodable {
      let available: Int
      let matched: Int
      let effective: Double

      init(_ group: CohortSizes.Group) {
        available = group.available
        matched = group.matched
        effective = group.effective.printed
      }
    }
  }

  struct Candidates: Encodable {
    let constraint: String
    let none: Int
    let one: Int
    let two_or_more: Int
  }

  struct Balance: Encodable {
    let covariate: String
    let smd_before: Double?
    let smd_after: Double?
    let variance_ratio_after: Double?
    let ecdf_maximum_after: Double
  }

  struct Effect: Encodable {
    let outcome: String
    let value: Double
    let standard_error: Double?
    let lower: Double?
    let upper: Double?
    let level: Double
    let method: String
  }

  struct HiddenBias: Encodable {
    let test: String
    let pairs: Int
    let tipping_gamma: Double?
    let bounds: [Bound]

    struct Bound: Encodable {
      let gamma: Double
      let p_lower: Double
      let p_upper: Double
    }
  }

  init(_ finding: MatchFinding) {
    let cohort = finding.cohort
    let table = cohort.balance
    method = cohort.method.description
    constraints = cohort.constraints.description
    target = cohort.target.rawValue
    estimand = cohort.estimand.rawValue
    caliper_width = cohort.caliperWidth?.printed
    sizes = Sizes(
      treated: .init(cohort.sizes.treated), control: .init(cohort.sizes.control),
      sets: cohort.sets.count)
    candidates = (finding.feasibility?.rows ?? []).map {
      Candidates(constraint: $0.constraint, none: $0.none, one: $0.one, two_or_more: $0.more)
    }
    unmatched = Dictionary(grouping: cohort.unmatched, by: \.reason.rawValue).mapValues(\.count)
    incomplete_sets = cohort.incompleteSetCount
    balance = table.covariateRows.map { row in
      Balance(
        covariate: row.variable,
        smd_before: table.standardizedDifference(row, after: false)?.printed,
        smd_after: table.standardizedDifference(row)?.printed,
        variance_ratio_after: row.after.varianceRatio?.printed,
        ecdf_maximum_after: row.after.distributionMaximumDifference.printed)
    }
    balanced = table.isBalanced()
    effect = finding.outcome.map { outcome in
      let estimate = outcome.effect.effect
      let interval = estimate.interval()
      return Effect(
        outcome: outcome.effect.outcome, value: estimate.value.printed,
        standard_error: estimate.standardError?.printed, lower: interval?.lower?.printed,
        upper: interval?.upper?.printed, level: 0.95, method: estimate.method)
    }
    hidden_bias = finding.outcome?.bounds.map { bounds in
      HiddenBias(
        test: bounds.test.rawValue, pairs: bounds.pairCount,
        tipping_gamma: bounds.tippingGamma?.printed,
        bounds: bounds.rows.map {
          .init(
            gamma: $0.gamma, p_lower: $0.lowerPValue.printed, p_upper: $0.upperPValue.printed)
        })
    }
  }
}

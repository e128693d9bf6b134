import ProgramEvaluation

extension PilotResult {
  /// The figures of a benefit plan.
  struct Benefits: Encodable {
    struct Lever: Encodable {
      let name: String
      let value: String
      let after_overlap: String
    }

    /// The lower bound of ROI by how the levers' errors hang together.
    struct Bounds: Encodable {
      let level: Double
      let unknown: String?
      let independent: String?
      let unrestricted: String?
    }

    let levers: [Lever]
    let gross_total: String
    let total: String
    let program_cost: String
    let net_benefit: String
    let roi_ratio_net_over_cost: String?
    let bcr_gross_over_cost: String?
    let roi_lower: Bounds
    let undeclared_overlaps: [String]
    let checks: [Check]
    let inputs: BenefitPlan

    init(_ plan: BenefitPlan) {
      levers = zip(plan.levers, plan.values).map {
        Lever(
          name: $0.name, value: $0.value.posted.amount, after_overlap: $1.posted.amount)
      }
      gross_total = plan.grossTotal.posted.amount
      total = plan.total.posted.amount
      program_cost = plan.costs.total.amount
      net_benefit = plan.netBenefit.posted.amount
      roi_ratio_net_over_cost = plan.roi?.description
      bcr_gross_over_cost = plan.benefitCostRatio?.description
      func lower(_ dependence: Dependence) -> String? {
        let limits = try? plan.limits(
          level: plan.headlineLevel, sides: .lower, dependence: dependence)
        return limits?.lower?.roi?.decimal(significantDigits: 6)
      }
      roi_lower = Bounds(
        level: plan.headlineLevel, unknown: lower(.unknown), independent: lower(.independent),
        unrestricted: lower(.unrestricted))
      undeclared_overlaps = plan.undeclaredPairs.map(\.description)
      checks = plan.checks
      inputs = plan
    }
  }

  /// A gate's verdict with its reasons.
  struct Decision: Encodable {
    let verdict: String?
    let reasons: [Gate.Reason]
    let missing: [String]
    let rollback_actions: [String]
    let inputs: Gate

    init(_ gate: Gate) {
      verdict = gate.verdict?.rawValue
      reasons = gate.reasons
      missing = gate.missing
      rollback_actions = gate.rollbackActions
      inputs = gate
    }
  }
}

// MARK: - Report

extension BenefitPlan {
  /// The levers, what overlaps remove, and the bounds by what is assumed of their errors.
  var blocks: [Report.Block] {
    let rows =
      zip(levers, values).map { lever, value in
        [lever.name, "\(lever.value)", "\(value)", "\(lever.design)", lever.source]
      } + [["total", "\(grossTotal)", "\(total)", "", ""]]
    var blocks: [Report.Block] = [
      .heading("Several benefits"),
      .table(
        [["lever", "value", "after overlap", "design", "source"]] + rows, leftColumns: [0, 3, 4]),
      .paragraph("The programme costs \(costs.total); net benefit \(netBenefit)."),
    ]
    if !overlaps.isEmpty { blocks.append(.list(overlaps.map(\.description))) }
    let bounds = [Dependence.unknown, .independent, .unrestricted].compactMap { dependence in
      (try? limits(level: headlineLevel, sides: .lower, dependence: dependence))?.description
    }
    if !bounds.isEmpty { blocks.append(.list(bounds)) }
    return blocks + [.checks(checks)]
  }
}

extension Gate {
  /// Verdict and reasons.
  var blocks: [Report.Block] {
    var blocks: [Report.Block] = [
      .heading("The gate"),
      .paragraph(
        verdict.map { "Verdict: \($0.rawValue)." }
          ?? "No verdict. Missing: \(missing.joined(separator: ", "))."),
    ]
    if !rollbackActions.isEmpty {
      blocks.append(.paragraph("Roll back: \(rollbackActions.joined(separator: "; "))."))
    }
    return blocks + [.list(reasons.map(\.description))]
  }
}

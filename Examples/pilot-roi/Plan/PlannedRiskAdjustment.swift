import ProgramEvaluation

/// Shares by which benefits are lowered and costs raised, with their reasons.
struct PlannedRiskAdjustment {
  private let benefits: Adjustment
  private let costs: Adjustment

  private struct Adjustment {
    let share: ExactDecimal
    let rationale: String
  }

  /// nil after a fault.
  init?(_ object: PlanObject) {
    let benefits = object.object("benefits", Self.adjustment)
    let costs = object.object("costs", Self.adjustment)
    guard let benefits, let costs else { return nil }
    self.benefits = benefits
    self.costs = costs
  }

  private static func adjustment(_ object: PlanObject) -> Adjustment? {
    let share = object.decimal("risk")
    let rationale = object.words("rationale")
    if let share, share < 0 || share > 1 {
      object.fault("risk", needed: "a share from 0 to 1", found: "\(share)")
      return nil
    }
    guard let share, let rationale else { return nil }
    return Adjustment(share: share, rationale: rationale)
  }

  /// The yearly lines of a projection at its point, adjusted.
  func view(of projection: CashFlowProjection) throws(EvaluationError) -> RiskAdjustedView {
    do {
      return try RiskAdjustedView(
        benefits: [
          RiskAdjustedView.Line(
            "value attributed to the programme",
            byPeriod: projection.point.benefits.map(\.posted), risk: benefits.share,
            rationale: benefits.rationale)
        ],
        costs: [
          RiskAdjustedView.Line(
            "cost of the programme", byPeriod: projection.costs, risk: costs.share,
            rationale: costs.rationale)
        ], rate: projection.terms.rate, timing: projection.terms.timing)
    } catch {
      throw .invalidPlan(
        path: "$.riskAdjusted", needed: "shares that can be applied", found: "\(error)")
    }
  }
}

import ProgramEvaluation

extension PilotResult {
  /// The case over several years: posted money, and what follows from it.
  struct CashFlow: Encodable {
    struct Year: Encodable {
      let year: Int
      let cost: String
      let benefit: String
      let net: String
      let discount_factor: String
      let present_net: String
    }

    /// The years at the point, or at the lower bound.
    struct Course: Encodable {
      let label: String
      let net_present_value: String
      let net_benefit_undiscounted: String
      let roi_on_present_value: String?
      let roi_undiscounted: String?
      let bcr_on_present_value: String?
      let internal_rates: String
      let modified_internal_rate: String?
      let payback: String
      let discounted_payback: String

      init(_ course: CashFlowProjection.Course) {
        func ratio(_ value: ExactRatio?) -> String? { value?.decimal(significantDigits: 12) }
        label = course.label
        net_present_value = course.netPresentValue.posted.amount
        net_benefit_undiscounted = course.netBenefit.posted.amount
        roi_on_present_value = ratio(course.roiOnPresentValue)
        roi_undiscounted = ratio(course.roiUndiscounted)
        bcr_on_present_value = ratio(course.benefitCostRatioOnPresentValue)
        internal_rates = course.internalRates.description
        modified_internal_rate = course.modifiedInternalRate.map { "\($0)" }
        payback = course.payback.description
        discounted_payback = course.discountedPayback.description
      }
    }

    let years: Int
    let rate: String
    let by_year: [Year]
    let total_costs: String
    let total_present_costs: String
    let costs_after_horizon: String
    let point: Course
    let headline: Course?
    let checks: [Check]
    let terms: CashFlowProjection.Terms

    init(_ projection: CashFlowProjection) {
      let point = projection.point
      years = projection.terms.years
      rate = projection.terms.rate.description
      by_year = projection.costs.indices.map { year in
        Year(
          year: year, cost: projection.costs[year].amount,
          benefit: point.benefits[year].posted.amount, net: point.net[year].amount,
          discount_factor: "\(projection.discountFactors[year])",
          present_net: point.presentNet[year].posted.amount)
      }
      total_costs = projection.totalCosts.posted.amount
      total_present_costs = projection.totalPresentCosts.posted.amount
      costs_after_horizon = projection.costsAfterHorizon.amount
      self.point = Course(point)
      headline = projection.headline.map(Course.init)
      checks = projection.checks
      terms = projection.terms
    }
  }

  /// Benefits lowered and costs raised for risk.
  struct RiskAdjusted: Encodable {
    let net_present_value: String
    let present_benefits: String
    let present_costs: String
    let roi_on_present_value: String?
    let bcr_on_present_value: String?
    let payback: String
    let inputs: RiskAdjustedView

    init(_ view: RiskAdjustedView) {
      net_present_value = view.netPresentValue.posted.amount
      present_benefits = view.presentBenefits.posted.amount
      present_costs = view.presentCosts.posted.amount
      roi_on_present_value = view.roiOnPresentValue?.decimal(significantDigits: 12)
      bcr_on_present_value = view.benefitCostRatioOnPresentValue?.decimal(significantDigits: 12)
      payback = view.payback.description
      inputs = view
    }
  }
}

import Statistics

extension CashFlowProjection {
  /// The years at one reading of the annual benefit: the point estimate, or its lower bound.
  public struct Course: Sendable, Hashable, CustomStringConvertible {
    /// Which reading it is, such as `lower bound, 90 % one-sided, Welch t`.
    public let label: String
    /// The benefit of each year from 0; year 0 has none.
    public let benefits: [MoneyFigure]
    /// The present values of the benefits.
    public let presentBenefits: [MoneyFigure]
    /// Benefit less cost of each year as posted.
    public let net: [Money]
    /// Present value of the benefit less that of the cost of each year.
    public let presentNet: [MoneyFigure]
    /// The sum of the benefits.
    public let totalBenefits: MoneyFigure
    /// The sum of the present values of the benefits.
    public let totalPresentBenefits: MoneyFigure
    /// Benefits less costs, undiscounted.
    public let netBenefit: MoneyFigure
    /// Present value of the benefits less that of the costs, both as posted.
    public let netPresentValue: MoneyFigure
    /// Net present value over the present value of the costs; nil when these are zero.
    public let roiOnPresentValue: ExactRatio?
    /// Net benefit over costs, undiscounted; nil when these are zero.
    public let roiUndiscounted: ExactRatio?
    /// Present value of the benefits over that of the costs; nil when these are zero.
    public let benefitCostRatioOnPresentValue: ExactRatio?
    /// All internal rates of return of the posted net flows.
    public let internalRates: InternalRates
    /// The modified internal rate: costs financed at the discount rate, gains reinvested at the
    /// reinvestment rate; nil without both.
    public let modifiedInternalRate: Double?
    /// When the posted net flows have paid back, in years.
    public let payback: Payback
    /// When their present values have paid back, in years.
    public let discountedPayback: Payback
    /// The share of these benefits that would do for a net present value of zero; nil when they are
    /// worth nothing.
    public let breakEvenShare: ExactRatio?
    /// The annual value that would do for a net present value of zero; nil when the years hold no
    /// benefit.
    public let breakEvenAnnualValue: ExactRatio?

    init(
      _ label: String, annual: MoneyFigure, outlay: Outlay, factors: DiscountFactors,
      case businessCase: BusinessCase, terms: Terms
    ) throws(EvaluationError) {
      let (currency, rounding) = (businessCase.costs.currency, businessCase.rounding)
      var benefits: [MoneyFigure] = []
      var present: [MoneyFigure] = []
      var (net, presentNet): ([Money], [MoneyFigure]) = ([], [])
      var weight = ExactRatio(0)
      for year in outlay.costs.indices {
        let share =
          year == 0
          ? ExactRatio(0)
          : terms.share(ofYear: year, weeksPerYear: businessCase.time.weeksPerYear)
        let benefit = try MoneyFigure(annual.exact * share, in: currency, rounding: rounding)
        let value = try MoneyFigure(
          benefit.exact * factors[year], in: currency, rounding: rounding)
        weight = weight + share * factors[year]
        benefits.append(benefit)
        present.append(value)
        net.append(try benefit.posted - outlay.costs[year])
        presentNet.append(try value.less(outlay.present[year]))
      }
      let flows = try CashFlows<Nominal>(net)
      let total = try MoneyFigure.footing(benefits, in: currency)
      let totalPresent = try MoneyFigure.footing(present, in: currency)
      let costs = outlay.totalPresent
      let netPresentValue = try totalPresent.less(costs)
      let netBenefit = try total.less(outlay.total)
      self.label = label
      self.benefits = benefits
      presentBenefits = present
      self.net = net
      self.presentNet = presentNet
      totalBenefits = total
      totalPresentBenefits = totalPresent
      self.netBenefit = netBenefit
      self.netPresentValue = netPresentValue
      roiOnPresentValue = netPresentValue.exact.divided(by: costs.exact)
      roiUndiscounted = netBenefit.exact.divided(by: outlay.total.exact)
      benefitCostRatioOnPresentValue = totalPresent.exact.divided(by: costs.exact)
      internalRates = try flows.internalRates()
      modifiedInternalRate = flows.modifiedInternalRate(
        finance: terms.rate, reinvest: terms.reinvestment)
      payback = flows.payback
      discountedPayback = flows.discountedPayback(at: terms.rate, timing: terms.timing)
      breakEvenShare = costs.exact.divided(by: totalPresent.exact)
      breakEvenAnnualValue = costs.exact.divided(by: weight)
    }

    /// Net present value, the two returns with their bases, rates and payback.
    public var description: String {
      "\(label): NPV \(netPresentValue), ROI \(figure(roiOnPresentValue)) (net / cost on present "
        + "value), \(figure(roiUndiscounted)) (net / cost, undiscounted); \(internalRates); \(payback)"
    }
  }
}

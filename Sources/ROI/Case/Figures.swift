import Statistics

/// The chain from delta to dollars over one time basis: exact figures beside posted ones.
///
/// value = delta x unit value x attribution; net = value - cost; ROI = net / cost; BCR = value /
/// cost. Posted lines foot: net posted is value posted less cost posted. Ratios and break-evens are
/// of the exact figures, undiscounted.
public struct Figures: Sendable, Hashable, Codable {
  /// The time covered.
  public let basis: Basis
  /// Whether the figures reach beyond what was observed.
  public let isExtrapolated: Bool
  /// The improvement of the indicator over that time.
  public let delta: ExactRatio
  /// Delta times the value of a unit, all of it.
  public let grossValueOfDelta: MoneyFigure
  /// The part attributed to the programme.
  public let attributableValue: MoneyFigure
  /// What the programme costs.
  public let programCost: Money
  /// Value less cost.
  public let netBenefit: MoneyFigure
  /// Return on investment: net benefit over cost; nil when the programme costs nothing.
  public let roi: ExactRatio?
  /// Benefit-cost ratio: value over cost; nil when the programme costs nothing.
  public let benefitCostRatio: ExactRatio?
  /// What each input alone would have to be for an ROI of 0.
  public let breakEven: BreakEven
  /// The two-sided interval; nil when the delta has none.
  public let interval: CaseInterval?
  /// The one-sided lower bound that heads the case; nil when the delta has none.
  public let headline: CaseInterval?

  /// The exact chain over a basis.
  init(
    basis: Basis, inputs: ChainInputs, time: TimeBasis,
    intervals: (two: Interval?, lower: Interval?)
  ) throws(EvaluationError) {
    let factor = time.factor(for: basis) * inputs.units
    let point = try inputs.bound(at: inputs.improvement * factor)
    self.basis = basis
    isExtrapolated = basis == .annualised && time.isExtrapolated
    delta = point.delta
    grossValueOfDelta = try MoneyFigure(
      point.delta * inputs.unitValue.exact, in: inputs.cost.currency, rounding: inputs.rounding)
    attributableValue = point.attributableValue
    programCost = inputs.cost
    netBenefit = point.netBenefit
    roi = point.roi
    benefitCostRatio = point.attributableValue.exact.divided(by: inputs.cost.exact)
    breakEven = BreakEven(
      delta: point.delta, attribution: inputs.share, unitValue: inputs.unitValue.exact,
      cost: inputs.cost.exact, attributableValue: point.attributableValue)
    interval = try inputs.carried(intervals.two, factor: factor)
    headline = try inputs.carried(intervals.lower, factor: factor)
  }
}

// MARK: - Coding

extension Figures {
  /// Decodes figures, refusing net benefit, ROI or BCR that do not follow from value and cost.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    basis = try fields.decode(Basis.self, forKey: .basis)
    isExtrapolated = try fields.decode(Bool.self, forKey: .isExtrapolated)
    delta = try fields.decode(ExactRatio.self, forKey: .delta)
    grossValueOfDelta = try fields.decode(MoneyFigure.self, forKey: .grossValueOfDelta)
    attributableValue = try fields.decode(MoneyFigure.self, forKey: .attributableValue)
    programCost = try fields.decode(Money.self, forKey: .programCost)
    netBenefit = try fields.decode(MoneyFigure.self, forKey: .netBenefit)
    roi = try fields.decodeIfPresent(ExactRatio.self, forKey: .roi)
    benefitCostRatio = try fields.decodeIfPresent(ExactRatio.self, forKey: .benefitCostRatio)
    breakEven = try fields.decode(BreakEven.self, forKey: .breakEven)
    interval = try fields.decodeIfPresent(CaseInterval.self, forKey: .interval)
    headline = try fields.decodeIfPresent(CaseInterval.self, forKey: .headline)
    let (value, cost) = (attributableValue, programCost.exact)
    let posted = try value.posted - programCost
    guard netBenefit == MoneyFigure(exact: value.exact - cost, posted: posted),
      roi == netBenefit.exact.divided(by: cost), benefitCostRatio == value.exact.divided(by: cost)
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .netBenefit, in: fields, debugDescription: "needs figures that follow each other")
    }
  }
}

// MARK: - Description

extension Figures: CustomStringConvertible {
  /// Delta, value, cost, net, ROI and BCR in a line.
  public var description: String {
    "delta \(figure(delta)), value \(attributableValue), "
      + "cost \(programCost), net \(netBenefit), ROI \(figure(roi)) (net / cost), "
      + "BCR \(figure(benefitCostRatio)) (value / cost)"
  }
}

public import Statistics

/// Baseline, delta, attribution, dollars: what a programme's effect is worth against its cost.
///
/// Building one computes everything: annualised and in-window figures side by side, the interval
/// that the delta implies, the one-sided lower bound as the headline, break-evens, the confidence
/// that ROI exceeds each hurdle, and the checks that a reader needs before believing any of it.
///
/// ```swift
/// let exits = try BusinessCase(
///   name: "Coaching pilot", perspective: .employer,
///   indicator: Indicator("avoidable exits", unit: "exits a year", direction: .lowerIsBetter),
///   delta: .counts(comparison), time: quarter, attribution: share,
///   unitValue: UnitValue(Money("120000", .usd), source: "replacement cost, Finance"), costs: costs)
/// print(exits)
/// ```
///
/// Coded, a case is its inputs: decoding computes the figures anew, so that no stored figure can
/// disagree with them.
public struct BusinessCase: Sendable, Hashable {
  // MARK: Inputs

  /// The case's name.
  public let name: String
  /// Whose money it is.
  public let perspective: Perspective
  /// The indicator that changed.
  public let indicator: Indicator
  /// The change and what it rests on.
  public let delta: Delta
  /// The weeks observed and the year.
  public let time: TimeBasis
  /// The share credited to the programme.
  public let attribution: Attribution
  /// The worth of one unit.
  public let unitValue: UnitValue
  /// What the programme costs.
  public let costs: CostLedger
  /// The values of ROI to exceed.
  public let hurdles: [ExactDecimal]
  /// The level of the one-sided headline.
  public let headlineLevel: Double
  /// The level of the two-sided interval.
  public let intervalLevel: Double
  /// How posted money is rounded.
  public let rounding: Rounding
  /// The level before the programme, with its record; nil when there is none.
  public let baseline: Baseline?
  /// What stands beside the figures; nil when nothing is on record.
  public let evidence: EvidenceRecord?

  // MARK: Results

  /// The figures of a year; extrapolated when less was observed.
  public let annualised: Figures
  /// The figures of the observed window.
  public let inWindow: Figures
  /// What the evidence amounts to: grade, streams, what a report may be called.
  public let assessment: EvidenceAssessment
  /// The shares that the evidence carries without an override.
  public let band: AttributionBand
  /// What a reader must know about the share used.
  public let attributionLabels: [AttributionLabel]
  /// The annualised case at the band's ends; present when the share leaves the band.
  public let bandReading: AttributionReading?
  /// The annualised case at the ends of a stated range; present when the attribution is a range.
  public let rangeReading: AttributionReading?
  /// The confidence that annualised ROI exceeds each hurdle.
  public let confidences: [HurdleConfidence]
  /// The study's own checks and those of the case.
  public let checks: [Check]

  // MARK: Building

  /// Computes a case.
  ///
  /// - Parameters:
  ///   - name: the case's name.
  ///   - perspective: whose money it is.
  ///   - indicator: the indicator that changed.
  ///   - delta: the change and what it rests on.
  ///   - time: the weeks observed and the year.
  ///   - attribution: the share credited; outside the band of the design it needs an override.
  ///   - unitValue: the worth of one unit.
  ///   - costs: what the programme costs, in the currency of the unit's value.
  ///   - hurdles: the values of ROI to exceed, at most 100; 0 is break-even.
  ///   - headlineLevel: the level of the one-sided lower bound; 0.90 is also the lower end of the
  ///     two-sided 0.80 interval.
  ///   - intervalLevel: the level of the two-sided interval.
  ///   - rounding: how posted money is rounded.
  ///   - baseline: the level before the programme, in the indicator's unit and direction.
  ///   - evidence: what stands beside the figures. Open confounders and contradicting narratives lower the
  ///     grade, and with it the band.
  /// - Throws: `invalidArgument` for a blank name, a level outside (0, 1), too many hurdles, an indicator of
  ///   engagement or one that looks the other way than the effect, units that are not positive, another
  ///   currency, a baseline of another unit or direction, a window on record that is not the weeks observed
  ///   to a week, or a share outside the band without an override; `overflow` when money does not fit 64
  ///   bits of minor units.
  public init(
    name: String, perspective: Perspective, indicator: Indicator, delta: Delta, time: TimeBasis,
    attribution: Attribution, unitValue: UnitValue, costs: CostLedger,
    hurdles: [ExactDecimal] = [0], headlineLevel: Double = 0.90, intervalLevel: Double = 0.90,
    rounding: Rounding = .halfAwayFromZero, baseline: Baseline? = nil,
    evidence: EvidenceRecord? = nil
  ) throws(EvaluationError) {
    self.name = try stated(name, as: "the case's name")
    for level in [headlineLevel, intervalLevel] where !(level > 0 && level < 1) {
      throw .invalidArgument(
        name: "a confidence level", needed: "above 0 and below 1", found: "\(level)")
    }
    // Each costs some fifty intervals.
    guard hurdles.count <= 100 else {
      throw .invalidArgument(name: "the hurdles", needed: "at most 100", found: "\(hurdles.count)")
    }
    try indicator.requireMonetizable()
    try delta.validate(for: indicator)
    try baseline?.validate(for: indicator)
    try evidence?.validate(for: time)
    try unitValue.amount.requireCurrency(of: costs.total)
    let assessment = EvidenceAssessment(
      design: delta.design, isMonetized: !unitValue.amount.isZero,
      claimed: attribution.corroboration, record: evidence,
      labels: Self.evidenceLabels(indicator, delta: delta, time: time, evidence: evidence))
    let band = assessment.band
    let isInBand = band.admits(attribution)
    guard isInBand || attribution.override != nil else {
      throw .invalidArgument(
        name: "the attribution",
        needed: "\(band.shares) for a \(delta.design)"
          + (band.lowered.map { " lowered to \($0) evidence" } ?? "")
          + ", or to carry a written override",
        found: attribution.words)
    }
    let inputs = ChainInputs(
      improvement: try delta.improvement(for: indicator), units: ExactRatio(delta.units),
      share: attribution.point, unitValue: unitValue.amount, cost: costs.total, rounding: rounding)
    let intervals = (
      two: delta.interval(level: intervalLevel, sides: .two),
      lower: delta.interval(level: headlineLevel, sides: .lower)
    )
    let annualised = try Figures(
      basis: .annualised, inputs: inputs, time: time, intervals: intervals)

    self.perspective = perspective
    self.indicator = indicator
    self.delta = delta
    self.time = time
    self.attribution = attribution
    self.unitValue = unitValue
    self.costs = costs
    self.hurdles = hurdles
    self.headlineLevel = headlineLevel
    self.intervalLevel = intervalLevel
    self.rounding = rounding
    self.baseline = baseline
    self.evidence = evidence
    self.assessment = assessment
    self.annualised = annualised
    inWindow = try Figures(basis: .inWindow, inputs: inputs, time: time, intervals: intervals)
    self.band = band
    attributionLabels = Self.labels(attribution, design: delta.design, isInBand: isInBand)
    bandReading =
      isInBand
      ? nil
      : try AttributionReading(
        from: band.low, to: band.high, delta: annualised.delta, inputs: inputs)
    rangeReading =
      attribution.isRange
      ? try AttributionReading(
        from: attribution.low, to: attribution.high, delta: annualised.delta, inputs: inputs)
      : nil
    let factor = time.factor(for: .annualised) * inputs.units
    confidences = hurdles.map { hurdle in
      HurdleConfidence(
        hurdle: hurdle, pointExceeds: annualised.roi?.exceeds(hurdle),
        confidence: Self.confidence(
          thatROIExceeds: hurdle, effect: delta.effect, inputs: inputs, factor: factor))
    }
    checks =
      delta.checks
      + Self.checks(
        delta: delta, time: time, attribution: attribution, band: band, isInBand: isInBand,
        costs: costs, figures: annualised)
      + Self.evidenceChecks(
        indicator, delta: delta, time: time, baseline: baseline, assessment: assessment,
        figures: annualised)
  }

  private static func labels(
    _ attribution: Attribution, design: StudyDesign, isInBand: Bool
  ) -> [AttributionLabel] {
    var labels: [AttributionLabel] = []
    if design.isControlled {
      let isWhole = attribution.low == 1 && attribution.high == 1
      labels.append(isWhole ? .estimateAsItStands : .compoundedHaircut)
    }
    if !isInBand { labels.append(.writtenOverride) }
    return labels
  }

  // MARK: Results that depend on a question

  /// The figures over a basis.
  public func figures(_ basis: Basis) -> Figures {
    basis == .annualised ? annualised : inWindow
  }

  /// The confidence that ROI exceeds a hurdle over a basis.
  ///
  /// - Returns: a number in [0, 1]; nil for a declared delta, an unknown uncertainty, or a
  ///   programme that costs nothing. Where no improvement is worth anything (a share or a unit
  ///   value of 0) ROI is -1 for certain, and the answer 0 or 1.
  public func confidence(
    thatROIExceeds hurdle: ExactDecimal, over basis: Basis = .annualised
  ) -> Double? {
    guard let inputs else { return nil }
    return Self.confidence(
      thatROIExceeds: hurdle, effect: delta.effect, inputs: inputs,
      factor: time.factor(for: basis) * inputs.units)
  }

  /// The value attributed, annualised, in major units with its uncertainty; nil for a declared delta.
  public var valueEstimate: Estimate? {
    guard let effect = delta.effect, let inputs else { return nil }
    let slope =
      time.factor(for: .annualised) * inputs.units * inputs.share * inputs.unitValue.exact
    return try? effect.improvement.scaled(by: slope.value, unit: costs.currency.code)
  }

  /// What it is worth to know the delta before deciding, annualised; nil unless its reference is
  /// normal.
  public var decisionValue: DecisionValue? {
    guard let effect = delta.effect, case .normal(let error) = effect.uncertainty, let inputs else {
      return nil
    }
    let slope =
      time.factor(for: .annualised) * inputs.units * inputs.share * inputs.unitValue.exact
    return try? DecisionValue(
      meanNetBenefit: annualised.netBenefit.value, standardError: error * slope.value)
  }

  /// The chain's inputs; they were computed once without fault when the case was built.
  private var inputs: ChainInputs? {
    guard let improvement = try? delta.improvement(for: indicator) else { return nil }
    return ChainInputs(
      improvement: improvement, units: ExactRatio(delta.units), share: attribution.point,
      unitValue: unitValue.amount, cost: costs.total, rounding: rounding)
  }

  /// ROI exceeds h where the improvement per unit exceeds cost (1 + h) / (factor x share x unit
  /// value).
  private static func confidence(
    thatROIExceeds hurdle: ExactDecimal, effect: Estimate?, inputs: ChainInputs, factor: ExactRatio
  ) -> Double? {
    guard let effect, inputs.cost.minorUnits > 0 else { return nil }
    let needed = inputs.cost.exact * (ExactRatio(hurdle) + 1)
    guard let threshold = needed.divided(by: factor * inputs.share * inputs.unitValue.exact) else {
      return effect.uncertainty == .unknown ? nil : needed.isNegative ? 1 : 0
    }
    return effect.improvement.confidence(thatExceeds: threshold.value)
  }
}

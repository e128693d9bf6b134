import Statistics

/// The distribution of value and cost when one input alone is uncertain: its own quantiles, carried through.
struct SingleInput {
  /// The one input.
  let input: InputDistribution
  /// What a unit of it adds to the value; nil when it is the cost.
  let slope: Double?
  /// The cost, or the value when the cost is the uncertain input.
  let other: Double

  private var isCost: Bool { slope == nil }

  func netBenefit(_ p: Double) -> Double {
    guard let slope else { return other - input.quantile(1 - p) }
    return slope * input.quantile(slope < 0 ? 1 - p : p) - other
  }

  /// nil when the programme costs nothing.
  func roi(_ p: Double) -> Double? {
    guard isCost else { return other > 0 ? netBenefit(p) / other : nil }
    let cost = input.quantile(other < 0 ? p : 1 - p)
    return cost > 0 ? other / cost - 1 : nil
  }

  /// The probability of an ROI above a hurdle; nil when the programme costs nothing.
  func probability(roiAbove hurdle: Double) -> Double? {
    let multiple = 1 + hurdle
    guard let slope else {
      // value > multiple x cost, with a positive cost.
      if multiple == 0 { return other > 0 ? 1 : 0 }
      let threshold = other / multiple
      if multiple > 0 { return threshold > 0 ? input.cdf(threshold) : 0 }
      return threshold > 0 ? input.survival(threshold) : 1
    }
    guard other > 0 else { return nil }
    let needed = multiple * other
    if slope == 0 { return needed < 0 ? 1 : 0 }
    return slope > 0 ? input.survival(needed / slope) : input.cdf(needed / slope)
  }

  /// The mean of the net benefit where it is positive, or of the loss where it is negative.
  func expectedPart(ofGain isGain: Bool) -> Double? {
    guard let slope else {
      return isGain ? input.shortfall(below: other) : input.excess(over: other)
    }
    guard slope != 0 else { return max(0, isGain ? -other : other) }
    let threshold = other / slope
    return
      ((slope > 0) == isGain
      ? input.excess(over: threshold) : input.shortfall(below: threshold))
      .map { $0 * abs(slope) }
  }
}

import Statistics

/// The annualised case read at two other shares: the ends of the policy's band, or of a stated
/// range.
public struct AttributionReading: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The lower share.
  public let lowShare: ExactDecimal
  /// The higher share.
  public let highShare: ExactDecimal
  /// Value, net benefit and ROI at the lower share.
  public let low: CaseInterval.Bound
  /// Value, net benefit and ROI at the higher share.
  public let high: CaseInterval.Bound

  init(
    from lowShare: ExactDecimal, to highShare: ExactDecimal, delta: ExactRatio, inputs: ChainInputs
  ) throws(EvaluationError) {
    self.lowShare = lowShare
    self.highShare = highShare
    low = try inputs.bound(at: delta, share: ExactRatio(lowShare))
    high = try inputs.bound(at: delta, share: ExactRatio(highShare))
  }

  /// Both shares with their values and ROI.
  public var description: String {
    "at \(percentage(lowShare)) to \(percentage(highShare)): value \(low.attributableValue) to "
      + "\(high.attributableValue), ROI \(figure(low.roi)) to \(figure(high.roi))"
  }
}

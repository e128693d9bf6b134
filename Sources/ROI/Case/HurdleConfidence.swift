/// The confidence that ROI exceeds a hurdle, beside whether its point does.
///
/// It is a statement about the method, from the delta's confidence distribution, not a probability
/// with a prior: for counts, the one-sided level whose lower bound equals the hurdle.
public struct HurdleConfidence: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The ROI to exceed.
  public let hurdle: ExactDecimal
  /// Whether the point exceeds it, by exact comparison; nil when ROI is undefined.
  public let pointExceeds: Bool?
  /// The confidence, in [0, 1]; nil when the delta has no uncertainty or ROI is undefined.
  public let confidence: Double?

  /// The confidence in a sentence.
  public var description: String {
    let figure =
      confidence.map { percentage(ExactRatio((try? ExactDecimal($0)) ?? 0)) } ?? "not known"
    return "confidence that ROI exceeds \(hurdle): \(figure)"
  }
}

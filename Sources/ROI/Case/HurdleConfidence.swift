import Statistics

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

  init(hurdle: ExactDecimal, pointExceeds: Bool?, confidence: Double?) {
    self.hurdle = hurdle
    self.pointExceeds = pointExceeds
    self.confidence = confidence
  }

  /// Decodes a confidence, refusing one outside [0, 1].
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    hurdle = try fields.decode(ExactDecimal.self, forKey: .hurdle)
    pointExceeds = try fields.decodeIfPresent(Bool.self, forKey: .pointExceeds)
    confidence = try fields.decodeIfPresent(Double.self, forKey: .confidence)
    guard (0...1).contains(confidence ?? 0) else {
      throw DecodingError.dataCorruptedError(
        forKey: .confidence, in: fields, debugDescription: "needs a confidence from 0 to 1")
    }
  }

  /// The confidence in a sentence.
  public var description: String {
    "confidence that ROI exceeds \(hurdle): \(confidence.map(Self.words) ?? "not known")"
  }

  /// A percentage with one decimal; what lies nearer to certainty than that is said in words.
  private static func words(_ confidence: Double) -> String {
    if confidence < 0.001 { return "below 0.1 %" }
    if confidence > 0.999 { return "above 99.9 %" }
    return "\(formatted(confidence * 100, decimals: 1)) %"
  }
}

/// Why no size, effect or level reaches the power that a plan asks for.
public enum UnreachableReason: String, Sendable, Hashable, Codable, CaseIterable,
  CustomStringConvertible
{
  /// The power asked for is no more than what the test has without any effect.
  case powerNotAboveLevel
  /// The effect is zero, so that a larger study finds it no more often.
  case noEffect
  /// The effect has the sign that the one-sided test does not look for.
  case wrongSign
  /// Even without limit, what is being solved for leaves the power below.
  case ceiling
  /// The answer lies beyond the sizes that can be planned.
  case outOfRange

  /// The reason in words, to stand after a colon.
  public var description: String {
    switch self {
    case .powerNotAboveLevel: "the test finds that much by false alarm alone; ask for more power"
    case .noEffect: "an effect of zero is found no more often by a larger study"
    case .wrongSign: "the one-sided test looks for effects of the other sign"
    case .ceiling: "the power has a ceiling here; change another part of the design"
    case .outOfRange: "the answer is beyond the sizes that can be planned"
    }
  }
}

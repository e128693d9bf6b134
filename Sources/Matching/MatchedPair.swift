/// A treated row with the control that it was matched to.
public struct MatchedPair: Sendable, Hashable, Codable {
  /// The treated row, counted from zero in the frame that was matched.
  public let treated: Int
  /// The control row, counted from zero.
  public let control: Int
  /// How far apart they are on the score.
  public let distance: Double
}

/// A treated row that was matched to nobody, with the reason.
public struct UnmatchedRow: Sendable, Hashable, Codable {
  /// Why nobody was found.
  public enum Reason: String, Error, Sendable, Hashable, Codable, CaseIterable {
    /// The nearest free control lies outside the caliper.
    case noneWithinCaliper
    /// Every control had been taken.
    case controlsExhausted
  }

  /// The row, counted from zero in the frame that was matched.
  public let row: Int
  /// Why nobody was found.
  public let reason: Reason
}

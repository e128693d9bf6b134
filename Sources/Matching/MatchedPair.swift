import Statistics

/// A treated row with the control that it was matched to.
public struct MatchedPair: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The treated row, counted from zero in the frame that was matched.
  public let treated: Int
  /// The control row, counted from zero.
  public let control: Int
  /// How far apart they are on the score.
  public let distance: Double

  /// Both rows, counted from 1 as in every printed text, and their distance.
  public var description: String {
    "row \(treated + 1) with row \(control + 1), \(formatted(distance)) apart on the score"
  }
}

/// A treated row that was matched to nobody, with the reason.
public struct UnmatchedRow: Sendable, Hashable, Codable, CustomStringConvertible {
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

  /// The row, counted from 1 as in every printed text, and the reason.
  public var description: String {
    let words =
      switch reason {
      case .noneWithinCaliper: "nobody free within the caliper"
      case .controlsExhausted: "no control left"
      }
    return "row \(row + 1): \(words)"
  }
}

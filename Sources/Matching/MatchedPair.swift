import Statistics

/// A treated row with a control that it was matched to.
public struct MatchedPair: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The treated row, counted from zero in the frame that was matched.
  public let treated: Int
  /// The control row, counted from zero.
  public let control: Int
  /// How far apart they are by the method's distance.
  public let distance: Double

  /// Both rows, counted from 1 as in every printed text, and their distance.
  public var description: String {
    "row \(treated + 1) with row \(control + 1), \(formatted(distance)) apart"
  }
}

/// People who are compared with one another: a focal person with partners, or a class of scores.
public struct MatchedSet: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The treated rows, counted from zero in the frame that was matched.
  public let treated: [Int]
  /// The control rows, counted from zero.
  public let controls: [Int]

  /// The rows, counted from 1, or the sizes of a large set.
  public var description: String {
    guard treated.count + controls.count <= 8 else {
      return "\(treated.count) treated and \(controls.count) control rows"
    }
    func numbers(_ rows: [Int]) -> String { rows.map { "\($0 + 1)" }.joined(separator: ", ") }
    return "treated \(numbers(treated)); controls \(numbers(controls))"
  }
}

/// A row that was matched to nobody, with the reason.
public struct UnmatchedRow: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Why nobody was found.
  public enum Reason: String, Sendable, Hashable, Codable, CaseIterable {
    /// Nobody has the same values in the exact columns.
    case noneWithSameValues
    /// Of those, nobody lies within the caliper on the score.
    case noneWithinCaliper
    /// Of those, nobody lies within the calipers on columns.
    case noneWithinColumnCalipers
    /// Of those, nobody has other values in the anti-exact columns.
    case noneWithOtherValues
    /// There were candidates, but others had taken them.
    case candidatesTaken
    /// The person's class of scores lacks the other group.
    case noneInClass
    /// A candidate whom nobody took: others were nearer, or nobody may be matched with the person.
    case notChosen

    /// The reason in words.
    public var words: String {
      switch self {
      case .noneWithSameValues: "nobody with the same values in the exact columns"
      case .noneWithinCaliper: "nobody within the caliper"
      case .noneWithinColumnCalipers: "nobody within the calipers on columns"
      case .noneWithOtherValues: "nobody with other values in the anti-exact columns"
      case .candidatesTaken: "all candidates taken by others"
      case .noneInClass: "nobody of the other group in the class"
      case .notChosen: "not chosen by anybody"
      }
    }
  }

  /// The row, counted from zero in the frame that was matched.
  public let row: Int
  /// Why nobody was found.
  public let reason: Reason

  /// The row, counted from 1 as in every printed text, and the reason.
  public var description: String { "row \(row + 1): \(reason.words)" }
}

public import Statistics

/// How many of a group were selected, such as 5 of 13 women nudged.
public struct GroupCount: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The group's name, such as `woman`, or `woman*night` for an intersection.
  public let group: String
  /// How many were selected, of how many.
  public let proportion: Proportion

  /// Names a proportion.
  public init(_ group: String, _ proportion: Proportion) {
    self.group = group
    self.proportion = proportion
  }

  /// Names a count.
  ///
  /// - Throws: What `Proportion` throws: `invalidArgument` unless 0 <= selected <= size and size >= 1.
  public init(_ group: String, selected: Int, of size: Int) throws(EvaluationError) {
    self.init(group, try Proportion(successes: selected, trials: size))
  }

  /// The group with its counts; an audit's own output may have to suppress them.
  public var description: String { "\(excerpt(group)): \(proportion)" }
}

public import Statistics

/// Items scored 0 to 5 and held against a threshold that the caller states.
///
/// Practice scores the items and names no threshold, so there is no default.
public struct ReadinessChecklist: Sendable, Hashable, Codable, CustomStringConvertible {
  /// An item with its score.
  public struct Item: Sendable, Hashable, Codable {
    /// What is asked.
    public let name: String
    /// The score, 0 to 5.
    public let score: Int

    /// Scores an item.
    ///
    /// - Throws: `invalidArgument` for a blank name or a score outside 0 to 5.
    public init(_ name: String, score: Int) throws(EvaluationError) {
      self.name = try stated(name, as: "the checklist's item")
      guard ReadinessChecklist.scores.contains(score) else {
        throw .invalidArgument(
          name: "the score of \(excerpt(name))", needed: "0 to 5", found: "\(score)")
      }
      self.score = score
    }

    /// Decodes an item, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        fields.decode(String.self, forKey: .name), score: fields.decode(Int.self, forKey: .score))
    }
  }

  /// What the scores must reach.
  public enum Threshold: Sendable, Hashable, Codable, CustomStringConvertible {
    /// All scores together.
    case total(Int)
    /// Every single score.
    case each(Int)

    /// The threshold in words.
    public var description: String {
      switch self {
      case .total(let least): "\(least) or more in all"
      case .each(let least): "\(least) or more each"
      }
    }
  }

  static let scores = 0...5

  /// The items.
  public let items: [Item]
  /// What they must reach.
  public let threshold: Threshold

  /// Holds items against a threshold.
  ///
  /// - Throws: `invalidArgument` without an item, for more than 100 or names twice, or for a
  ///   threshold that no scores can reach or that all do.
  public init(_ items: [Item], threshold: Threshold) throws(EvaluationError) {
    guard (1...100).contains(items.count), Set(items.map(\.name)).count == items.count else {
      throw .invalidArgument(
        name: "the checklist", needed: "1 to 100 items of different names",
        found: "\(items.count) items")
    }
    let (least, most) =
      switch threshold {
      case .total(let least): (least, items.count * Self.scores.upperBound)
      case .each(let least): (least, Self.scores.upperBound)
      }
    guard least >= 1, least <= most else {
      throw .invalidArgument(
        name: "the checklist's threshold", needed: "from 1 to \(most)", found: "\(least)")
    }
    self.items = items
    self.threshold = threshold
  }

  /// Decodes a checklist, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode([Item].self, forKey: .items),
      threshold: fields.decode(Threshold.self, forKey: .threshold))
  }

  /// All scores together.
  public var total: Int { items.reduce(0) { $0 + $1.score } }

  /// Whether the threshold is reached.
  public var isReached: Bool {
    switch threshold {
    case .total(let least): total >= least
    case .each(let least): items.allSatisfy { $0.score >= least }
    }
  }

  /// The result as a check.
  public var check: Check {
    Check(
      "readiness checklist", figure: Double(total), verdict: isReached ? .passed : .failed,
      sentence: description)
  }

  /// The scores and the threshold.
  public var description: String {
    "\(total) of \(items.count * Self.scores.upperBound) points over \(items.count) items, "
      + "\(isReached ? "which reach" : "short of") \(threshold)."
  }
}

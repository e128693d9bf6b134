public import Statistics

/// The rule that no count of too few people is printed, nor one from which such a count could be
/// worked out.
///
/// Practice gives no number, so the caller names it; ``preset`` is 5. In a list of counts whose sum
/// is known, a count from 1 to below the minimum is hidden. Where the hidden counts together still
/// are fewer than the minimum, or only one is hidden, the smallest of the others is hidden too,
/// zeros last. A sum that is itself below the minimum must not be printed beside them.
public struct SmallCells: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The fewest people whose count is printed.
  public let minimum: Int

  /// A minimum of 5, this library's own preset.
  public static let preset = SmallCells(5)

  private init(_ minimum: Int) { self.minimum = minimum }

  /// States a minimum.
  ///
  /// - Throws: `invalidArgument` for a minimum outside 2 to 1,000.
  public init(minimum: Int) throws(EvaluationError) {
    guard (2...1_000).contains(minimum) else {
      throw .invalidArgument(
        name: "the fewest people of a printed count", needed: "2 to 1,000", found: "\(minimum)")
    }
    self.init(minimum)
  }

  /// Decodes a rule, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(minimum: fields.decode(Int.self, forKey: .minimum))
  }

  /// Counts whose sum is known, with what may not be printed as nil.
  ///
  /// - Throws: `invalidArgument` for a count below 0.
  /// - Complexity: O(n log n).
  public func printed(_ counts: [Int]) throws(EvaluationError) -> [Int?] {
    if let count = counts.first(where: { $0 < 0 }) {
      throw .invalidArgument(name: "a count of people", needed: "0 or more", found: "\(count)")
    }
    var hidden = Set(counts.indices.filter { counts[$0] > 0 && counts[$0] < minimum })
    // Each hidden count is below the minimum, so the sum stays small until it suffices.
    var sum = hidden.reduce(0) { min($0 + counts[$1], minimum) }
    let others =
      counts.indices.filter { counts[$0] >= minimum }.sorted { counts[$0] < counts[$1] }
      + counts.indices.filter { counts[$0] == 0 }
    for index in others where !hidden.isEmpty && (hidden.count < 2 || sum < minimum) {
      hidden.insert(index)
      sum = counts[index] >= minimum ? minimum : sum
    }
    return counts.indices.map { hidden.contains($0) ? nil : counts[$0] }
  }

  /// The rule in words.
  public var description: String { "counts of 1 to \(minimum - 1) people are not printed" }
}

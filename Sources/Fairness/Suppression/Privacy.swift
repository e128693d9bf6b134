public import Statistics

/// Which groups an audit may show.
///
/// Groups below the minimum are hidden, and further ones with them wherever a hidden count could
/// otherwise be worked out from what the audit shows. What is hidden is in no output: neither in
/// JSON, nor in a description, table or check.
public struct Privacy: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The least number of people that a group must have to be shown.
  public let minimumGroup: Int
  /// Whether readers know from elsewhere how many people there are in all, such as the headcount of a
  /// pilot; then no group is hidden alone.
  public let totalIsKnown: Bool

  /// Five people, the total not known.
  public static let usual = Privacy(unchecked: 5, false)

  private init(unchecked minimumGroup: Int, _ totalIsKnown: Bool) {
    self.minimumGroup = minimumGroup
    self.totalIsKnown = totalIsKnown
  }

  /// States a minimum.
  ///
  /// - Throws: `invalidArgument` for a minimum outside 1 to 1,000.
  public init(minimumGroup: Int, totalIsKnown: Bool = false) throws(EvaluationError) {
    guard (1...1000).contains(minimumGroup) else {
      throw .invalidArgument(
        name: "the minimum group", needed: "between 1 and 1000 people", found: "\(minimumGroup)")
    }
    self.init(unchecked: minimumGroup, totalIsKnown)
  }

  /// Decodes a minimum, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      minimumGroup: fields.decode(Int.self, forKey: .minimumGroup),
      totalIsKnown: fields.decode(Bool.self, forKey: .totalIsKnown))
  }

  /// The minimum in words.
  public var description: String {
    "groups below \(minimumGroup) are hidden, and others with them where needed"
  }
}

public import Statistics

/// Something that went wrong with a pilot, and what is to be changed.
public struct PilotIssue: Sendable, Hashable, Codable, CustomStringConvertible {
  /// What it is about.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// How the programme is set up.
    case configuration
    /// How it fits the way people work.
    case cultureFit

    /// The kind in words.
    public var words: String { self == .configuration ? "configuration" : "culture fit" }
  }

  /// What it is about.
  public let kind: Kind
  /// What went wrong.
  public let finding: String
  /// What is to be changed.
  public let change: String

  /// Writes an issue down.
  ///
  /// - Throws: `invalidArgument` for blank words.
  public init(_ kind: Kind, _ finding: String, change: String) throws(EvaluationError) {
    self.kind = kind
    self.finding = try stated(finding, as: "the issue")
    self.change = try stated(change, as: "what is to be changed")
  }

  /// Decodes an issue, refusing blank words.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(Kind.self, forKey: .kind), fields.decode(String.self, forKey: .finding),
      change: fields.decode(String.self, forKey: .change))
  }

  /// Kind, finding and change.
  public var description: String {
    "\(kind.words): \(excerpt(finding, limit: 200)); change: \(excerpt(change, limit: 200))"
  }
}

public import Statistics

/// A benefit that is not turned into money: listed beside the figures, never summed.
///
/// It has no amount, so that it cannot enter any total.
public struct Intangible: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Which way it went.
  public enum Direction: String, Sendable, Hashable, Codable, CaseIterable {
    /// It got better.
    case better
    /// Nothing was seen to change.
    case unchanged
    /// It got worse, which is listed all the same.
    case worse
  }

  /// What it is, such as `confidence to give feedback`.
  public let name: String
  /// Which way it went.
  public let direction: Direction
  /// What was seen, in words.
  public let evidence: String
  /// Where that comes from.
  public let source: String

  /// Lists a benefit.
  ///
  /// - Throws: `invalidArgument` for blank words.
  public init(
    _ name: String, direction: Direction, evidence: String, source: String
  ) throws(EvaluationError) {
    self.name = try stated(name, as: "the intangible's name")
    self.direction = direction
    self.evidence = try stated(evidence, as: "the intangible's evidence")
    self.source = try stated(source, as: "the intangible's source")
  }

  /// Decodes a benefit, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(String.self, forKey: .name),
      direction: fields.decode(Direction.self, forKey: .direction),
      evidence: fields.decode(String.self, forKey: .evidence),
      source: fields.decode(String.self, forKey: .source))
  }

  /// Name, direction, evidence and source.
  public var description: String {
    "\(excerpt(name)), \(direction.rawValue): \(excerpt(evidence, limit: 200)) (\(excerpt(source)))"
  }
}

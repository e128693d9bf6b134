public import Statistics

/// What one person who saw the programme says of the figures: by reference, never by quotation.
///
/// The record holds an identifier, the stance and the role. The text itself stays where it was consented to,
/// so that no name and no quotation can reach a worksheet or a report.
public struct Narrative: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How a narrative stands to what the figures say.
  public enum Stance: String, Sendable, Hashable, Codable, CaseIterable {
    /// It agrees with the figures.
    case supports
    /// It speaks neither for nor against.
    case neutral
    /// It disagrees with the figures.
    case contradicts
  }

  /// Who speaks.
  public enum Role: String, Sendable, Hashable, Codable, CaseIterable {
    /// A coach.
    case coach
    /// A manager of participants.
    case manager
    /// Somebody who took part.
    case participant
    /// A member of the staff who measures.
    case analyst
    /// The answers to a survey, taken together.
    case survey
  }

  /// The identifier of the note, such as `CN-104`.
  public let reference: String
  /// How it stands to the figures.
  public let stance: Stance
  /// Who speaks.
  public let role: Role

  /// Refers to a narrative.
  ///
  /// - Throws: `invalidArgument` for a reference that is no identifier: at most 64 letters and digits of
  ///   ASCII and the marks `- _ . : / #`, one digit at least, no blanks. A quotation or a name is none.
  public init(
    _ reference: String, stance: Stance, role: Role
  ) throws(EvaluationError) {
    let bytes = reference.utf8
    guard (1...64).contains(bytes.count), bytes.allSatisfy(Self.isAllowed),
      bytes.contains(where: { (48...57).contains($0) })
    else {
      throw .invalidArgument(
        name: "the reference of a narrative",
        needed: "an identifier such as CN-104, with a digit and without blanks (never a quotation)",
        found: "\"\(excerpt(reference, limit: 20))\"")
    }
    self.reference = reference
    self.stance = stance
    self.role = role
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122: true
    default: "-_.:/#".utf8.contains(byte)
    }
  }

  /// Decodes a reference, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(String.self, forKey: .reference),
      stance: fields.decode(Stance.self, forKey: .stance),
      role: fields.decode(Role.self, forKey: .role))
  }

  /// Identifier, role and stance.
  public var description: String { "\(reference) (\(role.rawValue)) \(stance.rawValue)" }
}

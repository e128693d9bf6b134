public import Statistics

/// An owner's written decision to go on although a fairness check could not tell, with the number of
/// people at which it will be asked again.
///
/// A failed check is never waived.
public struct Waiver: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The name of the check that it speaks of.
  public let check: String
  /// Who answers for it.
  public let owner: String
  /// When it was written.
  public let date: RecordDate
  /// The number of people at which the check will be asked again.
  public let plannedCount: Int
  /// Why.
  public let reason: String

  /// Writes a decision down.
  ///
  /// - Throws: `invalidArgument` for blank words or a planned number below 1.
  public init(
    check: String, owner: String, date: RecordDate, plannedCount: Int, reason: String
  ) throws(EvaluationError) {
    self.check = try stated(check, as: "the check that is waived")
    self.owner = try stated(owner, as: "the waiver's owner")
    self.reason = try stated(reason, as: "the waiver's reason")
    guard plannedCount >= 1 else {
      throw .invalidArgument(
        name: "the planned number of people", needed: "1 or more", found: "\(plannedCount)")
    }
    self.date = date
    self.plannedCount = plannedCount
  }

  /// Decodes a decision, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      check: fields.decode(String.self, forKey: .check),
      owner: fields.decode(String.self, forKey: .owner),
      date: fields.decode(RecordDate.self, forKey: .date),
      plannedCount: fields.decode(Int.self, forKey: .plannedCount),
      reason: fields.decode(String.self, forKey: .reason))
  }

  /// Who waived what, until when, and why.
  public var description: String {
    "\(excerpt(check)) waived by \(excerpt(owner)), \(date), until \(plannedCount) people: "
      + excerpt(reason, limit: 200)
  }
}

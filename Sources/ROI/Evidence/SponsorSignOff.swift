public import Statistics

/// The sponsor's confirmation of the figures: who, when, and what is confirmed.
public struct SponsorSignOff: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Who confirms.
  public let sponsor: String
  /// When.
  public let date: RecordDate
  /// What is confirmed, in the sponsor's words.
  public let statement: String

  /// Records a confirmation.
  ///
  /// - Throws: `invalidArgument` for blank words.
  public init(
    sponsor: String, date: RecordDate, statement: String
  ) throws(EvaluationError) {
    self.sponsor = try stated(sponsor, as: "the sponsor")
    self.date = date
    self.statement = try stated(statement, as: "the sponsor's statement")
  }

  /// Decodes a confirmation, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      sponsor: fields.decode(String.self, forKey: .sponsor),
      date: fields.decode(RecordDate.self, forKey: .date),
      statement: fields.decode(String.self, forKey: .statement))
  }

  /// Sponsor, date and statement.
  public var description: String {
    "\(excerpt(sponsor)), \(date): \(excerpt(statement, limit: 200))"
  }
}

public import DataFrames
public import Statistics

/// A dated decision of an owner to go on although nothing is shown of a group.
///
/// It covers verdicts that are inconclusive, not evaluable or suppressed, never a fail, and it names how
/// many people will be there when the question is asked again.
public struct FairnessWaiver: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The rule's name.
  public let rule: String
  /// The breakdown's text.
  public let breakdown: String
  /// The group.
  public let group: String
  /// Why.
  public let reason: String
  /// Who decided.
  public let by: String
  /// The last day on which it holds.
  public let until: CalendarDate
  /// How many people of the group are planned.
  public let plannedSize: Int

  /// States a waiver.
  ///
  /// - Throws: `invalidArgument` for a blank text or a planned size below 1.
  public init(
    rule: String, breakdown: String, group: String, reason: String, by: String,
    until: CalendarDate, plannedSize: Int
  ) throws(EvaluationError) {
    for (name, text) in [
      ("rule", rule), ("breakdown", breakdown), ("group", group), ("reason", reason),
      ("author", by),
    ] where !text.contains(where: { $0.isLetter || $0.isNumber }) {
      throw .invalidArgument(
        name: "a waiver's \(name)", needed: "something stated in words",
        found: "\"\(excerpt(text))\"")
    }
    guard plannedSize >= 1 else {
      throw .invalidArgument(
        name: "a waiver's planned size", needed: "at least 1", found: "\(plannedSize)")
    }
    self.rule = rule
    self.breakdown = breakdown
    self.group = group
    self.reason = reason
    self.by = by
    self.until = until
    self.plannedSize = plannedSize
  }

  /// Decodes a waiver, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      rule: fields.decode(String.self, forKey: .rule),
      breakdown: fields.decode(String.self, forKey: .breakdown),
      group: fields.decode(String.self, forKey: .group),
      reason: fields.decode(String.self, forKey: .reason),
      by: fields.decode(String.self, forKey: .by),
      until: fields.decode(CalendarDate.self, forKey: .until),
      plannedSize: fields.decode(Int.self, forKey: .plannedSize))
  }

  /// Author, last day, reason and planned size.
  public var description: String {
    "waived by \(excerpt(by)) until \(until): \(excerpt(reason)); \(plannedSize) people planned"
  }
}

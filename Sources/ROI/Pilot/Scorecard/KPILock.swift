public import Statistics

/// The primary indicator as it was fixed: a later change of what is measured, from where, to where
/// or how makes the result exploratory.
///
/// The owner may change; everything else of the indicator is part of the lock.
public struct KPILock: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The indicator's definition, written out so that equal definitions are equal texts.
  public let definition: String
  /// When it was fixed.
  public let date: RecordDate
  /// Who fixed it.
  public let author: String

  /// Fixes an indicator.
  ///
  /// - Throws: `invalidArgument` for a blank author.
  public init(_ indicator: KPI, on date: RecordDate, by author: String) throws(EvaluationError) {
    try self.init(definition: Self.definition(of: indicator), date: date, author: author)
  }

  private init(definition: String, date: RecordDate, author: String) throws(EvaluationError) {
    self.definition = try stated(definition, as: "the locked indicator")
    self.author = try stated(author, as: "the author of the lock")
    self.date = date
  }

  /// Decodes a lock, refusing blank words.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      definition: fields.decode(String.self, forKey: .definition),
      date: fields.decode(RecordDate.self, forKey: .date),
      author: fields.decode(String.self, forKey: .author))
  }

  /// The SHA-256 of the definition, to be noted elsewhere.
  public var digest: SHA256.Digest { SHA256.digest(of: definition) }

  /// Whether an indicator is still the one that was fixed.
  public func holds(for indicator: KPI) -> Bool { Self.definition(of: indicator) == definition }

  /// One line for each part; free texts carry their length, so that no two indicators share a text.
  private static func definition(of indicator: KPI) -> String {
    func free(_ text: String) -> String { "\(text.utf8.count) \(text)" }
    let baseline = indicator.baseline.map { "\($0.level) on \($0.date)" } ?? "none"
    return [
      "name \(free(indicator.name))", "part \(indicator.part.rawValue)",
      "kind \(indicator.kind.rawValue)", "form \(indicator.form.rawValue)",
      "unit \(free(indicator.unit))", "direction \(indicator.direction.rawValue)",
      "baseline \(baseline)",
      "goals \(indicator.goals.map(\.description).joined(separator: ", "))",
      "frequency \(indicator.frequency)", "source \(free(indicator.source))",
      "instrument \(indicator.instrument.rawValue)",
    ].joined(separator: "\n")
  }

  /// When, by whom, and the first digits of the digest.
  public var description: String {
    "locked on \(date) by \(excerpt(author)), SHA-256 \(digest.short)"
  }
}

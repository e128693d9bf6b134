public import Statistics

/// The share of an improvement that is credited to the programme, with who says so and why.
///
/// A share is a point or a range; the point figures use the midpoint of a range. No attribution
/// exists without a rationale, an author and a date.
public struct Attribution: Sendable, Hashable, Codable {
  /// What stands beside the figures and agrees with them.
  public enum Corroboration: String, Sendable, Hashable, Codable, CaseIterable {
    /// Nothing beside the figures.
    case none
    /// Surveys of the people concerned agree.
    case surveys
    /// The sponsor confirms it in writing.
    case sponsor
  }

  /// A written decision to use a share outside the band of the design.
  public struct Override: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Why the band does not fit.
    public let reason: String
    /// Who answers for it.
    public let author: String
    /// When it was written.
    public let date: RecordDate

    /// Writes a decision down.
    ///
    /// - Throws: `invalidArgument` when reason or author are blank.
    public init(reason: String, author: String, date: RecordDate) throws(EvaluationError) {
      self.reason = try stated(reason, as: "the override's reason")
      self.author = try stated(author, as: "the override's author")
      self.date = date
    }

    /// Decodes a decision, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        reason: fields.decode(String.self, forKey: .reason),
        author: fields.decode(String.self, forKey: .author),
        date: fields.decode(RecordDate.self, forKey: .date))
    }

    /// Author, date and reason.
    public var description: String { "\(author), \(date): \(reason)" }
  }

  /// The lowest share held possible; equal to ``high`` for a point.
  public let low: ExactDecimal
  /// The highest share held possible.
  public let high: ExactDecimal
  /// Why this share.
  public let rationale: String
  /// Who answers for it.
  public let author: String
  /// When it was decided.
  public let date: RecordDate
  /// What agrees with the figures.
  public let corroboration: Corroboration
  /// The written decision to leave the band, or nil.
  public let override: Override?

  // MARK: Building

  /// Credits one share.
  ///
  /// - Parameters:
  ///   - share: the share, from 0 to 1.
  ///   - rationale: why this share.
  ///   - author: who answers for it.
  ///   - date: when it was decided.
  ///   - corroboration: what agrees with the figures.
  ///   - override: a written decision, needed for a share outside the band of the design.
  /// - Throws: `invalidArgument` for a share outside [0, 1] or a blank rationale or author.
  public init(
    share: ExactDecimal, rationale: String, author: String, date: RecordDate,
    corroboration: Corroboration = .none, override: Override? = nil
  ) throws(EvaluationError) {
    try self.init(
      low: share, high: share, rationale: rationale, author: author, date: date,
      corroboration: corroboration, override: override)
  }

  /// Credits a range of shares; the point figures use its midpoint.
  ///
  /// - Parameters:
  ///   - low: the lowest share, from 0 to 1.
  ///   - high: the highest share, from `low` to 1.
  ///   - rationale: why this range.
  ///   - author: who answers for it.
  ///   - date: when it was decided.
  ///   - corroboration: what agrees with the figures.
  ///   - override: a written decision, needed for a range that leaves the band of the design.
  /// - Throws: `invalidArgument` for shares outside [0, 1] or in the wrong order, or a blank
  ///   rationale or author.
  public init(
    low: ExactDecimal, high: ExactDecimal, rationale: String, author: String, date: RecordDate,
    corroboration: Corroboration = .none, override: Override? = nil
  ) throws(EvaluationError) {
    guard low >= 0, high <= 1, low <= high else {
      throw .invalidArgument(
        name: "the attribution", needed: "a share, or a range from low to high, inside 0 to 1",
        found: low == high ? "\(low)" : "\(low) to \(high)")
    }
    self.low = low
    self.high = high
    self.rationale = try stated(rationale, as: "the attribution's rationale")
    self.author = try stated(author, as: "the attribution's author")
    self.date = date
    self.corroboration = corroboration
    self.override = override
  }

  /// Decodes an attribution, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      low: fields.decode(ExactDecimal.self, forKey: .low),
      high: fields.decode(ExactDecimal.self, forKey: .high),
      rationale: fields.decode(String.self, forKey: .rationale),
      author: fields.decode(String.self, forKey: .author),
      date: fields.decode(RecordDate.self, forKey: .date),
      corroboration: fields.decode(Corroboration.self, forKey: .corroboration),
      override: fields.decodeIfPresent(Override.self, forKey: .override))
  }

  // MARK: Properties

  /// The share that point figures use: the midpoint of the range, exactly.
  public var point: ExactRatio {
    (ExactRatio(low) + ExactRatio(high)) * ExactRatio(BigInteger(1), over: BigInteger(2))
  }

  /// Whether the share is a range.
  public var isRange: Bool { low < high }

  /// The share in words, such as `30 %` or `30 % to 40 %`.
  var words: String {
    isRange ? "\(percentage(low)) to \(percentage(high))" : percentage(low)
  }
}

// MARK: - Description

extension Attribution: CustomStringConvertible {
  /// The share, its rationale, author and date, and the override if there is one.
  public var description: String {
    var text = "\(words) credited to the programme (\(author), \(date)): \(rationale)"
    if corroboration != .none { text += "\ncorroborated by \(corroboration.rawValue)" }
    if let override { text += "\noverride by \(override)" }
    return text
  }
}

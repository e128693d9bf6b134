public import Statistics

/// The share of an improvement that is credited to the programme, with who says so and why.
///
/// A share is a point, a range, or a range with a most likely share (``Shape``). Point figures use the
/// most likely share, or the midpoint of a range; the mean stands beside it as ``expected``. No
/// attribution exists without a rationale, an author and a date.
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

  /// How belief is spread between the ends, which joint figures need.
  public enum Shape: String, Sendable, Hashable, Codable, CaseIterable {
    /// One share, taken as certain.
    case point
    /// Two ends; joint figures take every share between them to be equally likely, and say so.
    case range
    /// Two ends and a most likely share; belief falls in straight lines to both ends.
    case triangular
    /// Two ends and a most likely share of weight 4; belief is a beta distribution.
    case pert
  }

  /// The lowest share held possible; equal to ``high`` for a point.
  public let low: ExactDecimal
  /// The highest share held possible.
  public let high: ExactDecimal
  /// The most likely share of a triangular or PERT attribution; nil for a point or a range.
  public let mostLikely: ExactDecimal?
  /// How belief is spread between the ends.
  public let shape: Shape
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
      shape: .point, low: share, mostLikely: nil, high: share, rationale: rationale,
      author: author, date: date, corroboration: corroboration, override: override)
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
    try self.init(
      shape: low == high ? .point : .range, low: low, mostLikely: nil, high: high,
      rationale: rationale, author: author, date: date, corroboration: corroboration,
      override: override)
  }

  /// Credits three shares; the point figures use the most likely one.
  ///
  /// Three equal shares are a point.
  ///
  /// - Parameters:
  ///   - low: the lowest share, from 0 to 1.
  ///   - mostLikely: the most likely share, from `low` to `high`.
  ///   - high: the highest share, from `low` to 1.
  ///   - shape: `.triangular` or `.pert`.
  ///   - rationale: why these shares.
  ///   - author: who answers for them.
  ///   - date: when it was decided.
  ///   - corroboration: what agrees with the figures.
  ///   - override: a written decision, needed for ends that leave the band of the design.
  /// - Throws: `invalidArgument` for shares outside [0, 1] or in the wrong order, a shape without a
  ///   most likely share, or a blank rationale or author.
  public init(
    low: ExactDecimal, mostLikely: ExactDecimal, high: ExactDecimal, shape: Shape = .triangular,
    rationale: String, author: String, date: RecordDate, corroboration: Corroboration = .none,
    override: Override? = nil
  ) throws(EvaluationError) {
    guard shape == .triangular || shape == .pert else {
      throw .invalidArgument(
        name: "the shape of a most likely share", needed: "triangular or pert",
        found: shape.rawValue)
    }
    let isPoint = low == high && mostLikely == low
    try self.init(
      shape: isPoint ? .point : shape, low: low, mostLikely: isPoint ? nil : mostLikely,
      high: high, rationale: rationale, author: author, date: date, corroboration: corroboration,
      override: override)
  }

  private init(
    shape: Shape, low: ExactDecimal, mostLikely: ExactDecimal?, high: ExactDecimal,
    rationale: String, author: String, date: RecordDate, corroboration: Corroboration,
    override: Override?
  ) throws(EvaluationError) {
    guard low >= 0, high <= 1, low <= high else {
      throw .invalidArgument(
        name: "the attribution", needed: "a share, or a range from low to high, inside 0 to 1",
        found: low == high ? "\(low)" : "\(low) to \(high)")
    }
    if let mostLikely, mostLikely < low || mostLikely > high {
      throw .invalidArgument(
        name: "the most likely share", needed: "from \(low) to \(high)", found: "\(mostLikely)")
    }
    self.low = low
    self.high = high
    self.mostLikely = mostLikely
    self.shape = shape
    self.rationale = try stated(rationale, as: "the attribution's rationale")
    self.author = try stated(author, as: "the attribution's author")
    self.date = date
    self.corroboration = corroboration
    self.override = override
  }

  // MARK: Properties

  /// The share that point figures use, exactly: the most likely one, or the midpoint of a range.
  public var point: ExactRatio {
    if let mostLikely { return ExactRatio(mostLikely) }
    return (ExactRatio(low) + ExactRatio(high)) * ExactRatio(BigInteger(1), over: BigInteger(2))
  }

  /// Whether the share has two ends that differ.
  public var isRange: Bool { low < high }

  /// The share in words, such as `30 %`, `30 % to 40 %` or `20 % to 50 %, most likely 30 %`.
  var words: String {
    guard isRange else { return percentage(low) }
    return "\(percentage(low)) to \(percentage(high))"
      + (mostLikely.map { ", most likely \(percentage($0))" } ?? "")
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

// MARK: - Coding

extension Attribution {
  /// Decodes an attribution, refusing what the initializers refuse; without a shape, equal ends are a
  /// point and others a range.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let low = try fields.decode(ExactDecimal.self, forKey: .low)
    let high = try fields.decode(ExactDecimal.self, forKey: .high)
    let mostLikely = try fields.decodeIfPresent(ExactDecimal.self, forKey: .mostLikely)
    let rationale = try fields.decode(String.self, forKey: .rationale)
    let author = try fields.decode(String.self, forKey: .author)
    let date = try fields.decode(RecordDate.self, forKey: .date)
    let corroboration = try fields.decode(Corroboration.self, forKey: .corroboration)
    let override = try fields.decodeIfPresent(Override.self, forKey: .override)
    let shape = try fields.decodeIfPresent(Shape.self, forKey: .shape)
    if let mostLikely {
      try self.init(
        low: low, mostLikely: mostLikely, high: high, shape: shape ?? .triangular,
        rationale: rationale, author: author, date: date, corroboration: corroboration,
        override: override)
    } else {
      try self.init(
        low: low, high: high, rationale: rationale, author: author, date: date,
        corroboration: corroboration, override: override)
    }
    guard shape == nil || shape == self.shape else {
      throw DecodingError.dataCorruptedError(
        forKey: .shape, in: fields, debugDescription: "needs the shape that the shares have")
    }
  }
}

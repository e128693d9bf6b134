public import Statistics

/// A rule that anyone can compute, with what is done when it fires.
///
/// More than the limit fires, exactly the limit does not: 6 of 100 flagged breaks a limit of 5 %, 5
/// of 100 keeps to it, and 3 incidents break a limit of 2. Comparisons are made in whole numbers.
public struct RollbackTrigger: Sendable, Hashable, Codable, CustomStringConvertible {
  /// What the limit counts.
  public enum Measure: String, Sendable, Hashable, Codable, CaseIterable {
    /// The share flagged, such as 5 % of nudges.
    case share
    /// The number flagged, such as 2 incidents.
    case count
  }

  /// What was counted in one week or other span.
  public struct Reading: Sendable, Hashable, Codable {
    /// The span, such as `week 3`.
    public let span: String
    /// How many were flagged.
    public let count: Int
    /// Of how many.
    public let total: Int

    /// Records counts.
    ///
    /// - Throws: `invalidArgument` for a blank span, or counts below 0 or more than there are.
    public init(_ span: String, count: Int, of total: Int) throws(EvaluationError) {
      self.span = try stated(span, as: "the span of a count")
      guard count >= 0, total >= count else {
        throw .invalidArgument(
          name: "a trigger's count", needed: "from 0 to its total", found: "\(count) of \(total)")
      }
      self.count = count
      self.total = total
    }

    /// Decodes counts, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        fields.decode(String.self, forKey: .span), count: fields.decode(Int.self, forKey: .count),
        of: fields.decode(Int.self, forKey: .total))
    }
  }

  /// What a rule says of one reading.
  public enum Outcome: String, Sendable, Hashable, Codable, CaseIterable {
    /// The limit is kept.
    case quiet
    /// The limit is broken.
    case fired
    /// Nothing was exposed, so that nothing could be flagged.
    case noExposure
  }

  /// What it watches, such as `nudges flagged as inappropriate`.
  public let name: String
  /// What the limit counts.
  public let measure: Measure
  /// The share or the number that may not be exceeded.
  public let limit: ExactDecimal
  /// What is done when it fires.
  public let action: String
  /// What was counted, span by span.
  public let readings: [Reading]

  // MARK: Building

  /// States a rule about a share, with its action and what was counted.
  ///
  /// - Throws: `invalidArgument` for a blank name or action, a limit outside 0 to 1, or more than
  ///   10,000 readings.
  public init(
    _ name: String, moreThan limit: ExactDecimal, action: String, readings: [Reading]
  ) throws(EvaluationError) {
    try self.init(name, .share, limit, action, readings)
  }

  /// States a rule about a number, with its action and what was counted.
  ///
  /// Each count keeps what it was counted among, such as 3 escalations of 120 conversations.
  ///
  /// - Throws: `invalidArgument` for a blank name or action, a limit below 0, or more than 10,000
  ///   readings.
  public init(
    _ name: String, countAbove limit: Int, action: String, readings: [Reading]
  ) throws(EvaluationError) {
    try self.init(name, .count, ExactDecimal(limit), action, readings)
  }

  private init(
    _ name: String, _ measure: Measure, _ limit: ExactDecimal, _ action: String,
    _ readings: [Reading]
  ) throws(EvaluationError) {
    self.name = try stated(name, as: "the trigger's name")
    self.action = try stated(action, as: "the trigger's action")
    guard limit >= 0, measure == .share ? limit <= 1 : limit.isWhole else {
      throw .invalidArgument(
        name: "the limit of \(excerpt(name))",
        needed: measure == .share ? "a share from 0 to 1" : "a whole number of 0 or more",
        found: "\(limit)")
    }
    guard readings.count <= 10_000 else {
      throw .invalidArgument(
        name: "the readings of \(excerpt(name))", needed: "at most 10,000",
        found: "\(readings.count)")
    }
    self.measure = measure
    self.limit = limit
    self.readings = readings
  }

  private enum CodingKeys: String, CodingKey { case name, measure, limit, action, readings }

  /// Decodes a rule, refusing what the initializers refuse; without a measure the limit is a share.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(String.self, forKey: .name),
      fields.decodeIfPresent(Measure.self, forKey: .measure) ?? .share,
      fields.decode(ExactDecimal.self, forKey: .limit),
      fields.decode(String.self, forKey: .action),
      fields.decode([Reading].self, forKey: .readings))
  }

  /// Encodes a rule; that a limit is a share goes without saying.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(name, forKey: .name)
    if measure != .share { try fields.encode(measure, forKey: .measure) }
    try fields.encode(limit, forKey: .limit)
    try fields.encode(action, forKey: .action)
    try fields.encode(readings, forKey: .readings)
  }

  // MARK: Judging

  /// Whether a reading breaks the limit: count > limit x total, or count > limit, exactly.
  public func outcome(of reading: Reading) -> Outcome {
    guard reading.total > 0 else { return .noExposure }
    let most =
      measure == .share ? ExactRatio(limit) * ExactRatio(reading.total) : ExactRatio(limit)
    return ExactRatio(reading.count) > most ? .fired : .quiet
  }

  /// The readings that break the limit, in order.
  public var firing: [Reading] { readings.filter { outcome(of: $0) == .fired } }

  /// Rule and action.
  public var description: String {
    "more than \(measure == .share ? percentage(limit) : limit.description) \(excerpt(name)): "
      + excerpt(action, limit: 200)
  }
}

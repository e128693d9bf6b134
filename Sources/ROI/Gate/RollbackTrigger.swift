public import Statistics

/// A rule that anyone can compute, with what is done when it fires.
///
/// More than the limit fires, exactly the limit does not: 6 of 100 flagged breaks a limit of 5 %, 5 of 100
/// keeps to it. Comparisons are made in whole numbers.
public struct RollbackTrigger: Sendable, Hashable, Codable, CustomStringConvertible {
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
  /// The share that may not be exceeded.
  public let limit: ExactDecimal
  /// What is done when it fires.
  public let action: String
  /// What was counted, span by span.
  public let readings: [Reading]

  /// States a rule with its action and what was counted.
  ///
  /// - Throws: `invalidArgument` for a blank name or action, or a limit outside 0 to 1.
  public init(
    _ name: String, moreThan limit: ExactDecimal, action: String, readings: [Reading]
  ) throws(EvaluationError) {
    self.name = try stated(name, as: "the trigger's name")
    self.action = try stated(action, as: "the trigger's action")
    guard limit >= 0, limit <= 1 else {
      throw .invalidArgument(
        name: "the limit of \(excerpt(name))", needed: "a share from 0 to 1", found: "\(limit)")
    }
    self.limit = limit
    self.readings = readings
  }

  /// Decodes a rule, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(String.self, forKey: .name),
      moreThan: fields.decode(ExactDecimal.self, forKey: .limit),
      action: fields.decode(String.self, forKey: .action),
      readings: fields.decode([Reading].self, forKey: .readings))
  }

  /// Whether a reading breaks the limit: count > limit x total, exactly.
  public func outcome(of reading: Reading) -> Outcome {
    guard reading.total > 0 else { return .noExposure }
    return ExactRatio(reading.count) > ExactRatio(limit) * ExactRatio(reading.total)
      ? .fired : .quiet
  }

  /// The readings that break the limit, in order.
  public var firing: [Reading] { readings.filter { outcome(of: $0) == .fired } }

  /// Rule and action.
  public var description: String {
    "more than \(percentage(limit)) \(excerpt(name)): \(excerpt(action, limit: 200))"
  }
}

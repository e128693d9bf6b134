public import Statistics

/// Who was asked to take part, who agreed, and why the others are left out.
///
/// Everybody asked is accounted for: agreed and left out add up to asked.
public struct Consent: Sendable, Hashable, Codable, CustomStringConvertible {
  /// People left out for one reason.
  public struct Exclusion: Sendable, Hashable, Codable {
    /// Why.
    public let reason: String
    /// How many.
    public let count: Int

    /// Counts people left out.
    public init(_ reason: String, _ count: Int) {
      self.reason = reason
      self.count = count
    }
  }

  /// How many were asked.
  public let asked: Int
  /// How many agreed.
  public let given: Int
  /// The others, by reason.
  public let exclusions: [Exclusion]

  /// Counts consent.
  ///
  /// - Throws: `invalidArgument` for counts below 0, above 2^32 or that do not add up, a blank
  ///   reason, or more than 100 of them.
  public init(
    asked: Int, given: Int, exclusions: [Exclusion]
  ) throws(EvaluationError) {
    let counts = [asked, given] + exclusions.map(\.count)
    guard exclusions.count <= 100, counts.allSatisfy({ (0...Proportion.mostTrials).contains($0) })
    else {
      throw .invalidArgument(
        name: "the counts of consent", needed: "0 to 2^32, at most 100 reasons",
        found: "\(counts.prefix(5))")
    }
    for exclusion in exclusions { _ = try stated(exclusion.reason, as: "a reason of exclusion") }
    let accounted = given + exclusions.reduce(0) { $0 + $1.count }
    guard accounted == asked else {
      throw .invalidArgument(
        name: "consent", needed: "to account for all \(asked) asked", found: "\(accounted)")
    }
    self.asked = asked
    self.given = given
    self.exclusions = exclusions
  }

  /// Decodes consent, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      asked: fields.decode(Int.self, forKey: .asked),
      given: fields.decode(Int.self, forKey: .given),
      exclusions: fields.decode([Exclusion].self, forKey: .exclusions))
  }

  /// The share that agreed, exactly; nil when nobody was asked.
  public var share: ExactRatio? { ExactRatio(given).divided(by: ExactRatio(asked)) }

  /// How many agreed of how many, and who was left out.
  public var description: String {
    let others = exclusions.prefix(5).map { "\(excerpt($0.reason)) \($0.count)" }
    return "\(given) of \(asked) consented"
      + (others.isEmpty ? "" : "; left out: \(others.joined(separator: ", "))")
      + (exclusions.count > 5 ? " and \(exclusions.count - 5) more reasons" : "")
  }
}

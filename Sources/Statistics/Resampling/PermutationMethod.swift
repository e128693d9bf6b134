/// How many assignments a permutation test looks at, and how random ones are drawn.
public struct PermutationMethod: Sendable, Hashable, Codable {
  /// Up to how many assignments all are enumerated; 20,000 by default, which 8 of 16 people do
  /// not exceed.
  public let enumerationLimit: Int
  /// How many random assignments are drawn beyond that; 9,999 by default.
  public let draws: Int
  /// The seed of the random assignments; draw *i* takes stream *i*.
  public let seed: UInt64

  /// States the limits.
  ///
  /// - Throws: `invalidArgument` unless the limit is between 0 and 1,000,000 and the draws between
  ///   99 and 10,000,000.
  public init(
    enumerationLimit: Int = 20_000, draws: Int = 9_999, seed: UInt64 = 1
  ) throws(EvaluationError) {
    guard (0...1_000_000).contains(enumerationLimit) else {
      throw .invalidArgument(
        name: "the limit of enumeration", needed: "between 0 and 1000000",
        found: "\(enumerationLimit)")
    }
    guard (99...10_000_000).contains(draws) else {
      throw .invalidArgument(
        name: "the number of random assignments", needed: "between 99 and 10000000",
        found: "\(draws)")
    }
    self.init(validLimit: enumerationLimit, draws: draws, seed: seed)
  }

  private init(validLimit: Int, draws: Int, seed: UInt64) {
    enumerationLimit = validLimit
    self.draws = draws
    self.seed = seed
  }

  /// Enumeration up to 20,000 assignments, else 9,999 draws with seed 1.
  public static let standard = PermutationMethod(validLimit: 20_000, draws: 9_999, seed: 1)

  private enum CodingKeys: String, CodingKey { case enumerationLimit, draws, seed }

  /// Decodes limits, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      enumerationLimit: fields.decode(Int.self, forKey: .enumerationLimit),
      draws: fields.decode(Int.self, forKey: .draws),
      seed: fields.decode(UInt64.self, forKey: .seed))
  }
}

public import Statistics

/// How many people each arm was given, and of how many an outcome is analysed.
///
/// Everyone is analysed in the arm that chance gave them, whatever they then did (intention to
/// treat). Those without an outcome are missing; they are counted, never dropped in silence.
public struct ArmCounts: Sendable, Hashable, Codable, CustomStringConvertible {
  /// One arm's counts.
  public struct Arm: Sendable, Hashable, Codable, CustomStringConvertible {
    /// How many people were assigned.
    public let assigned: Int
    /// How many of them are analysed.
    public let analysed: Int

    /// Joins two counts.
    ///
    /// - Throws: `invalidArgument` for negative counts, more people analysed than assigned, or more
    ///   than 2^32 of them.
    public init(assigned: Int, analysed: Int) throws(EvaluationError) {
      guard assigned >= 0, assigned <= Proportion.mostTrials else {
        throw .invalidArgument(
          name: "the number assigned", needed: "between 0 and 2^32", found: "\(assigned)")
      }
      guard analysed >= 0, analysed <= assigned else {
        throw .invalidArgument(
          name: "the number analysed", needed: "between 0 and the \(assigned) assigned",
          found: "\(analysed)")
      }
      self.assigned = assigned
      self.analysed = analysed
    }

    private enum CodingKeys: String, CodingKey { case assigned, analysed }

    /// Decodes counts, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        assigned: fields.decode(Int.self, forKey: .assigned),
        analysed: fields.decode(Int.self, forKey: .analysed))
    }

    /// How many have no outcome.
    public var missing: Int { assigned - analysed }

    /// The share without an outcome; 0 in an empty arm.
    public var missingShare: Double { assigned > 0 ? Double(missing) / Double(assigned) : 0 }

    /// The three counts in words.
    public var description: String {
      "\(assigned) assigned, \(analysed) analysed, \(missing) without an outcome"
    }
  }

  /// The arm that was treated.
  public let treated: Arm
  /// The arm that was not.
  public let control: Arm

  /// Joins the counts of both arms.
  public init(treated: Arm, control: Arm) {
    self.treated = treated
    self.control = control
  }

  /// Counts of numbers assigned and analysed.
  ///
  /// - Throws: `invalidArgument` as ``Arm`` does.
  init(
    assigned: (treated: Int, control: Int), analysed: (treated: Int, control: Int)
  ) throws(EvaluationError) {
    try self.init(
      treated: Arm(assigned: assigned.treated, analysed: analysed.treated),
      control: Arm(assigned: assigned.control, analysed: analysed.control))
  }

  /// Both arms, a line each.
  public var description: String { "treated: \(treated)\ncontrol: \(control)" }

  // MARK: Attrition

  /// The share missing that makes the arms' likeness doubtful by itself.
  public static let doubtfulShare = 0.2
  /// The difference of the shares missing that does.
  public static let doubtfulDifference = 0.05

  /// Whether those without an outcome differ between the arms.
  ///
  /// `failed` when the shares missing differ by more than chance (Fisher's exact test, p < 0.05);
  /// `inconclusive` when they differ by more than five points, or more than a fifth of everyone is
  /// missing, though chance could do it; else `passed`. Both limits are this library's, near the
  /// cautious boundary of the What Works Clearinghouse, and printed beside the counts so that a
  /// reader may judge otherwise.
  ///
  /// **Reference:** What Works Clearinghouse (2022), Procedures and Standards Handbook, version 5.0.
  public var attritionCheck: Check {
    let difference = treated.missingShare - control.missingShare
    let missing = treated.missing + control.missing
    let total = treated.assigned + control.assigned
    let counts = "Treated: \(treated); control: \(control)."
    func check(_ verdict: Check.Verdict, _ sentence: String) -> Check {
      Check(
        "differential attrition", figure: difference, threshold: Self.doubtfulDifference,
        verdict: verdict, sentence: sentence.isEmpty ? counts : counts + " " + sentence)
    }
    guard missing > 0 else { return check(.passed, "") }
    if let p = equalAttritionPValue, p < 0.05 {
      return check(
        .failed,
        "The shares without an outcome differ by more than chance (p = \(formatted(p, significantDigits: 3))); those analysed are no longer comparable."
      )
    }
    if abs(difference) > Self.doubtfulDifference {
      return check(
        .inconclusive,
        "The shares without an outcome differ by \(formatted(100 * abs(difference), significantDigits: 3)) points; those analysed may no longer be comparable."
      )
    }
    if Double(missing) > Self.doubtfulShare * Double(total) {
      return check(
        .inconclusive,
        "More than a fifth have no outcome; those analysed may no longer be comparable.")
    }
    return check(.passed, "Few are missing, and about as many in both arms.")
  }

  /// Fisher's exact p-value of equal shares missing; nil with an empty arm.
  var equalAttritionPValue: Double? {
    guard
      let first = try? Proportion(successes: treated.missing, trials: treated.assigned),
      let second = try? Proportion(successes: control.missing, trials: control.assigned)
    else { return nil }
    return FisherExactTest(first, second).pValue
  }
}

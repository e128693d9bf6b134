public import Statistics

/// What a cohort must be, after a published rule.
///
/// Published rules disagree about the size of a cohort, so a check records which it holds a cohort
/// against. A nil rule asks nothing.
public struct CohortRules: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Two ends, both included.
  public struct Band: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The least.
    public let least: Int
    /// The most; nil where there is none.
    public let most: Int?

    /// Names the ends.
    public init(_ least: Int, through most: Int?) {
      self.least = least
      self.most = most
    }

    /// Whether a number lies between them.
    public func contains(_ number: Int) -> Bool {
      number >= least && (most.map { number <= $0 } ?? true)
    }

    /// Such as `20 to 50` or `2 or more`.
    public var description: String { most.map { "\(least) to \($0)" } ?? "\(least) or more" }
  }

  /// Which rule it is.
  public let name: String
  /// How many take part.
  public var participants: Band?
  /// How many departments they come from.
  public var departments: Band?
  /// How many role levels they have.
  public var roleLevels: Band?
  /// Whether a control group of equal size is needed.
  public var needsEqualControl: Bool
  /// How many people one internal coach has.
  public var perInternalCoach: Band?
  /// How many people one external coach has.
  public var perExternalCoach: Band?
  /// The percentage of the target population that takes part.
  public var populationPercent: Band?

  /// States rules of one's own.
  ///
  /// - Throws: `invalidArgument` for a blank name.
  public init(
    _ name: String, participants: Band? = nil, departments: Band? = nil, roleLevels: Band? = nil,
    needsEqualControl: Bool = false, perInternalCoach: Band? = nil, perExternalCoach: Band? = nil,
    populationPercent: Band? = nil
  ) throws(EvaluationError) {
    self.init(
      stated: try stated(name, as: "the name of the cohort's rules"), participants, departments,
      roleLevels, needsEqualControl, perInternalCoach, perExternalCoach, populationPercent)
  }

  private init(
    stated name: String, _ participants: Band?, _ departments: Band?, _ roleLevels: Band?,
    _ needsEqualControl: Bool, _ perInternalCoach: Band?, _ perExternalCoach: Band?,
    _ populationPercent: Band?
  ) {
    self.name = name
    self.participants = participants
    self.departments = departments
    self.roleLevels = roleLevels
    self.needsEqualControl = needsEqualControl
    self.perInternalCoach = perInternalCoach
    self.perExternalCoach = perExternalCoach
    self.populationPercent = populationPercent
  }

  // MARK: Published rules

  /// 20 to 50 people of two departments or more and three or four role levels, and a matched
  /// control of equal size.
  public static let matchedPilot = CohortRules(
    stated: "matched pilot of 20 to 50", Band(20, through: 50), Band(2, through: nil),
    Band(3, through: 4), true, nil, nil, nil)

  /// 8 to 12 leaders, one internal coach for 4 to 6 of them or one external coach for 8 to 10.
  public static let leaderCohort = CohortRules(
    stated: "cohort of 8 to 12 leaders", Band(8, through: 12), nil, nil, false,
    Band(4, through: 6), Band(8, through: 10), nil)

  /// A small cohort of 5 to 10 % of the target population.
  public static let smallShare = CohortRules(
    stated: "5 to 10 % of the target population", nil, nil, nil, false, nil, nil,
    Band(5, through: 10))

  /// The rules in words.
  public var description: String {
    let parts: [(String, Band?)] = [
      ("participants", participants), ("departments", departments), ("role levels", roleLevels),
      ("for an internal coach", perInternalCoach), ("for an external coach", perExternalCoach),
      ("% of the population", populationPercent),
    ]
    let words = parts.compactMap { name, band in band.map { "\($0) \(name)" } }
    return excerpt(name) + ": " + words.joined(separator: ", ")
      + (needsEqualControl ? ", an equal control" : "")
  }
}

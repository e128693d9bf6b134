public import Statistics

/// A cohort held against the rules that it should keep, with each violation named.
///
/// A number that a rule asks for and that is not stated violates it too. Shares and loads are
/// compared in whole numbers.
public struct CohortCheck: Sendable, Hashable, Codable {
  /// In what a control is like the cohort.
  public enum Likeness: String, Sendable, Hashable, Codable, CaseIterable {
    /// The same roles.
    case roles
    /// The same managers.
    case managers
    /// The same baselines.
    case baselines
  }

  /// The counts of a cohort.
  public struct Cohort: Sendable, Hashable, Codable {
    /// How many take part.
    public var participants: Int
    /// How many stand beside them as a control.
    public var controls: Int?
    /// How many departments they come from.
    public var departments: Int?
    /// How many role levels they have.
    public var roleLevels: Int?
    /// How many internal coaches they have.
    public var internalCoaches: Int?
    /// How many of the participants those coach; nil for all.
    public var internallyCoached: Int?
    /// How many external coaches they have.
    public var externalCoaches: Int?
    /// How many of the participants those coach; nil for all.
    public var externallyCoached: Int?
    /// How many people the programme is meant for in the end.
    public var population: Int?
    /// In what the control is like the cohort; nil where nobody says, which breaks no rule and is
    /// said.
    public var controlAlikeIn: [Likeness]?
    /// Who agreed to take part.
    public var consent: Consent?

    /// Counts a cohort; what is nil is not stated.
    public init(
      participants: Int, controls: Int? = nil, departments: Int? = nil, roleLevels: Int? = nil,
      internalCoaches: Int? = nil, internallyCoached: Int? = nil, externalCoaches: Int? = nil,
      externallyCoached: Int? = nil, population: Int? = nil, controlAlikeIn: [Likeness]? = nil,
      consent: Consent? = nil
    ) {
      self.participants = participants
      self.controls = controls
      self.departments = departments
      self.roleLevels = roleLevels
      self.internalCoaches = internalCoaches
      self.internallyCoached = internallyCoached
      self.externalCoaches = externalCoaches
      self.externallyCoached = externallyCoached
      self.population = population
      self.controlAlikeIn = controlAlikeIn
      self.consent = consent
    }
  }

  /// A rule that is broken.
  public enum Violation: String, Sendable, Hashable, Codable, CaseIterable {
    /// Too few or too many take part.
    case participants
    /// The control is not of equal size, or there is none.
    case controlSize = "control-size"
    /// The control is not like the cohort in roles, managers and baselines.
    case controlLikeness = "control-likeness"
    /// Too few departments.
    case departments
    /// Too few or too many role levels.
    case roleLevels = "role-levels"
    /// An internal coach has too few or too many people.
    case internalCoachLoad = "internal-coach-load"
    /// An external coach has too few or too many people.
    case externalCoachLoad = "external-coach-load"
    /// Too small or too large a share of the population.
    case populationShare = "population-share"
    /// More take part than agreed to.
    case consent
  }

  /// The cohort.
  public let cohort: Cohort
  /// The rules.
  public let rules: CohortRules
  /// The rules that are broken, in the order of ``Violation``.
  public let violations: [Violation]

  /// Holds a cohort against rules.
  ///
  /// - Throws: `invalidArgument` for a count below 0.
  public init(_ cohort: Cohort, rules: CohortRules) throws(EvaluationError) {
    let counts = [
      cohort.participants, cohort.controls, cohort.departments, cohort.roleLevels,
      cohort.internalCoaches, cohort.internallyCoached, cohort.externalCoaches,
      cohort.externallyCoached, cohort.population,
    ].compactMap(\.self)
    if let count = counts.first(where: { $0 < 0 }) {
      throw .invalidArgument(name: "a count of the cohort", needed: "0 or more", found: "\(count)")
    }
    self.cohort = cohort
    self.rules = rules
    violations = Violation.allCases.filter { cohort.breaks($0, of: rules) }
  }

  private enum CodingKeys: String, CodingKey { case cohort, rules }

  /// Decodes cohort and rules and holds one against the other anew.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(Cohort.self, forKey: .cohort),
      rules: fields.decode(CohortRules.self, forKey: .rules))
  }

  /// Encodes cohort and rules; the violations follow from them.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(cohort, forKey: .cohort)
    try fields.encode(rules, forKey: .rules)
  }

  /// Whether every rule is kept.
  public var isKept: Bool { violations.isEmpty }
}

// MARK: - Rules

extension CohortCheck.Cohort {
  fileprivate func breaks(_ violation: CohortCheck.Violation, of rules: CohortRules) -> Bool {
    func misses(_ count: Int?, _ band: CohortRules.Band?) -> Bool {
      guard let band else { return false }
      return count.map { !band.contains($0) } ?? true
    }
    switch violation {
    case .participants: return misses(participants, rules.participants)
    case .controlSize: return rules.needsEqualControl && controls != participants
    case .controlLikeness:
      guard rules.needsEqualControl, let controlAlikeIn else { return false }
      return Set(controlAlikeIn).count < CohortCheck.Likeness.allCases.count
    case .departments: return misses(departments, rules.departments)
    case .roleLevels: return misses(roleLevels, rules.roleLevels)
    case .internalCoachLoad:
      // A rule about coaches asks nothing where coaches of the other kind do the work.
      guard let band = rules.perInternalCoach, internalCoaches != nil || externalCoaches == nil
      else { return false }
      return Self.strays(internallyCoached ?? participants, over: internalCoaches, from: band)
    case .externalCoachLoad:
      guard let band = rules.perExternalCoach, let externalCoaches else { return false }
      return Self.strays(externallyCoached ?? participants, over: externalCoaches, from: band)
    case .populationShare:
      guard let band = rules.populationPercent else { return false }
      guard let population else { return true }
      return Self.strays(ExactRatio(participants) * 100, over: population, from: band)
    case .consent: return consent.map { participants > $0.given } ?? false
    }
  }

  private static func strays(_ people: Int, over coaches: Int?, from band: CohortRules.Band) -> Bool
  {
    strays(ExactRatio(people), over: coaches, from: band)
  }

  private static func strays(
    _ people: ExactRatio, over divisor: Int?, from band: CohortRules.Band
  ) -> Bool {
    guard let load = divisor.flatMap({ people.divided(by: ExactRatio($0)) }) else { return true }
    return load < ExactRatio(band.least) || (band.most.map { load > ExactRatio($0) } ?? false)
  }
}

// MARK: - Description

extension CohortCheck: CustomStringConvertible {
  /// The check for a gate or a report.
  public var check: Check {
    Check(
      "cohort", figure: Double(violations.count), threshold: 0,
      verdict: isKept ? .passed : .failed, sentence: sentence)
  }

  private var sentence: String {
    guard !isKept else { return "\(cohort.participants) people keep to the rules: \(rules)." }
    return "Broken: \(violations.map(\.rawValue).joined(separator: ", ")); the rules are \(rules)."
  }

  /// The counts, the consent and the violations.
  public var description: String {
    var lines = [sentence]
    if rules.needsEqualControl {
      let alike = cohort.controlAlikeIn.map { Set($0).map(\.rawValue).sorted() }
      lines.append(
        alike.map {
          "the control is alike in: \($0.isEmpty ? "nothing" : $0.joined(separator: ", "))"
        }
          ?? "nobody says in what the control is like the cohort")
    }
    if let consent = cohort.consent { lines.append(consent.description) }
    return lines.joined(separator: "\n")
  }
}

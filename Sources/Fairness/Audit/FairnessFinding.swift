public import Statistics

/// What an audit says of one group.
///
/// A suppressed group has its name and its verdict, and nothing else.
public struct FairnessFinding: Sendable, Hashable, Codable, CustomStringConvertible {
  /// What the group is in its comparison.
  public enum Role: String, Sendable, Hashable, Codable, CaseIterable {
    /// The others are held against it.
    case reference
    /// It is held against the reference.
    case compared
    /// It is described by four fifths of the highest rate, without a verdict.
    case described
  }

  /// The rule's name.
  public let rule: String
  /// The breakdown's text.
  public let breakdown: String
  /// The group.
  public let group: String
  /// What the group is in its comparison.
  public let role: Role
  /// What is shown of it; nil for a reference and where the rule only describes.
  public internal(set) var verdict: FairnessVerdict?
  /// What it is held against, or nil.
  public internal(set) var reference: String?
  /// How many people it has.
  public internal(set) var size: Int?
  /// How many of them were selected; nil where no rate is compared.
  public internal(set) var selected: Int?
  /// Its rate, mean or effect.
  public internal(set) var value: Double?
  /// Its delta to the reference; nil where it is 0 / 0 or infinite.
  public internal(set) var delta: Double?
  /// The interval of the delta, at the level after the family's correction.
  public internal(set) var interval: Interval?
  /// What the rule accepts.
  public internal(set) var accepted: AcceptableBand?
  /// How many comparisons its family has.
  public internal(set) var familySize: Int?
  /// The p-value of no difference: Fisher's exact for rates, Welch's for means.
  public internal(set) var pValue: Double?
  /// The same, adjusted within the family; reported, not decisive.
  public internal(set) var adjustedPValue: Double?
  /// Whether the ratio observed is below four fifths, in whole numbers.
  public internal(set) var isBelowFourFifths: Bool?
  /// How many more people would be selected at the reference's rate; negative for fewer.
  public internal(set) var shortfall: Double?
  /// Whether one selection moved from the reference would turn the order of the rates.
  public internal(set) var oneSelectionReverses: Bool?
  /// The same comparison within strata, where the rule asks for it.
  public internal(set) var stratified: StratifiedComparison?
  /// The exact chance that groups of these sizes pass at equal rates; nil where it was not worked out.
  public internal(set) var chanceToPassAtParity: Double?
  /// How many people each group needs for a chance of 80 % to pass at equal rates.
  public internal(set) var neededSize: Int?
  /// The decision to go on without a verdict, where one is in force.
  public internal(set) var waiver: FairnessWaiver?

  /// A finding without figures.
  init(
    rule: String, breakdown: String, group: String, role: Role, verdict: FairnessVerdict?
  ) {
    self.rule = rule
    self.breakdown = breakdown
    self.group = group
    self.role = role
    self.verdict = verdict
  }

  /// Whether it carries any figure.
  var hasFigures: Bool {
    size != nil || selected != nil || value != nil || delta != nil || interval != nil
      || pValue != nil || adjustedPValue != nil || isBelowFourFifths != nil || shortfall != nil
      || oneSelectionReverses != nil || stratified != nil || chanceToPassAtParity != nil
      || neededSize != nil
  }

  /// The verdict that a gate reads: a pass where a waiver covers it.
  public var gateVerdict: FairnessVerdict? { waiver == nil ? verdict : .pass }

  // MARK: Words

  /// The finding in one line of plain words.
  public var description: String {
    let name = "\(excerpt(rule)), \(excerpt(breakdown)) \(excerpt(group))"
    switch role {
    case .reference: return "\(name): reference, \(figures)"
    case .described:
      let below = isBelowFourFifths == true ? "below" : "not below"
      return "\(name): \(figures), \(below) four fifths of \(excerpt(reference ?? "none"))"
    case .compared: break
    }
    guard let verdict, verdict != .suppressed else { return "\(name): suppressed" }
    var text = "\(name): \(verdict.words), \(figures)"
    if let interval, let accepted {
      text +=
        "; \(delta.map { formatted($0, significantDigits: 4) } ?? "undefined") "
        + "\(Self.limits(interval)) against \(excerpt(reference ?? "")), needed \(accepted)"
    }
    if verdict != .pass, verdict != .fail, let neededSize {
      text += "; needs about \(neededSize) in each group"
    }
    if stratified?.reversesCrudeDifference == true { text += "; the sign turns within strata" }
    if let waiver { text += "; \(waiver)" }
    return text
  }

  private var figures: String {
    let rate = value.map { formatted($0, significantDigits: 4) } ?? "no figure"
    guard let size else { return rate }
    return selected.map { "\(rate) (\($0) of \(size))" } ?? "\(rate) (\(size) people)"
  }

  private static func limits(_ interval: Interval) -> String {
    let low = interval.lower.map { formatted($0, significantDigits: 4) } ?? "unbounded"
    let high = interval.upper.map { formatted($0, significantDigits: 4) } ?? "unbounded"
    return "[\(low), \(high)]"
  }
}

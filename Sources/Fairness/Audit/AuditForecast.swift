public import Statistics

/// What a rule on rate ratios can tell of one group before there are any data.
///
/// A pilot too small to clear or convict says so before it starts, not after.
public struct AuditForecast: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The rule's name.
  public let rule: String
  /// The group.
  public let group: String
  /// Whom it will be held against.
  public let reference: String
  /// Sizes, floor and level, after the family's correction.
  public let power: AuditPower
  /// The reference's true rate that was assumed.
  public let referenceRate: Double
  /// The true ratio that the audit ought to fail.
  public let harmfulRatio: Double
  /// The chances of each verdict where the rates are equal.
  public let atParity: AuditPower.Chances
  /// The chances of each verdict at the harmful ratio.
  public let atHarm: AuditPower.Chances
  /// How many people each of two equal groups needs for a chance of 80 % to pass at equal rates; nil
  /// where the floor is 1.
  public let sizeToPass: Int?
  /// How many for a chance of 80 % to fail at the harmful ratio; nil where that is the floor.
  public let sizeToFail: Int?

  /// Works out the chances.
  ///
  /// - Throws: `invalidArgument` for a reference rate outside (0, 1), or a harmful ratio that is not
  ///   positive or not below the floor.
  public init(
    rule: String, group: String, reference: String, power: AuditPower, referenceRate: Double,
    harmfulRatio: Double = 0.6
  ) throws(EvaluationError) {
    guard referenceRate > 0, referenceRate < 1 else {
      throw .invalidArgument(
        name: "the reference's rate", needed: "between 0 and 1", found: "\(referenceRate)")
    }
    guard harmfulRatio > 0, harmfulRatio < power.floor.value else {
      throw .invalidArgument(
        name: "the harmful ratio", needed: "above 0 and below the floor of \(power.floor)",
        found: "\(harmfulRatio)")
    }
    self.rule = rule
    self.group = group
    self.reference = reference
    self.power = power
    self.referenceRate = referenceRate
    self.harmfulRatio = harmfulRatio
    let harmed = harmfulRatio * referenceRate
    atParity = try power.chances(focalRate: referenceRate, referenceRate: referenceRate)
    atHarm = try power.chances(focalRate: harmed, referenceRate: referenceRate)
    sizeToPass = try? AuditPower.neededSize(
      focalRate: referenceRate, referenceRate: referenceRate, floor: power.floor,
      level: power.level)
    sizeToFail = try? AuditPower.neededSize(
      focalRate: harmed, referenceRate: referenceRate, floor: power.floor, level: power.level)
  }

  /// Both chances and the size that would do, in one sentence.
  public var description: String {
    func percent(_ chance: Double) -> String {
      formatted(chance * 100, significantDigits: 3) + " %"
    }
    return "\(excerpt(rule)), \(excerpt(group)) against \(excerpt(reference)) "
      + "(\(power.focalSize) against \(power.referenceSize)): passes in \(percent(atParity.pass)) "
      + "at equal rates, fails in \(percent(atHarm.fail)) at a ratio of "
      + "\(formatted(harmfulRatio)); needs "
      + "\(sizeToPass.map(String.init) ?? "no size") in each group to pass"
  }
}

extension FairnessPolicy {
  /// What the policy's one-sided rules on rate ratios could tell of groups of given sizes.
  ///
  /// - Parameters:
  ///   - sizes: the groups with how many people they will have; the reference is the largest, or one of
  ///     those that the rule names.
  ///   - referenceRate: the reference's assumed true rate.
  ///   - harmfulRatio: a true ratio that the audit ought to fail.
  /// - Returns: one forecast for each rule and compared group, in their order.
  /// - Throws: `tooFew` below two groups; what ``AuditPower`` and ``AuditForecast`` throw.
  /// - Complexity: O(*n* log *n*) score statistics a group.
  public func forecast(
    sizes: [(group: String, size: Int)], referenceRate: Double, harmfulRatio: Double = 0.6
  ) throws(EvaluationError) -> [AuditForecast] {
    guard sizes.count >= 2 else { throw .tooFew(what: "groups", needed: 2, found: sizes.count) }
    for group in sizes where group.size < 1 || group.size > AuditPower.largestSize {
      throw .invalidArgument(
        name: "the size of \"\(excerpt(group.group))\"",
        needed: "between 1 and \(AuditPower.largestSize)", found: "\(group.size)")
    }
    var forecasts: [AuditForecast] = []
    for rule in rules {
      guard case .rateRatio(let floor, false, .miettinenNurminen) = rule.metric,
        let reference = rule.referenceIndex(sizes)
      else { continue }
      let comparisons = Double(sizes.count - 1)
      let level =
        rule.family.correction == .bonferroni ? 1 - (1 - rule.level) / comparisons : rule.level
      for index in sizes.indices where index != reference {
        let power = try AuditPower(
          focalSize: sizes[index].size, referenceSize: sizes[reference].size, floor: floor,
          level: level)
        forecasts.append(
          try AuditForecast(
            rule: rule.id, group: sizes[index].group, reference: sizes[reference].group,
            power: power, referenceRate: referenceRate, harmfulRatio: harmfulRatio))
      }
    }
    return forecasts
  }
}

extension FairnessRule {
  /// The place of the reference among groups; nil where the rule has none of them.
  fileprivate func referenceIndex(_ sizes: [(group: String, size: Int)]) -> Int? {
    switch reference {
    case .largest:
      sizes.indices.max { (sizes[$0].size, -$0) < (sizes[$1].size, -$1) }
    case .named(let groups): sizes.firstIndex { groups.values.contains($0.group) }
    case .overall, .highestRate: nil
    }
  }
}

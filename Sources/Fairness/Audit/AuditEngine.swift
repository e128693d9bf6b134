import DataFrames
import Statistics

/// Makes the findings of all rules: what is hidden, what can be compared, and how it is judged.
struct AuditEngine {
  /// A comparison that can be made, with the place of its finding.
  private struct Pending {
    let finding: Int
    let rule: FairnessRule
    let breakdown: String
    let comparison: DeltaComparison
    let sizes: (focal: Int, reference: Int)
  }

  let hidden: HiddenGroups
  let privacy: Privacy
  private(set) var findings: [FairnessFinding] = []
  private var pending: [Pending] = []

  init(_ samples: [GroupSamples], hidden: HiddenGroups, privacy: Privacy) throws(EvaluationError) {
    self.hidden = hidden
    self.privacy = privacy
    for part in samples { try collect(part) }
    try judge()
  }

  // MARK: Collecting

  private mutating func collect(_ part: GroupSamples) throws(EvaluationError) {
    let reference = try referenceIndex(part)
    for (index, sample) in part.samples.enumerated() {
      if hidden.contains(sample.group, in: part.breakdown) {
        findings.append(finding(part, index, .compared, .suppressed))
        continue
      }
      if part.rule.reference == .highestRate {
        findings.append(try described(part, index, reference))
        continue
      }
      if index == reference {
        findings.append(figures(finding(part, index, .reference, nil), sample))
        continue
      }
      var other = reference.map { part.samples[$0] }
      if part.rule.reference == .overall { other = try part.others(than: index) }
      try compare(part, index, with: other, reference)
    }
  }

  /// The place of the reference, nil for everybody else.
  private func referenceIndex(_ part: GroupSamples) throws(EvaluationError) -> Int? {
    let indices = part.samples.indices
    switch part.rule.reference {
    case .overall: return nil
    case .largest:
      return indices.max { (part.samples[$0].size, -$0) < (part.samples[$1].size, -$1) }
    case .named(let groups):
      guard let name = groups[part.breakdown.description],
        let index = indices.first(where: { part.samples[$0].group == name })
      else {
        let names = part.samples.prefix(10).map { excerpt($0.group) }.joined(separator: ", ")
        throw .invalidArgument(
          name: "the reference of \(excerpt(part.rule.id)) by \(part.breakdown)",
          needed: "one of \(names)",
          found: "\"\(excerpt(groups[part.breakdown.description] ?? ""))\"")
      }
      return index
    case .highestRate:
      let shown = indices.filter { !hidden.contains(part.samples[$0].group, in: part.breakdown) }
      return shown.max { first, second in
        let (one, two) = (part.samples[first], part.samples[second])
        return (one.value ?? 0, one.size, -first) < (two.value ?? 0, two.size, -second)
      }
    }
  }

  private func finding(
    _ part: GroupSamples, _ index: Int, _ role: FairnessFinding.Role, _ verdict: FairnessVerdict?
  ) -> FairnessFinding {
    FairnessFinding(
      rule: part.rule.id, breakdown: part.breakdown.description,
      group: part.samples[index].group, role: role, verdict: verdict)
  }

  private func figures(
    _ finding: FairnessFinding, _ sample: GroupSamples.Sample
  ) -> FairnessFinding {
    var finding = finding
    finding.size = sample.size
    finding.selected = sample.proportion?.successes
    finding.value = sample.value.flatMap { $0.isFinite ? $0 : nil }
    return finding
  }

  private func described(
    _ part: GroupSamples, _ index: Int, _ reference: Int?
  ) throws(EvaluationError) -> FairnessFinding {
    let sample = part.samples[index]
    var result = figures(finding(part, index, .described, nil), sample)
    guard let reference, let rate = sample.proportion,
      let highest = part.samples[reference].proportion
    else { return result }
    let comparison = try ProportionComparison(treated: rate, control: highest, design: .declared)
    result.reference = part.samples[reference].group
    result.delta = comparison.ratio
    result.isBelowFourFifths = comparison.isBelowFourFifths
    return result
  }

  private mutating func compare(
    _ part: GroupSamples, _ index: Int, with other: GroupSamples.Sample?, _ reference: Int?
  ) throws(EvaluationError) {
    let (rule, sample) = (part.rule, part.samples[index])
    var result = figures(finding(part, index, .compared, .notEvaluable), sample)
    result.accepted = try rule.metric.band()
    let isHidden = reference.map { hidden.contains(part.samples[$0].group, in: part.breakdown) }
    guard let other, isHidden != true else {
      findings.append(result)
      return
    }
    result.reference = other.group
    if case .rateRatio(let floor, false, .miettinenNurminen) = rule.metric,
      let rate = other.proportion?.rate, rate > 0, rate < 1
    {
      result.neededSize = try? AuditPower.neededSize(
        focalRate: rate, referenceRate: rate, floor: floor, level: rule.level)
    }
    guard let comparison = DeltaComparison(rule.metric, focal: sample, reference: other),
      comparison.isEvaluable(rule.minimum, sizes: (sample.size, other.size))
    else {
      findings.append(result)
      return
    }
    result.delta = comparison.value
    result.pValue = comparison.pValue
    if let rates = comparison.rates {
      result.isBelowFourFifths = rates.isBelowFourFifths
      result.shortfall = rates.shortfallToReference
      result.oneSelectionReverses = rates.oneSelectionReverses
      result.stratified = try stratified(part, index, reference)
    }
    pending.append(
      Pending(
        finding: findings.count, rule: rule, breakdown: part.breakdown.description,
        comparison: comparison, sizes: (sample.size, other.size)))
    findings.append(result)
  }

  /// The comparison within strata; nil where no stratum holds both.
  private func stratified(
    _ part: GroupSamples, _ index: Int, _ reference: Int?
  ) throws(EvaluationError) -> StratifiedComparison? {
    var strata: [StratifiedComparison.Stratum] = []
    var leftOut = 0
    for rates in part.strata {
      var other = reference.flatMap { rates[$0] }
      if reference == nil {
        let rest = rates.indices.filter { $0 != index }.map { rates[$0] }
        other = rest.contains { $0 != nil } ? try GroupSamples.sum(of: rest) : nil
      }
      if let focal = rates[index], let other {
        strata.append(.init(focal: focal, reference: other))
      } else if rates[index] != nil || other != nil {
        leftOut += 1
      }
    }
    return strata.isEmpty ? nil : try StratifiedComparison(strata, strataLeftOut: leftOut)
  }

  // MARK: Judging

  private func family(of item: Pending) -> String {
    switch item.rule.family.scope {
    case .policy: "policy"
    case .rule: "rule \(item.rule.id)"
    case .breakdown: "breakdown \(item.rule.id) \(item.breakdown)"
    }
  }

  private mutating func judge() throws(EvaluationError) {
    let families = Dictionary(grouping: pending.indices) { family(of: pending[$0]) }
    for members in families.values {
      let withP = members.filter { findings[pending[$0].finding].pValue != nil }
      let pValues = withP.map { findings[pending[$0].finding].pValue ?? 1 }
      for member in members {
        let item = pending[member]
        let alpha = 1 - item.rule.level
        let size = Double(members.count)
        let level = item.rule.family.correction == .bonferroni ? 1 - alpha / size : item.rule.level
        findings[item.finding].familySize = members.count
        if let place = withP.firstIndex(of: member) {
          findings[item.finding].adjustedPValue =
            try item.rule.family.pValues.adjusted(pValues)[place]
        }
        guard let interval = item.comparison.interval(level: level),
          let band = findings[item.finding].accepted
        else { continue }
        findings[item.finding].interval = interval
        findings[item.finding].verdict = band.verdict(of: interval)
        addPower(item, level: level)
      }
    }
  }

  /// The largest groups for which the chance to pass is worked out beside a finding.
  private static let mostForPower = 1000

  private mutating func addPower(_ item: Pending, level: Double) {
    guard case .rateRatio(let floor, false, .miettinenNurminen) = item.rule.metric,
      let rate = item.comparison.rates?.control.rate,
      max(item.sizes.focal, item.sizes.reference) <= Self.mostForPower,
      let power = try? AuditPower(
        focalSize: item.sizes.focal, referenceSize: item.sizes.reference, floor: floor,
        level: level)
    else { return }
    findings[item.finding].chanceToPassAtParity =
      (try? power.chances(focalRate: rate, referenceRate: rate))?.pass
  }
}

import ProgramEvaluation

/// The figures of a fairness audit for machines; what is suppressed has a name and a verdict alone.
struct FairnessFigures: Encodable {
  struct Finding: Encodable {
    let rule: String
    let breakdown: String
    let group: String
    let role: FairnessFinding.Role
    let verdict: FairnessVerdict?
    let reference: String?
    let people: Int?
    let selected: Int?
    let value: Double?
    let delta: Double?
    let lower: Double?
    let upper: Double?
    let level: Double?
    let method: String?
    let accepted_lower: Double?
    let accepted_upper: Double?
    let family_size: Int?
    let p_value: Double?
    let p_adjusted: Double?
    let below_four_fifths: Bool?
    let shortfall: Double?
    let one_selection_reverses: Bool?
    let stratified_difference: Double?
    let sign_turns_within_strata: Bool?
    let chance_to_pass_at_parity: Double?
    let needed_in_each_group: Int?
    let waiver: String?
  }

  struct Unknown: Encodable {
    let column: String
    let people: Int?
  }

  struct Weeks: Encodable {
    let trigger: String
    let verdict: FairnessVerdict
    let first_literal_alarm: Int?
    let first_exact_alarm: Int?
    let literal_false_alarm: Double
    let exact_false_alarm: Double
  }

  let program: String
  let owner: String
  let basis = FairnessPolicy.basis
  let date: String
  let expires: String
  let verdict: FairnessVerdict
  let verdict_with_waivers: FairnessVerdict
  let action: FairnessAction
  let minimum_group: Int
  let people: Int?
  let people_without_outcome: Int
  let unknown: [Unknown]
  let findings: [Finding]
  let weeks: [Weeks]

  init(_ audit: FairnessAudit) {
    program = audit.policy.program
    owner = audit.policy.owner
    date = audit.date.description
    expires = audit.policy.expires.description
    verdict = audit.verdict
    verdict_with_waivers = audit.gateVerdict
    action = audit.action
    minimum_group = audit.policy.privacy.minimumGroup
    people = audit.peopleCount
    people_without_outcome = audit.peopleWithoutOutcome
    unknown = audit.unknown.map { Unknown(column: $0.column, people: $0.count) }
    findings = audit.findings.map(Finding.init)
    weeks = audit.monitors.map {
      Weeks(
        trigger: $0.trigger.id, verdict: $0.verdict, first_literal_alarm: $0.firstLiteralAlarm,
        first_exact_alarm: $0.firstExactAlarm,
        literal_false_alarm: $0.literalFalseAlarm.printed,
        exact_false_alarm: $0.exactFalseAlarm.printed)
    }
  }
}

extension FairnessFigures.Finding {
  init(_ finding: FairnessFinding) {
    rule = finding.rule
    breakdown = finding.breakdown
    group = finding.group
    role = finding.role
    verdict = finding.verdict
    reference = finding.reference
    people = finding.size
    selected = finding.selected
    value = finding.value?.printed
    delta = finding.delta?.printed
    lower = finding.interval?.lower?.printed
    upper = finding.interval?.upper?.printed
    level = finding.interval?.level.printed
    method = finding.interval?.method
    accepted_lower = finding.accepted?.lower?.printed
    accepted_upper = finding.accepted?.upper?.printed
    family_size = finding.familySize
    p_value = finding.pValue?.printed
    p_adjusted = finding.adjustedPValue?.printed
    below_four_fifths = finding.isBelowFourFifths
    shortfall = finding.shortfall?.printed
    one_selection_reverses = finding.oneSelectionReverses
    stratified_difference = finding.stratified?.riskDifference.value.printed
    sign_turns_within_strata = finding.stratified?.reversesCrudeDifference
    chance_to_pass_at_parity = finding.chanceToPassAtParity?.printed
    needed_in_each_group = finding.neededSize
    waiver = finding.waiver?.description
  }
}

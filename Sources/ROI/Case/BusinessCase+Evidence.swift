import Statistics

// MARK: - Labels

extension BusinessCase {
  /// What a reader must know of plan, power and window.
  static func evidenceLabels(
    _ indicator: Indicator, delta: Delta, time: TimeBasis, evidence: EvidenceRecord?
  ) -> [EvidenceAssessment.Label] {
    var labels: [EvidenceAssessment.Label] = []
    if let plan = evidence?.plan {
      if plan.isExploratory(for: indicator) { labels.append(.exploratory) }
      if let power = plan.power, let effect = delta.effect, power.isUnderpowered(effect) == true {
        labels.append(.underpowered)
      }
    }
    if indicator.isProvisional(after: time.observedWeeks) { labels.append(.provisional) }
    return labels
  }
}

extension EvidenceRecord {
  /// Refuses a window that is not the weeks observed, to a week.
  func validate(for time: TimeBasis) throws(EvaluationError) {
    let difference = ExactRatio(time.observedWeeks) * 7 - ExactRatio(window.days)
    guard (difference.isNegative ? -difference : difference) < 7 else {
      throw .invalidArgument(
        name: "the window on record", needed: "the \(time.observedWeeks) weeks observed, to a week",
        found: window.description)
    }
  }
}

// MARK: - Checks

extension BusinessCase {
  /// What a case asks of its baseline and of the evidence beside its figures.
  static func evidenceChecks(
    _ indicator: Indicator, delta: Delta, time: TimeBasis, baseline: Baseline?,
    assessment: EvidenceAssessment, figures: Figures
  ) -> [Check] {
    var checks: [Check] = []
    if let check = indicator.check(weeks: time.observedWeeks) { checks.append(check) }
    if let baseline {
      checks += baseline.checks(
        indicator: indicator, delta: delta, time: time, observed: assessment.record?.window)
    }
    guard let record = assessment.record else { return checks }
    checks.append(grade(assessment))
    checks.append(streams(assessment))
    checks.append(confounders(record))
    checks += record.trust.map(\.check)
    checks += plan(record.plan, indicator: indicator)
    if let check = record.ninetyDays.map(path) { checks.append(check) }
    if let consent = record.consent { checks.append(self.consent(consent)) }
    if let power = record.plan?.power {
      checks.append(self.power(power, effect: delta.effect))
      checks.append(
        detectable(
          power, factor: time.factor(for: .annualised) * ExactRatio(delta.units),
          unit: indicator.unit, breakEven: figures.breakEven.delta))
    }
    return checks
  }

  private static func grade(_ assessment: EvidenceAssessment) -> Check {
    let isSound = assessment.grade == assessment.designGrade && assessment.grade > .directional
    return Check(
      "evidence grade",
      verdict: isSound ? .passed : assessment.grade == .contested ? .failed : .inconclusive,
      sentence: assessment.grade == assessment.designGrade
        ? assessment.reasons.first ?? ""
        : "The evidence is \(assessment.grade), lowered from \(assessment.designGrade) by what speaks "
          + "against the figures.")
  }

  private static func streams(_ assessment: EvidenceAssessment) -> Check {
    let count = assessment.streams
    return Check(
      "evidence streams", figure: Double(count), threshold: 3,
      verdict: count == 3 ? .passed : count == 0 ? .failed : .inconclusive,
      sentence:
        "\(count) of 3 streams agree (figures, narratives, sponsor): \(assessment.strength).")
  }

  private static func confounders(_ record: EvidenceRecord) -> Check {
    let open = record.openConfounders
    let isSound = record.confounders != nil && open.isEmpty
    return Check(
      "confounder log", figure: record.confounders.map { _ in Double(open.count) }, threshold: 0,
      verdict: isSound ? .passed : .inconclusive,
      sentence: record.confounders == nil
        ? "Nobody kept a log of what else could have moved the indicator."
        : open.isEmpty
          ? "No confounder inside the window is open."
          : "\(EvidenceFinding.counted(open.count, "confounder")) inside the window "
            + "\(open.count == 1 ? "is" : "are") not ruled out.")
  }

  private static func plan(_ plan: MeasurementPlan?, indicator: Indicator) -> [Check] {
    guard let plan else {
      return [
        Check(
          "measurement plan", verdict: .inconclusive,
          sentence: "No plan was registered before the outcome was seen.")
      ]
    }
    let isExploratory = plan.isExploratory(for: indicator)
    return [
      Check(
        "measurement plan", verdict: plan.isPostHoc ? .inconclusive : .passed,
        sentence: "The plan was registered on \(plan.registered.date), "
          + (plan.isPostHoc ? "after" : "by")
          + " the day of the first outcome, \(plan.firstOutcome)"
          + (plan.isPostHoc ? ": post-hoc." : ".")),
      Check(
        "primary indicator", verdict: isExploratory ? .inconclusive : .passed,
        sentence: isExploratory
          ? "The case is about another indicator than the plan locked: exploratory."
          : "The case is about the indicator that the plan locked."),
    ]
  }

  private static func path(_ rule: NinetyDayCheck) -> Check {
    let verdict: Check.Verdict =
      switch rule.outcome {
      case .shown: .passed
      case .notDue: .inconclusive
      case .shownLate, .pause: .failed
      }
    return Check(
      "path to a business metric", figure: Double(rule.day),
      threshold: Double(NinetyDayCheck.limit), verdict: verdict, sentence: rule.description)
  }

  /// The share that agreed has no threshold of practice; it is said, and nobody agreeing fails.
  private static func consent(_ consent: Consent) -> Check {
    Check(
      "consent", figure: consent.share?.value, verdict: consent.given > 0 ? .passed : .failed,
      sentence: "\(consent).")
  }

  private static func power(_ plan: PowerPlan, effect: Estimate?) -> Check {
    guard let effect, let found = plan.powerFound(in: effect) else {
      return Check(
        "power", threshold: plan.power, verdict: .inconclusive,
        sentence:
          "The error of the effect is not known, so neither is the power that the study had.")
    }
    let isEnough = plan.isUnderpowered(effect) == false
    return Check(
      "power", figure: found, threshold: plan.power, verdict: isEnough ? .passed : .inconclusive,
      sentence: "To see the planned effect of \(plan.minimumDetectableEffect) the study had power "
        + "\(formatted(found, significantDigits: 3)), planned was \(formatted(plan.power))"
        + (isEnough ? "." : ": underpowered."))
  }

  /// Whether the pilot could have seen the effect that it needs to pay.
  private static func detectable(
    _ plan: PowerPlan, factor: ExactRatio, unit: String, breakEven: ExactRatio?
  ) -> Check {
    let name = "break-even and detectable effect"
    let least = ExactRatio(plan.minimumDetectableEffect) * factor
    guard let breakEven else {
      return Check(
        name, threshold: least.value, verdict: .inconclusive,
        sentence: "No improvement pays for the programme, so there is no effect to look for.")
    }
    let couldSee = breakEven >= least
    let words = "\(figure(breakEven)) \(excerpt(unit)), annualised"
    return Check(
      name, figure: breakEven.value, threshold: least.value,
      verdict: couldSee ? .passed : .inconclusive,
      sentence: couldSee
        ? "The programme pays from an improvement of \(words), and the pilot was planned to see "
          + "\(figure(least))."
        : "The programme pays from an improvement of \(words), which is less than the \(figure(least)) "
          + "that the pilot was planned to see.")
  }
}

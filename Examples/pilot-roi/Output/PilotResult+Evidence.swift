import ProgramEvaluation

extension PilotResult {
  /// What the evidence amounts to.
  struct Evidence: Encodable {
    let title: String
    let report_kind: EvidenceAssessment.ReportKind
    let grade: String
    let streams: Int
    let agreeing: [EvidenceAssessment.Stream]
    let missing: [EvidenceAssessment.Element]
    let is_publishable: Bool
    let band: String
    let reasons: [String]
    let obstacles: [String]

    init(_ pilot: BusinessCase) {
      let found = pilot.assessment
      title = found.title(for: pilot.name)
      report_kind = found.reportKind
      grade = found.qualities
      streams = found.streams
      agreeing = found.agreeing
      missing = found.missing
      is_publishable = found.isPublishable
      band = found.band.shares
      reasons = found.reasons
      obstacles = found.obstacles
    }
  }

  /// Everything uncertain carried into money at once; statistics are shortest decimals.
  struct Uncertainty: Encodable {
    struct Bound: Encodable {
      let probability: String
      let net_benefit: String
      let roi: String?

      init(_ quantile: Propagation.Quantile) {
        probability = "\(quantile.probability)"
        net_benefit = "\(quantile.netBenefit)"
        roi = quantile.roi.map { "\($0)" }
      }
    }

    struct Hurdle: Encodable {
      let hurdle: String
      let probability: String?
      let is_confidence: Bool
      let monte_carlo_error: String?
    }

    struct Information: Encodable {
      let input: String
      let value: String?
    }

    struct Corner: Encodable {
      let level: String
      let lower_roi: String?
      let upper_roi: String?
    }

    let method: String
    let draws: Int
    let seed: String
    let headline: Bound
    let lower: Bound
    let upper: Bound
    let prob_roi_exceeds: [Hurdle]
    let expected_loss_if_adopted: String?
    let expected_loss_if_rejected: String?
    let expected_value_of_perfect_information: String?
    let information: [Information]
    let corner: Corner
    let checks: [Check]
    let inputs: Propagation

    init(_ joint: Propagation) {
      func text(_ value: Double?) -> String? { value.map { "\($0)" } }
      func ratio(_ value: ExactRatio?) -> String? { value?.decimal(significantDigits: 12) }
      method = joint.method.description
      draws = joint.draws
      seed = "\(joint.seed)"
      headline = Bound(joint.headline)
      lower = Bound(joint.lower)
      upper = Bound(joint.upper)
      prob_roi_exceeds = joint.probabilities.map {
        Hurdle(
          hurdle: $0.hurdle.description, probability: text($0.probability),
          is_confidence: $0.isConfidence, monte_carlo_error: text($0.simulated?.error))
      }
      expected_loss_if_adopted = text(joint.expectedLossIfAdopted)
      expected_loss_if_rejected = text(joint.expectedLossIfRejected)
      expected_value_of_perfect_information = text(joint.expectedValueOfPerfectInformation)
      information = joint.informationValues.map {
        Information(input: $0.input.rawValue, value: text($0.value))
      }
      corner = Corner(
        level: "\(joint.corner.level)", lower_roi: ratio(joint.corner.lower.roi),
        upper_roi: ratio(joint.corner.upper.roi))
      checks = joint.checks
      inputs = joint
    }
  }

  /// The digests by which a ledger and an audit log are told from rewritten ones.
  struct Seals: Encodable {
    let ledger: String?
    let ledger_version: Int?
    let audit_head: String?

    init(_ run: PilotRun) {
      ledger = run.ledger.map { "\($0.hash)" }
      ledger_version = run.ledger?.version
      audit_head = (try? RunAudit(run, ledger: run.ledger)).map { "\($0.log.head)" }
    }
  }

  /// How strong a hidden confounder must be; statistics are shortest decimals.
  struct Confounding: Encodable {
    let partial_r2: String
    let robustness_value: String
    let robustness_value_at_alpha: String
    let robustness_value_to_break_even: String?
    let robustness_value_to_break_even_at_alpha: String?
    let proportion_to_break_even: String?
    let inputs: ConfoundingSensitivity

    init(_ found: ConfoundingSensitivity) {
      func text(_ value: Double?) -> String? { value.map { "\($0.printed)" } }
      partial_r2 = "\(found.partialR2.printed)"
      robustness_value = "\(found.robustnessValue.printed)"
      robustness_value_at_alpha = "\(found.robustnessValueAtAlpha.printed)"
      robustness_value_to_break_even = text(found.robustnessValueToBreakEven)
      robustness_value_to_break_even_at_alpha = text(found.robustnessValueToBreakEvenAtAlpha)
      proportion_to_break_even = text(found.proportionToBreakEven)
      inputs = found
    }
  }
}

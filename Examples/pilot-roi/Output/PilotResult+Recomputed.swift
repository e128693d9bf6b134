import ProgramEvaluation

extension PilotResult {
  static let version = "pilot-roi/result/1"

  /// What of a result follows from its case alone.
  struct Recomputed: Encodable {
    let annualised: Case
    let about: About

    struct About: Encodable {
      let result = PilotResult.version
      let name: String
      let currency: String
      let perspective: Perspective
      let design: String
      let in_window: Case
      let attribution: Credit
      let at_band: Reading?
      let at_range: Reading?
      let prob_roi_exceeds: [String: Double?]
      let checks: [Check]
      /// The case's own effect in its place, and nothing in the places of others.
      let effects: [Effect?]
      let evidence: Evidence
      let uncertainty: Uncertainty?
      let cash_flow: CashFlow?
      let risk_adjusted: RiskAdjusted?
      let confounding: Confounding?
      let benefits: Benefits?
      let gate: Decision?
    }

    init(_ dossier: Dossier, _ labels: [some Labelled]) {
      let pilot = dossier.businessCase
      annualised = Case(pilot.annualised, label: pilot.label(of: .annualised))
      let own = "\(pilot.delta.design)"
      about = About(
        name: pilot.name, currency: pilot.costs.currency.code, perspective: pilot.perspective,
        design: own, in_window: Case(pilot.inWindow, label: pilot.label(of: .inWindow)),
        attribution: Credit(pilot), at_band: pilot.bandReading.map(Reading.init),
        at_range: pilot.rangeReading.map(Reading.init),
        prob_roi_exceeds: PilotResult.confidences(pilot), checks: pilot.checks,
        effects: labels.map { label in
          label.label == own ? pilot.delta.effect.map { Effect(own, $0) } : nil
        }, evidence: Evidence(pilot), uncertainty: dossier.propagation.map(Uncertainty.init),
        cash_flow: dossier.cashFlow.map(CashFlow.init),
        risk_adjusted: dossier.riskAdjusted.map(RiskAdjusted.init),
        confounding: dossier.confounding.map(Confounding.init),
        benefits: dossier.benefits.map(Benefits.init), gate: dossier.gate.map(Decision.init))
    }

    func encode(to encoder: any Encoder) throws {
      try annualised.encode(to: encoder)
      try about.encode(to: encoder)
    }
  }
}

/// Something with the label of an effect.
protocol Labelled {
  var label: String { get }
}

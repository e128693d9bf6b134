public import ROI
public import Statistics

extension Report {
  /// The report of a dossier: the case with every part that was worked out and decided on it.
  ///
  /// A part that is nil is left out. The order is that of a reader who has little time: what it comes to,
  /// the checks, the charts, the study and the money, how sure, what is credited, the other benefits, the
  /// decision, and where each figure comes from.
  ///
  /// - Parameters:
  ///   - dossier: what is reported.
  ///   - study: parts about the study, such as an `EstimateComparison` and a balance table.
  ///   - checks: checks besides those of the case, such as that of a `Benchmark`.
  ///   - provenance: where further figures come from, such as the file of rows: a name and a text
  ///     each.
  public init(
    _ dossier: Dossier, study: [Block] = [], checks: [Check] = [],
    provenance: [(name: String, text: String)] = []
  ) {
    let businessCase = dossier.businessCase
    let checks =
      businessCase.checks + (dossier.cashFlow?.checks ?? []) + (dossier.propagation?.checks ?? [])
      + checks
    self.init(dossier.title)
    append(Self.bottomLine(dossier, checks))
    append([.heading("Checks"), .checks(checks)])
    append(Self.charts(dossier))
    append(Self.facts(businessCase))
    append(study)
    append(businessCase.assessment.blocks)
    append(dossier.pilotBlocks)
    append(Self.figures(businessCase))
    append(dossier.cashFlow?.blocks ?? [])
    append(Self.certainty(businessCase))
    append(dossier.propagation?.blocks(point: businessCase.annualised.roi?.value) ?? [])
    append(Self.credit(businessCase))
    append(Self.breakEven(businessCase))
    if let chart = businessCase.breakEvenChart { append([.figure(.breakEven(chart))]) }
    if let table = businessCase.creditTable { append([.heat(table)]) }
    append(dossier.confounding?.blocks ?? [])
    append(dossier.riskAdjusted?.blocks ?? [])
    append(dossier.benefits?.blocks ?? [])
    append(dossier.intangibles.blocks)
    append(dossier.gate?.blocks ?? [])
    append(dossier.readiness?.blocks ?? [])
    append(Self.provenance(businessCase, provenance))
  }

  /// The report of a business case alone.
  ///
  /// - Parameters:
  ///   - businessCase: what is reported.
  ///   - study: parts about the study.
  ///   - checks: checks besides those of the case.
  ///   - provenance: where further figures come from.
  public init(
    _ businessCase: BusinessCase, study: [Block] = [], checks: [Check] = [],
    provenance: [(name: String, text: String)] = []
  ) {
    self.init(Dossier(businessCase), study: study, checks: checks, provenance: provenance)
  }
}

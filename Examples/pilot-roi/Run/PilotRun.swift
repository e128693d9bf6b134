import ProgramEvaluation

/// A plan carried out: the study, the business case, and every output as bytes.
struct PilotRun {
  let plan: Plan
  let study: Study
  let businessCase: BusinessCase
  let worksheet: Worksheet
  /// The worksheet with live formulas; nil for amounts that a spreadsheet cannot hold to the minor unit.
  let workbook: Workbook?
  /// The figures sealed by hashes; nil for inputs of more digits than a ledger holds.
  let ledger: Ledger?
  /// Why there is no workbook.
  let workbookRefusal: EvaluationError?
  /// The case with everything that was worked out and decided on it.
  let dossier: Dossier
  /// The fairness audit; nil when the plan names none.
  let fairness: FairnessAudit?
  /// What random numbers started from; nil when nothing was drawn and none was given.
  let seed: UInt64?
  /// The files that were read, with their digests.
  let inputs: [InputLog.Record]

  init(
    _ file: PlanFile, seed: UInt64?, progress: @escaping (String) -> Void
  ) throws(EvaluationError) {
    let plan = file.plan
    self.plan = plan
    study = try plan.design.study(
      StudyContext(
        indicator: plan.indicator, showsNaive: plan.showsNaive, seed: seed ?? 0,
        folder: file.folder, log: file.log, progress: progress))
    progress("computing the case")
    businessCase = try BusinessCase(
      name: plan.name, perspective: plan.perspective, indicator: plan.indicator,
      delta: study.delta, time: plan.time, attribution: plan.attribution,
      unitValue: plan.unitValue, costs: plan.costs, hurdles: plan.hurdles,
      headlineLevel: plan.headlineLevel, intervalLevel: plan.intervalLevel,
      baseline: plan.baseline, evidence: plan.evidence)
    fairness = try plan.fairness?.audit(in: file.folder, log: file.log)
    var dossier = Dossier(businessCase)
    dossier.intangibles = plan.intangibles
    dossier.benefits = try plan.levers?.benefits(of: businessCase, level: plan.headlineLevel)
    dossier.propagation = try plan.uncertainty?.propagation(
      of: businessCase, seed: seed, progress: progress)
    dossier.cashFlow = try plan.projection(of: businessCase)
    if let cashFlow = dossier.cashFlow {
      dossier.riskAdjusted = try plan.riskAdjustment?.view(of: cashFlow)
    }
    dossier.confounding = try plan.confounding?.sensitivity(of: businessCase)
    dossier.schedule = plan.schedule
    dossier.scorecard = plan.scorecard
    dossier.readiness = plan.readiness
    dossier.gate = try plan.gate?.decide(dossier, fairness)
    self.dossier = dossier
    self.seed = seed ?? plan.uncertainty?.seed
    inputs = file.log.records
    worksheet = Worksheet(businessCase)
    if let difference = worksheet.differences().first {
      throw .undefined(
        what: "the worksheet", needed: "lines that follow from each other",
        found: difference.description)
    }
    ledger = try? Ledger(dossier)
    do {
      workbook = try Workbook(dossier)
      workbookRefusal = nil
    } catch {
      workbook = nil
      workbookRefusal = error
    }
  }

  /// The case among the further benefits of its programme; nil when the plan names none.
  var benefits: BenefitPlan? { dossier.benefits }
  /// The decision at the end of the pilot; nil when the plan asks for none.
  var gate: Gate? { dossier.gate }

  /// The answers side by side, when there is more than the study's own.
  var comparison: EstimateComparison? {
    guard let effect = study.effect, study.naive != nil || plan.benchmark != nil else { return nil }
    var rows: [EstimateComparison.Row] = []
    if let naive = study.naive {
      rows.append(
        .init("naive difference", naive, note: "no adjustment; \(naive.method)"))
    }
    rows.append(.init("\(study.delta.design)", effect, note: effect.method))
    if let benchmark = plan.benchmark {
      rows.append(.init("benchmark", benchmark.estimate, note: benchmark.source))
    }
    return EstimateComparison(rows)
  }

  /// Whether the study recovers what is known; nil without a benchmark or an effect.
  var benchmarkCheck: Check? {
    guard let effect = study.effect else { return nil }
    return plan.benchmark?.check(effect)
  }

  // MARK: Outputs

  /// One page for the sponsor.
  var brief: SponsorBrief {
    get throws(EvaluationError) {
      let hypothesis =
        plan.evidence?.plan?.hypothesis
        ?? "The programme improves \(businessCase.indicator.name)."
      return try SponsorBrief(dossier, hypothesis: hypothesis, cohort: cohort)
    }
  }

  /// Who took part, as far as the plan says.
  private var cohort: String {
    guard let people = plan.readiness?.cohort?.cohort else { return study.summary }
    let controls = people.controls.map { " beside \($0) to compare with" } ?? ""
    return "\(people.participants) people\(controls); \(study.summary)"
  }

  var report: Report {
    let checks = benchmarkCheck.map { [$0] } ?? []
    return Report(dossier, study: studyParts, checks: checks, provenance: provenance)
  }

  private var studyParts: [Report.Block] {
    let summary = study.summary.prefix(1).uppercased() + study.summary.dropFirst()
    var parts: [Report.Block] = [.heading("The study"), .paragraph("\(summary).")]
    if let comparison {
      parts.append(comparison.block)
      let headline = comparison.rows.count > 1 && study.naive != nil ? 1 : 0
      let references =
        [.noDifference] + [ReferenceLine(breakEvenOf: businessCase)].compactMap { $0 }
      if let chart = try? comparison.chart(headline: headline, references: references) {
        parts.append(.figure(.effect(chart)))
      }
    }
    if let check = benchmarkCheck { parts.append(.paragraph(check.sentence)) }
    if let balance = study.balance {
      parts.append(.heading("Balance"))
      if let plot = try? LovePlot(balance) { parts.append(.figure(.love(plot))) }
      let cells = balance.cells
      parts.append(.table(cells, leftColumns: [0, (cells.first?.count ?? 1) - 1]))
      parts.append(.paragraph(balance.verdict))
    }
    parts += study.blocks
    if let fairness {
      parts.append(.heading("Fairness"))
      parts += fairness.sentences.map { .paragraph("\($0).") } + [.checks(fairness.checks)]
      parts += fairness.blocks
    }
    return parts
  }

  private var provenance: [(name: String, text: String)] {
    var rows = [(name: "program", text: "pilot-roi \(PilotROI.version)")]
    if let seed { rows.append((name: "seed", text: String(seed))) }
    rows += inputs.map { (name: "file: \($0.name)", text: "SHA-256 \($0.sha256)") }
    if let benchmark = plan.benchmark { rows.append((name: "benchmark", text: benchmark.source)) }
    if let workbookRefusal {
      rows.append((name: "worksheet.xlsx", text: "left out: \(workbookRefusal)"))
    }
    return rows
  }
}

import ROI
import Statistics

extension WorkbookBuilder {
  // MARK: Inputs

  /// What is on record beside the figures, counted.
  var evidenceInputs: [InputLine] {
    guard let record = businessCase.evidence else { return [] }
    let assessment = businessCase.assessment
    func line(
      _ key: String, _ item: String, _ value: Int, _ unit: String, _ source: String,
      _ rule: InputRule = .count
    ) -> InputLine {
      InputLine(
        key: key, item: item, value: ExactRatio(value), unit: unit, source: source, rule: rule)
    }
    return [
      line(
        "figures_rest_on_data", "Figures rest on data", assessment.design == .declared ? 0 : 1,
        "1 or 0", "\(assessment.design)", .flag),
      line(
        "narratives_supporting", "Narratives that support", record.narratives(.supports).count,
        "narratives", "evidence record"),
      line(
        "narratives_contradicting", "Narratives that contradict",
        record.narratives(.contradicts).count, "narratives", "evidence record"),
      line(
        "narratives_needed", "Supporting narratives that a stream needs", 3, "narratives",
        "practice"),
      line(
        "sponsor_confirms", "The sponsor signed on the window's last day or later",
        record.sponsorConfirms ? 1 : 0, "1 or 0", "evidence record", .flag),
      line(
        "open_confounders", "Confounders in the window that nobody ruled out",
        record.openConfounders.count, "confounders", "confounder log"),
      line(
        "design_grade", "Grade of the design: 3 randomised, 2 controlled, 1 directional",
        Self.rank(assessment.designGrade), "grade", "\(assessment.design)", .streams),
    ]
  }

  /// The place of a grade, from 0 for contested.
  private static func rank(_ grade: EvidenceGrade) -> Int {
    EvidenceGrade.allCases.sorted().firstIndex(of: grade) ?? 0
  }

  // MARK: Sheet

  /// Streams and grade live, narratives by reference, confounders and the sign-off.
  mutating func addEvidence() {
    guard businessCase.evidence != nil || !dossier.intangibles.isEmpty else { return }
    begin(
      .evidence, title: "Evidence",
      words: "\(businessCase.assessment.reportKind.title): \(businessCase.assessment.qualities). "
        + "Narratives stand by their references, never by their words.")
    if let record = businessCase.evidence {
      addStreams()
      addRecord(record)
    }
    if let baseline = businessCase.baseline {
      addPart(.evidence, "Baseline")
      addText(baseline.kpi, what: "\(baseline.value) \(baseline.unit)", words: "\(baseline)")
    }
    guard !dossier.intangibles.isEmpty else { return }
    addPart(.evidence, "Intangibles: listed and never summed", heads: Self.heads)
    for intangible in dossier.intangibles {
      addText(
        intangible.name, what: intangible.direction.rawValue, who: intangible.source,
        words: intangible.evidence)
    }
  }

  private static let heads = ["item", "", "what", "who", "date", "formula in words"]

  private mutating func addFigure(
    _ key: String, _ item: String, _ formula: CellFormula, _ what: String, _ words: String,
    _ style: CellStyle = .figure
  ) {
    add(
      .evidence,
      [
        .text(key), .text(item), live(formula, style), .text(what), .empty, .empty, .text(words),
      ])
  }

  private mutating func addText(
    _ item: String, what: String = "", who: String = "", date: String = "", words: String = ""
  ) {
    add(
      .evidence,
      [.empty, .text(item), .empty, .text(what), .text(who), .text(date), .text(words)])
  }

  private mutating func addStreams() {
    let assessment = businessCase.assessment
    let (supporting, contradicting) = (
      cell("narratives_supporting"), cell("narratives_contradicting")
    )
    addFigure(
      "stream_figures", "Stream: figures", cell("figures_rest_on_data"), "1 or 0",
      "1 when the figures rest on data", .verdict)
    addFigure(
      "stream_narratives", "Stream: narratives",
      .choose(
        .operation(.atMost, cell("narratives_needed"), supporting),
        .choose(.operation(.below, contradicting, supporting), 1, else: 0), else: 0), "1 or 0",
      "1 when enough support, and more than contradict", .verdict)
    addFigure(
      "stream_sponsor", "Stream: sponsor", cell("sponsor_confirms"), "1 or 0",
      "1 when the sponsor signed in time", .verdict)
    addFigure(
      "streams_agreeing", "Streams that agree",
      cell("stream_figures") + cell("stream_narratives") + cell("stream_sponsor"),
      assessment.strength, "the sum of the streams; a go needs three")
    let open = CellFormula.choose(
      .operation(.below, 0, cell("open_confounders")), 1, else: 0)
    let contradicted = CellFormula.choose(.operation(.below, 0, contradicting), 1, else: 0)
    let net = CellFormula.choose(.operation(.atMost, supporting, contradicting), 1, else: 0)
    addFigure(
      "evidence_grade", "Grade: 3 randomised, 2 controlled, 1 directional, 0 contested",
      .function(
        .maximum, [0, cell("design_grade") - open - contradicted - contradicted * net]),
      assessment.grade.description,
      "the design's, less 1 for an open confounder, 1 for a contradiction, 1 for contradictions as many as the support"
    )
    hold("streams_agreeing", "Streams that agree", ExactRatio(assessment.streams))
    hold(
      "evidence_grade", "Grade of the evidence: \(assessment.grade)",
      ExactRatio(Self.rank(assessment.grade)))
  }

  // MARK: Record

  private mutating func addRecord(_ record: EvidenceRecord) {
    addPart(.evidence, "How they came about")
    for sentence in businessCase.assessment.reasons { addText("", words: sentence) }
    if !businessCase.assessment.obstacles.isEmpty {
      addPart(.evidence, "Why it may not be published as a return on investment")
      for sentence in businessCase.assessment.obstacles { addText("", words: sentence) }
    }
    addPart(.evidence, "Narratives by reference", heads: Self.heads)
    for narrative in record.narratives {
      addText(narrative.reference, what: narrative.stance.rawValue, who: narrative.role.rawValue)
    }
    addPart(.evidence, "Sponsor", heads: Self.heads)
    if let sponsor = record.sponsor {
      addText(
        "Sign-off", who: sponsor.sponsor, date: "\(sponsor.date)", words: sponsor.statement)
    } else {
      addText("not signed")
    }
    addPart(.evidence, "Confounder log", heads: Self.heads)
    if let log = record.confounders {
      for entry in log.entries {
        addText(
          entry.event, what: entry.kind.rawValue, who: entry.ruling?.author ?? "open",
          date: "\(entry.date)", words: entry.ruling.map { "ruled out: \($0)" } ?? "not ruled out")
      }
      addText("Kept by", who: log.keeper)
    } else {
      addText("no log was kept")
    }
    addSources(record)
  }

  private mutating func addSources(_ record: EvidenceRecord) {
    if !record.trust.isEmpty {
      addPart(.evidence, "Trust signals", heads: Self.heads)
      for signal in record.trust { addText(signal.metric, words: signal.check.sentence) }
    }
    if let plan = record.plan {
      addPart(.evidence, "Measurement plan", heads: Self.heads)
      addText(
        plan.primaryKPI.name, what: plan.isPostHoc ? "post-hoc" : "registered before",
        date: "\(plan.registered.date)", words: plan.hypothesis)
    }
    guard !record.data.isEmpty else { return }
    addPart(.evidence, "Data", heads: Self.heads)
    for data in record.data {
      addText(
        data.source, what: "\(data.rowCount) rows", who: data.contentVersion,
        date: "\(data.extracted.date)", words: "SHA-256 \(data.sha256)")
    }
  }
}

public import ROI
public import Statistics

/// One page for the sponsor: hypothesis, cohort, timeline, three metrics, the verdict, three narratives by
/// their references, and the headline with the point beside it.
///
/// Everything but the hypothesis and the cohort comes from the dossier, so that the page cannot disagree
/// with the report. Long texts are cut, so that it prints on one sheet of A4.
public struct SponsorBrief: Sendable, Hashable, Codable {
  /// What the brief is made from.
  public let dossier: Dossier
  /// The one hypothesis that was tested.
  public let hypothesis: String
  /// Who took part and who they were compared with; groups, never names.
  public let cohort: String
  /// When what happened.
  public let timeline: String
  /// The metrics, one to three.
  public let metrics: [Report.KeyFigure]

  /// Makes a brief.
  ///
  /// - Parameters:
  ///   - dossier: what it is made from.
  ///   - hypothesis: the one hypothesis that was tested.
  ///   - cohort: who took part and who they were compared with.
  ///   - timeline: when what happened; by default that of the dossier.
  ///   - metrics: one to three metrics; by default those of the dossier.
  /// - Throws: `invalidArgument` for a blank hypothesis, cohort or timeline, more than three metrics, or a
  ///   percentage in words alone; `tooFew` without a metric.
  public init(
    _ dossier: Dossier, hypothesis: String, cohort: String, timeline: String? = nil,
    metrics: [Report.KeyFigure]? = nil
  ) throws(EvaluationError) {
    let metrics = metrics ?? dossier.topMetrics
    try requireCount(metrics.count, of: "metrics of the brief")
    guard metrics.count <= 3 else {
      throw .invalidArgument(
        name: "the metrics of the brief", needed: "at most 3", found: "\(metrics.count)")
    }
    for metric in metrics where metric.isBarePercentage {
      throw .invalidArgument(
        name: "the metric \"\(excerpt(metric.label))\"",
        needed: "a percentage with its n, its design and its confounder log",
        found: "\(excerpt(metric.value)) alone")
    }
    self.dossier = dossier
    self.hypothesis = try stated(hypothesis, as: "the hypothesis")
    self.cohort = try stated(cohort, as: "the cohort")
    self.timeline = try stated(timeline ?? dossier.timelineWords, as: "the timeline")
    self.metrics = metrics
  }

  /// Decodes a brief, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(Dossier.self, forKey: .dossier),
      hypothesis: fields.decode(String.self, forKey: .hypothesis),
      cohort: fields.decode(String.self, forKey: .cohort),
      timeline: fields.decode(String.self, forKey: .timeline),
      metrics: fields.decode([Report.KeyFigure].self, forKey: .metrics))
  }

  // MARK: Output

  /// The brief as Markdown, ending in a line break.
  public var markdown: String { report.markdown }

  /// The brief as a page of HTML that prints on one sheet of A4, with two charts; nothing is loaded from
  /// outside.
  public var html: String { report.page(class: "brief", style: PageStyle.brief) }

  /// The brief in one paragraph: hypothesis, cohort, metrics, timeline and verdict.
  public var paragraph: String {
    let figures = metrics.map { Self.short($0.words, 160) }.joined(separator: "; ")
    return "Hypothesis: \(sentence(hypothesis)) Cohort: \(sentence(cohort)) Metrics: "
      + "\(sentence(figures)) Timeline: \(sentence(timeline)) Verdict: \(dossier.verdictWords)."
  }

  private func sentence(_ text: String) -> String {
    let text = Self.short(text)
    return text.last.map { ".!?…".contains($0) } ?? true ? text : text + "."
  }

  // MARK: Parts

  /// How much of a text of the caller's a page has room for.
  private static func short(_ text: String, _ limit: Int = 240) -> String {
    TextFit.lines(text, size: 1, width: Double(limit) * 0.62, most: 1).first ?? ""
  }

  private static func short(_ figure: Report.KeyFigure) -> Report.KeyFigure {
    figure.published == nil
      ? Report.KeyFigure(
        short(figure.label, 60), short(figure.value, 60), note: short(figure.note, 150))
      : figure
  }

  private var report: Report {
    var blocks: [Report.Block] = [
      .keyFigures(([verdict] + dossier.businessCase.headlineFigures).map(Self.short)),
      .list([
        "Hypothesis: \(Self.short(hypothesis))", "Cohort: \(Self.short(cohort))",
        "Timeline: \(Self.short(timeline))",
      ]),
      .heading("What was found"), .keyFigures(metrics.map(Self.short)),
    ]
    blocks += charts.map(Report.Block.figure)
    blocks.append(.paragraph(Self.short(dossier.narrativeWords, 420)))
    return Report(Self.short(dossier.title, 140), blocks: blocks)
  }

  private var verdict: Report.KeyFigure {
    Report.KeyFigure("Verdict", dossier.verdictWords, note: dossier.verdictNote)
  }

  /// Before and after, else the effect; and the way to money.
  private var charts: [Figure] {
    let businessCase = dossier.businessCase
    let first =
      (try? DeltaChart(businessCase)).map(Figure.delta)
      ?? (try? EffectChart(businessCase)).map(Figure.effect)
    return [first, (try? WaterfallChart(businessCase)).map(Figure.waterfall)].compactMap { $0 }
  }
}

extension SponsorBrief: CustomStringConvertible {
  /// The brief in one paragraph.
  public var description: String { excerpt(paragraph, limit: 1_600) }
}

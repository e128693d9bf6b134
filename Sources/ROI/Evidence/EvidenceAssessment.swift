public import Statistics

/// What the evidence of a case amounts to: its streams, its grade, what it may be called and whether it may
/// be published.
///
/// | asked | answer |
/// |---|---|
/// | streams | figures that rest on data; three supporting narratives or more, and more than contradict; the sponsor's sign-off on the window's last day or later |
/// | grade | that of the design, lowered by open confounders and contradictions (``EvidenceGrade``) |
/// | band | that of the design; a lowered grade takes the band of its own grade, and the estimate may no longer be credited whole |
/// | title | a return on investment with a measured change, money and a trust signal; otherwise an engagement report |
/// | publishable | a return on investment with all three streams and a confounder log |
///
/// Coded, an assessment is its inputs and its findings; decoding reads the inputs and assesses anew.
public struct EvidenceAssessment: Sendable, Hashable {
  /// One of the three things that must agree.
  public enum Stream: String, Sendable, Hashable, Codable, CaseIterable {
    /// Figures that rest on data.
    case figures
    /// What people who saw the programme say.
    case narratives
    /// The sponsor's confirmation.
    case sponsor
  }

  /// One of the three things without which there is no return on investment to report.
  public enum Element: String, Sendable, Hashable, Codable, CaseIterable {
    /// A measured change of what people do.
    case behavior
    /// Its conversion into money.
    case monetization
    /// A sign that trust is kept.
    case trust
  }

  /// What a report may be called.
  public enum ReportKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// A return on investment.
    case roi
    /// An account of use, without a claim about money.
    case engagementReport

    /// The words of a title.
    public var title: String {
      self == .roi ? "Return on investment" : "Engagement report"
    }
  }

  /// What a reader must know about when and how the figures came about.
  public enum Label: String, Sendable, Hashable, Codable, CaseIterable {
    /// The plan was registered after the first outcome.
    case postHoc
    /// The indicator is not the one that was locked.
    case exploratory
    /// The study had less power than planned.
    case underpowered
    /// The indicator was judged earlier than its kind allows.
    case provisional

    /// The label in words.
    public var words: String { self == .postHoc ? "post-hoc" : rawValue }
  }

  // MARK: Inputs

  /// How the comparison was made.
  public let design: StudyDesign
  /// Whether the change is turned into money.
  public let isMonetized: Bool
  /// What is said to agree with the figures.
  public let claimed: Attribution.Corroboration
  /// What stands beside the figures; nil when nothing is on record.
  public let record: EvidenceRecord?
  /// What a reader must know.
  public let labels: [Label]

  // MARK: Findings

  /// The streams that agree.
  public let agreeing: [Stream]
  /// The grade of the design by itself.
  public let designGrade: EvidenceGrade
  /// The grade of the evidence.
  public let grade: EvidenceGrade
  /// The shares that the evidence carries without an override.
  public let band: AttributionBand
  /// What is missing from a return on investment.
  public let missing: [Element]
  /// What a report may be called.
  public let reportKind: ReportKind
  /// How the grade and the streams came about, a sentence each.
  public let reasons: [String]
  /// Why it may not be published as a return on investment, a sentence each; empty when it may.
  public let obstacles: [String]

  // MARK: Building

  /// Assesses evidence.
  ///
  /// - Parameters:
  ///   - design: how the comparison was made; a declared figure is no measured change.
  ///   - isMonetized: whether the change is turned into money.
  ///   - claimed: what is said to agree with the figures. With a record it counts only where the record
  ///     bears it out: the sponsor by a sign-off, surveys by narratives that agree.
  ///   - record: what stands beside the figures.
  ///   - labels: what a reader must know; a plan registered too late adds its label by itself.
  /// - Complexity: O(*n*) in the narratives and the confounders.
  public init(
    design: StudyDesign, isMonetized: Bool, claimed: Attribution.Corroboration = .none,
    record: EvidenceRecord? = nil, labels: [Label] = []
  ) {
    self.design = design
    self.isMonetized = isMonetized
    self.claimed = claimed
    self.record = record
    let isPostHoc = record?.plan?.isPostHoc ?? false
    self.labels = Label.allCases.filter { labels.contains($0) || ($0 == .postHoc && isPostHoc) }

    let finding = EvidenceFinding(design: design, claimed: claimed, record: record)
    agreeing = finding.agreeing
    designGrade = finding.designGrade
    grade = finding.grade
    band = AttributionBand(
      for: design, corroboration: finding.corroboration,
      loweredTo: finding.grade < finding.designGrade ? finding.grade : nil)
    var missing: [Element] = []
    if design == .declared { missing.append(.behavior) }
    if !isMonetized { missing.append(.monetization) }
    if !(record?.trust.contains(where: \.isPresent) ?? false) { missing.append(.trust) }
    self.missing = missing
    reportKind = missing.isEmpty ? .roi : .engagementReport
    reasons = finding.reasons + Self.reasons(missing: missing, labels: self.labels)
    obstacles = Self.obstacles(finding, missing: missing, record: record)
  }

  // MARK: Properties

  /// How many of the three streams agree, from 0 to 3; a gate needs all of them for go.
  public var streams: Int { agreeing.count }

  /// How strong that many streams are: one alone is a weak case.
  public var strength: String {
    switch streams {
    case 0: "no case"
    case 1: "a weak case"
    case 2: "a case with one stream missing"
    default: "a full case"
    }
  }

  /// Whether it may be published as a return on investment.
  public var isPublishable: Bool { obstacles.isEmpty }

  /// The grade and the labels, such as `directional, post-hoc`; they belong beside every figure.
  public var qualities: String {
    ([grade.description] + labels.map(\.words)).joined(separator: ", ")
  }

  /// A title for a report, such as `Coaching pilot: return on investment (directional, post-hoc)`.
  public func title(for name: String) -> String {
    "\(excerpt(name, limit: 120)): \(reportKind.title.lowercased()) (\(qualities))"
  }
}

// MARK: - Text

extension EvidenceAssessment: CustomStringConvertible {
  /// Title, grade, streams and what stands in the way, in at most ten lines.
  public var description: String {
    let verdict =
      isPublishable
      ? "may be published" : "not to be published: \(obstacles.prefix(5).joined(separator: " "))"
    return [
      "\(reportKind.title): \(qualities) evidence from a \(design)",
      "\(streams) of 3 streams agree (\(agreeing.map(\.rawValue).joined(separator: ", "))): "
        + strength,
      "carries \(band.shares)", verdict,
    ].joined(separator: "\n")
  }
}

// MARK: - Coding

extension EvidenceAssessment: Codable {
  private enum CodingKeys: String, CodingKey {
    case design, isMonetized, claimed, record, labels
    case agreeing, designGrade, grade, band, missing, reportKind, reasons, obstacles
  }

  /// Decodes the inputs and assesses anew.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      design: try fields.decode(StudyDesign.self, forKey: .design),
      isMonetized: try fields.decode(Bool.self, forKey: .isMonetized),
      claimed: try fields.decode(Attribution.Corroboration.self, forKey: .claimed),
      record: try fields.decodeIfPresent(EvidenceRecord.self, forKey: .record),
      labels: try fields.decode([Label].self, forKey: .labels))
  }
}

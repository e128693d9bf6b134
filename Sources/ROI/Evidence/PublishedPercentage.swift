public import Statistics

/// A percentage that may be shown to others: never without its sample size, its design and the log of what
/// else could explain it.
///
/// There is no other way to build one, so that no bare percentage can be published.
public struct PublishedPercentage: Sendable, Hashable, Codable {
  /// What it is a percentage of, such as `ROI, annualised`.
  public let name: String
  /// The share, exactly: 1.4 is 140 %.
  public let share: ExactRatio
  /// The interval in words, such as `-15.2 or more (90 % one-sided, MOVER)`; nil when there is none.
  public let interval: String?
  /// How many units of each kind stand behind it.
  public let sampleSizes: [Estimate.SampleSize]
  /// How the comparison was made.
  public let design: StudyDesign
  /// The grade of the evidence.
  public let grade: EvidenceGrade
  /// What else happened.
  public let confounders: ConfounderLog

  /// Joins a percentage with what it must not be shown without.
  ///
  /// - Throws: `invalidArgument` for a blank name, no sample size or one below 1, or a grade above that of
  ///   the design.
  public init(
    _ name: String, share: ExactRatio, interval: String? = nil,
    sampleSizes: [Estimate.SampleSize], design: StudyDesign, grade: EvidenceGrade,
    confounders: ConfounderLog
  ) throws(EvaluationError) {
    self.name = try stated(name, as: "what the percentage is of")
    guard !sampleSizes.isEmpty, sampleSizes.allSatisfy({ $0.count >= 0 }),
      sampleSizes.contains(where: { $0.count > 0 })
    else {
      throw .invalidArgument(
        name: "the sample sizes of a percentage", needed: "one above 0 at least",
        found: sampleSizes.isEmpty ? "none" : "\(sampleSizes.prefix(5).map(\.count))")
    }
    guard grade <= EvidenceGrade(of: design) else {
      throw .invalidArgument(
        name: "the grade of a percentage",
        needed: "at most that of a \(design), \(EvidenceGrade(of: design))",
        found: grade.description)
    }
    self.share = share
    self.interval = interval
    self.sampleSizes = sampleSizes
    self.design = design
    self.grade = grade
    self.confounders = confounders
  }

  /// Decodes a percentage, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(String.self, forKey: .name),
      share: fields.decode(ExactRatio.self, forKey: .share),
      interval: fields.decodeIfPresent(String.self, forKey: .interval),
      sampleSizes: fields.decode([Estimate.SampleSize].self, forKey: .sampleSizes),
      design: fields.decode(StudyDesign.self, forKey: .design),
      grade: fields.decode(EvidenceGrade.self, forKey: .grade),
      confounders: fields.decode(ConfounderLog.self, forKey: .confounders))
  }
}

// MARK: - Text

extension PublishedPercentage: CustomStringConvertible {
  /// The percentage with everything that it must not be shown without.
  public var description: String {
    let sizes = sampleSizes.prefix(6).map { "\(excerpt($0.label)) \($0.count)" }
    return "\(excerpt(name)): \(percentage(share))" + (interval.map { ", \($0)" } ?? "")
      + " (n: \(sizes.joined(separator: ", ")); \(design), \(grade) evidence; confounders: "
      + "\(confounders))"
  }
}

// MARK: - From a case

extension BusinessCase {
  /// ROI over a basis as a percentage for publication.
  ///
  /// - Throws: `undefined` when the programme costs nothing, no confounder log was kept, or nothing says how
  ///   many units stand behind the delta: neither its effect nor a baseline.
  public func publishedROI(
    _ basis: Basis = .annualised
  ) throws(EvaluationError) -> PublishedPercentage {
    let figures = figures(basis)
    guard let roi = figures.roi else {
      throw .undefined(what: "ROI", needed: "a cost above 0", found: "\(costs.total)")
    }
    return try published("ROI, \(label(of: basis))", roi, interval: figures.headline)
  }

  /// The improvement over a basis as a percentage of the baseline on record, for publication.
  ///
  /// - Throws: `undefined` without a baseline or with one of 0, and as ``publishedROI(_:)`` does.
  public func publishedImprovement(
    _ basis: Basis = .annualised
  ) throws(EvaluationError) -> PublishedPercentage {
    guard let baseline else {
      throw .undefined(
        what: "the improvement as a percentage", needed: "a baseline on record", found: "none")
    }
    let level = ExactRatio(baseline.value)
    let figures = figures(basis)
    guard let share = figures.delta.divided(by: level.isNegative ? -level : level) else {
      throw .undefined(
        what: "the improvement as a percentage", needed: "a baseline other than 0", found: "0")
    }
    return try published(
      "improvement of \(excerpt(indicator.name)), \(label(of: basis))", share, interval: nil)
  }

  private func published(
    _ name: String, _ share: ExactRatio, interval: CaseInterval?
  ) throws(EvaluationError) -> PublishedPercentage {
    guard let log = evidence?.confounders else {
      throw .undefined(
        what: "a percentage for publication", needed: "a confounder log on record", found: "none")
    }
    var sizes = delta.effect?.sampleSizes ?? []
    if let baseline { sizes.append(.init("people in the baseline", baseline.headcount)) }
    guard !sizes.isEmpty else {
      throw .undefined(
        what: "a percentage for publication", needed: "the sample sizes behind the delta",
        found: "none")
    }
    let words = interval.map { interval in
      let bound = interval.lower?.roi.map { "\(percentage($0)) or more" } ?? "unbounded"
      return "\(bound) (\(interval.label))"
    }
    return try PublishedPercentage(
      name, share: share, interval: words, sampleSizes: sizes, design: delta.design,
      grade: assessment.grade, confounders: log)
  }
}

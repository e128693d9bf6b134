public import Statistics

/// The shares that a design can carry without a written override.
///
/// | design | without corroboration | surveys or sponsor corroborate |
/// |---|---|---|
/// | before-after, declared | 15-25 % | 15-25 % |
/// | interrupted series without comparison | 15-25 % | 20-35 % |
/// | matched cohort, controlled series | 20-40 %, or the estimate as it stands | same |
/// | staggered rollout | 20-40 %, or the estimate as it stands | 30-40 %, or as it stands |
/// | randomised | the estimate as it stands | same |
///
/// The first two rows, and 30-40 % for the corroborated staggered rollout, are practice's; the
/// others are this library's own.
public struct AttributionBand: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Where a row of the table comes from.
  public enum Origin: String, Sendable, Hashable, Codable, CaseIterable {
    /// Published practice names it.
    case practice
    /// This library's own choice, where practice is silent.
    case library
  }

  /// The design that the band is for.
  public let design: StudyDesign
  /// Whether surveys or the sponsor corroborate the figures.
  public let isCorroborated: Bool
  /// The lowest share.
  public let low: ExactDecimal
  /// The highest share.
  public let high: ExactDecimal
  /// Whether a factor of 1 is admitted besides: the estimate already has what would have happened
  /// removed.
  public let admitsEstimateAsItStands: Bool
  /// Where the row comes from.
  public let origin: Origin
  /// The grade to which the evidence was lowered; nil where it keeps that of its design.
  public let lowered: EvidenceGrade?

  /// Looks the band of a design up.
  ///
  /// - Parameters:
  ///   - design: how the comparison was made.
  ///   - corroboration: what agrees with the figures.
  ///   - lowered: the grade to which open confounders or contradictions lowered the evidence. It takes the
  ///     place of the design's row, and the estimate may not be credited whole: 20-40 % where it is still
  ///     controlled, 15-25 % directional, at most 15 % contested. A grade that is not below the design's
  ///     changes nothing.
  public init(
    for design: StudyDesign, corroboration: Attribution.Corroboration = .none,
    loweredTo lowered: EvidenceGrade? = nil
  ) {
    let isCorroborated = corroboration != .none
    self.design = design
    self.isCorroborated = isCorroborated
    if let lowered, lowered < EvidenceGrade(of: design) {
      self.lowered = lowered
      (low, high, origin) =
        switch lowered {
        case .randomized, .controlled: (0.20, 0.40, .library)
        case .directional: (0.15, 0.25, .library)
        case .contested: (0, 0.15, .library)
        }
      admitsEstimateAsItStands = false
      return
    }
    self.lowered = nil
    (low, high, origin) =
      switch design {
      case .beforeAfter, .declared: (0.15, 0.25, .practice)
      case .interruptedTimeSeries(controlled: false):
        isCorroborated ? (0.20, 0.35, .practice) : (0.15, 0.25, .practice)
      case .matchedCohort, .interruptedTimeSeries(controlled: true): (0.20, 0.40, .library)
      case .staggeredRollout:
        isCorroborated ? (0.30, 0.40, .practice) : (0.20, 0.40, .library)
      case .randomizedExperiment: (1, 1, .library)
      }
    admitsEstimateAsItStands = design.isControlled
  }

  private enum CodingKeys: String, CodingKey {
    case design, isCorroborated, low, high, admitsEstimateAsItStands, origin, lowered
  }

  /// Decodes a band by its design, corroboration and grade; the shares are looked up, never read.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      for: try fields.decode(StudyDesign.self, forKey: .design),
      corroboration: try fields.decode(Bool.self, forKey: .isCorroborated) ? .surveys : .none,
      loweredTo: try fields.decodeIfPresent(EvidenceGrade.self, forKey: .lowered))
  }

  /// Whether a share needs no override.
  public func admits(_ share: ExactDecimal) -> Bool {
    (low...high).contains(share) || (share == 1 && admitsEstimateAsItStands)
  }

  /// Whether both ends of an attribution need no override; a range may not reach from the band to
  /// 1.
  public func admits(_ attribution: Attribution) -> Bool {
    guard attribution.isRange else { return admits(attribution.low) }
    return low <= attribution.low && attribution.high <= high
  }

  /// The shares, such as `15 % to 25 %`.
  public var shares: String {
    if low == high { return percentage(low) }
    let asItStands = admitsEstimateAsItStands ? ", or 100 % (the estimate as it stands)" : ""
    return "\(percentage(low)) to \(percentage(high))\(asItStands)"
  }

  /// Design, shares and origin in a line.
  public var description: String {
    "\(design)\(isCorroborated ? ", corroborated" : "")"
      + "\(lowered.map { ", lowered to \($0)" } ?? ""): \(shares) "
      + (origin == .practice ? "(published practice)" : "(this library's rule)")
  }
}

/// What a reader must know about the share that a case uses.
public enum AttributionLabel: String, Sendable, Hashable, Codable, CaseIterable {
  /// Factor 1 on a controlled design: the estimate is credited whole.
  case estimateAsItStands
  /// A policy factor on a delta from which a comparison group has already removed what would have
  /// happened.
  case compoundedHaircut
  /// The share lies outside the band by a written decision.
  case writtenOverride
}

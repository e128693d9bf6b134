public import Statistics

/// How far the evidence carries, from the design downwards: nothing raises a grade above its design.
///
/// An open confounder inside the window lowers it by one, a contradicting narrative by one, and
/// contradictions as many as the support by one more. The steps are this library's own; that they lower, and
/// that uncontrolled designs are directional at best, is practice's.
public enum EvidenceGrade: String, Sendable, Hashable, Codable, CaseIterable {
  /// A directional figure against which something speaks.
  case contested
  /// A figure without a comparison that removes what would have happened anyway.
  case directional
  /// A figure with such a comparison.
  case controlled
  /// Chance decided who took part.
  case randomized

  /// The grade of a design by itself.
  public init(of design: StudyDesign) {
    self =
      switch design {
      case .randomizedExperiment: .randomized
      case let other: other.isControlled ? .controlled : .directional
      }
  }

  /// The grade so many steps lower, `contested` at the least.
  func lowered(by steps: Int) -> EvidenceGrade {
    Self.allCases[max(0, rank - max(0, steps))]
  }

  private var rank: Int {
    switch self {
    case .contested: 0
    case .directional: 1
    case .controlled: 2
    case .randomized: 3
    }
  }
}

// MARK: - Comparing and text

extension EvidenceGrade: Comparable, CustomStringConvertible {
  /// Whether one grade carries less than another.
  public static func < (left: EvidenceGrade, right: EvidenceGrade) -> Bool {
    left.rank < right.rank
  }

  /// The grade in a word.
  public var description: String { self == .randomized ? "randomised" : rawValue }
}

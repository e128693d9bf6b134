public import Statistics

/// Whether a pilot should begin: six dimensions, each good or a risk.
///
/// 1. A legal or privacy risk stops: "high legal friction is a showstopper".
/// 2. A risk in how it is measured comes first to be put right: without a hook for measurement a
///    pilot ends in no business case, whatever else is good.
/// 3. Several risks are to be put right first; fewer than two leave most dimensions good, and a
///    pilot may begin.
///
/// The first and the third sentence are practice's. With four good and two risks practice says both
/// "most are good" and "multiple risks"; that the second wins is this library's choice, and so is
/// the second rule.
public struct ReadinessRubric: Sendable, Hashable, Codable, CustomStringConvertible {
  /// What is judged.
  public enum Dimension: String, Sendable, Hashable, Codable, CaseIterable {
    /// How hard the problem is.
    case problemComplexity = "problem_complexity"
    /// Whether it comes again in the same form.
    case repeatability
    /// Whether there is something to measure it by.
    case measurementHook = "measurement_hook"
    /// Whether its data are there and sound.
    case dataMaturity = "data_maturity"
    /// Whether privacy and law allow it.
    case privacyLegal = "privacy_legal"
    /// Whether somebody answers for it.
    case ownership
  }

  /// How a dimension stands.
  public enum Rating: String, Sendable, Hashable, Codable, CaseIterable {
    /// In order.
    case good
    /// Not in order.
    case risk
  }

  /// What to do.
  public enum Advice: String, Sendable, Hashable, Codable, CaseIterable {
    /// Begin the pilot.
    case pilot
    /// Put the risks right first.
    case fixFirst = "fix-first"
    /// Do not begin.
    case stop
  }

  /// The rating of each of the six dimensions.
  public let ratings: [Dimension: Rating]

  /// Rates all six dimensions.
  public init(
    problemComplexity: Rating, repeatability: Rating, measurementHook: Rating,
    dataMaturity: Rating, privacyLegal: Rating, ownership: Rating
  ) {
    ratings = [
      .problemComplexity: problemComplexity, .repeatability: repeatability,
      .measurementHook: measurementHook, .dataMaturity: dataMaturity,
      .privacyLegal: privacyLegal, .ownership: ownership,
    ]
  }

  /// The dimensions at risk, in alphabetical order of their coded names.
  public var risks: [Dimension] {
    ratings.filter { $0.value == .risk }.keys.sorted { $0.rawValue < $1.rawValue }
  }

  /// What to do.
  public var advice: Advice {
    if ratings[.privacyLegal] == .risk { return .stop }
    return ratings[.measurementHook] == .risk || risks.count >= 2 ? .fixFirst : .pilot
  }

  /// Whether the tie of four good and two at risk decided, where practice says both.
  public var isTie: Bool { risks.count == 2 && advice == .fixFirst }

  // MARK: Coding

  /// Decodes the six ratings by the names of their dimensions.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: DimensionKey.self)
    func rating(_ dimension: Dimension) throws -> Rating {
      try fields.decode(Rating.self, forKey: DimensionKey(dimension))
    }
    try self.init(
      problemComplexity: rating(.problemComplexity), repeatability: rating(.repeatability),
      measurementHook: rating(.measurementHook), dataMaturity: rating(.dataMaturity),
      privacyLegal: rating(.privacyLegal), ownership: rating(.ownership))
  }

  /// Encodes the six ratings by the names of their dimensions.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: DimensionKey.self)
    for dimension in Dimension.allCases {
      try fields.encode(ratings[dimension] ?? .risk, forKey: DimensionKey(dimension))
    }
  }

  private struct DimensionKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ dimension: Dimension) { stringValue = dimension.rawValue }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  // MARK: Text

  /// The advice as a check.
  public var check: Check {
    Check(
      "readiness rubric", figure: Double(risks.count), threshold: 1,
      verdict: advice == .pilot ? .passed : advice == .stop ? .failed : .inconclusive,
      sentence: description)
  }

  /// Advice and risks.
  public var description: String {
    let words = risks.map { $0.rawValue.replacing("_", with: " ") }.joined(separator: ", ")
    let named = risks.isEmpty ? "no risk" : "at risk: \(words)"
    return switch advice {
    case .pilot: "A pilot may begin; \(named)."
    case .fixFirst: "To be put right first; \(named)."
    case .stop: "Stop: a legal or privacy risk is a showstopper; \(named)."
    }
  }
}

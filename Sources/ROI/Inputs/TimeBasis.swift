public import Statistics

/// The weeks that were observed, the weeks of a year, and what is assumed beyond the window.
///
/// In-window and annualised figures stand side by side: over the window an annual delta counts
/// observedWeeks / weeksPerYear of itself. Nothing has a silent default.
public struct TimeBasis: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The time that a stated delta covers.
  public enum Period: String, Sendable, Hashable, Codable, CaseIterable {
    /// The delta is per year, as a difference of annual rates is.
    case year
    /// The delta is what happened inside the window.
    case window
  }

  /// How many weeks were observed under the programme.
  public let observedWeeks: ExactDecimal
  /// How many weeks a year has in this case, such as 52.
  public let weeksPerYear: ExactDecimal
  /// The time that the delta covers.
  public let deltaCovers: Period
  /// How far the benefit is counted, such as `one year from the start`.
  public let horizon: String
  /// What is assumed to happen after the window, such as `the rate holds for the rest of the year`.
  public let persistence: String

  /// States the time basis of a case.
  ///
  /// - Parameters:
  ///   - observedWeeks: the weeks observed under the programme, above 0 and at most 5,300.
  ///   - weeksPerYear: the weeks of a year, above 0 and at most 53.
  ///   - deltaCovers: whether the delta is per year or over the window.
  ///   - horizon: how far the benefit is counted, in words.
  ///   - persistence: what is assumed after the window, in words.
  /// - Throws: `invalidArgument` for weeks outside those limits or blank words.
  public init(
    observedWeeks: ExactDecimal, weeksPerYear: ExactDecimal, deltaCovers: Period,
    horizon: String, persistence: String
  ) throws(EvaluationError) {
    try Self.require(observedWeeks, atMost: 5_300, as: "the weeks observed")
    try Self.require(weeksPerYear, atMost: 53, as: "the weeks of a year")
    self.observedWeeks = observedWeeks
    self.weeksPerYear = weeksPerYear
    self.deltaCovers = deltaCovers
    self.horizon = try stated(horizon, as: "the benefit's horizon")
    self.persistence = try stated(persistence, as: "the benefit's persistence")
  }

  /// Decodes a time basis, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      observedWeeks: fields.decode(ExactDecimal.self, forKey: .observedWeeks),
      weeksPerYear: fields.decode(ExactDecimal.self, forKey: .weeksPerYear),
      deltaCovers: fields.decode(Period.self, forKey: .deltaCovers),
      horizon: fields.decode(String.self, forKey: .horizon),
      persistence: fields.decode(String.self, forKey: .persistence))
  }

  private static func require(
    _ weeks: ExactDecimal, atMost limit: ExactDecimal, as name: String
  ) throws(EvaluationError) {
    guard weeks > 0, weeks <= limit else {
      throw .invalidArgument(
        name: name, needed: "above 0 and at most \(limit)", found: weeks.description)
    }
  }

  // MARK: Properties

  /// The window as a share of the year: observed weeks over weeks per year.
  public var windowShare: ExactRatio {
    // The initializer refuses zero weeks.
    ExactRatio(observedWeeks).divided(by: ExactRatio(weeksPerYear)) ?? 0
  }

  /// Whether the annualised figures reach beyond what was observed.
  public var isExtrapolated: Bool { observedWeeks < weeksPerYear }

  /// What a stated delta is multiplied by for a basis.
  func factor(for basis: Basis) -> ExactRatio {
    switch (basis, deltaCovers) {
    case (.annualised, .year), (.inWindow, .window): 1
    case (.inWindow, .year): windowShare
    case (.annualised, .window):
      ExactRatio(weeksPerYear).divided(by: ExactRatio(observedWeeks)) ?? 0
    }
  }

  /// The window, the year, the horizon and the persistence.
  public var description: String {
    "\(observedWeeks) weeks observed, \(weeksPerYear) weeks a year; horizon: \(horizon); "
      + "persistence: \(persistence)"
  }
}

/// The time that a set of figures covers.
public enum Basis: String, Sendable, Hashable, Codable, CaseIterable {
  /// A whole year; extrapolated when less was observed.
  case annualised
  /// What happened inside the observed window.
  case inWindow
}

public import Statistics

/// What measurements before the programme take off the variance of the outcome.
///
/// **Reference:** Frison and Pocock (1992), doi:10.1002/sim.4780111304.
public enum BaselineAdjustment: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The outcome alone.
  case none
  /// Covariates in a regression: the share of the outcome's variance that they explain, and how
  /// many they are.
  case covariates(explained: Double, count: Int)
  /// Repeated measurements, and how they are analysed.
  case repeated(RepeatedMeasures, RepeatedMeasures.Analysis)

  /// One measurement before, as the covariate of an analysis of covariance: 1 - correlation^2 of
  /// the variance stays, and one degree of freedom goes.
  public static func ancova(correlation: Double) -> BaselineAdjustment {
    .covariates(explained: correlation * correlation, count: 1)
  }

  /// The share of the outcome's variance that stays.
  public var varianceFactor: Double {
    switch self {
    case .none: 1
    case .covariates(let explained, _): 1 - explained
    case .repeated(let measures, let analysis): measures.factor(analysis)
    }
  }

  /// The degrees of freedom that the adjustment uses up.
  public var covariateCount: Int {
    switch self {
    case .none: 0
    case .covariates(_, let count): count
    case .repeated(_, let analysis): analysis == .covariance ? 1 : 0
    }
  }

  func validate() throws(EvaluationError) {
    if case .covariates(let explained, let count) = self {
      try Validation.share(explained, "the share of variance explained")
      guard (0...1_000_000).contains(count) else {
        throw .invalidArgument(
          name: "the number of covariates", needed: "between 0 and 1000000", found: "\(count)")
      }
    }
    guard varianceFactor >= 1e-12 else {
      throw .invalidArgument(
        name: "the share of variance that stays", needed: "at least 1e-12",
        found: "\(varianceFactor)")
    }
  }

  /// What is adjusted for and what stays.
  public var description: String {
    let stays = "\(formatted(varianceFactor * 100, significantDigits: 4)) % of the variance stays"
    switch self {
    case .none: return "no baseline adjustment"
    case .covariates(_, 1): return "one baseline covariate, \(stays)"
    case .covariates(_, let count): return "\(count) baseline covariates, \(stays)"
    case .repeated(let measures, let analysis): return "\(measures), \(analysis), \(stays)"
    }
  }
}

// MARK: - Repeated measures

/// Measurements of the same people before and after, equally correlated with one another.
public struct RepeatedMeasures: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How the measurements are made into one outcome.
  public enum Analysis: String, Sendable, Hashable, Codable, CaseIterable, CustomStringConvertible {
    /// The mean afterwards alone.
    case after
    /// The mean afterwards minus the mean before.
    case change
    /// The mean afterwards, adjusted for the mean before.
    case covariance

    /// The analysis in words.
    public var description: String {
      switch self {
      case .after: "the mean afterwards"
      case .change: "the change"
      case .covariance: "analysis of covariance"
      }
    }
  }

  /// How many measurements before.
  public let before: Int
  /// How many measurements afterwards.
  public let after: Int
  /// The correlation of any two measurements of one person.
  public let correlation: Double

  /// Measurements of one person.
  ///
  /// - Throws: `invalidArgument` for counts outside 1 to 1000000, or a correlation that so many
  ///   measurements cannot have: it must exceed -1/(before + after - 1) and be below 1.
  public init(before: Int, after: Int, correlation: Double) throws(EvaluationError) {
    for (count, name) in [(before, "measurements before"), (after, "measurements afterwards")] {
      guard (1...1_000_000).contains(count) else {
        throw .invalidArgument(name: name, needed: "between 1 and 1000000", found: "\(count)")
      }
    }
    guard correlation > -1 / Double(before + after - 1), correlation < 1 else {
      throw .invalidArgument(
        name: "the correlation",
        needed: "above \(formatted(-1 / Double(before + after - 1))) and below 1",
        found: "\(correlation)")
    }
    self.before = before
    self.after = after
    self.correlation = correlation
  }

  /// Decodes measurements, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      before: fields.decode(Int.self, forKey: .before),
      after: fields.decode(Int.self, forKey: .after),
      correlation: fields.decode(Double.self, forKey: .correlation))
  }

  /// The variance of the analysed outcome over that of one measurement.
  ///
  /// With p before, r after and correlation c: (1 + (r-1)c)/r afterwards; that plus (1 + (p-1)c)/p
  /// - 2c for the change; that of afterwards minus p c^2/(1 + (p-1)c) for analysis of covariance.
  public func factor(_ analysis: Analysis) -> Double {
    let (p, r, c) = (Double(before), Double(after), correlation)
    let last = (1 + (r - 1) * c) / r
    switch analysis {
    case .after: return last
    case .change: return last + (1 + (p - 1) * c) / p - 2 * c
    case .covariance: return last - p * c * c / (1 + (p - 1) * c)
    }
  }

  /// Counts and correlation.
  public var description: String {
    "\(before) before and \(after) after, correlation \(formatted(correlation))"
  }
}

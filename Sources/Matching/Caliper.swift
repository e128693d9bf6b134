public import Statistics

/// The widest distance at which two people may be matched, with the scale that its number is on.
public struct Caliper: Sendable, Hashable, Codable, CustomStringConvertible {
  /// What the width is measured in.
  public enum Scale: String, Sendable, Hashable, Codable, CaseIterable {
    /// Standard deviations over all rows, divisor n - 1. R MatchIt.
    case overallStandardDeviation
    /// sqrt((v1 + v0) / 2) of the two groups. SAS PSMATCH `MULT=STDDEV`; Austin (2011).
    case pooledStandardDeviation
    /// The variable itself.
    case raw
  }

  /// The number.
  public let width: Double
  /// Its scale.
  public let scale: Scale

  /// A width on a scale.
  ///
  /// - Throws: `invalidArgument` unless the width is positive and finite.
  public init(
    _ width: Double, scale: Scale = .overallStandardDeviation
  ) throws(EvaluationError) {
    guard width > 0, width.isFinite else {
      throw .invalidArgument(
        name: "a caliper's width", needed: "positive and finite", found: "\(width)")
    }
    self.width = width
    self.scale = scale
  }

  /// Decodes a caliper, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(Double.self, forKey: .width), scale: fields.decode(Scale.self, forKey: .scale))
  }

  /// The width with its scale in words, as of a caliper on the score.
  public var description: String { words(of: "the score") }

  /// The width on a variable in words.
  func words(of variable: String) -> String {
    switch scale {
    case .overallStandardDeviation: "\(formatted(width)) standard deviations of \(variable)"
    case .pooledStandardDeviation: "\(formatted(width)) pooled standard deviations of \(variable)"
    case .raw: "\(formatted(width)) on \(variable)"
    }
  }

  /// The width on the variable itself.
  func rawWidth(of values: [Double], treated: [Bool]) throws(EvaluationError) -> Double {
    if scale == .raw { return width }
    var groups = (treated: Moments(), control: Moments())
    for (value, isTreated) in zip(values, treated) {
      if isTreated { groups.treated.add(value) } else { groups.control.add(value) }
    }
    var variance: Double?
    if scale == .overallStandardDeviation {
      var all = groups.treated
      all.merge(groups.control)
      variance = all.variance
    } else {
      guard groups.treated.count >= 2, groups.control.count >= 2 else {
        throw .tooFew(
          what: "rows in each group for a pooled standard deviation", needed: 2,
          found: min(groups.treated.count, groups.control.count))
      }
      if let first = groups.treated.variance, let second = groups.control.variance {
        variance = (first + second) / 2
      }
    }
    let raw = width * (variance ?? .infinity).squareRoot()
    guard raw.isFinite else {
      throw .overflow(
        what: "the width of a caliper", needed: "widths and variables below about 1e150",
        found: "infinity")
    }
    return raw
  }
}
